"""A shop of 3,000 customers, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan, open_sink, seed
from populace.domains.retail import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def retail() -> Plan:
    return Plan(Base.metadata, sizes={"customers": 3_000}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def shop(retail: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """The database; foreign keys and CHECKs held when it was filled."""
    engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('retail') / 'shop.db'}")
    with open_sink(engine) as sink:
        sink.create(retail.metadata)
        seed(retail, sink)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
