"""Words as columns: picked, changed and put together without a Python string per row."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from populace.generators.vocabulary import joined, mapped, numbered, parted, pick

NAMES = pick(("Ann", "Bo", "Zoë", ""), np.array([0, 1, 2, 3, 0]))
CITIES = pick(("Rome", "Köln"), np.array([1, 0, 1, 0, 1]))
PLAIN = pa.array(["x", "", "yy", "zzz", "x"])


@pytest.mark.parametrize(
    "parts",
    [
        (NAMES, CITIES),
        (NAMES, ".", CITIES, "@", PLAIN),
        ("<", NAMES, ">"),
        (PLAIN, "-", PLAIN),
        (PLAIN, PLAIN, NAMES, "!"),
        (NAMES[1:4], CITIES[1:4], PLAIN[1:4]),
        (NAMES[:0], CITIES[:0]),
        (pa.array(["a", None, "b", "c", None]), NAMES),
        (pa.array(["a", None, "b", "c", None]).dictionary_encode(), NAMES),
    ],
)
def test_parts_are_put_together(parts):
    """Joined columns are what joining their texts row by row gives; NULL where a part is."""
    count = next(len(part) for part in parts if not isinstance(part, str))
    texts = [[part] * count if isinstance(part, str) else part.to_pylist() for part in parts]
    found = joined(*parts)

    found.validate(full=True)
    assert found.to_pylist() == [None if None in row else "".join(row) for row in zip(*texts, strict=True)]


def test_a_null_among_the_words_is_a_null():
    """A dictionary may hold NULL as a word."""
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["a", None]))

    assert joined(column, NAMES[:3]).to_pylist() == ["aAnn", None, "aZoë"]


def test_words_are_changed_once():
    """A change is called once for each word and then remembered with its arguments."""
    calls = []

    def cut(word, most):
        calls.append(word)
        return word[:most]

    assert mapped(NAMES, cut, 1).to_pylist() == ["A", "B", "Z", "", "A"]
    assert mapped(NAMES[2:], cut, 1).to_pylist() == ["Z", "", "A"]
    assert len(calls) == 4
    assert mapped(NAMES, cut, 2).to_pylist() == ["An", "Bo", "Zo", "", "An"]


def test_numbers_as_words():
    """0 is nothing at all; large numbers and small ones are written alike."""
    for place in (np.array([0, 7, 65_535]), np.array([0, 7, 65_536, 10**12])):
        texts = ["" if n == 0 else f"x{n}" for n in place]
        assert pc.cast(numbered(place, "x"), pa.string()).to_pylist() == texts


def test_quotient_and_remainder():
    """Places fall apart into two digits."""
    quotient, remainder = parted(np.array([0, 9, 10, 2**61 + 3]), 10)

    assert (quotient * 10 + remainder).tolist() == [0, 9, 10, 2**61 + 3]
    assert remainder.max() < 10
