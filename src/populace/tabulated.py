"""Tables that turn random bits into choices and into any distribution.

Both look the first 16 bits up in a table of 65,536 entries. A choice is then exact: the
few buckets that hold a boundary are settled with all 64 bits. A distribution is linear
between 65,537 quantiles. No ``exp`` or ``log`` runs per row, so a seed gives the same
values on every processor; quantiles are rounded to 12 digits for the same reason.
"""

from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
TAIL = 2.0**-24

_DIGITS = 12
_POWERS = np.array([float(f"1e{power}") for power in range(-307, 308)])  # np.power is not exact everywhere

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
        self.table = np.where(places == ends, places, -1).astype(np.int32)
        """The alternative of each bucket; -1 where it holds a boundary."""

    def __call__(self, bits: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The alternatives chosen by *bits*, as int32 indices."""
        chosen = self.table.take((bits >> np.uint64(48)).view(np.int64))
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
    """A continuous distribution by its quantiles at 65,537 evenly spaced probabilities (`probabilities`)."""

    def __init__(self, knots: Floats) -> None:
        self._set(rounded(knots))

    @classmethod
    def of_knots(cls, knots: Sequence[float]) -> "Inverse":
        """The distribution whose quantiles at any number of evenly spaced probabilities are *knots*."""
        self = cls.__new__(cls)
        places = np.linspace(0, 1, len(knots))
        self._set(np.interp(np.arange(BUCKETS + 1) / BUCKETS, places, np.asarray(knots, dtype=np.float64)))
        return self

    def _set(self, knots: Floats) -> None:
        self.low = knots[:-1].copy()
        self.width = np.diff(knots) * 2.0**-48

    def __call__(self, bits: NDArray[np.uint64]) -> Floats:
        """Values of the distribution, one for each 64 random *bits*."""
        bucket = (bits >> np.uint64(48)).view(np.int64)
        value = (bits & np.uint64((1 << 48) - 1)).view(np.int64).astype(np.float64)
        value *= self.width.take(bucket)
        value += self.low.take(bucket)
        return value


def rounded(values: Floats) -> Floats:
    """*values* to 12 significant digits, by operations that are exact on every processor."""
    size = np.abs(values)
    places = np.searchsorted(_POWERS, size, side="right") - 1  # of the largest power of ten that is no larger
    shift = np.clip(len(_POWERS) // 2 + _DIGITS - 1 - places, -290, 290) + len(_POWERS) // 2
    scale, back = _POWERS[shift], _POWERS[len(_POWERS) - 1 - shift]
    up = scale >= 1
    whole = np.rint(np.where(up, values * scale, values / back))
    return np.where(size > 0, np.where(up, whole / scale, whole * back), 0.0)


@lru_cache(maxsize=1)
def probabilities() -> Floats:
    """The probabilities of the knots of an `Inverse`; the ends are one in 2**24 away from 0 and 1."""
    return np.clip(np.arange(BUCKETS + 1) / BUCKETS, TAIL, 1 - TAIL)


@lru_cache(maxsize=1)
def normal_quantiles() -> Floats:
    """The standard normal quantiles of `probabilities`, symmetric about 0."""
    lower = np.fromiter(map(NormalDist().inv_cdf, probabilities()[: BUCKETS // 2]), dtype=np.float64)
    lower = rounded(lower)
    return np.concatenate([lower, [0.0], -lower[::-1]])


@lru_cache(maxsize=1)
def normal() -> Inverse:
    """The standard normal distribution."""
    return Inverse(normal_quantiles())
