"""Columns that only their type is known of: plausible numbers, times, choices, bytes and lists.

Nothing here calls for a believable story, only for values that fit, vary and are not all alike.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.keys import DAY, UniqueIntegers, taken
from populace.rows import Array, Generator, Rows
from populace.streams import mix, stream

WORDS = (
    "amber anchor apple arch aspen autumn basin beacon birch bloom bridge brook canyon cedar cherry cliff cloud "
    "clover coast copper coral cove creek crest crown dawn delta dune eagle east ember falcon fern field finch flint "
    "forest fox garden gate glade grove harbor haven hazel heron hill hollow iris island ivy jasper juniper lake "
    "lantern lark laurel ledge lily linden maple marble marsh meadow mill mint mist moon moss north oak ocean olive "
    "onyx opal orchard otter park pearl pebble pine plain pond poplar prairie quarry quartz rain raven reed ridge "
    "river robin rose sage shore silver sky slate south sparrow spring spruce star stone summit swan thistle timber "
    "trail valley view violet west wheat willow wind winter wood wren"
).split()


@dataclass(frozen=True)
class Integers:
    """Whole numbers from *low* to *high*, small ones more often; about half of them *usual*, if given."""

    low: int = 0
    high: int = 1000
    usual: int | None = None

    def __call__(self, rows: Rows) -> Array:
        share = rows.uniform()
        share *= share * share
        share *= self.high - self.low + 1
        return usually(rows, share.astype(np.int64) + np.int64(self.low), self.usual)


@dataclass(frozen=True)
class Decimals:
    """Numbers of so many decimal *digits*; *low* and *high* are in units of the last one, small ones more often."""

    low: int = 0
    high: int = 100_000
    digits: int = 2
    usual: float | None = None

    def __call__(self, rows: Rows) -> Array:
        share = rows.uniform()
        share *= share
        share *= self.high - self.low + 1
        return usually(rows, (np.floor(share) + self.low) / 10.0**self.digits, self.usual)


@dataclass(frozen=True)
class Choice:
    """One of the given *values* by its weight; without *weights* the earlier the likelier."""

    values: tuple[Hashable, ...]
    weights: tuple[float, ...] = ()

    def __call__(self, rows: Rows) -> Array:
        weights = self.weights or tuple(1 / (place + 2) for place in range(len(self.values)))
        return taken(self.values, rows.choice(weights))


@dataclass(frozen=True)
class Dates:
    """Days from *low* to *high*; without them, the two years up to the present."""

    low: np.datetime64 | None = None
    high: np.datetime64 | None = None

    def __call__(self, rows: Rows) -> Array:
        low, high = within(rows, self.low, self.high)
        first, last = low.astype("M8[D]"), high.astype("M8[D]")
        return first + rows.below(int((last - first).astype(np.int64)) + 1).astype("m8[D]")


@dataclass(frozen=True)
class Moments:
    """Moments from *low* to *high*, *step* microseconds apart; without them, the two years up to the present."""

    low: np.datetime64 | None = None
    high: np.datetime64 | None = None
    step: int = 1

    def __call__(self, rows: Rows) -> Array:
        low, high = (moment.astype("M8[us]") for moment in within(rows, self.low, self.high))
        if self.step > 1:
            low = low.astype("M8[s]").astype("M8[us]")
        steps = int((high - low).astype(np.int64)) // self.step
        return low + (rows.below(steps + 1) * self.step).astype("m8[us]")


@dataclass(frozen=True)
class Spans:
    """Whole minutes below *high* microseconds: times of day, or, if *skewed*, mostly short lengths of time."""

    high: int = DAY
    skewed: bool = False

    def __call__(self, rows: Rows) -> Array:
        share = rows.uniform()
        if self.skewed:
            share *= share * share
        minute = 60_000_000
        return ((share * (self.high // minute)).astype(np.int64) * minute).astype("m8[us]")


@dataclass(frozen=True)
class Bytes:
    """Random bytes: *low* to *high* of them a row; different for each row if *unique*."""

    low: int = 16
    high: int = 16
    unique: bool = False

    @property
    def capacity(self) -> int:
        return int(256 ** min(self.low, 7))

    def __call__(self, rows: Rows) -> Array:
        words = [rows.bits(f"bytes {place}") for place in range(-(-self.high // 8))]
        table = np.stack(words, axis=1).view(np.uint8) if words else np.empty((len(rows), 0), np.uint8)
        if self.unique and self.low < 8:
            place = rows.permuted(self.capacity).view(np.uint8).reshape(len(rows), 8)
            table[:, : self.low] = place[:, : self.low]
        elif self.unique:
            own = mix(rows.place, *stream(rows.seed, *rows.names, "bytes"))
            table[:, :8] = own.view(np.uint8).reshape(len(rows), 8)
        sizes = self.low + rows.below(self.high - self.low + 1, "size")
        kept = table[np.arange(table.shape[1]) < sizes[:, None]]
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        return pa.BinaryArray.from_buffers(pa.binary(), len(rows), [None, pa.py_buffer(offsets), pa.py_buffer(kept)])


@dataclass(frozen=True)
class Lists:
    """Lists of *low* to *high* values of *item*, a generator.

    A list is different from all others if its items are; so a unique *item* makes a unique list.
    """

    item: Generator
    low: int = 1
    high: int = 4

    @property
    def unique(self) -> bool:
        return bool(getattr(self.item, "unique", False))

    @property
    def capacity(self) -> int:
        return int(getattr(self.item, "capacity", 0)) // self.high

    def __call__(self, rows: Rows) -> Array:
        sizes = self.low + rows.below(self.high - self.low + 1, "size")
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        slot = np.arange(offsets[-1]) - np.repeat(offsets[:-1], sizes)
        index = np.repeat(rows.place, sizes) * np.uint64(self.high) + slot.astype(np.uint64)
        items = Rows(index, rows.table, rows.column, seed=rows.seed, source=rows.source, attempt=rows.attempt)
        made = self.item(items.named(rows.names[0], f"{rows.names[1]}[]"))
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), as_arrow(made))


@dataclass(frozen=True)
class Json:
    """Small objects with a few plain members, or lists of words: a thousand of them, or each row's own if *unique*."""

    lists: bool = False
    unique: bool = False
    capacity: ClassVar[int] = 1 << 40

    def __call__(self, rows: Rows) -> Array:
        if self.unique:
            return self.written(rows)
        index = pa.array(rows.choice(1000, "document"))
        return pa.DictionaryArray.from_arrays(index, _documents(self, rows.seed, *rows.names))

    def written(self, rows: Rows) -> pa.StringArray:
        """A document for each row."""
        if self.lists:
            return self._listed(rows)
        number = rows.permuted(self.capacity) if self.unique else rows.below(500, "number")
        name, size, colour = (quoted(word(rows, draw)) for draw in range(3))
        forms = (
            ('{"id": ', digits(number), ', "name": ', name, "}"),
            ('{"number": ', digits(number), ', "active": true, "tags": [', size, ", ", colour, "]}"),
            ('{"name": ', name, ', "count": ', digits(number), ', "options": {"size": ', size, "}}"),
            ('{"label": ', name, ', "value": ', digits(number), ".5}"),
        )
        form = pa.array(rows.choice((4.0, 3.0, 2.0, 1.0), "form"))
        return pc.choose(form, *(joined(*parts) for parts in forms))

    def _listed(self, rows: Rows) -> Array:
        last = digits(rows.permuted(self.capacity)) if self.unique else quoted(word(rows, 2))
        one, two = joined("[", last, "]"), joined("[", quoted(word(rows, 0)), ", ", last, "]")
        three = joined("[", quoted(word(rows, 0)), ", ", quoted(word(rows, 1)), ", ", last, "]")
        return pc.choose(pa.array(rows.choice(3, "form")), one, two, three)


