"""Bounds of fields that tables do not have."""

import pytest
import sqlalchemy as sa

from populace.plan import Plan


def test_bounds_of_sqlmodel_fields_hold(tmp_path):
    """Ranges and lengths, while the table that is created stays as it is."""
    sqlmodel = pytest.importorskip("sqlmodel", reason="SQLModel is not installed")

    class Base(sqlmodel.SQLModel, registry=sa.orm.registry()):
        metadata = sa.MetaData()

    class Ticket(Base, table=True):
        id: int | None = sqlmodel.Field(default=None, primary_key=True)
        age: int = sqlmodel.Field(ge=16, lt=26)
        share: float = sqlmodel.Field(gt=0.25, le=0.5)
        code: str = sqlmodel.Field(min_length=4, max_length=6)

    batch = Plan(Base.metadata).batch("ticket", 0, 500).to_pydict()

    assert min(batch["age"]) >= 16 and max(batch["age"]) <= 25
    assert min(batch["share"]) > 0.25 and max(batch["share"]) <= 0.5
    assert {len(code) for code in batch["code"]} <= {4, 5, 6}
    assert not [c for c in Base.metadata.tables["ticket"].constraints if isinstance(c, sa.CheckConstraint)]
