"""Values by type alone: pure functions of the row, within their bounds, and not all alike."""

import json
import pickle

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from populace.generators.keys import UniqueIntegers
from populace.generators.scalars import (
    Always,
    Bytes,
    Choice,
    Dates,
    Decimals,
    Integers,
    Json,
    Lists,
    Moments,
    Numbered,
    Spans,
    as_arrow,
)
from populace.rows import Rows

SCALARS = [
    Integers(),
    Integers(-5, 5, usual=3),
    Decimals(),
    Choice(("a", "b", "c")),
    Choice((1, 2), (1.0, 9.0)),
    Dates(),
    Dates(np.datetime64("2026-01-01"), np.datetime64("2026-01-31")),
    Moments(step=1_000_000),
    Spans(),
    Spans(skewed=True),
    Bytes(),
    Bytes(0, 40),
    Bytes(2, 5, unique=True),
    Bytes(16, 16, unique=True),
    Lists(Integers()),
    Lists(UniqueIntegers(0, 10**6)),
    Json(),
    Json(lists=True),
    Json(unique=True),
    Numbered(1000, 9999, unique=True),
]


def made(generator, start: int = 0, stop: int = 500) -> pa.Array:
    return as_arrow(generator(Rows(np.arange(start, stop), "t", "c")))


@pytest.mark.parametrize("generator", SCALARS, ids=repr)
def test_slices_agree_and_values_vary(generator):
    """A slice made alone, by a copy from another process, is the slice of the whole."""
    whole, part = made(generator), made(pickle.loads(pickle.dumps(generator)), 200)
    different = len({str(value) for value in whole.to_pylist()})

    assert whole.to_pylist()[200:] == part.to_pylist()
    assert different == 500 if getattr(generator, "unique", False) else different > 1
    assert len(made(generator, 0, 0)) == 0


@pytest.mark.parametrize("lists", [False, True])
def test_json_is_valid(lists):
    """Every value parses, to objects or to lists."""
    assert {type(json.loads(text)) for text in made(Json(lists)).to_pylist()} == {list if lists else dict}


def test_usual_values_are_half_of_all():
    """The default of a column is its commonest value."""
    assert 200 < made(Integers(0, 1000, usual=7)).to_pylist().count(7) < 320


def test_earlier_choices_are_likelier():
    """Without weights the first alternative is the commonest."""
    values = made(Choice(("a", "b", "c", "d"))).to_pylist()

    assert values.count("a") > values.count("b") > values.count("d") > 0


@given(st.integers(0, 20), st.integers(0, 20))
def test_bytes_are_as_long_as_asked(low, more):
    """Lengths cover the span that was asked for and nothing else."""
    lengths = {len(value) for value in made(Bytes(low, low + more)).to_pylist()}

    assert min(lengths) >= low
    assert max(lengths) <= low + more


def test_dates_reach_both_bounds():
    """The first and the last day occur."""
    values = made(Dates(np.datetime64("2026-01-01"), np.datetime64("2026-01-03"))).to_pylist()

    assert {day.day for day in values} == {1, 2, 3}


def test_always_is_one_value_or_null():
    """NULL where nothing is known."""
    assert made(Always("empty"), 0, 2).to_pylist() == ["empty", "empty"]
    assert made(Always(), 0, 2).null_count == 2
