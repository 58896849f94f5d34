"""Parents that a model declares: children counted for each parent, and parents found by a path.

Where `PerParent` spreads a given number of children, `Children` has as many as the parents
have themselves: a customer's orders are counted from the customer alone, and the table is as
long as the sum. Only the sums of blocks of parents are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from populace.generators.references import PER_BLOCK, Int64s
from populace.rows import Rows
from populace.streams import mix, stream

TRIES = 16
KEPT_BLOCKS = 64
FAR = 1 << 53
"""Rows beyond their table are numbered below this, so that every language holds their keys exactly."""


@dataclass(frozen=True)
class Children:
    """Each parent's row has so many consecutive children as *counts* says of it."""

    counts: Callable[[Rows], NDArray[np.int64]]

    def linked(self, link: str, parent: str) -> Counted:
        return Counted(link, f"{link}#", parent, self.counts)


@dataclass(frozen=True)
class Through:
    """The parent that is reached by following these foreign keys, one after the other."""

    path: tuple[str, ...]

    def __init__(self, *path: str) -> None:
        object.__setattr__(self, "path", path)

    def linked(self, link: str, parent: str) -> Through:
        return self

    def follow(self, rows: Rows) -> Rows:
        """The rows at the end of the path."""
        for column in self.path:
            rows = rows.parent(column)
        return rows

    def __call__(self, rows: Rows) -> Int64s:
        return self.follow(rows).index.astype(np.int64)


def counted(rows: Rows, children: str, counts: Int64s) -> Int64s:
    """How many rows of the table *children* each row has: as many as are given, else *counts*."""
    rows.asked.add(f"#{children}")
    given = rows.known.get(f"#{children}")
    return np.asarray(given, dtype=np.int64) if isinstance(given, np.ndarray) else counts


class Counting(Protocol):
    """A source that keeps how many children come before each block of parents."""

    def counting(self, of: Counted) -> Counts: ...


@dataclass(frozen=True)
class Counted:
    """The parent's row number in *link*, and in *ordinal* the place among its children."""

    link: str
    ordinal: str
    parent: str
    counts: Callable[[Rows], NDArray[np.int64]]

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        if isinstance(given := rows.known.get(f"^{self.link}"), Rows):
            least_one = np.maximum(np.asarray(self.counts(given), dtype=np.int64), 1)
            return {self.link: given.index.astype(np.int64), self.ordinal: rows.below(least_one, "ordinal")}
        counts = cast(Counting, rows.source).counting(self)
        own = rows.index.astype(np.int64)
        inside = rows.index < np.uint64(counts.total)
        if inside.all():
            parent, ordinal = counts.locate(own)
        else:
            parent, ordinal = counts.anywhere(rows)
            if inside.any():
                parent[inside], ordinal[inside] = counts.locate(own[inside])
        return {self.link: parent, self.ordinal: ordinal}


class Counts:
    """Where each parent's children begin; a number is kept for every block of parents."""

    def __init__(self, of: Counted, size: int, parents: Callable[[NDArray[np.uint64]], Rows]) -> None:
        self.of, self.size, self.parents = of, size, parents
        self.blocks: dict[int, Int64s] = {}
        sums = [int(self._counts(block).sum()) for block in range(-(-size // PER_BLOCK))]
        self.before = np.concatenate([[0], np.cumsum(sums, dtype=np.int64)]).astype(np.int64)

    @property
    def total(self) -> int:
        return int(self.before[-1])

    def _counts(self, block: int) -> Int64s:
        start = block * PER_BLOCK
        index = np.arange(start, min(start + PER_BLOCK, self.size), dtype=np.uint64)
        return np.asarray(self.of.counts(self.parents(index)), dtype=np.int64)

    def _ends(self, block: int) -> Int64s:
        """How many children come before the end of each parent's, within a block; the last few blocks are kept."""
        if block not in self.blocks:
            if len(self.blocks) >= KEPT_BLOCKS:
                self.blocks.pop(next(iter(self.blocks)))
            self.blocks[block] = np.cumsum(self._counts(block))
        return self.blocks[block]

    def locate(self, child: Int64s) -> tuple[Int64s, Int64s]:
        """The parent of each child, and how many of its children come before."""
        blocks = np.searchsorted(self.before, child, side="right") - 1
        parent, ordinal = np.empty_like(child), np.empty_like(child)
        for block in np.unique(blocks):
            places = np.flatnonzero(blocks == block)
            ends = self._ends(int(block))
            inside = child[places] - self.before[block]
            found = np.searchsorted(ends, inside, side="right")
            parent[places] = int(block) * PER_BLOCK + found
            ordinal[places] = inside - np.where(found > 0, ends[found - 1], 0)
        return parent, ordinal

    def run(self, parent: int) -> range:
        """The children of one parent of the table."""
        block, place = divmod(parent, PER_BLOCK)
        ends, before = self._ends(block), int(self.before[block])
        return range(before + (int(ends[place - 1]) if place else 0), before + int(ends[place]))

    def anywhere(self, rows: Rows) -> tuple[Int64s, Int64s]:
        """For rows beyond the table: a parent that has children, and the place of one; open rows have open parents."""
        parent = np.empty(len(rows), dtype=np.int64)
        ordinal = np.zeros(len(rows), dtype=np.int64)
        left = np.arange(len(rows))
        span = np.uint64(FAR if rows.open else max(self.size, 1))
        for attempt in range(TRIES):
            bits = mix(rows.index[left], *stream(rows.seed, rows.table, self.of.link, "open", attempt))
            parent[left] = ((bits >> np.uint64(11)) % span).astype(np.int64)
            above = self.parents(parent[left].astype(np.uint64))
            above.open = rows.open
            counts = np.asarray(self.of.counts(above), dtype=np.int64)
            ordinal[left] = (bits & np.uint64(0xFFFF)).astype(np.int64) % np.maximum(counts, 1)
            left = left[counts == 0]
            if not len(left):
                break
        return parent, ordinal
