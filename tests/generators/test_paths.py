"""Days, moments and words as numbers; and each row's path once."""

from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pytest

from populace.generators.paths import DAY, NEVER, coded, dates, days, distinct, mixed, moments, ticks
from populace.rows import Rows


@pytest.mark.parametrize(
    "values",
    [np.array(["1970-01-03", "NaT"], dtype="M8[D]"), pa.array([date(1970, 1, 3), None])],
)
def test_dates_are_days_and_null_never_comes(values):
    assert days(values).tolist() == [2, NEVER]
    assert dates(days(values)).to_pylist() == [date(1970, 1, 3), None]


def test_moments_are_microseconds():
    """Of numpy and of Arrow; their day is that on which they fall."""
    both = [np.array(["1970-01-02T12:00"], dtype="M8[us]"), pa.array([datetime(1970, 1, 2, 12)])]

    assert [ticks(values).tolist() for values in both] == [[DAY + DAY // 2]] * 2
    assert [days(values).tolist() for values in both] == [[1], [1]]
    assert moments(np.array([DAY])).tolist() == [datetime(1970, 1, 2)]


@pytest.mark.parametrize(
    "texts",
    [
        np.array(["b", "a", "x"]),
        pa.array(["b", "a", "x"]),
        pa.array(["b", "a", "x"]).dictionary_encode(),
        pa.array(["b", "a", None]),
        pa.array(["b", "a", None]).dictionary_encode(),
    ],
)
def test_words_are_numbers(texts):
    """-1 for words that are not among them, and for NULL."""
    assert coded(texts, ("a", "b")).tolist() == [1, 0, -1]


def test_neighbours_that_are_the_same_are_made_once():
    some, at = distinct(Rows([7, 7, 7, 3, 7]))

    assert some.index.tolist() == [7, 3, 7]
    assert at.tolist() == [0, 0, 0, 1, 2]


def test_rows_of_which_something_is_known_are_all_made():
    """They may differ though their numbers do not."""
    rows = Rows([7, 7])
    rows.give({"age": np.array([1, 2])})
    some, at = distinct(rows)

    assert some is rows and at.tolist() == [0, 1]


def test_mixed_numbers_are_correlated_as_asked():
    rows = Rows(np.arange(100_000))
    first = rows.normal("first")
    made = mixed(0.6, first, rows.normal("own"))

    assert abs(np.corrcoef(first, made)[0, 1] - 0.6) < 0.01 and abs(made.std() - 1) < 0.01
