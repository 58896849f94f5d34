"""Tables that turn random bits into choices and into any distribution.

A choice looks 16 bits up in a table of 65,536 entries and is exact: the few buckets that
hold a boundary are settled with 53 bits. A distribution is linear between 4,097 quantiles,
and between 4,097 more in each tail, so that it stays in a core's cache. No ``exp`` or
``log`` runs per row, so a seed gives the same values on every processor; quantiles are
rounded to 12 digits for the same reason.
"""

from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
KNOTS = 1 << 12
TAIL = 2.0**-24
"""What is rarer than this, on either side of a distribution, does not occur."""

_DIGITS = 12
_POWERS = np.array([float(f"1e{power}") for power in range(-307, 308)])  # np.power is not exact everywhere

_BUCKET = np.uint64(1 << 52)

Floats = NDArray[np.float64]


class Chooser:
    """Indices of weighted alternatives, made from 64 random bits each."""

    def __init__(self, weights: Floats) -> None:
        total = weights.sum()
        if not len(weights) or not np.isfinite(total) or total <= 0 or (weights < 0).any():
            raise ValueError("weights must be finite, not negative, and add up to more than 0")
        last = int(np.flatnonzero(weights)[-1])
        self.bounds = np.cumsum(weights[: last + 1]) / total
        self.bounds[-1] = 1.0
        edges = np.arange(BUCKETS + 1) / BUCKETS
        places = np.searchsorted(self.bounds, edges[:-1], side="right")
        ends = np.searchsorted(self.bounds, edges[1:], side="left")
        small = next(kind for kind in (np.int8, np.int16, np.int32) if last <= np.iinfo(kind).max)
        self.table = np.where(places == ends, places, -1).astype(small)
        """The alternative of each bucket; -1 where it holds a boundary. Small, to stay in the cache."""

    def __call__(self, bits: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The alternatives chosen by *bits*, as int32 indices."""
        chosen = self.table.take((bits >> np.uint64(48)).view(np.int64)).astype(np.int32, copy=False)
        unsettled = np.flatnonzero(chosen < 0)
        if len(unsettled):
            chosen[unsettled] = self.exact(bits[unsettled])
        return chosen

    def exact(self, bits: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The alternatives chosen by *bits*, each looked up among the boundaries."""
        return np.searchsorted(self.bounds, (bits >> np.uint64(11)) * 2.0**-53, side="right")


@lru_cache(maxsize=1024)
def chooser(weights: tuple[float, ...] | int) -> Chooser:
    """The chooser of these weights, or of so many equally likely alternatives; kept."""
    return Chooser(np.ones(weights) if isinstance(weights, int) else np.asarray(weights, dtype=np.float64))


class Inverse:
    """A continuous distribution by its quantiles at the `probabilities`."""

    def __init__(self, quantiles: Floats) -> None:
        middle, first, last = np.split(rounded(quantiles), 3)
        self.low, self.width = middle[:-1].copy(), np.diff(middle) * 2.0**-52
        self.tail_low = np.concatenate([first[:-1], last[:-1]])
        self.tail_width = np.concatenate([np.diff(first), np.diff(last)]) * 2.0**-40

    @classmethod
    def of_knots(cls, knots: Sequence[float]) -> "Inverse":
        """The distribution whose quantiles at any number of evenly spaced probabilities are *knots*."""
        return cls(np.interp(probabilities(), np.linspace(0, 1, len(knots)), np.asarray(knots, dtype=np.float64)))

    def __call__(self, bits: NDArray[np.uint64]) -> Floats:
        """Values of the distribution, one for each 64 random *bits*."""
        bucket = (bits >> np.uint64(52)).view(np.int64)
        part = (bits & (_BUCKET - np.uint64(1))).view(np.int64)
        value = part.astype(np.float64)
        value *= self.width.take(bucket)
        value += self.low.take(bucket)
        rare = np.flatnonzero(bits + _BUCKET < 2 * _BUCKET)  # the last bucket, beyond the overflow, and the first
        if len(rare):
            value[rare] = self._tail(bucket[rare], part[rare])
        return value

    def _tail(self, bucket: NDArray[np.int64], part: NDArray[np.int64]) -> Floats:
        """Values of the first and the last bucket."""
        finer = (part >> 40) + np.where(bucket == 0, 0, KNOTS)
        values: Floats = self.tail_low[finer] + self.tail_width[finer] * (part & ((1 << 40) - 1))
        return values


def rounded(values: Floats) -> Floats:
    """*values* to 12 significant digits, by operations that are exact on every processor."""
    size = np.abs(values)
    places = np.searchsorted(_POWERS, size, side="right") - 1  # of the largest power of ten that is no larger
    shift = np.clip(len(_POWERS) // 2 + _DIGITS - 1 - places, -290, 290) + len(_POWERS) // 2
    scale, back = _POWERS[shift], _POWERS[len(_POWERS) - 1 - shift]
    up = scale >= 1
    whole = np.rint(np.where(up, values * scale, values / back))
    result: Floats = np.where(size > 0, np.where(up, whole / scale, whole * back), 0.0)
    return result


@lru_cache(maxsize=1)
def probabilities() -> Floats:
    """Where an `Inverse` wants its quantiles: 4,097 even steps, then 4,097 in the first and the last of them."""
    steps = np.arange(KNOTS + 1) / KNOTS
    every = np.concatenate([steps, steps / KNOTS, 1 - steps[::-1] / KNOTS])
    every.clip(TAIL, 1 - TAIL, out=every)
    return every


@lru_cache(maxsize=1)
def normal_quantiles() -> Floats:
    """The standard normal quantiles of the `probabilities`, symmetric about 0."""
    inverse = NormalDist().inv_cdf
    middle, first, _ = np.split(probabilities(), 3)
    lower = rounded(np.array([inverse(p) for p in middle[: KNOTS // 2]]))
    tail = rounded(np.array([inverse(p) for p in first]))
    return np.concatenate([lower, [0.0], -lower[::-1], tail, -tail[::-1]])


@lru_cache(maxsize=1)
def normal() -> Inverse:
    """The standard normal distribution."""
    return Inverse(normal_quantiles())
