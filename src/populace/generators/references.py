"""Foreign keys by arithmetic.

A child row finds its parent from its own row number, so neither table has to exist when
the other is made. Each generator here gives the parent's row number, -1 for none:
`Reference` picks parents independently, `Tree` among the rows before, `PerParent` gives each
parent a run of consecutive children, `OneToOne` gives each child a parent of its own, and
`Matching` picks among the parents that agree with what the row already holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.errors import PlanError
from populace.rows import Array, Rows
from populace.streams import mix, stream

Int64s = NDArray[np.int64]
PER_BLOCK = 4096


def parents(rows: Rows, table: str) -> int:
    """How many rows *table* has in the plan of *rows*."""
    assert rows.source is not None
    return rows.source.size(table)


def with_nulls(rows: Rows, chosen: Int64s, nulls: float) -> Int64s:
    """*chosen*, with -1 for a share *nulls* of the rows."""
    return np.where(rows.uniform("null") < nulls, -1, chosen) if nulls else chosen


@dataclass(frozen=True)
class Reference:
    """Parents picked independently; low row numbers have more children (a fifth of them has 45 %)."""

    parent: str
    nulls: float = 0.0

    def __call__(self, rows: Rows) -> Int64s:
        place = rows.uniform()
        place *= place
        place *= parents(rows, self.parent)
        return with_nulls(rows, place.astype(np.int64), self.nulls)


@dataclass(frozen=True)
class Nobody:
    """No parent at all: the table pointed to is left out or empty."""

    parent: str

    def __call__(self, rows: Rows) -> Int64s:
        return np.full(len(rows), -1, dtype=np.int64)


@dataclass(frozen=True)
class Tree:
    """Parents among the rows before; about one row in ten is a root, which points to itself where NULL is not allowed."""

    nullable: bool = True
    unique: bool = False

    def __call__(self, rows: Rows) -> Int64s:
        own = rows.index.astype(np.int64)
        before = own - 1 if self.unique else (rows.uniform() * own).astype(np.int64)
        roots = (own == 0) | ((rows.uniform("root") < 0.1) & self.nullable)
        return np.where(roots, -1 if self.nullable else own, before)


@dataclass(frozen=True)
class OneToOne:
    """Each row its own parent: a permutation of them; with *nulls* also more rows than parents, the rest without one."""

    parent: str
    nulls: float = 0.0

    def __call__(self, rows: Rows) -> Int64s:
        count = parents(rows, self.parent)
        if not self.nulls:
            return rows.permuted(count)
        beyond = rows.place >= np.uint64(count)
        inside = rows.some(np.arange(len(rows)))
        inside.index = np.where(beyond, 0, inside.index).astype(np.uint64)
        return np.where(beyond, -1, with_nulls(rows, inside.permuted(count), self.nulls))


@dataclass(frozen=True)
class PerParent:
    """Runs of consecutive children for each parent: its row number, and in *ordinal* the place in the run.

    Runs differ in length as real ones do: one parent in seven has none, a few have four times
    the mean; where *most* forbids that, they are as even as can be.
    """

    link: str
    ordinal: str
    parent: str
    most: int | None = None

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        runs = _runs(
            parents(rows, self.parent), parents(rows, rows.table), self.most, (rows.seed, rows.table, self.link)
        )
        parent, ordinal = runs.locate(rows.index.astype(np.int64))
        return {self.link: parent, self.ordinal: ordinal}


class Runs:
    """Where the run of each of *parents* begins among *children* rows; a number is kept per block of parents only."""

    def __init__(self, parents: int, children: int, most: int | None, key: tuple[object, ...]) -> None:
        self.parents, self.children, self.key = parents, children, key
        self.even = False
        self.total = self._prefix()
        if most is not None and self.WEIGHTS[-1] * children / max(self.total, 1) + 1 > most:
            self.even = True
            self.total = self._prefix()

    # a skew like that of orders per customer: median 0.6, 95th percentile 3.3 times the mean
    WEIGHTS = np.array([0, 2, 3, 4, 6, 8, 10, 12, 14, 17, 20, 25, 31, 40, 60, 100], dtype=np.int64)[
        np.array([0] * 9 + [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5 + [5] * 5 + [6] * 5 + [7] * 4 + [8] * 4 + [9] * 4
                 + [10] * 3 + [11] * 3 + [12] * 3 + [13] * 2 + [14] + [15])
    ]  # fmt: skip

    def _weights(self, start: int, stop: int) -> Int64s:
        if self.even:
            return np.ones(stop - start, dtype=np.int64)
        bits = mix(np.arange(start, stop, dtype=np.uint64), *stream(*self.key, "weight"))
        return self.WEIGHTS[(bits >> np.uint64(58)).astype(np.int64)]

    def _prefix(self) -> int:
        sums = [
            int(self._weights(start, min(start + PER_BLOCK, self.parents)).sum())
            for start in range(0, self.parents, PER_BLOCK)
        ]
        self.before = np.concatenate([[0], np.cumsum(sums)]).astype(np.int64)
        total = int(self.before[-1])
        if not total:
            self.even = True
            return self._prefix() if self.parents else 0
        self.block_start = self._starts(self.before, total)
        return total

    def _starts(self, weight_before: Int64s, total: int) -> Int64s:
        return np.where(
            weight_before >= total, self.children, (weight_before * (self.children / total)).astype(np.int64)
        )

    def locate(self, child: Int64s) -> tuple[Int64s, Int64s]:
        """The parent of each child row, and how many of its children come before."""
        blocks = np.searchsorted(self.block_start, child, side="right") - 1
        parent, ordinal = np.empty_like(child), np.empty_like(child)
        for block in np.unique(blocks):
            rows = np.flatnonzero(blocks == block)
            start = int(block) * PER_BLOCK
            stop = min(start + PER_BLOCK, self.parents)
            ends = self.before[block] + np.cumsum(self._weights(start, stop))
            starts = self._starts(np.concatenate([[self.before[block]], ends]), self.total)
            inside = np.searchsorted(starts, child[rows], side="right") - 1
            parent[rows] = start + inside
            ordinal[rows] = child[rows] - starts[inside]
        return parent, ordinal


@lru_cache(maxsize=64)
def _runs(parents: int, children: int, most: int | None, key: tuple[object, ...]) -> Runs:
    return Runs(parents, children, most, key)


@dataclass(frozen=True)
class Digits:
    """Several small columns whose combination differs from row to row, as places in *radices*.

    A radix is a number of values, or a table whose rows are chosen among. With *within*, a
    link made by `PerParent`, combinations differ only inside each run.
    """

    names: tuple[str, ...]
    radices: tuple[int | str, ...]
    within: tuple[str, str] | None = None

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        sizes = [radix if isinstance(radix, int) else parents(rows, radix) for radix in self.radices]
        capacity = 1
        for size in sizes:
            capacity *= size
        place = self._within(rows, capacity) if self.within else rows.permuted(capacity)
        made = {}
        for name, size in zip(self.names, sizes, strict=True):
            made[name] = place % size
            place = place // size
        return made

    def _within(self, rows: Rows, capacity: int) -> Int64s:
        assert self.within
        parent, ordinal = (cast(Int64s, rows[name]) for name in self.within)
        if len(ordinal) and int(ordinal.max()) >= capacity:
            raise PlanError(
                f"{rows.table}: one parent has {int(ordinal.max()) + 1:,} rows but there are only {capacity:,} "
                f"combinations of {', '.join(self.names)}; ask for fewer rows"
            )
        bits = mix(parent.astype(np.uint64), *stream(rows.seed, rows.table, self.names, "within"))
        steps = _coprimes(capacity)
        step = steps[(bits >> np.uint64(40)).astype(np.int64) % len(steps)]
        offset = ((bits & np.uint64(0xFFFFFFFFFF)) % np.uint64(capacity)).astype(np.int64)
        return (ordinal % capacity * step + offset) % capacity


@lru_cache(maxsize=256)
def _coprimes(n: int) -> Int64s:
    """Steps that visit each of n places once, below a million so that products stay exact."""
    candidates = [1, *range(max(2, min(n, 1 << 20) // 3), min(n, 1 << 20))]
    return np.array([step for step in candidates[:400] if gcd(step, n) == 1][:64], dtype=np.int64)


@dataclass(frozen=True)
class Couples:
    """Two different rows of one table, no couple twice; in *ordered* couples the first has the lower number."""

    first: str
    second: str
    parent: str
    ordered: bool = False

    def count(self, size: int) -> int:
        return size * (size - 1) // 2 if self.ordered else size * (size - 1)

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        size = parents(rows, self.parent)
        place = rows.permuted(self.count(size))
        if not self.ordered:
            first, second = place // (size - 1), place % (size - 1)
            return {self.first: first, self.second: second + (second >= first)}
        second = ((1 + np.sqrt(8.0 * place + 1)) / 2).astype(np.int64)
        second -= second * (second - 1) // 2 > place
        second += second * (second + 1) // 2 <= place
        return {self.first: place - second * (second - 1) // 2, self.second: second}


@dataclass(frozen=True)
class Digit:
    """One column of a combination: the value at its place among *values* (a place itself when there are none)."""

    source: str
    values: tuple[object, ...] = ()

    def __call__(self, rows: Rows) -> Array:
        place = cast(Int64s, rows[self.source])
        if not self.values:
            return place
        if isinstance(self.values[0], str):
            return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), pa.array(self.values, pa.string()))
        return np.asarray(self.values)[place]


@dataclass(frozen=True)
class Ordinal:
    """1, 2, 3 ... within the run of a parent: line numbers, positions, versions."""

    ordinal: str
    start: int = 1

    def __call__(self, rows: Rows) -> Int64s:
        return cast(Int64s, rows[self.ordinal]) + self.start


@dataclass(frozen=True)
class FamilyMember:
    """The parent's row of a subclass's row, in joined-table inheritance.

    Rows of the base table take the classes in turn; a table that *holds* some of the classes
    has a row for each base row of theirs, in the same order.
    """

    classes: int
    holds: tuple[int, ...]
    parent_holds: tuple[int, ...]

    def __call__(self, rows: Rows) -> Int64s:
        own = rows.index.astype(np.int64)
        turn = np.array(self.holds)[own % len(self.holds)]
        place = np.full(self.classes, -1, dtype=np.int64)
        place[list(self.parent_holds)] = np.arange(len(self.parent_holds))
        return own // len(self.holds) * len(self.parent_holds) + place[turn]


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


def joined_key(arrays: list[Array]) -> pa.Array:
    """One text for each row's combination of values; NULL where one is NULL."""
    texts = [pc.cast(_plain(array), pa.string()) for array in arrays]
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, "\x1f")


