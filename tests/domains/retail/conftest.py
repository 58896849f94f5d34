"""A shop of 3,000 customers, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan
from populace.domains.retail import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def retail() -> Plan:
    return Plan(Base.metadata, sizes={"customers": 3_000}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def shop(retail: Plan, filled: Callable[[Plan], sa.Connection]) -> sa.Connection:
    """The database; foreign keys and CHECKs held when it was filled."""
    return filled(retail)
