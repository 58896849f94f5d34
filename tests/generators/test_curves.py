"""Curves through knots, waiting times, and counts that vary more than by chance."""

import numpy as np
import pytest

from populace.generators.curves import Curve, counts, exponential
from populace.rows import Rows


def test_a_curve_goes_through_its_knots_and_stays_beyond_them():
    curve = Curve([0, 10, 20], [1.0, 2.0, 0.0])

    assert curve(np.array([-5.0, 0.0, 5.0, 10.0, 15.0, 20.0, 99.0])).tolist() == [1.0, 1.0, 1.5, 2.0, 1.0, 0.0, 0.0]
    assert curve(np.array([5, 15])).tolist() == [1.5, 1.0]


def test_a_curve_leaves_what_it_is_asked_for():
    asked = np.array([1.0, 2.0])
    Curve([0, 1], [5, 6])(asked)

    assert asked.tolist() == [1.0, 2.0]


def test_waiting_times_have_no_memory():
    """Mean and standard deviation are the same."""
    waits = exponential(3.0)(Rows(np.arange(200_000)).bits())

    assert abs(waits.mean() - 3) < 0.03 and abs(waits.std() - 3) < 0.05 and waits.min() > 0


@pytest.mark.parametrize(("shape", "mean"), [(0.9, 12.3), (1.6, 69.0), (1e6, 3.0), (0.9, 0.01), (2.0, 0.0)])
def test_counts_are_negative_binomial(shape, mean):
    """Variance is the mean and its square by the shape; so many have none, as the formula says."""
    rows = Rows(np.arange(200_000))
    made = counts(shape)(np.full(len(rows), mean), rows.uniform("a"), rows.uniform("b"))

    assert made.mean() == pytest.approx(mean, rel=0.02, abs=0.002)
    assert made.var() == pytest.approx(mean + mean * mean / shape, rel=0.06, abs=0.003)
    assert (made == 0).mean() == pytest.approx((shape / (shape + mean)) ** shape, abs=0.005)


def test_counts_do_not_depend_on_their_neighbours():
    """Whoever is asked for along with others gets the same."""
    mean, one, other = np.array([0.5, 40.0, 7.7]), np.array([0.1, 0.9, 0.5]), np.array([0.3, 0.2, 0.99])
    alone = [counts(0.9)(mean[n : n + 1], one[n : n + 1], other[n : n + 1])[0] for n in range(3)]

    assert counts(0.9)(mean, one, other).tolist() == alone
