"""Choices that are exact, and distributions that are what they say."""

import numpy as np
import pytest
from scipy import stats

from populace.generators.numbers import _geometric, bell, lognormal
from populace.rows import Rows
from populace.tabulated import BUCKETS, Chooser, Inverse, chooser, normal, probabilities, rounded

COUNT = 400_000


def bits(column="c", count=COUNT):
    return Rows(np.arange(count), "t", column).bits()


WEIGHTS = {
    "one": [1.0],
    "two": [0.3, 0.7],
    "rare": [1.0, 1e-7, 1e-3, 0.5, 1e-7],
    "zero": [0.0, 1.0, 0.0, 0.0, 2.0, 0.0],
    "zipf": [1 / (k + 1) for k in range(1_000)],
    "more than buckets": [1.0 + k % 7 for k in range(100_000)],
    "on the borders of buckets": [k / BUCKETS for k in (1, 2, 3, 65_530)],
    "beside the borders": [1 / BUCKETS + 2.0**-40, 1 / BUCKETS - 2.0**-40, 1.0],
}


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
def test_choices_equal_a_search_of_the_boundaries(weights):
    """The table gives what searching the sums of weights gives, for random bits and for those around boundaries."""
    made = Chooser(np.array(weights))
    near = (made.bounds[:-1] * 2.0**53).astype(np.uint64) << np.uint64(11)
    every = np.concatenate([bits(), near, near - np.uint64(1 << 11), near + np.uint64(1 << 11), ENDS])
    exact = np.searchsorted(made.bounds, (every >> np.uint64(11)) * 2.0**-53, side="right")

    assert (made(every) == exact).all()


ENDS = np.array([0, 1, (1 << 48) - 1, 1 << 48, (1 << 64) - 1], dtype=np.uint64)


@pytest.mark.parametrize("name", ["two", "rare", "zero", "zipf", "on the borders of buckets"])
def test_choices_are_as_frequent_as_their_weights(name):
    """Each alternative comes as often as its weight says; one without weight never."""
    weights = np.array(WEIGHTS[name])
    counts = np.bincount(Chooser(weights)(bits()), minlength=len(weights))
    often = weights / weights.sum() * COUNT > 5
    expected = weights[often] / weights[often].sum() * counts[often].sum()

    assert not counts[weights == 0].any()
    assert stats.chisquare(counts[often], expected).pvalue > 1e-5


@pytest.mark.slow
def test_the_rarest_comes_too():
    """An alternative of weight 1e-7 is met about as often as that in 200 million draws."""
    made = chooser((1.0, 1e-7))
    starts = range(0, 200_000_000, 2_000_000)
    found = sum(int(made(Rows(np.arange(k, k + 2_000_000), "t", "rare").bits()).sum()) for k in starts)

    assert 4 <= found <= 45  # Poisson with mean 20


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0, -0.5], [float("nan")], [float("inf"), 1.0]])
def test_impossible_weights_are_refused(weights):
    """Weights that are no weights are an error, not a wrong table."""
    with pytest.raises(ValueError, match="weights must be"):
        Chooser(np.array(weights))


DISTRIBUTIONS = {
    "normal": (normal(), stats.norm()),
    "uniform": (Inverse(probabilities()), stats.uniform()),
    "exponential": (Inverse(-np.log1p(-probabilities())), stats.expon()),
    "lognormal": (lognormal(20.0, 0.8, 0.0, np.inf), stats.lognorm(0.8, scale=20.0)),
    "bell": (bell(170.0, 10.0, 0.0, 1e9), stats.norm(170.0, 10.0)),
    "power": (Inverse(probabilities() ** 0.6), stats.powerlaw(1 / 0.6)),
}


@pytest.mark.parametrize(("made", "law"), DISTRIBUTIONS.values(), ids=DISTRIBUTIONS)
def test_distributions_are_what_they_say(made, law):
    """Kolmogorov and Smirnov find no difference between the table and the law in 400,000 draws."""
    assert stats.kstest(made(bits("law")), law.cdf).pvalue > 1e-4


def test_the_normal_has_its_tails():
    """Beyond 3.5 deviations, where a coarse table would be straight, there are as many as there should be."""
    values = np.abs(normal()(bits("tails", 2_000_000)))

    for border in (3.5, 4.0, 4.5):
        expected = 4_000_000 * stats.norm.sf(border)
        assert abs((values > border).sum() - expected) < 5 * np.sqrt(expected)
    assert values.max() < 5.5


@pytest.mark.parametrize("made", [normal(), lognormal(20.0, 0.8, 0.0, np.inf), _geometric(3.0)])
def test_tables_rise_without_a_gap(made):
    """More bits never give less, and the seams between buckets and tails do not show."""
    steps = np.arange(1 << 16, dtype=np.uint64) << np.uint64(48)
    seams = np.concatenate([steps, steps + np.uint64((1 << 48) - 1)])
    values = made(np.sort(np.concatenate([seams, ENDS])))

    assert (np.diff(values) >= -1e-12 * np.abs(values[1:])).all()


def test_knots_may_be_few():
    """Five quantiles make a distribution that is straight between them."""
    made = Inverse.of_knots([0.0, 1.0, 2.0, 3.0, 10.0])

    assert made(np.array([0, 1 << 62, 1 << 63, 7 << 61], dtype=np.uint64)).round(6).tolist() == [0.0, 1.0, 2.0, 6.5]


def test_rounding_to_twelve_digits():
    """Numbers of all sizes keep 12 significant digits; 0 stays 0."""
    values = np.random.default_rng(0).normal(size=2_000) * 10.0 ** np.random.default_rng(1).integers(-20, 20, 2_000)

    assert np.allclose(rounded(values), [float(f"{x:.12g}") for x in values], rtol=1e-15, atol=0)
    assert rounded(np.array([0.0, -0.0, 1.0, -2.5])).tolist() == [0.0, 0.0, 1.0, -2.5]
