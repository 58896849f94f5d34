"""Tables that turn random bits into choices and into any distribution.

Both look the first 16 bits up in a table of 65,536 entries. A choice is then exact: the
few buckets that hold a boundary are settled with all 64 bits. A distribution is linear
between 65,537 quantiles. No ``exp`` or ``log`` runs per row, so a seed gives the same
values on every processor; quantiles are rounded to 12 digits for the same reason.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
TAIL = 2.0**-24


class Chooser:
    """Indices of weighted alternatives, made from 64 random bits each."""

    def __init__(self, weights: NDArray[np.float64]) -> None:
        total = weights.sum()
        if not len(weights) or not np.isfinite(total) or total <= 0 or (weights < 0).any():
            raise ValueError("weights must be finite, not negative, and add up to more than 0")
        last = int(np.flatnonzero(weights)[-1])
        self.bounds = np.cumsum(weights[: last + 1]) / total
        self.bounds[-1] = 1.0
        edges = np.arange(BUCKETS + 1) / BUCKETS
        places = np.searchsorted(self.bounds, edges[:-1], side="right")
        ends = np.searchsorted(self.bounds, edges[1:], side="left")
        self.table = places.astype(np.int32)
        self.split = places != ends

    def __call__(self, bits: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The alternatives chosen by *bits*, as int32 indices."""
        bucket = (bits >> np.uint64(48)).astype(np.uint16)
        chosen = self.table[bucket]
        unsettled = np.flatnonzero(self.split[bucket])
        if len(unsettled):
            exact = (bits[unsettled] >> np.uint64(11)) * 2.0**-53
            chosen[unsettled] = np.searchsorted(self.bounds, exact, side="right")
        return chosen


@lru_cache(maxsize=1024)
def chooser(weights: tuple[float, ...] | int) -> Chooser:
    """The chooser of these weights, or of so many equally likely alternatives; kept."""
    return Chooser(np.ones(weights) if isinstance(weights, int) else np.asarray(weights, dtype=np.float64))


class Inverse:
    """A continuous distribution by its tabulated quantile function.

    Extremes beyond one in 2**24 do not occur.
    """

    def __init__(self, quantile: Callable[[float], float]) -> None:
        knots = [quantile(min(max(k / BUCKETS, TAIL), 1 - TAIL)) for k in range(BUCKETS + 1)]
        self._set(np.array([float(f"{x:.12g}") for x in knots]))

    @classmethod
    def of_knots(cls, knots: Sequence[float]) -> "Inverse":
        """The distribution whose quantiles at evenly spaced probabilities are *knots*."""
        self = cls.__new__(cls)
        places = np.linspace(0, 1, len(knots))
        self._set(np.interp(np.arange(BUCKETS + 1) / BUCKETS, places, np.asarray(knots, dtype=np.float64)))
        return self

    def _set(self, knots: NDArray[np.float64]) -> None:
        self.low = knots[:-1].copy()
        self.width = np.diff(knots) * 2.0**-48

    def __call__(self, bits: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Values of the distribution, one for each 64 random *bits*."""
        bucket = (bits >> np.uint64(48)).astype(np.uint16)
        value = (bits & np.uint64((1 << 48) - 1)).astype(np.float64)
        value *= self.width[bucket]
        value += self.low[bucket]
        return value


@lru_cache(maxsize=1)
def normal() -> Inverse:
    """The standard normal distribution."""
    return Inverse(NormalDist().inv_cdf)
