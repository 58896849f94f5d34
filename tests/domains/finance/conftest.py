"""A bank of 1,500 customers, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan
from populace.domains.finance import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def bank() -> Plan:
    return Plan(Base.metadata, sizes={"customers": 1_500}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def books(bank: Plan, filled: Callable[[Plan], sa.Connection]) -> sa.Connection:
    """The database; foreign keys and CHECKs held when it was filled. Amounts there are floats: cents are rounded."""
    return filled(bank)
