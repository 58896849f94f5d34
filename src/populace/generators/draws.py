"""Values drawn evenly from a domain of numbers, dates or times.

Everything is drawn on a grid of whole steps (1, a cent, a day, a second), so that open
ends are respected exactly. An end that a domain leaves open is set to something near.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.errors import PlanError
from populace.rows import Rows
from populace.schema.domain import Domain

FEW = 4_096
"""Ranges of no more values are listed, so that excluded ones cost nothing."""
YEAR = 365 * 86_400
LARGEST = {sa.SmallInteger: 2**15 - 1, sa.BigInteger: 2**53}


def numbers(domain: Domain, rows: Rows, kind: sa.types.TypeEngine[Any], draw: int) -> NDArray[Any]:
    """Numbers of the domain, of the scale of their column."""
    if isinstance(kind, sa.Integer):
        return _grid(domain, rows, 1, draw, largest_of(kind))
    scale = kind.scale if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float) else None
    if scale is None:
        return _floats(domain, rows, draw)
    largest = 10 ** (kind.precision - scale) if isinstance(kind, sa.Numeric) and kind.precision else 2**53
    return _grid(domain, rows, 10**scale, draw, largest * 10**scale - 1) / 10.0**scale


def largest_of(kind: sa.types.TypeEngine[Any]) -> int:
    """The largest integer of a column."""
    return next((n for type_, n in LARGEST.items() if isinstance(kind, type_)), 2**31 - 1)


def _grid(domain: Domain, rows: Rows, steps: int, draw: int, largest: int) -> NDArray[np.int64]:
    """Whole steps of 1/*steps*."""
    low, high = domain.low, domain.high
    start = None if low is None else _first(low, steps, domain.low_open)  # type: ignore[arg-type]
    stop = None if high is None else -_first(-high, steps, domain.high_open)  # type: ignore[operator, arg-type]
    if start is None:
        start = 0 if stop is None or stop >= 0 else stop - max(100 * steps, -stop)
    if stop is None:
        stop = min(start + max(100 * steps, abs(start)), largest)
    excluded = {round(v * steps) for v in domain.excluded if isinstance(v, int | float)}
    return _between(start, stop, excluded, rows, draw, domain)


def _first(bound: float, steps: int, is_open: bool) -> int:
    """The first whole step that a lower bound lets in."""
    scaled = bound * steps
    nearest: int = round(scaled)
    if abs(scaled - nearest) < 1e-6:
        return int(nearest) + int(is_open)
    return math.ceil(scaled)


def _between(start: int, stop: int, excluded: set[Any], rows: Rows, draw: int, domain: Domain) -> NDArray[np.int64]:
    if stop - start < FEW:
        allowed = np.array([n for n in range(start, stop + 1) if n not in excluded], np.int64)
        if not len(allowed):
            raise PlanError(f"{rows.table}.{rows.column}: no value is left by its CHECK constraints ({domain})")
        return allowed[rows.below(len(allowed), draw)]
    return start + rows.below(stop - start + 1, draw)


def _floats(domain: Domain, rows: Rows, draw: int) -> NDArray[np.float64]:
    low, high = (None if b is None else float(b) for b in (domain.low, domain.high))  # type: ignore[arg-type]
    if low is None:
        low = 0.0 if high is None or high > 0 else high - max(100.0, -high)
    if high is None:
        high = low + max(100.0, abs(low))
    values = low + (high - low) * rows.uniform(draw)
    values = np.round(values, 4) if high - low >= 0.1 else values
    first = np.nextafter(low, np.inf) if domain.low_open else low
    return np.clip(values, first, np.nextafter(high, -np.inf) if domain.high_open else high)


def moments(domain: Domain, rows: Rows, kind: sa.types.TypeEngine[Any], draw: int) -> NDArray[Any]:
    """Dates, or dates with times in whole seconds; a domain open to one side ends now, or a year away."""
    unit, steps = ("D", 86_400) if isinstance(kind, sa.Date) and not isinstance(kind, sa.DateTime) else ("us", 1)
    now = rows.now.astype("datetime64[s]").astype(np.int64)

    def seconds(value: Any) -> float:
        return float(np.datetime64(value, "us").astype(np.int64)) / 1e6

    numbers = _seconds(domain, rows, draw, seconds, steps, int(now))
    return (numbers * steps).astype("datetime64[s]").astype(f"datetime64[{unit}]")


def durations(domain: Domain, rows: Rows, kind: sa.types.TypeEngine[Any], draw: int) -> NDArray[Any]:
    """Times of day or intervals, in whole seconds."""
    if isinstance(kind, sa.Time):
        whole_day = Domain(low=timedelta(0), high=timedelta(days=1), high_open=True)
        domain = as_durations(domain).intersect(whole_day) or whole_day
    numbers = _seconds(domain, rows, draw, lambda value: float(value.total_seconds()), 1, None)
    return numbers.astype("timedelta64[s]").astype("timedelta64[us]")


def _seconds(
    domain: Domain, rows: Rows, draw: int, seconds: Callable[[Any], float], steps: int, now: int | None
) -> NDArray[np.int64]:
    """Whole steps of so many seconds."""
    low, high = domain.low, domain.high
    start = None if low is None else _first(seconds(low) / steps, 1, domain.low_open)
    stop = None if high is None else -_first(-seconds(high) / steps, 1, domain.high_open)
    year, present = YEAR // steps, None if now is None else now // steps
    if start is None:
        start = (0 if present is None else present - year) if stop is None else stop - year
        start = 0 if present is None and stop is not None and stop >= 0 else start
    if stop is None:
        stop = present if present is not None and present > start else start + (year if now is not None else 86_400)
    excluded = {round(seconds(v) / steps) for v in domain.excluded}
    return _between(start, stop, excluded, rows, draw, domain)


def as_durations(domain: Domain) -> Domain:
    """A domain of times of day, as times since midnight."""

    def since_midnight(value: Any) -> Any:
        if not isinstance(value, time):
            return value
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)

    values = None if domain.values is None else tuple(map(since_midnight, domain.values))
    excluded = frozenset(map(since_midnight, domain.excluded))
    low, high = since_midnight(domain.low), since_midnight(domain.high)
    return replace(domain, values=values, excluded=excluded, low=low, high=high)
