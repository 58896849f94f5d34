"""Rows drawn until their CHECKs hold."""

from collections.abc import Callable

import numpy as np
import pytest

from populace.errors import PlanError
from populace.generators.numbers import Integers
from populace.plan import Plan
from populace.rows import Array, Rows

TABLE = "t (id integer PRIMARY KEY, a int NOT NULL, b int, CHECK ((a * 7 + coalesce(b, 0)) % 3 = 0))"


def test_a_check_that_no_case_expresses_holds_by_trial(planned: Callable[..., Plan]) -> None:
    """Rows are drawn again until it does."""
    rows = planned(TABLE, each=500).batch("t", 0, 500).to_pylist()

    assert all((row["a"] * 7 + (row["b"] or 0)) % 3 == 0 for row in rows)
    assert 0 < sum(row["b"] is None for row in rows) < 500


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_row_is_settled_the_same_in_every_slice(planned: Callable[..., Plan], first: str) -> None:
    """Alone, with others, and whichever column is asked for first."""
    plan = planned(TABLE, each=500)
    whole, some = plan.batch("t", 0, 500), plan.rows("t", [3, 499, 17])
    _ = some[first]

    assert plan.take("t", np.array([3, 499, 17], dtype=np.uint64)).equals(whole.take([3, 499, 17]))
    assert some["a"].tolist() == whole["a"].take([3, 499, 17]).to_pylist()


def test_columns_outside_of_the_checks_are_drawn_once(planned: Callable[..., Plan]) -> None:
    """They are the same as without the CHECK."""
    table = "t (id integer PRIMARY KEY, a int NOT NULL, z real NOT NULL{})"
    plain, checked = (planned(table.format(check), each=90) for check in ("", ", CHECK (a % 3 = 0)"))

    assert plain.batch("t", 0, 90)["z"].equals(checked.batch("t", 0, 90)["z"])


def test_a_given_generator_is_drawn_again_and_not_changed(planned: Callable[..., Plan]) -> None:
    """Its values that the CHECK refuses do not come, and no others do."""
    plan = planned("t (n int NOT NULL CHECK (n <> 2))", each=200, generators={"t.n": Integers(1, 3)})

    assert set(plan.rows("t", range(200))["n"].tolist()) == {1, 3}


def test_a_check_that_cannot_be_met_is_an_error(planned: Callable[..., Plan]) -> None:
    """With table, constraint, a row that fails, and what to type."""

    def two(rows: Rows) -> Array:
        return np.full(len(rows), 2)

    plan = planned("t (n int NOT NULL, CONSTRAINT odd CHECK (n % 2 = 1))", each=5, generators={"t.n": two})
    message = (
        r"t: no rows found in 64 draws that satisfy CHECK odd \(n % 2 = 1\); row 0 has n = 2\. "
        r"Give t\.n a generator: generators=\{'t\.n': \.\.\.\}"
    )
    with pytest.raises(PlanError, match=message):
        plan.batch("t", 0, 5)


def test_a_column_is_null_where_nothing_else_helps(planned: Callable[..., Plan]) -> None:
    """A CHECK that is unknown for NULL holds; the last draws try that."""

    def two(rows: Rows) -> Array:
        return np.full(len(rows), 2)

    plan = planned("t (n int, CHECK (n % 2 = 1))", each=5, generators={"t.n": two})

    assert plan.batch("t", 0, 5)["n"].null_count == 5
