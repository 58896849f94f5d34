"""Shapes that this world needs beside those of `populace.generators`: gamma, exponential, negative binomial, Zipf.

Each is a table, made once: quantiles for what is continuous, weights for what is counted.
"""

from __future__ import annotations

from functools import lru_cache
from math import gamma as factorial_of_less

import numpy as np

from populace.tabulated import Chooser, Floats, Inverse, probabilities

MOST = 24
"""Counts above this are too rare to matter."""


@lru_cache(maxsize=8)
def exponential() -> Inverse:
    """Waiting times with mean 1."""
    return Inverse(-np.log1p(-probabilities()))


@lru_cache(maxsize=16)
def gamma(shape: float) -> Inverse:
    """A gamma distribution with scale 1."""
    values = np.concatenate([10.0 ** np.linspace(-60, -3, 2000), np.linspace(0.001, 40 + 4 * shape, 60_000)[1:]])
    return Inverse(np.interp(probabilities(), _below(shape, values), values))


def _below(shape: float, values: Floats) -> Floats:
    """The share of a gamma distribution that is below *values*, by the series of the incomplete gamma function."""
    term = np.full(len(values), 1.0 / shape)
    total = term.copy()
    for n in range(1, 400):
        term *= values / (shape + n)
        total += term
    return np.minimum(total * values**shape * np.exp(-values) / factorial_of_less(shape), 1.0)


@lru_cache(maxsize=16)
def negative_binomial(shape: float, mean: float) -> tuple[float, ...]:
    """The weights of 0, 1, 2 ... of a negative binomial distribution."""
    share = mean / (mean + shape)
    weights = [1.0]
    for n in range(MOST):
        weights.append(weights[-1] * (n + shape) / (n + 1) * share)
    return tuple(weights)


@lru_cache(maxsize=16)
def poisson(mean: float) -> tuple[float, ...]:
    """The weights of 0, 1, 2 ... of a Poisson distribution."""
    weights = [1.0]
    for n in range(MOST):
        weights.append(weights[-1] * mean / (n + 1))
    return tuple(weights)


@lru_cache(maxsize=64)
def zipf(count: int, exponent: float) -> Chooser:
    """Ranks 0 to *count* - 1; rank k is chosen as often as (k + 1) to the minus *exponent* says."""
    weights: Floats = np.arange(1.0, count + 1.0) ** -exponent
    return Chooser(weights)