def _plain(array: Array) -> pa.Array:
    values = pa.array(array) if isinstance(array, np.ndarray) else array
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


@dataclass(frozen=True)
class Matching:
    """Parents that agree with columns the row already holds: *fixed* here are *keys* there.

    In a table that points to itself only rows before are parents. *distinct* names the
    ordinal of a run within which no parent comes twice.
    """

    parent: str
    fixed: tuple[str, ...]
    keys: tuple[str, ...]
    owners: tuple[str, ...] = ()
    nullable: bool = True
    nulls: float = 0.0
    itself: bool = False

    def __call__(self, rows: Rows) -> Int64s:
        lookup = cast(Grouping, rows.source).lookup(self.parent, self.keys)
        start, count = lookup.find(joined_key([rows[column] for column in self.fixed]))
        own = rows.index.astype(np.int64)
        if self.itself:
            count = np.minimum(count, lookup.rank[own])
        chosen = lookup.order[np.minimum(start + (rows.uniform() * count).astype(np.int64), len(lookup.order) - 1)]
        missing = count == 0
        for owner in self.owners:
            missing |= cast(Int64s, rows[owner]) < 0
        fallback = own if self.itself and not self.nullable else -1
        chosen = np.where(missing, fallback, chosen)
        return np.where(chosen >= 0, with_nulls(rows, chosen, self.nulls), chosen)


