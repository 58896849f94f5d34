"""Columns steered by the cases of their CHECKs."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from populace.plan import Plan


def made(*items: Any, rows: int = 300) -> list[dict[str, Any]]:
    """Rows of a table with these columns and CHECKs."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), *items)
    return Plan(table.metadata, each=rows, now=datetime(2026, 6, 1)).batch("t", 0, rows).to_pylist()


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ("(a IS NULL) <> (b IS NULL)", lambda a, b: (a is None) != (b is None)),
        ("(a IS NULL) = (b IS NULL)", lambda a, b: (a is None) == (b is None)),
        ("a IS NULL OR b IS NOT NULL", lambda a, b: a is None or b is not None),
        ("a < b", lambda a, b: a is None or b is None or a < b),
    ],
)
def test_two_columns_keep_their_check(check: str, holds: Any) -> None:
    """Exactly one, all or none, implies, order; and both ways of keeping it occur."""
    rows = made(sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.CheckConstraint(check))

    assert all(holds(row["a"], row["b"]) for row in rows)
    assert len({row["a"] is None for row in rows}) == 2


def test_what_follows_another_column_stays_within_its_type() -> None:
    """A greater number has no more digits than numeric(4, 1) holds."""
    numbers = [sa.Column(name, sa.Numeric(4, 1), nullable=False) for name in ("a", "b", "c")]
    rows = made(*numbers, sa.CheckConstraint("a < b"), sa.CheckConstraint("b < c"))

    assert all(low < high for row in rows for low, high in pairwise((row["a"], row["b"], row["c"])))


def test_a_link_is_null_as_its_case_says() -> None:
    """A status and a foreign key that hang together."""
    metadata = sa.MetaData()
    sa.Table("p", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "t", metadata, sa.Column("status", sa.Enum("open", "done", name="s"), nullable=False),
        sa.Column("by_id", sa.ForeignKey("p.id")), sa.CheckConstraint("(status = 'done') = (by_id IS NOT NULL)"),
    )  # fmt: skip
    rows = Plan(metadata, each=100, now=datetime(2026, 6, 1)).batch("t", 0, 100).to_pylist()

    assert {row["status"] for row in rows} == {"open", "done"}
    assert all((row["status"] == "done") == (row["by_id"] is not None) for row in rows)
