"""Numbers: choices, ranges and the skewed shapes that amounts, counts and sizes have.

No ``exp`` or ``log`` runs per row: a shape is a table of quantiles (`Inverse`), made once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Generator, Rows
from populace.tabulated import Inverse, normal_quantiles, probabilities

_TAIL = 3.4871  # standard deviations: no value is rarer than one in 4096


@dataclass(frozen=True)
class Choice:
    """One of some values by weight: texts, whole numbers, floats or booleans."""

    values: tuple[Any, ...]
    weights: tuple[float, ...] | None = None

    def __call__(self, rows: Rows) -> Array:
        codes = rows.choice(self.weights or len(self.values))
        if isinstance(self.values[0], str):
            return pick(self.values, codes)
        whole = all(isinstance(v, int) and not isinstance(v, bool) for v in self.values)
        return np.asarray(self.values, dtype=np.int64 if whole else None).take(codes)


@dataclass(frozen=True)
class Flag:
    """True with probability *share*."""

    share: float

    def __call__(self, rows: Rows) -> Array:
        return rows.uniform() < self.share


@dataclass(frozen=True)
class Integers:
    """Whole numbers from *low* to *high*, both included, equally likely; all different if *unique*."""

    low: int
    high: int
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self.high - self.low + 1

    def __call__(self, rows: Rows) -> Array:
        if self.unique:
            return rows.permuted(self.capacity) + self.low
        return np.minimum(rows.below(self.capacity) + self.low, self.high)


@dataclass(frozen=True)
class Uniform:
    """Numbers from *low* to *high*, rounded to *decimals*."""

    low: float
    high: float
    decimals: int | None = None

    def __call__(self, rows: Rows) -> Array:
        return _rounded(rows.uniform() * (self.high - self.low) + self.low, self.decimals)


@lru_cache(maxsize=512)
def lognormal(median: float, spread: float, low: float, high: float) -> Inverse:
    """The quantiles of a log-normal distribution, held between *low* and *high*."""
    return Inverse(np.clip(median * np.exp(spread * normal_quantiles().clip(-_TAIL, _TAIL)), low, high))


@lru_cache(maxsize=512)
def bell(mean: float, spread: float, low: float, high: float) -> Inverse:
    """The quantiles of a normal distribution, held between *low* and *high*."""
    return Inverse(np.clip(mean + spread * normal_quantiles().clip(-_TAIL, _TAIL), low, high))


@dataclass(frozen=True)
class LogNormal:
    """Skewed positive numbers: half below *median*, the logarithm with standard deviation *spread*."""

    median: float
    spread: float = 0.8
    low: float = 0.0
    high: float = math.inf
    decimals: int | None = 2

    def __call__(self, rows: Rows) -> Array:
        high = min(self.high, self.median * math.exp(5 * self.spread))
        return _rounded(lognormal(self.median, self.spread, self.low, high)(rows.bits()), self.decimals)


@dataclass(frozen=True)
class Bell:
    """Normal numbers held between *low* and *high*."""

    mean: float
    spread: float
    low: float
    high: float
    decimals: int | None = None

    def __call__(self, rows: Rows) -> Array:
        return _rounded(bell(self.mean, self.spread, self.low, self.high)(rows.bits()), self.decimals)


@dataclass(frozen=True)
class Counts:
    """Whole numbers with many small and few large ones, about *mean* on average, from *low* to *high*."""

    mean: float
    low: int = 0
    high: int = 2**31 - 1

    def __call__(self, rows: Rows) -> Array:
        return np.minimum(_geometric(self.mean)(rows.bits()).astype(np.int64) + self.low, self.high)


@lru_cache(maxsize=512)
def _geometric(mean: float) -> Inverse:
    """An exponential distribution, which rounded down is geometric."""
    scale = 1 / math.log1p(1 / mean)
    return Inverse(-np.log1p(-np.minimum(probabilities(), 1 - 2.0**-14)) * scale)


@dataclass(frozen=True)
class Prices:
    """Amounts of money as shops ask them: log-normal, many of them ending in .99, .50 or .00."""

    median: float
    spread: float = 0.9
    high: float = math.inf

    def __call__(self, rows: Rows) -> Array:
        whole = np.asarray(LogNormal(self.median, self.spread, 1.0, max(self.high - 1, 0.0), None)(rows))
        np.floor(whole, out=whole)
        whole *= 100
        whole += np.asarray((99.0, 0.0, 50.0, 95.0, 49.0)).take(rows.choice((0.45, 0.25, 0.1, 0.1, 0.1), "cents"))
        whole /= 100
        return whole


@dataclass(frozen=True)
class Mostly:
    """One *value*, such as a column's default, for a *share* of the rows and another generator's for the rest."""

    value: Any
    other: Generator
    share: float = 0.5

    def __call__(self, rows: Rows) -> Array:
        common = rows.uniform("mostly") < self.share
        made = self.other(rows)
        if isinstance(made, np.ndarray):
            return np.where(common, np.asarray(self.value, dtype=made.dtype), made)
        import pyarrow.compute as pc

        assert isinstance(made, pa.Array)
        return pc.if_else(pa.array(common), pa.scalar(self.value, pa.string()), spelled(made))


@dataclass(frozen=True)
class Whole:
    """Another generator's numbers, rounded to whole ones and held between *low* and *high*."""

    of: Generator
    low: int = -(2**31)
    high: int = 2**31 - 1

    def __call__(self, rows: Rows) -> Array:
        return np.rint(np.asarray(self.of(rows), dtype=np.float64)).clip(self.low, self.high).astype(np.int64)


