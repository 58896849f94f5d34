"""Keys never repeat, whichever slice is made, and say how many there can be."""

import uuid

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from populace.errors import PlanError
from populace.generators.keys import (
    Codes,
    Sequence,
    UniqueChoice,
    UniqueDates,
    UniqueDecimals,
    UniqueIntegers,
    UniqueMoments,
    UniqueSpans,
    Uuid,
)
from populace.rows import Rows

KEYS = [
    Sequence(),
    Sequence(100, 1099),
    UniqueIntegers(-500, 499),
    UniqueIntegers(0, 2**40),
    UniqueDecimals(0, 9_999),
    UniqueDates(),
    UniqueMoments(),
    UniqueMoments(step=1_000_000),
    UniqueMoments(np.datetime64("2026-01-01"), np.datetime64("2026-01-02")),
    UniqueSpans(),
    Codes(3),
    Codes(6, "0123456789", "INV-"),
    Codes(12),
    UniqueChoice(tuple("abcdefghij")),
    UniqueChoice((False, True)),
    Uuid(),
]


def rows(start: int, stop: int) -> Rows:
    return Rows(np.arange(start, stop), "t", "c")


@pytest.mark.parametrize("key", KEYS, ids=repr)
def test_keys_are_unique_and_slices_agree(key):
    """A slice made alone is the slice of the whole; no value comes twice."""
    count = min(key.capacity, 1000)
    whole, part = key(rows(0, count)).tolist(), key(rows(count // 3, count)).tolist()

    assert len(set(whole)) == count
    assert whole[count // 3 :] == part
    assert len(key(rows(0, 0))) == 0


@pytest.mark.parametrize("key", [key for key in KEYS if key.capacity <= 2**40], ids=repr)
def test_a_row_beyond_the_capacity_is_an_error(key):
    """The error names the column and how many rows there can be."""
    key(rows(key.capacity - 1, key.capacity))

    with pytest.raises(PlanError, match=rf"t\.c: row .*{key.capacity:,}"):
        key(rows(key.capacity, key.capacity + 1))


def test_redrawing_does_not_move_a_key():
    """A row that is drawn again keeps its key, so it cannot take that of another."""
    for key in (Uuid(), Codes(6), UniqueMoments()):
        again = Rows([3], "t", "c", attempt=2)
        assert key(again).tolist() == key(rows(3, 4)).tolist()


def test_uuids_are_of_version_4():
    """Version and variant are those of RFC 9562."""
    made = [uuid.UUID(text) for text in Uuid()(rows(0, 100)).to_pylist()]

    assert {value.version for value in made} == {4}
    assert {value.variant for value in made} == {uuid.RFC_4122}


def test_tables_that_share_a_key_space_do_not_collide():
    """Rows that are shifted take up where the other table's rows end."""
    shifted = Rows(np.arange(10), "other", "id").named("t", "c", 10)

    assert not set(Uuid()(rows(0, 10)).to_pylist()) & set(Uuid()(shifted).to_pylist())
    assert Sequence()(shifted).tolist() == list(range(11, 21))


@given(st.integers(1, 12), st.sampled_from(["0123456789", "ABCDEFGHJK", "0123456789abcdefghijklmnopqrstuvwxyz"]))
def test_codes_have_their_width_and_stay_different_in_lower_case(width, alphabet):
    """A case-insensitive unique index takes them."""
    codes = Codes(width, alphabet, "X")
    made = codes(rows(0, min(codes.capacity, 300))).to_pylist()

    assert {len(code) for code in made} == {width + 1}
    assert len({code.lower() for code in made}) == len(made)


def test_codes_refuse_alphabets_with_both_cases():
    """They would be the same to an index on lower()."""
    with pytest.raises(ValueError, match="both cases"):
        Codes(3, "aAbB")


def test_choices_of_text_are_dictionaries():
    """Text travels as Arrow, numbers as numpy."""
    assert isinstance(UniqueChoice(("a", "b"))(rows(0, 2)), pa.DictionaryArray)
    assert UniqueChoice((1, 2))(rows(0, 2)).dtype == np.int64
