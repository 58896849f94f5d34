"""Times: moments up to the present, and what comes after them.

A pair such as created and updated is made one from the other (`After`), so its order holds
in every row. The past ends at ``rows.now``. Dates are days, moments microseconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.codes import concatenated, text
from populace.generators.numbers import lognormal
from populace.rows import Array, Generator, Rows
from populace.tabulated import Inverse, probabilities

DAY = 86_400
_HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 19, 20, 19, 17, 18, 19, 19, 18, 17, 15, 13, 12, 10, 7, 4)
UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 1}


@lru_cache(maxsize=1)
def time_of_day() -> Inverse:
    """Seconds of the day: busy by day, quiet at night."""
    edges = np.cumsum((0, *_HOURS)) / sum(_HOURS)
    places = np.linspace(0, 1, 4097)
    return Inverse.of_knots([float(x) for x in np.round(np.interp(places, edges, np.arange(25) * 3600.0), 3)])


@lru_cache(maxsize=64)
def _growth(power: float) -> Inverse:
    """Shares of a period that has gone by: more events late, as a growing business has."""
    return Inverse(probabilities() ** power)


def microseconds(values: Array) -> NDArray[np.int64]:
    """Dates or moments as microseconds since 1970."""
    if isinstance(values, pa.Array):
        values = np.asarray(values.to_numpy(zero_copy_only=False))
    return values.astype("datetime64[us]").astype(np.int64)


@dataclass(frozen=True)
class Moments:
    """Moments from *first* to *last* days before now, more of them late; within the hours people are up."""

    first: float = 1095.0
    last: float = 0.0
    growth: float = 0.6

    def __call__(self, rows: Rows) -> Array:
        now = rows.now.astype("datetime64[s]").astype(np.int64)
        span = self.first - self.last
        start = int(now) // DAY * DAY - math.ceil(self.first) * DAY
        bits = rows.bits()
        share = _growth(self.growth)(bits)
        share *= span
        moment = share.astype(np.int64)
        moment *= DAY
        bits <<= np.uint64(32)  # the day took the first bits
        moment += time_of_day()(bits).astype(np.int64)
        moment += start
        moment *= 1_000_000
        return moment.view("datetime64[us]")


@dataclass(frozen=True)
class After:
    """Moments some time after the latest of those in the sibling *columns*, and never after now unless *future*.

    Half of the times between are below *median* seconds; a *share* of rows has none at all.
    """

    columns: tuple[str, ...]
    median: float = 7 * DAY
    spread: float = 1.5
    share: float = 0.0
    future: bool = False
    high: float = 3650.0 * DAY

    def __call__(self, rows: Rows) -> Array:
        start = np.maximum.reduce([microseconds(rows[name]) for name in self.columns])
        wait = lognormal(self.median, self.spread, 0.0, self.high)(rows.bits()).astype(np.int64) * 1_000_000
        if self.share:
            wait[rows.uniform("none") < self.share] = 0
        if not self.future:
            left = np.maximum(int(rows.now.astype("datetime64[us]").astype(np.int64)) - start, 0)
            late = wait > left
            part = (rows.uniform("late") * left).astype(np.int64) // 1_000_000 * 1_000_000
            wait = np.where(late, part, wait)
        return (start + wait).view("datetime64[us]")


@dataclass(frozen=True)
class Between:
    """The time from the sibling *start* to the sibling *end*, in units of *seconds*; an interval if that is None."""

    start: str
    end: str
    seconds: float | None = 1.0
    whole: bool = True

    def __call__(self, rows: Rows) -> Array:
        ticks = microseconds(rows[self.end]) - microseconds(rows[self.start])
        if self.seconds is None:
            return ticks.view("timedelta64[us]")
        return ticks // round(self.seconds * 1_000_000) if self.whole else ticks / (self.seconds * 1e6)


@dataclass(frozen=True)
class Upcoming:
    """Moments in the days around now, most of them ahead: due dates, appointments, next runs."""

    back: float = 10.0
    ahead: float = 60.0

    def __call__(self, rows: Rows) -> Array:
        day = int(rows.now.astype("datetime64[D]").astype(np.int64))
        days = np.floor(rows.uniform() * (self.back + self.ahead) - self.back).astype(np.int64)
        minutes = time_of_day()(rows.bits("hour")).astype(np.int64) // 900 * 900
        return (((day + days) * DAY + minutes) * 1_000_000).view("datetime64[us]")


@dataclass(frozen=True)
class Births:
    """Birth dates of people aged *youngest* to *oldest* now."""

    youngest: int = 18
    oldest: int = 90

    def __call__(self, rows: Rows) -> Array:
        today = int(rows.now.astype("datetime64[D]").astype(np.int64))
        days = _ages(self.youngest, self.oldest)(rows.bits())
        days *= 365.25
        return (today - 1 - days.astype(np.int64)).view("datetime64[D]")


@lru_cache(maxsize=64)
def _ages(youngest: int, oldest: int) -> Inverse:
    """Ages: as many of every age until two thirds of the way, then fewer and fewer."""
    p = probabilities()
    return Inverse(youngest + (oldest - youngest) * (p * 0.72 + 0.28 * p**6))


@dataclass(frozen=True)
class AgeAt:
    """Whole years from a sibling birth date to now."""

    birth: str

    def __call__(self, rows: Rows) -> Array:
        days = (int(rows.now.astype("datetime64[us]").astype(np.int64)) - microseconds(rows[self.birth])) / (DAY * 1e6)
        return np.floor(days / 365.25).astype(np.int64)


@dataclass(frozen=True)
class Clock:
    """Times of the day from *low* to *high* seconds, on the quarter hour."""

    low: int = 7 * 3600
    high: int = 20 * 3600
    after: str | None = None

    def __call__(self, rows: Rows) -> Array:
        if self.after is not None:
            start = np.asarray(rows[self.after]).astype("timedelta64[us]").astype(np.int64) // 1_000_000
            seconds = start + (rows.below(np.maximum((86_399 - start) // 900, 1)) * 900).clip(0, 8 * 3600)
        else:
            seconds = rows.below((self.high - self.low) // 900 + 1) * 900 + self.low
        return (seconds * 1_000_000).view("timedelta64[us]")


@dataclass(frozen=True)
class Durations:
    """Lengths of time, skewed, half of them below *median* seconds."""

    median: float = 1800.0
    spread: float = 1.0

    def __call__(self, rows: Rows) -> Array:
        seconds = lognormal(self.median, self.spread, 1.0, self.median * 200)(rows.bits()).astype(np.int64)
        return (seconds * 1_000_000).view("timedelta64[us]")


@dataclass(frozen=True)
class Day:
    """The day of another generator's moments; the next one if *up* and it has begun."""

    of: Generator
    up: bool = False

    def __call__(self, rows: Rows) -> Array:
        ticks = microseconds(np.asarray(self.of(rows)))
        whole = DAY * 1_000_000
        return ((ticks + (whole - 1 if self.up else 0)) // whole).view("datetime64[D]")


@dataclass(frozen=True)
class Instants:
    """Another generator's days as moments, at midnight."""

    of: Generator

    def __call__(self, rows: Rows) -> Array:
        return np.asarray(self.of(rows)).astype("datetime64[us]")


@dataclass(frozen=True)
class Same:
    """The values of a sibling column."""

    column: str

    def __call__(self, rows: Rows) -> Array:
        return rows[self.column]


@dataclass(frozen=True)
class Epoch:
    """Another generator's moments as whole seconds (ms, us, ns) since 1970."""

    of: Generator
    unit: str = "s"

    def __call__(self, rows: Rows) -> Array:
        ticks = microseconds(np.asarray(self.of(rows)))
        return ticks * 1000 if self.unit == "ns" else ticks // UNITS[self.unit]


@dataclass(frozen=True)
class Written:
    """Another generator's dates, moments or times of day as ISO text; *form* is date, time or datetime."""

    of: Generator
    form: str = "datetime"
    gap: str = " "

    def __call__(self, rows: Rows) -> Array:
        values = np.asarray(self.of(rows))
        ticks = values.astype("timedelta64[s]" if values.dtype.kind == "m" else "datetime64[s]").astype(np.int64)
        parts: list[NDArray[np.uint8] | bytes] = []
        if self.form != "time":
            first = int(ticks.min()) // DAY // 366 if len(ticks) else 0
            last = int(ticks.max()) // DAY // 366 if len(ticks) else 0
            parts.append(_days(first, last)[ticks // DAY - first * 366])
        if self.form == "datetime":
            parts.append(self.gap.encode())
        if self.form != "date":
            parts.append(_seconds()[ticks % DAY])
        return text(concatenated(*parts))


@lru_cache(maxsize=64)
def _days(first: int, last: int) -> NDArray[np.uint8]:
    """The days of so many spans of 366 days, as the ten bytes of ISO dates."""
    days = np.arange(first * 366, (last + 1) * 366).astype("datetime64[D]")
    return np.frombuffer("".join(str(day) for day in days).encode(), dtype=np.uint8).reshape(-1, 10)


@lru_cache(maxsize=1)
def _seconds() -> NDArray[np.uint8]:
    """The seconds of the day as hh:mm:ss."""
    texts = (f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(DAY))
    return np.frombuffer("".join(texts).encode(), dtype=np.uint8).reshape(-1, 8)
