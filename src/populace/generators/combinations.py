"""Combinations that never come twice: several links or small columns made together, by a permutation.

What is permuted are places in the product of all choices, in all of the table or within
the run of one parent; each column then reads its own digit of the place.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from typing import cast

import numpy as np

from populace.errors import PlanError
from populace.generators.keys import taken
from populace.generators.references import Int64s, Selection, candidates, parents
from populace.rows import Array, Rows
from populace.streams import mix, stream


@dataclass(frozen=True)
class Digits:
    """Several small columns whose combination differs from row to row, as places in *radices*.

    A radix is a number of values, a table, or some of a table's rows. With *within*, a
    link made by `PerParent` and its ordinal, combinations differ only inside each run.
    """

    names: tuple[str, ...]
    radices: tuple[int | str | Selection, ...]
    within: tuple[str, str] | None = None

    def __call__(self, rows: Rows) -> Mapping[str, Int64s]:
        sizes = [self._size(rows, radix) for radix in self.radices]
        capacity = 1
        for size in sizes:
            capacity *= size
        place = self._within(rows, capacity) if self.within else rows.permuted(capacity)
        made = {}
        for name, size in zip(self.names, sizes, strict=True):
            made[name] = place % size
            place = place // size
        return made

    def _size(self, rows: Rows, radix: int | str | Selection) -> int:
        if isinstance(radix, int):
            return radix
        return parents(rows, radix) if isinstance(radix, str) else candidates(rows, "", radix)[0]

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
    """One column of a combination: the value at its place in *values*, or else a row number, maybe *among* some."""

    source: str
    values: tuple[Hashable, ...] = ()
    among: Selection | None = None

    def __call__(self, rows: Rows) -> Array:
        place = cast(Int64s, rows[self.source])
        if not self.values:
            return place if self.among is None else candidates(rows, "", self.among)[1](place)
        return taken(self.values, place.astype(np.int32))


@dataclass(frozen=True)
class Ordinal:
    """1, 2, 3 ... within the run of a parent: line numbers, positions, versions."""

    ordinal: str
    start: int = 1

    def __call__(self, rows: Rows) -> Int64s:
        return cast(Int64s, rows[self.ordinal]) + self.start


@dataclass(frozen=True)
class Days:
    """A day for each row in the run of a parent: from *first* on, or back from *last* or the present."""

    ordinal: str
    first: np.datetime64 | None = None
    last: np.datetime64 | None = None

    def __call__(self, rows: Rows) -> Array:
        passed = cast(Int64s, rows[self.ordinal]).astype("m8[D]")
        if self.first is not None and self.last is None:
            return self.first.astype("M8[D]") + passed
        return (rows.now if self.last is None else self.last).astype("M8[D]") - passed
