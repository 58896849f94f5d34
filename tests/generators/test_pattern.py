"""Text from regular expressions."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from populace.errors import PlanError
from populace.generators.pattern import Pattern, template
from populace.rows import Rows

REGEXES = [
    r"^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$", r"^[a-z][a-z0-9-]{2,30}$", r"^\+[1-9][0-9]{6,14}$", "^abc.*$", "",
    r"[A-Z]{3}-\d{4}", "(a|ab)(c|bc)", "[01]{1,3}", "(?i)^q.*z$", "^(foo|bar)+$", "äö[а-я]{2,4}", "a?b*", "x|^y$",
    r"^[^@\s]+@[^@\s]+$", r"\w+", r"(?:\d{2}:){5}\d{2}", "(?P<year>19|20)[0-9]{2}", "[^a-z]{3}", r"\S\s\D\W",
]  # fmt: skip


def some(count: int, column: str = "c") -> Rows:
    return Rows(np.arange(count), "t", column)


@pytest.mark.parametrize("regex", REGEXES)
def test_text_matches(regex: str) -> None:
    """Every text matches from begin to end."""
    assert all(re.fullmatch(regex, text) for text in Pattern(regex)(some(500)).to_pylist())


@pytest.mark.parametrize("regex", REGEXES)
def test_unique_text_matches_and_differs(regex: str) -> None:
    """As many rows as the capacity, or a few thousand, have a text each of their own."""
    pattern = Pattern(regex, unique=True)
    count = min(pattern.capacity, 3_000)

    texts = pattern(some(count)).to_pylist()

    assert len(set(texts)) == count and all(re.fullmatch(regex, text) for text in texts)


PARTS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "(a|b)", "(ab|a)", "a?", "b*", "[0-9]+", "c{1,3}"])


@settings(deadline=None, max_examples=100)
@given(st.lists(PARTS, min_size=1, max_size=5).map("".join), st.booleans())
def test_any_regex_matches(regex: str, unique: bool) -> None:
    """Whatever parts a regex has, its texts match; unique ones differ."""
    pattern = Pattern(regex, unique)

    texts = pattern(some(min(pattern.capacity, 50))).to_pylist()

    assert all(re.fullmatch(regex, text) for text in texts)
    assert not unique or len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("regex", "capacity"),
    [("(a|ab)(c|bc)", 3), ("[01]{1,3}", 14), ("[A-Za-z]", 52), ("a{2}|aa", 1), ("[A-Z]{3}-[0-9]{4}", 175_760_000)],
)
def test_capacity_counts_each_text_once(regex: str, capacity: int) -> None:
    """Two ways to the same text are one text."""
    assert Pattern(regex, unique=True).capacity == capacity


def test_a_slice_is_the_same_as_in_the_whole() -> None:
    """A row has the same text whichever rows are made with it."""
    for unique in (False, True):
        pattern = Pattern(r"[a-z]+@[a-z]+\.(com|org)", unique)
        whole = pattern(some(100)).to_pylist()

        assert pattern(Rows([3, 99, 0], "t", "c")).to_pylist() == [whole[3], whole[99], whole[0]]


def test_lengths_and_further_patterns_are_kept() -> None:
    """Text between two lengths that has one pattern and has not another."""
    pattern = Pattern("^x", max_length=12, min_length=8, also=("[0-9]",), never=("a", "9"))

    for text in pattern(some(200)).to_pylist():
        assert re.match("x.*[0-8]", text) and 8 <= len(text) <= 12 and not re.search("[a9]", text)


def test_too_many_unique_rows_are_an_error() -> None:
    """Rows beyond the capacity are told how many values there are."""
    with pytest.raises(PlanError, match="only 14"):
        Pattern("[01]{1,3}", unique=True)(some(15))


@pytest.mark.parametrize("regex", ["(?=a)b", r"(a)\1", r"\ba", "(", "(?<!x)y"])
def test_unsupported_constructs_are_errors(regex: str) -> None:
    """Lookaround, group references, word boundaries and what is no regex."""
    with pytest.raises(ValueError, match="not supported|no regular expression"):
        Pattern(regex)(some(1))


def test_what_nothing_matches_is_an_error() -> None:
    """A pattern whose shortest text is too long."""
    with pytest.raises(ValueError, match="no text of 0 to 3 characters"):
        Pattern("[0-9]{4}", max_length=3)(some(1))


def test_templates() -> None:
    """# is a digit and ? a letter; dots and brackets are themselves."""
    texts = template("##.(??)")(some(50)).to_pylist()

    assert all(re.fullmatch(r"\d\d\.\([A-Z][A-Z]\)", text) for text in texts)
    assert template("##", unique=True).capacity == 100
