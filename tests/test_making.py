"""Columns made on request: what they need, what they must not, and rows drawn anew."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from populace.errors import PlanError
from populace.plan import Plan
from populace.rows import Array, Rows

PAIR = "t (id integer PRIMARY KEY, a int NOT NULL, b int NOT NULL)"


def test_a_column_may_be_made_from_another(planned: Callable[..., Plan]) -> None:
    """A generator asks for its siblings."""
    plan = planned(PAIR, each=5, generators={"t.b": lambda rows: rows["a"] + 1})
    rows = plan.rows("t", range(5))

    assert (rows["b"] - rows["a"]).tolist() == [1] * 5


def test_columns_that_need_each_other_are_an_error(planned: Callable[..., Plan]) -> None:
    """It shows the ring."""
    plan = planned(PAIR, generators={"t.a": lambda rows: rows["b"], "t.b": lambda rows: rows["a"]})

    with pytest.raises(PlanError, match=r"t\.a cannot be made: its columns need each other \(a → b → a\)"):
        plan.batch("t", 0, 5)


def test_a_column_that_is_not_there_is_an_error(planned: Callable[..., Plan]) -> None:
    """Asked for by a generator, or by hand."""
    with pytest.raises(PlanError, match="t.c: there is no such column, or the database computes it"):
        _ = planned(PAIR, generators={"t.b": lambda rows: rows["c"]}).rows("t", 0)["b"]


def test_the_parent_of_a_column_that_is_no_key_is_an_error(planned: Callable[..., Plan]) -> None:
    """It lists those that are."""
    plan = planned("p (id integer PRIMARY KEY)", "c (p_id int NOT NULL REFERENCES p, n int NOT NULL)")

    with pytest.raises(PlanError, match="c.n is no foreign key; the table's foreign keys: p_id"):
        plan.rows("c", 0).parent("n")


@pytest.mark.parametrize(
    ("made", "what"),
    [
        ([1, 2, 3], "a list of 3"),
        (np.arange(2), "a ndarray of 2"),
        (None, "a NoneType"),
        (pa.scalar(1), "a Int64Scalar"),
    ],
)
def test_what_is_no_array_of_the_rows_is_an_error(planned: Callable[..., Plan], made: object, what: str) -> None:
    """The column is named, and what would be right."""
    plan = planned(PAIR, generators={"t.b": lambda rows: made})

    with pytest.raises(
        PlanError, match=rf"t\.b: .* returned {what} for 3 rows; return a NumPy or Arrow array with one"
    ):
        plan.batch("t", 0, 3)


def test_values_that_do_not_fit_the_type_are_an_error(planned: Callable[..., Plan]) -> None:
    """Column, type and generator are named."""

    def words(rows: Rows) -> Array:
        return np.full(len(rows), "seven")

    with pytest.raises(PlanError, match=r"t\.b \(INTEGER\(\)\): .*words.* made no fitting values"):
        planned(PAIR, generators={"t.b": words}).batch("t", 0, 3)


def test_refused_rows_come_out_anew(planned: Callable[..., Plan]) -> None:
    """In everything but their key; the others stay as they are, in every slice."""
    plan = planned(PAIR, each=20)
    before = plan.batch("t", 0, 20).to_pylist()
    plan.refuse("t", np.array([3, 7], dtype=np.uint64))
    after = plan.batch("t", 0, 20).to_pylist()

    assert [place for place in range(20) if before[place] != after[place]] == [3, 7]
    assert [row["id"] for row in after] == list(range(1, 21))
    assert plan.batch("t", 7, 8).to_pylist() == [after[7]]


def test_a_row_that_is_refused_again_is_another_one_again(planned: Callable[..., Plan]) -> None:
    """Each refusal counts, row by row."""
    plan, seen = planned(PAIR, each=20), []
    for _ in range(4):
        seen.append(plan.rows("t", 3)["a"].tolist() + plan.rows("t", 3)["b"].tolist())
        plan.refuse("t", np.array([3], dtype=np.uint64))

    assert len({tuple(values) for values in seen}) == 4
    assert plan.refused("t")


def test_children_follow_a_refused_parent(planned: Callable[..., Plan]) -> None:
    """The foreign key holds the new value of what it points to."""
    plan = planned("p (code text NOT NULL UNIQUE, n int NOT NULL)",
                   "c (p_code text NOT NULL REFERENCES p (code), m int)",
                   generators={"c.m": lambda rows: rows.parent("p_code")["n"]}, each=50)  # fmt: skip
    plan.refuse("p", np.arange(50, dtype=np.uint64))
    parents = {row["code"]: row["n"] for row in plan.batch("p", 0, 50).to_pylist()}

    assert all(parents[row["p_code"]] == row["m"] for row in plan.batch("c", 0, 50).to_pylist() if row["m"] is not None)


def test_refused_rows_keep_their_checks(planned: Callable[..., Plan]) -> None:
    """Their draws go on where the ones before ended."""
    plan = planned("t (id integer PRIMARY KEY, a int NOT NULL, CHECK (a % 3 = 0))", each=30)
    plan.refuse("t", np.arange(0, 30, 2, dtype=np.uint64))

    assert (plan.rows("t", range(30))["a"] % 3 == 0).all()
