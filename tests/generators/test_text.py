"""Text that people could have written, as long as the column allows."""

import json

import pytest

from populace.generators.numbers import Prices
from populace.generators.text import AsText, Company, FakerMethod, Json, Phrase, Pool, Words
from populace.rows import Rows

KINDS = "name slug identifier camel tag category label team brand sentence comment keywords".split()


@pytest.mark.parametrize("kind", KINDS)
def test_unique_phrases_differ(kind):
    """100,000 phrases, different even in lower case."""
    phrases = Phrase(kind, unique=True)(Rows(range(100_000), "t", "c", seed=3)).to_pylist()

    assert len({p.lower() for p in phrases}) == 100_000


@pytest.mark.parametrize("length", [200, 60, 30, 20, 12, 8, 5, 3, 2, 1])
@pytest.mark.parametrize("unique", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_phrases_fit(kind, length, unique):
    """Nothing is longer than the column, and unique values stay different."""
    phrase = Phrase(kind, length, unique)
    rows = min(3000, phrase.capacity) if unique else 3000
    made = phrase(Rows(range(rows), "t", "c", seed=3)).to_pylist()

    assert max(map(len, made)) <= length and all(m == m.strip() != "" for m in made)
    assert not unique or len({m.lower() for m in made}) == rows


@pytest.mark.parametrize("length", [None, 40, 20, 12])
def test_unique_companies_differ(length):
    """Company names of the locale, then with a number."""
    made = Company(length, unique=True)
    rows = min(100_000, made.capacity)
    names = made(Rows(range(rows), "t", "c")).to_pylist()

    assert len({n.lower() for n in names}) == rows and max(map(len, names)) <= (length or 99)


def test_words_go_on_with_numbers():
    """A unique column of few words gets a number after the first round."""
    made = Words(("red", "green"), unique=True)(Rows(range(50), "t", "c")).to_pylist()

    assert len(set(made)) == 50 and set(made[:2]) == {"red", "green"}


def test_json_is_valid():
    """Objects, or lists of words."""
    for array in (False, True):
        for text in Json(array, 200)(Rows(range(1000), "t", "c")).to_pylist():
            assert isinstance(json.loads(text), list if array else dict)


def test_numbers_are_written_with_a_point():
    """Two decimals, as in a price list."""
    rows = Rows(range(100), "t", "c")

    assert [float(t) for t in AsText(Prices(30), 2)(rows).to_pylist()] == Prices(30)(rows).tolist()


def test_a_faker_method_depends_on_its_row_only():
    """Any method of Faker, row by row, whatever rows are made beside it."""
    whole = FakerMethod("bs")(Rows(range(20), "t", "c", seed=3)).to_pylist()

    assert FakerMethod("bs")(Rows([19, 4], "t", "c", seed=3)).to_pylist() == [whole[19], whole[4]]
    assert len(set(whole)) > 10


def test_pools_follow_the_locale():
    """The same method, other words."""
    assert Pool("job", 20)(Rows([0, 1], "t", "c")).to_pylist()
