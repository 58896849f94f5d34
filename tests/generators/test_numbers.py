"""Shapes of numbers and their limits."""

import numpy as np
import pytest

from populace.generators.numbers import (
    AtLeast,
    Bell,
    Choice,
    Counts,
    Flag,
    Formula,
    Integers,
    Into,
    LogNormal,
    Mostly,
    Prices,
    Uniform,
)
from populace.rows import Rows

ROWS = Rows(range(20_000), "t", "c", seed=3)


@pytest.mark.parametrize(
    ("generator", "low", "high"),
    [
        (Integers(3, 9), 3, 9),
        (Uniform(-1.5, 2.5, 2), -1.5, 2.5),
        (LogNormal(50, 1.0, 1, 900), 1, 900),
        (Bell(100, 15, 40, 160), 40, 160),
        (Counts(12, 1), 1, 400),
        (Into(LogNormal(100, 1.0, 0, 1000), 0, 1000, 5, 6), 5, 6),
    ],
)
def test_numbers_stay_in_their_range(generator, low, high):
    """Nothing lies below or above, and not all is the same."""
    made = generator(ROWS)

    assert low <= made.min() < made.max() <= high


def test_half_lies_below_the_median():
    """The parameter of a log-normal is its median."""
    assert np.median(LogNormal(40, 0.9)(ROWS)) == pytest.approx(40, rel=0.05)


def test_counts_have_their_mean():
    """Many small, few large."""
    counts = Counts(12)(ROWS)

    assert counts.mean() == pytest.approx(12, rel=0.05) and np.median(counts) < 10


def test_prices_look_like_prices():
    """Whole cents, many of them .99."""
    cents = np.rint(Prices(30)(ROWS) * 100).astype(int) % 100

    assert 0.4 < (cents == 99).mean() < 0.5


def test_choices_follow_their_weights():
    """Words come as a dictionary column, numbers as integers."""
    words = Choice(("a", "b"), (3, 1))(ROWS).to_pylist()

    assert words.count("a") == pytest.approx(15_000, rel=0.03)
    assert Choice((1, 2))(ROWS).dtype == np.int64
    assert Flag(0.2)(ROWS).mean() == pytest.approx(0.2, abs=0.02)


def test_unique_integers_are_a_permutation():
    """Every number of the range exactly once."""
    assert sorted(Integers(5, 20_004, unique=True)(ROWS)) == list(range(5, 20_005))


def test_a_default_is_the_commonest_value():
    """Half the rows hold it, the rest something else too."""
    values = Mostly("draft", Choice(("draft", "sent", "paid")))(ROWS).to_pylist()

    assert 0.6 < values.count("draft") / len(values) < 0.72 and set(values) == {"draft", "sent", "paid"}


def test_totals_add_up():
    """A formula reads its siblings."""
    rows = Rows(range(3), "t", "total")
    rows.made.update(net=np.array([10.0, 20.0, 30.0]), tax=np.array([1.9, 3.8, 5.7]), off=np.array([1.0, 0.0, 2.5]))

    assert Formula(("net", "tax"), ("off",))(rows).tolist() == [10.9, 23.8, 33.2]
    assert AtLeast(Integers(0, 1), "net")(rows).tolist() == [10, 20, 30]
