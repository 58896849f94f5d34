"""Combinations that never come twice, alone or within the run of a parent."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from populace.errors import PlanError
from populace.generators.combinations import Couples, Days, Digit, Digits, Ordinal
from populace.rows import Array, Rows


@dataclass
class Family:
    """A source that knows sizes, and some columns by name."""

    sizes: dict[str, int] = field(default_factory=dict)
    columns: dict[str, Array] = field(default_factory=dict)
    now = np.datetime64("2026-06-01", "us")
    locale = "en_US"

    def size(self, table: str) -> int:
        return self.sizes[table]

    def column(self, rows: Rows, column: str) -> Array:
        return self.columns[column]

    def parent(self, rows: Rows, column: str) -> Rows:
        raise KeyError(column)


def rows(count: int, sizes: dict[str, int] | None = None, **columns: Array) -> Rows:
    """The first rows of a table t, in a plan with tables of these sizes and these columns."""
    return Rows(np.arange(count), "t", "·d", source=Family({"t": count} | (sizes or {}), columns))


def test_every_combination_comes_once() -> None:
    """Of 3 rows of p and 4 values there are 12."""
    made = Digits(("a", "b"), ("p", 4))(rows(12, {"p": 3}))

    assert sorted(zip(made["a"].tolist(), made["b"].tolist(), strict=True)) == [
        (a, b) for a in range(3) for b in range(4)
    ]


def test_a_row_has_its_combination_whoever_is_with_it() -> None:
    """Made alone or with others."""
    digits, whole = Digits(("a", "b"), (5, 7)), rows(30)

    assert digits(whole.some(np.array([17])))["b"][0] == digits(whole)["b"][17]


def test_more_rows_than_combinations_are_an_error() -> None:
    """Two values have no third combination."""
    with pytest.raises(PlanError, match="row 2 needs a value of its own, but there are only 2"):
        Digits(("a",), (2,))(rows(3))


@pytest.mark.parametrize("capacity", [1, 2, 6, 97, 1000])
def test_within_a_run_no_combination_comes_twice(capacity: int) -> None:
    """A run as long as there are combinations has each of them."""
    parent, ordinal = np.repeat([0, 1, 2], capacity), np.tile(np.arange(capacity), 3)
    made = Digits(("a",), (capacity,), ("→p", "→p#"))(rows(3 * capacity, **{"→p": parent, "→p#": ordinal}))["a"]

    assert [len(set(made[parent == p].tolist())) for p in range(3)] == [capacity] * 3


def test_runs_begin_at_different_combinations() -> None:
    """Not every parent has the first one."""
    made = Digits(("a",), (1000,), ("→p", "→p#"))(
        rows(50, **{"→p": np.arange(50), "→p#": np.zeros(50, dtype=np.int64)})
    )

    assert len(set(made["a"].tolist())) > 40


def test_a_run_that_is_too_long_is_an_error() -> None:
    """It names the columns."""
    run = {"→p": np.zeros(4, dtype=np.int64), "→p#": np.arange(4)}
    with pytest.raises(
        PlanError, match="t: one parent has 4 rows but there are only 3 combinations of a; ask for fewer"
    ):
        Digits(("a",), (3,), ("→p", "→p#"))(rows(4, **run))


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("size", [2, 3, 40])
def test_couples_are_of_different_rows(size: int, ordered: bool) -> None:
    """All of them come, each once; ordered ones have the lower number first."""
    couples = Couples("a", "b", "p", ordered)
    made = couples(rows(couples.count(size), {"p": size}))
    found = sorted(zip(made["a"].tolist(), made["b"].tolist(), strict=True))

    assert found == [(a, b) for a in range(size) for b in range(size) if (a < b if ordered else a != b)]


def test_ordered_couples_of_many_rows_are_exact() -> None:
    """Square roots of numbers beyond 2**53 are not, so the result is corrected."""
    size = 200_000_000
    made = Couples("a", "b", "p", True)(rows(1000, {"p": size}))

    assert (made["a"] >= 0).all() and (made["a"] < made["b"]).all() and (made["b"] < size).all()


def test_a_digit_is_a_value_or_a_row_number() -> None:
    """Of the place in its source."""
    places = rows(3, d=np.array([1, 0, 1]))

    assert Digit("d", ("x", "y"))(places).to_pylist() == ["y", "x", "y"]
    assert Digit("d")(places).tolist() == [1, 0, 1]


def test_rows_of_a_parent_are_numbered_or_dated() -> None:
    """From a start on, or back from the present."""
    run = rows(3, n=np.array([0, 1, 2]))
    first, last = np.datetime64("2020-02-28"), np.datetime64("2020-03-01")

    assert Ordinal("n")(run).tolist() == [1, 2, 3]
    assert Ordinal("n", 0)(run).tolist() == [0, 1, 2]
    assert [str(day) for day in Days("n", first)(run)] == ["2020-02-28", "2020-02-29", "2020-03-01"]
    assert [str(day) for day in Days("n", None, last)(run)] == ["2020-03-01", "2020-02-29", "2020-02-28"]
    assert str(Days("n")(run)[0]) == "2026-06-01"