@dataclass(frozen=True)
class Real:
    """Another generator's whole numbers as floats."""

    of: Generator

    def __call__(self, rows: Rows) -> Array:
        return np.asarray(self.of(rows), dtype=np.float64)


@dataclass(frozen=True)
class Into:
    """Another generator's numbers moved from [*low*, *high*] into [*to_low*, *to_high*], the limits of a column."""

    of: Generator
    low: float
    high: float
    to_low: float
    to_high: float
    decimals: int | None = None

    def __call__(self, rows: Rows) -> Array:
        share = (np.asarray(self.of(rows), dtype=np.float64) - self.low) / (self.high - self.low)
        return _rounded(share.clip(0, 1) * (self.to_high - self.to_low) + self.to_low, self.decimals)


@dataclass(frozen=True)
class AtLeast:
    """Another generator's numbers, raised to those of a sibling *column*: the end of a range to its start."""

    of: Generator
    column: str

    def __call__(self, rows: Rows) -> Array:
        made = np.asarray(self.of(rows))
        return np.maximum(made, np.asarray(rows[self.column], dtype=np.float64)).astype(made.dtype)


@dataclass(frozen=True)
class Formula:
    """A number computed from sibling columns: the sum of *plus* less *minus*, times the product of *times*."""

    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    decimals: int | None = 2
    low: float = -math.inf
    high: float = math.inf

    def __call__(self, rows: Rows) -> Array:
        total = np.zeros(len(rows)) if self.plus or self.minus else np.ones(len(rows))
        for name in self.plus:
            total += np.asarray(rows[name], dtype=np.float64)
        for name in self.minus:
            total -= np.asarray(rows[name], dtype=np.float64)
        for name in self.times:
            total *= np.asarray(rows[name], dtype=np.float64)
        return _rounded(total.clip(self.low, self.high), self.decimals)


@dataclass(frozen=True)
class Within:
    """Another generator's numbers held between *low* and *high*."""

    of: Generator
    low: float
    high: float

    def __call__(self, rows: Rows) -> Array:
        return np.asarray(self.of(rows), dtype=np.float64).clip(self.low, self.high)


@dataclass(frozen=True)
class Share:
    """A fraction of a sibling column, such as tax of a net amount: *rates* equally likely."""

    of: str
    rates: Sequence[float]
    decimals: int | None = 2

    def __call__(self, rows: Rows) -> Array:
        rate = np.asarray(self.rates, dtype=np.float64)[rows.choice(len(self.rates))]
        return _rounded(np.asarray(rows[self.of], dtype=np.float64) * rate, self.decimals)


def _rounded(values: np.ndarray[Any, np.dtype[np.float64]], decimals: int | None) -> Any:
    if decimals is None:
        return values
    scale = 10.0**decimals
    values = values * scale
    return np.divide(np.rint(values, out=values), scale, out=values)
