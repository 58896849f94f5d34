"""A bank of 1,500 customers, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan, open_sink, seed
from populace.domains.finance import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def bank() -> Plan:
    return Plan(Base.metadata, sizes={"customers": 1_500}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def books(bank: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """The database; foreign keys and CHECKs held when it was filled. Amounts there are floats: cents are rounded."""
    engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('finance') / 'books.db'}")
    with open_sink(engine) as sink:
        sink.create(bank.metadata)
        seed(bank, sink)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
