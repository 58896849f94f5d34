"""Unique columns whose values fit their CHECKs from the start."""

from collections.abc import Callable

import numpy as np
import pytest
import sqlalchemy as sa

from populace.generators.keys import Sequence
from populace.generators.pattern import Pattern
from populace.infer.asked import Asked, Suggestion
from populace.infer.distinct import Beyond, InCase, Skipping, UpTo, as_far_as_it_goes, skipping
from populace.plan import Plan
from populace.rows import Rows
from populace.schema.domain import Domain


@pytest.mark.parametrize(
    ("check", "fits"),
    [
        ("code = upper(code)", str.isupper),
        ("code = lower(code) AND length(code) = 8", lambda code: len(code) == 8 and not any(c.isupper() for c in code)),
        ("length(code) <= 6", lambda code: len(code) <= 6),
        ("code GLOB 'AB-*'", lambda code: code.startswith("AB-")),
    ],
)
def test_unique_texts_fit_their_check(planned: Callable[..., Plan], check: str, fits: Callable[[str], bool]) -> None:
    """None twice, whatever the CHECK asks for."""
    plan = planned(f"t (code text NOT NULL UNIQUE CHECK ({check}))", each=300)
    codes = plan.batch("t", 0, 300)["code"].to_pylist()

    assert len(set(codes)) == 300
    assert all(fits(code) for code in codes)


def test_unique_values_that_are_few_limit_the_table(planned: Callable[..., Plan]) -> None:
    """Nine numbers, nine rows; a note says why."""
    plan = planned("t (n integer NOT NULL UNIQUE CHECK (n BETWEEN 1 AND 9))", each=300)

    assert sorted(plan.rows("t", range(9))["n"].tolist()) == list(range(1, 10))
    assert plan.notes == ["t: 9 rows instead of 300: n must be unique and has only 9 different values"]


def test_few_unique_values_that_may_be_null_end_in_nulls(planned: Callable[..., Plan]) -> None:
    """Nine rows have a number at most, the others none."""
    plan = planned("t (id integer PRIMARY KEY, n integer UNIQUE CHECK (n BETWEEN 1 AND 9))", each=300)
    numbers = plan.batch("t", 0, 300)["n"].drop_null().to_pylist()

    assert plan.size("t") == 300
    assert 0 < len(numbers) == len(set(numbers)) <= 9


def test_what_has_room_enough_is_left_alone() -> None:
    """Only a column with fewer values than rows is cut off."""
    wide = Suggestion(Sequence(1, 100), "", 0.1)

    assert as_far_as_it_goes(wide, 100) is wide
    assert as_far_as_it_goes(wide, 101) == Suggestion(UpTo(wide.generator, 100), "", Beyond(100, 0.1))


def test_values_go_up_to_a_count() -> None:
    """Behind it the first one is repeated, under a NULL."""
    rows = Rows(np.arange(5))

    assert UpTo(Sequence(1, 3), 3)(rows).tolist() == [1, 2, 3, 1, 1]
    assert Beyond(3, 0.0)(rows).tolist() == [False, False, False, True, True]
    assert Beyond(3, lambda rows: rows.index == 0)(rows).tolist() == [True, False, False, True, True]


def test_texts_are_put_in_upper_or_lower_case() -> None:
    """Their number stays."""
    codes = Pattern("^[a-c]$", unique=True)

    assert sorted(InCase(codes, "upper")(Rows(np.arange(3))).to_pylist()) == ["A", "B", "C"]
    assert InCase(codes, "lower").capacity == 3


def test_numbers_are_skipped() -> None:
    """Two numbers fewer."""
    skips = Skipping(Sequence(1, 6), (2, 4))

    assert skips(Rows(np.arange(4))).tolist() == [1, 3, 5, 6]
    assert skips.capacity == 4


def test_only_unique_whole_numbers_skip() -> None:
    """Others are simply drawn again."""
    column: sa.Column[object] = sa.Column("n", sa.Integer)
    asked = Asked(column, "integer", False, Domain(excluded=frozenset({7})))
    made = Suggestion(Sequence(), "")

    assert skipping(made, asked) is made
    assert skipping(made, Asked(column, "integer", True, Domain(excluded=frozenset({7})))).generator == Skipping(
        Sequence(), (7,)
    )
