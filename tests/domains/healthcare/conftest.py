"""A region of 2,000 patients, as a plan and as a SQLite database with every constraint checked."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa

from populace import Plan
from populace.domains.healthcare import Base

NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def region() -> Plan:
    return Plan(Base.metadata, sizes={"patients": 2_000}, seed=1, now=NOW)


@pytest.fixture(scope="session")
def records(region: Plan, filled: Callable[[Plan], sa.Connection]) -> sa.Connection:
    """The database; foreign keys and CHECKs held when it was filled."""
    return filled(region)
