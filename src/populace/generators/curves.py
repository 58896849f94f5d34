"""Curves that follow knots, and skewed counts: what rates by age and numbers of events are made of.

Nothing here calls ``exp`` or ``log`` per row: tables are made once, rounded, and looked up.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from populace.tabulated import Inverse, probabilities, rounded

Floats = NDArray[np.float64]
RATIO = 1.15
"""The means of neighbouring tables of counts; a mean between two takes either, so that it comes out right."""


class Curve:
    """The number at *x* on straight lines between knots; before the first and after the last it stays."""

    def __init__(self, xs: ArrayLike, ys: ArrayLike) -> None:
        self.xs, self.ys = rounded(np.asarray(xs, dtype=np.float64)), rounded(np.asarray(ys, dtype=np.float64))
        self.slopes = rounded(np.diff(self.ys) / np.diff(self.xs))

    def __call__(self, x: Floats | NDArray[np.int64]) -> Floats:
        inside = np.clip(x, self.xs[0], self.xs[-1]).astype(np.float64)
        knot = np.searchsorted(self.xs, inside, side="right") - 1
        knot.clip(0, len(self.slopes) - 1, out=knot)
        inside -= self.xs.take(knot)
        inside *= self.slopes.take(knot)
        inside += self.ys.take(knot)
        return inside


@lru_cache(maxsize=16)
def exponential(mean: float = 1.0) -> Inverse:
    """The quantiles of an exponential distribution."""
    return Inverse(-np.log1p(-probabilities()) * mean)


class Counts:
    """Numbers of events whose rate differs from case to case by a gamma distribution: negative binomial."""

    def __init__(self, shape: float, most: float = 400.0) -> None:
        number = int(np.ceil(np.log(most / 0.02) / np.log(RATIO)))
        self.means = np.concatenate([[0.0], rounded(0.02 * np.asarray(RATIO ** np.arange(number + 1.0)))])
        tables = [_below(mean, shape) for mean in self.means]
        self.starts = np.concatenate([[0], np.cumsum([len(table) for table in tables])])
        self.bounds = np.concatenate([table + level for level, table in enumerate(tables)])

    def __call__(self, mean: Floats, uniform: Floats, other: Floats) -> NDArray[np.int64]:
        """Counts with these means, from two random numbers in [0, 1) each."""
        held = np.clip(mean, 0.0, self.means[-1])
        level = np.searchsorted(self.means, held, side="right") - 1
        level.clip(0, len(self.means) - 2, out=level)
        low = self.means.take(level)
        level += other * (self.means.take(level + 1) - low) < held - low
        found: NDArray[np.int64] = np.searchsorted(self.bounds, level + uniform, side="right")
        found -= self.starts.take(level)
        return found


@lru_cache(maxsize=16)
def counts(shape: float) -> Counts:
    """The counts of this shape; the smaller it is, the more cases have none and the more some have."""
    return Counts(shape)


def _below(mean: float, shape: float) -> Floats:
    """The chances of at most 0, 1, 2 ... events; the last is 1."""
    if not mean:
        return np.ones(1)
    size = int(20 + 18 * mean + 6 * np.sqrt(mean))
    number = np.arange(size)
    ratio = (number + shape) / (number + 1) * (mean / (mean + shape))
    chance = (shape / (shape + mean)) ** shape * np.concatenate([[1.0], np.cumprod(ratio[:-1])])
    below = rounded(np.cumsum(chance))
    kept = below[below < 1 - 2.0**-24]
    return np.concatenate([kept, [1.0]])