@lru_cache(maxsize=256)
def _documents(json: Json, seed: int, table: str, column: str) -> pa.StringArray:
    return json.written(Rows(np.arange(1000), table, column, seed=seed))


@dataclass(frozen=True)
class Always:
    """The same *value* in every row; None is NULL."""

    value: Hashable = None

    def __call__(self, rows: Rows) -> Array:
        if self.value is None:
            return pa.nulls(len(rows), pa.string())
        return taken((self.value,), np.zeros(len(rows), dtype=np.int32))


@dataclass(frozen=True)
class Numbered:
    """Text of whole numbers from *low* to *high*: what a numeric code in a text column looks like."""

    low: int
    high: int
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self.high - self.low + 1

    def __call__(self, rows: Rows) -> Array:
        numbers = UniqueIntegers(self.low, self.high) if self.unique else Integers(self.low, self.high)
        return digits(numbers(rows))


def usually(rows: Rows, values: NDArray[np.generic], usual: float | None) -> Array:
    """*values*, about half of them replaced by *usual*."""
    if usual is not None:
        values[rows.uniform("usual") < 0.5] = usual
    return values


def within(rows: Rows, low: np.datetime64 | None, high: np.datetime64 | None) -> tuple[np.datetime64, np.datetime64]:
    """The bounds of a span of time, two years long and up to the present where it has none."""
    years = np.timedelta64(730, "D")
    if high is None:
        high = rows.now if low is None or low < rows.now else low + years
    return high - years if low is None else low, high


def word(rows: Rows, draw: int) -> pa.StringArray:
    """A plain word for each row; other draws give other words."""
    index = rows.choice(len(WORDS), f"word {draw}")
    return pa.array(WORDS).take(pa.array(index))


def digits(numbers: Array) -> pa.StringArray:
    """Numbers as text."""
    return as_arrow(numbers).cast(pa.string())


def quoted(text: pa.Array) -> pa.StringArray:
    """Text that needs no escaping, in double quotes."""
    return joined('"', text, '"')


def joined(*parts: pa.Array | str) -> pa.StringArray:
    """Arrays of text and constant text, put together row by row."""
    return pc.binary_join_element_wise(*parts, "")


def as_arrow(values: object) -> pa.Array:
    """What a generator made, as an Arrow array."""
    if isinstance(values, np.ndarray):
        if values.dtype.kind in "mM" and values.dtype != np.dtype("M8[D]"):
            values = values.astype(f"{values.dtype.kind}8[us]")
        return pa.array(values)
    return values

