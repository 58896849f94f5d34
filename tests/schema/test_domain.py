"""The values a column may have: intersection and membership."""

from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from populace.schema.domain import NOT_NULL, NULL, Domain

BOUNDS = st.one_of(st.none(), st.integers(-5, 5))
DOMAINS = st.builds(
    Domain,
    null=st.sampled_from([None, True, False]),
    low=BOUNDS,
    high=BOUNDS,
    low_open=st.booleans(),
    excluded=st.frozensets(st.integers(-5, 5), max_size=2),
    values=st.one_of(st.none(), st.lists(st.integers(-5, 5), min_size=1).map(tuple)),
)
NUMBERS = pa.array([None, *range(-6, 7)])


@given(DOMAINS, DOMAINS)
def test_the_intersection_has_what_both_have(one: Domain, two: Domain) -> None:
    """A value, or NULL, lies in the intersection if and only if it lies in both."""
    both = one.intersect(two)
    expected = [a and b for a, b in zip(members(one), members(two), strict=True)]

    assert (members(both) if both else [False] * len(NUMBERS)) == expected


def members(domain: Domain) -> list[bool]:
    return domain.contains(NUMBERS).to_pylist()


def test_text_is_tested_by_form() -> None:
    """Case, outer spaces, lengths and patterns."""
    texts = pa.array(["AB", "ab", " AB", "ABCD", None])

    assert Domain(case="upper", stripped=True, max_length=3).contains(texts).to_pylist() == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert Domain(patterns=("^A",), null=False).contains(texts).to_pylist() == [True, False, False, True, False]


def test_dates_and_arrays_are_tested() -> None:
    """Bounds of dates; the lengths of arrays count items."""
    assert Domain(low=date(2020, 1, 1)).contains(pa.array([date(2019, 1, 1), date(2020, 1, 1)])).to_pylist() == [
        False,
        True,
    ]
    assert Domain(min_length=1).contains(pa.array([[], ["a"]], pa.list_(pa.string()))).to_pylist() == [False, True]


def test_octets_and_characters_are_told_apart() -> None:
    """Where both kinds of length are asked for, the text must be ASCII."""
    both = Domain(min_length=2).intersect(Domain(max_length=3, octets=True))

    assert both is not None
    assert both.contains(pa.array(["ab", "é", "éé", "abcd"])).to_pylist() == [True, False, False, False]


def test_null_and_not_null() -> None:
    """NULL and NOT NULL have nothing in common; nothing but NULL is left where no value is."""
    assert NULL.intersect(NOT_NULL) is None
    assert Domain(low=1).intersect(Domain(high=0)) == NULL
    assert repr(Domain(low=1)) == "Domain(low=1)"
