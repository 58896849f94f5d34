"""A region of 2,000 patients, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan, open_sink, seed
from populace.domains.healthcare import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def region() -> Plan:
    return Plan(Base.metadata, sizes={"patients": 2_000}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def records(region: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """The database; foreign keys and CHECKs held when it was filled."""
    engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('healthcare') / 'records.db'}")
    with open_sink(engine) as sink:
        sink.create(region.metadata)
        seed(region, sink)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
