"""When customers buy: the BG/NBD model along a calendar with seasons.

Each customer buys at a rate of their own (gamma) until they stop for good, which happens
after any repeat purchase with a probability of their own (beta). A customer's orders are a
path: order k is found by walking from the first. Time runs in hours of an average day, so
that more of it passes in the evening, before Christmas and on Black Friday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from populace.domains.retail.distributions import exponential, gamma
from populace.domains.retail.quantities import DAY, HOUR, SECOND, Mask, Numbers, moments, numbers, present, setting
from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Rows
from populace.tabulated import Floats

SEGMENTS = ("occasional", "regular", "loyal", "vip")
WEEK = 7 * 24
"""Hours; rates are per week."""
YEARS = 12
"""How far back the calendar knows its seasons."""
FOREVER = 1e7
"""Hours; nobody waits longer."""


@dataclass(frozen=True)
class Calendar:
    """Hours since *start* with their weights summed up: how many average hours have gone by."""

    start: int
    passed: Floats
    weights: Floats

    def elapsed(self, moment: Numbers) -> Floats:
        """Average hours from the start of the calendar to these moments, below 0 before it."""
        hour, part = np.divmod(moment - self.start, HOUR)
        inside = hour.clip(0, len(self.weights) - 1)
        elapsed: Floats = self.passed[inside] + self.weights[inside] * (part / HOUR) + (hour - inside)
        return elapsed

    def moment(self, elapsed: Floats) -> Numbers:
        """The moments at which so many average hours have passed, in whole seconds."""
        inside = (np.searchsorted(self.passed, elapsed, side="right") - 1).clip(0, len(self.weights) - 1)
        part = (elapsed - self.passed[inside]) / self.weights[inside]
        moment: Numbers = self.start + inside * HOUR + np.floor(part * 3600).astype(np.int64) * SECOND
        return moment


@lru_cache(maxsize=8)
def calendar(today: int) -> Calendar:
    """The calendar of the years up to the day *today*, in days since 1970."""
    first = today - YEARS * 365
    days = np.arange(first, today + 2)
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    weekday = (days + 3) % 7
    weight = (
        _relative(setting("month_weights"))[months.astype(np.int64) % 12]
        * _relative(setting("weekday_weights"))[weekday]
    )
    day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    november = months.astype(np.int64) % 12 == 10
    weight[november & (weekday == 4) & (day_of_month >= 23) & (day_of_month <= 29)] *= setting("black_friday")
    weights = np.outer(weight, _relative(setting("hour_weights"))).reshape(-1)
    return Calendar(first * DAY, np.concatenate([[0.0], np.cumsum(weights)]), weights)


def _relative(weights: tuple[float, ...]) -> Floats:
    values = np.array(weights, dtype=np.float64)
    relative: Floats = values * len(values) / values.sum()
    return relative


def segment(rows: Rows) -> Array:
    """How often the customer buys: a band of the purchase rates."""
    return pick(SEGMENTS, rows.choice(setting("segments")))


@lru_cache(maxsize=1)
def _bands() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Where the band of each segment begins among 2**64 numbers, and how wide it is in units of 2**32."""
    shares = np.array(setting("segments"))
    edges = np.rint(np.concatenate([[0.0], np.cumsum(shares)]) / shares.sum() * 2.0**32).astype(np.uint64)
    return edges[:-1] << np.uint64(32), np.diff(edges)


def _within_band(customers: Rows) -> NDArray[np.uint64]:
    """Random bits that lie in the band of the customer's segment."""
    named = spelled(customers["segment"]).dictionary_encode()
    codes = np.array([SEGMENTS.index(name) for name in named.dictionary.to_pylist()], dtype=np.int64)
    at = codes[np.asarray(named.indices)]
    low, width = _bands()
    bits: NDArray[np.uint64] = (
        low[at] + (customers.named("customers", "·purchases").bits("rate") >> np.uint64(32)) * width[at]
    )
    return bits


