"""Foreign keys by arithmetic: runs, trees, one to one, families."""

from dataclasses import dataclass

import numpy as np
import pytest

from populace.generators.references import FamilyMember, OneToOne, PerParent, Reference, Runs, Tree
from populace.rows import Array, Rows


@dataclass
class Sizes:
    """A source that knows how many rows tables have."""

    sizes: dict[str, int]
    now = np.datetime64("2026-06-01", "us")
    locale = "en_US"

    def size(self, table: str) -> int:
        return self.sizes[table]

    def column(self, rows: Rows, column: str) -> Array:
        raise KeyError(column)

    def parent(self, rows: Rows, column: str) -> Rows:
        raise KeyError(column)


def rows(parents: int, children: int) -> Rows:
    return Rows(np.arange(children), "child", "→p", source=Sizes({"p": parents, "child": children}))


@pytest.mark.parametrize("parents", [1, 2, 7, 5_000])
def test_runs_follow_each_other(parents: int) -> None:
    """Parents never go back, and ordinals count from 0 within each."""
    made = PerParent("→p", "#", "p")(rows(parents, 10_000))

    assert (np.diff(made["→p"]) >= 0).all()
    assert made["→p"].min() >= 0 and made["→p"].max() < parents
    assert ((np.diff(made["#"]) == 1) | (made["#"][1:] == 0)).all()


def test_a_run_is_as_long_as_allowed() -> None:
    """Where every parent must be full, every one is."""
    made = PerParent("→p", "#", "p", most=3)(rows(50, 150))

    assert np.bincount(made["→p"]).tolist() == [3] * 50


def test_no_parents_have_no_runs() -> None:
    """Nothing to divide."""
    assert Runs(0, 0, None, ("x",)).total == 0


def test_one_to_one_is_a_permutation() -> None:
    """With nulls the rows beyond the parents have none."""
    assert sorted(OneToOne("p")(rows(9, 9)).tolist()) == list(range(9))
    some = OneToOne("p", nulls=0.1)(rows(9, 40))
    assert (some[9:] == -1).all() and len(set(some[some >= 0])) == (some >= 0).sum()


def test_a_tree_points_to_rows_before() -> None:
    """Roots are -1, or themselves where that may not be."""
    own = np.arange(1000)

    assert (Tree()(rows(1, 1000)) < own).all()
    assert (Tree(nullable=False)(rows(1, 1000))[1:] < own[1:]).all()
    assert Tree(nullable=False)(rows(1, 1)).tolist() == [0]
    assert (Tree(nullable=False, unique=True)(rows(1, 1000)) == own).all()


def test_nobody_is_picked_among_no_rows() -> None:
    """A selection may be empty."""
    assert Reference("p")(rows(0, 3)).tolist() == [-1, -1, -1]


def test_members_of_a_family_follow_the_turns_of_the_base() -> None:
    """Classes take turns: the rows of classes 1 and 2 of three are 1, 2, 4, 5, ..."""
    assert FamilyMember(3, (1, 2), (0, 1, 2))(rows(1, 4)).tolist() == [1, 2, 4, 5]
