"""Text that people could have written, as long as the column allows."""

import json

import numpy as np
import pytest

from populace.generators.files import FileName, Password, Slug
from populace.generators.numbers import Prices
from populace.generators.text import AsText, Company, FakerMethod, Json, Phrase, Pool, Prose, Words
from populace.rows import Rows

KINDS = "title name product task slug identifier camel tag category label team brand sentence comment keywords".split()


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


@pytest.mark.parametrize("length", [None, 1000, 255, 120, 80, 40, 15])
def test_prose_is_whole_sentences(length):
    """Descriptions are not cut."""
    made = Prose(3, length)(Rows(range(2000), "t", "c")).to_pylist()

    assert max(map(len, made)) <= (length or 1000)
    assert (length or 999) < 40 or all(m.endswith(".") for m in made)


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


def test_slugs_come_from_titles():
    """Lower case and dashes; a number where they must not repeat."""
    rows = Rows(range(3), "t", "slug")
    rows.made["title"] = np.array(["The Silent River", "Über uns!", "The Silent River"], dtype=object)

    import pyarrow as pa

    rows.made["title"] = pa.array(rows.made["title"].tolist()).dictionary_encode()
    assert Slug("title")(rows).to_pylist() == ["the-silent-river", "ueber-uns", "the-silent-river"]
    assert len(set(Slug("title", unique=True)(rows).to_pylist())) == 3


def test_files_have_endings():
    """A name, a point and a known ending, short enough for the column."""
    names = FileName(length=30, unique=True)(Rows(range(2000), "t", "c")).to_pylist()

    assert len(set(names)) == 2000 and all("." in n and len(n) <= 30 for n in names)


def test_passwords_look_hashed():
    """The form of bcrypt: 60 characters."""
    assert all(len(p) == 60 and p.startswith("$2b$12$") for p in Password()(Rows(range(100), "t", "c")).to_pylist())