@dataclass(frozen=True)
class Walk:
    """The path of some customers: when they joined, how long they wait on average, and how soon they stop."""

    customers: Rows
    joined: Numbers
    wait: Floats
    stops: Floats

    @classmethod
    def of(cls, customers: Rows) -> Walk:
        """The path of each of these customers."""
        draws = customers.named("customers", "·purchases")
        rate = gamma(setting("purchase_rate_shape"))(_within_band(customers))
        wait = np.minimum(setting("purchase_rate_scale") * WEEK / np.maximum(rate, 1e-9), FOREVER)
        a = gamma(setting("dropout_a"))(draws.bits("a"))
        b = gamma(setting("dropout_b"))(draws.bits("b"))
        return cls(customers, moments(customers["joined"]), wait, a / np.maximum(a + b, 1e-9))

    def some(self, places: Numbers) -> Walk:
        return Walk(self.customers.some(places), self.joined[places], self.wait[places], self.stops[places])

    def first(self, now: int) -> Numbers:
        """When the first order is placed: soon after joining."""
        wait = exponential()(self.customers.named("customers", "·first").bits()) * setting("first_order_minutes")
        left = np.maximum(now - self.joined, 0)
        first: Numbers = self.joined + np.minimum((wait * 60).astype(np.int64) * SECOND, left)
        return first

    def steps(self, first: int, many: int, elapsed: Floats, now: int) -> tuple[Floats, Numbers, Mask]:
        """The orders *first* and so *many* - 1 after it of each path that has come as far as *elapsed*.

        When they are placed, in average hours and as moments, and whether the path goes on to them.
        """
        step = np.tile(np.arange(first, first + many), len(elapsed))
        draws = self.customers.some(np.repeat(np.arange(len(elapsed)), many)).stepped(step).named("customers", "·path")
        wait = exponential()(draws.bits("wait")).reshape(-1, many) * self.wait[:, None]
        passed = np.cumsum(np.column_stack([elapsed, np.minimum(wait, FOREVER)]), axis=1)[:, 1:]
        moment = calendar(now // DAY).moment(passed)
        goes_on = (moment <= now) & (draws.uniform("stop") >= np.repeat(self.stops, many)).reshape(-1, many)
        if first == 1:
            goes_on[:, 0] = moment[:, 0] <= now  # nobody stops before a second order
        return passed, moment, np.logical_and.accumulate(goes_on, axis=1)


STRIDES = (3, 12, 48)
"""So many steps of a path are made at once: few first, as most paths are short; the last of them is repeated."""


def orders_of_a_customer(rows: Rows) -> Numbers:
    """How many orders a customer has placed so far: one at least."""
    now, walk = present(rows), Walk.of(rows)
    counts = np.ones(len(rows), dtype=np.int64)
    active, step, elapsed = np.arange(len(rows)), 1, calendar(now // DAY).elapsed(walk.first(now))
    for many in _strides():
        if not len(active):
            return counts
        passed, _, goes_on = walk.steps(step, many, elapsed, now)
        counts[active] += goes_on.sum(axis=1)
        on = np.flatnonzero(goes_on[:, -1])
        active, elapsed, walk, step = active[on], passed[on, -1], walk.some(on), step + many
    return counts


def _strides() -> Iterator[int]:
    yield from STRIDES
    while True:
        yield STRIDES[-1]


def placed(rows: Rows) -> Array:
    """When the order was placed; orders beyond those that the customer's path has lie between its end and now."""
    customers, number = rows.parent("customer_id"), numbers(rows["→customer_id#"])
    walk, now = Walk.of(customers), present(rows)
    first, run = _runs(customers.index, walk)
    return _path(walk.some(first), np.maximum.reduceat(number, first), run, number, now).view("datetime64[us]")


def _runs(index: NDArray[np.uint64], walk: Walk) -> tuple[Numbers, Numbers]:
    """Where runs of rows of the same customer begin, and the run of each row."""
    new = np.ones(len(index), dtype=bool)
    new[1:] = (np.diff(index) != 0) | (np.diff(walk.joined) != 0) | (np.diff(walk.wait) != 0)
    return np.flatnonzero(new), np.cumsum(new) - 1


def _path(walk: Walk, last: Numbers, run: Numbers, number: Numbers, now: int) -> Numbers:
    """The moment of order *number* of each row, on the path of its *run*; *last* is the highest number of each."""
    starts = np.cumsum(last + 1) - last - 1
    path = np.zeros(int((last + 1).sum()), dtype=np.int64)
    ends, end = np.zeros(len(last), dtype=np.int64), walk.first(now)
    path[starts] = end
    active, step, elapsed = np.flatnonzero(last > 0), 1, calendar(now // DAY).elapsed(end[last > 0])
    walk = walk.some(active)
    for many in _strides():
        if not len(active):
            break
        passed, moment, goes_on = walk.steps(step, many, elapsed, now)
        row, column = np.nonzero(goes_on & (step + np.arange(many) <= last[active][:, None]))
        on = active[row]
        path[starts[on] + step + column] = moment[row, column]
        ends[on] = step + column
        further = np.flatnonzero(goes_on[:, -1] & (last[active] >= step + many))
        active, elapsed, walk, step = active[further], passed[further, -1], walk.some(further), step + many
    path = np.maximum(path, np.repeat(end, last + 1))  # moments are whole seconds
    end = path[starts + ends]
    beyond = np.maximum(number - ends[run], 0)
    left = np.maximum(now - end[run], 0) // SECOND
    squeezed = end[run] + left * beyond // (beyond + 1) * SECOND
    found: Numbers = np.where(beyond > 0, squeezed, path[starts[run] + np.minimum(number, ends[run])])
    return found
