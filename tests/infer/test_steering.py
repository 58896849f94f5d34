"""Columns in CHECKs: each row keeps to one way in which they all hold."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from populace.plan import Plan
from populace.schema.annotations import annotate


def made(planned: Callable[..., Plan], columns: str, *others: str) -> list[dict[str, Any]]:
    """300 rows of a table t."""
    plan = planned(*others, f"t (id integer PRIMARY KEY, {columns})", each=300)
    rows: list[dict[str, Any]] = plan.batch("t", 0, 300).to_pylist()
    return rows


def test_both_sides_of_an_or_are_taken(planned: Callable[..., Plan]) -> None:
    """Rows are shared out among the ways."""
    rows = made(planned, "kind text NOT NULL, n int NOT NULL, "
                "CHECK ((kind = 'low' AND n < 10) OR (kind = 'high' AND n >= 1000))")  # fmt: skip

    assert {r["kind"] for r in rows} == {"low", "high"}
    assert all(r["n"] < 10 if r["kind"] == "low" else r["n"] >= 1000 for r in rows)


def test_exactly_one_of_two_columns_is_null(planned: Callable[..., Plan]) -> None:
    """And each of them now and then."""
    rows = made(planned, "a int, b int, CHECK ((a IS NULL) <> (b IS NULL))")

    assert all((r["a"] is None) != (r["b"] is None) for r in rows)
    assert 0 < sum(r["a"] is None for r in rows) < 300


def test_exactly_one_of_two_keys_is_null(planned: Callable[..., Plan]) -> None:
    """Foreign keys follow the way as well."""
    rows = made(planned, "p_id int REFERENCES p, q_id int REFERENCES q, CHECK ((p_id IS NULL) <> (q_id IS NULL))",
                "p (id integer PRIMARY KEY)", "q (id integer PRIMARY KEY)")  # fmt: skip

    assert all((r["p_id"] is None) != (r["q_id"] is None) for r in rows)
    assert 0 < sum(r["p_id"] is None for r in rows) < 300


def test_the_later_column_follows_the_one_it_is_compared_to(planned: Callable[..., Plan]) -> None:
    """The first is made as if alone."""
    rows = made(planned, "low int NOT NULL, high int NOT NULL, CHECK (high > low)")

    assert all(r["low"] < r["high"] for r in rows)
    assert len({r["high"] - r["low"] for r in rows}) > 10


def test_a_sum_is_the_sum(planned: Callable[..., Plan]) -> None:
    """Columns derived by an equation are worked out."""
    rows = made(planned, "net int NOT NULL, tax int NOT NULL, total int NOT NULL, CHECK (total = net + tax)")

    assert all(r["total"] == r["net"] + r["tax"] for r in rows)
    assert len({r["total"] for r in rows}) > 50


@pytest.mark.parametrize("status", ["done", "open"])
def test_a_column_given_by_hand_decides_the_way(planned: Callable[..., Plan], status: str) -> None:
    """The status stays as it is given, and the date follows it."""
    plan = planned("t (status text NOT NULL, done_at date, CHECK ((status = 'done') = (done_at IS NOT NULL)))",
                   each=50, generators={"t.status": lambda rows: np.full(len(rows), status)})  # fmt: skip

    assert {(r["status"], r["done_at"] is None) for r in plan.batch("t", 0, 50).to_pylist()} == {
        (status, status == "open")
    }


def test_why_says_that_a_column_keeps_to_its_checks(planned: Callable[..., Plan]) -> None:
    """`populace describe` shows it."""
    plan = planned("t (id integer PRIMARY KEY, n int NOT NULL CHECK (n > 7))", each=5)

    assert plan.suggestions("t")["n"].why.endswith("; kept to its CHECKs")


def test_rows_take_partitions_in_turn() -> None:
    """Within the bounds of each; the upper one is outside."""
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer, nullable=False))
    leaves = [{"n": {"low": 0, "high": 10}}, {"n": {"low": 10, "high": 12}}]
    annotate(table, partitions={"columns": ["n"], "leaves": leaves, "hash": False})
    numbers = Plan(table.metadata, each=100).batch("t", 0, 200)["n"].to_pylist()

    assert all(0 <= n < 10 for n in numbers[::2])
    assert set(numbers[1::2]) == {10, 11}
