"""Parents that agree with what a row already holds: foreign keys that share columns.

Which rows of a table hold the same values is looked up in a `Lookup`, made once for a
table and some of its columns; everything after that is arithmetic on places in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.arrays import flat
from populace.generators.references import Int64s, with_nulls
from populace.rows import Array, Rows


class Lookup:
    """Rows of a table grouped by the values of some columns. Holds 16 bytes for each of the table's rows."""

    def __init__(self, keys: pa.Array) -> None:
        encoded = keys.dictionary_encode()
        self.keys = encoded.dictionary
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        self.order = np.argsort(codes, kind="stable")
        self.counts = np.bincount(codes, minlength=len(self.keys)).astype(np.int64)
        self.starts = np.cumsum(self.counts) - self.counts
        self.rank = np.empty_like(self.order)
        self.rank[self.order] = np.arange(len(codes)) - np.repeat(self.starts, self.counts)

    def find(self, keys: pa.Array) -> tuple[Int64s, Int64s]:
        """Start and length of each key's group in `order`; length 0 where there is none."""
        codes = pc.index_in(keys, value_set=self.keys).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        if not len(self.counts):
            return np.zeros_like(codes), np.zeros_like(codes)
        return self.starts[codes], np.where(codes < 0, 0, self.counts[codes])


class Grouping(Protocol):
    """A source that can group the rows of a table."""

    def lookup(self, table: str, columns: tuple[str, ...]) -> Lookup: ...

    def size(self, table: str) -> int: ...


def joined_key(arrays: list[Array]) -> pa.Array:
    """One text for each row's combination of values; NULL where one is NULL."""
    texts = [pc.cast(flat(pa.array(array)), pa.string()) for array in arrays]
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, "\x1f")


@dataclass(frozen=True)
class Matching:
    """Parents that agree with columns the row already holds: *fixed* here are *keys* there.

    In a table that points to itself only rows before are parents. A *unique* link takes the
    rows that agree in turn, as many as there are; the rows after that have no parent.
    """

    parent: str
    fixed: tuple[str, ...]
    keys: tuple[str, ...]
    owners: tuple[str, ...] = ()
    nullable: bool = True
    nulls: float = 0.0
    itself: bool = False
    unique: bool = False

    def __call__(self, rows: Rows) -> Int64s:
        source = cast(Grouping, rows.source)
        lookup = source.lookup(self.parent, self.keys)
        start, count = lookup.find(joined_key([rows[column] for column in self.fixed]))
        own = rows.index.astype(np.int64)
        if self.itself:
            count = np.minimum(count, lookup.rank[own])
        if self.unique:
            turn = count - 1 if self.itself else source.lookup(rows.table, self.fixed).rank[own]
            missing = (turn < 0) | (turn >= count)
        else:
            turn, missing = (rows.uniform() * count).astype(np.int64), count == 0
        for owner in self.owners:
            missing |= cast(Int64s, rows[owner]) < 0
        chosen = self._rows(lookup, start + np.where(missing, 0, turn))
        if self.itself and not self.nullable:
            return own if self.unique else np.where(missing, own, chosen)
        return np.where(missing, -1, with_nulls(rows, chosen, self.nulls))

    def _rows(self, lookup: Lookup, places: Int64s) -> Int64s:
        if not len(lookup.order):
            return np.full(len(places), -1, dtype=np.int64)
        return lookup.order[np.clip(places, 0, len(lookup.order) - 1)]


@dataclass(frozen=True)
class Agreeing:
    """The rows of *parent* that have a partner in every table of *partners*: (own columns, table, its columns)."""

    parent: str
    partners: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]

    def __call__(self, source: object) -> Int64s:
        grouping = cast(Grouping, source)
        able = np.ones(grouping.size(self.parent), dtype=bool)
        for own, table, keys in self.partners:
            mine, theirs = grouping.lookup(self.parent, own), grouping.lookup(table, keys)
            _, count = theirs.find(mine.keys)
            able[mine.order] &= np.repeat(count > 0, mine.counts)
        return np.flatnonzero(able)

    def capacity(self, source: Grouping) -> int:
        return len(self(source))


@dataclass(frozen=True)
class FirstOf:
    """One row of *parent* for each combination of values that its *columns* hold."""

    parent: str
    columns: tuple[str, ...]

    def __call__(self, source: object) -> Int64s:
        lookup = cast(Grouping, source).lookup(self.parent, self.columns)
        return np.sort(lookup.order[lookup.starts])

    def capacity(self, source: Grouping) -> int:
        return len(self(source))


@dataclass(frozen=True)
class Pairs:
    """Two parents that agree, no pair twice: the columns *own* of *parent* are the *keys* of *other*."""

    link: str
    other_link: str
    parent: str
    own: tuple[str, ...]
    other: str
    keys: tuple[str, ...]

    def pairs(self, source: Grouping) -> tuple[Int64s, Int64s, Int64s, Lookup]:
        """Rows of the parent in group order, the pairs before each, where its partners start, and their lookup."""
        mine, theirs = source.lookup(self.parent, self.own), source.lookup(self.other, self.keys)
        start, count = theirs.find(mine.keys)
        counts = np.repeat(count, mine.counts)
        return mine.order, np.concatenate([[0], np.cumsum(counts)]), np.repeat(start, mine.counts), theirs

    def capacity(self, source: Grouping) -> int:
        return int(self.pairs(source)[1][-1])

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        order, before, starts, theirs = self.pairs(cast(Grouping, rows.source))
        place = rows.permuted(int(before[-1]))
        at = np.searchsorted(before, place, side="right") - 1
        return {self.link: order[at], self.other_link: theirs.order[starts[at] + place - before[at]]}