@dataclass(frozen=True)
class Agreeing:
    """Parents that have a partner in every table named by *partners*: (own columns, table, its columns)."""

    parent: str
    partners: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
    nulls: float = 0.0

    def __call__(self, rows: Rows) -> Int64s:
        source = cast(Grouping, rows.source)
        able = np.ones(parents(rows, self.parent), dtype=bool)
        for own, table, keys in self.partners:
            mine, theirs = source.lookup(self.parent, own), source.lookup(table, keys)
            _, count = theirs.find(mine.keys)
            able[mine.order] &= np.repeat(count > 0, mine.counts)
        chosen = np.flatnonzero(able)
        if not len(chosen):
            return np.full(len(rows), -1, dtype=np.int64)
        place = rows.uniform()
        return with_nulls(rows, chosen[(place * place * len(chosen)).astype(np.int64)], self.nulls)


@dataclass(frozen=True)
class Pairs:
    """Two parents that agree on the columns they share, no pair twice: (own columns of *parent*) = *keys* of *other*."""

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


@dataclass(frozen=True)
class Key:
    """The value of a foreign key column: the parent's own column, NULL where there is no parent."""

    link: str
    column: str
    key: str
    text: bool = False

    def __call__(self, rows: Rows) -> Array:
        values = rows.parent(self.column)[self.key]
        if self.text and isinstance(values, np.ndarray):
            return pc.cast(pa.array(values), pa.string())
        return values
