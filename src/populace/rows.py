"""A block of rows of one table, as the generator of one column sees it.

Everything random about a row comes from here, and is a pure function of seed, table,
column, draw and row number. A generator asks for `bits`, `uniform`, `normal`, `below` or
`choice`; for other columns of the same rows by ``rows["column"]``; for the rows a foreign
key points to by ``rows.parent("column")``; and for a place in a permutation by `permuted`
when its values must not repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from populace.errors import PlanError
from populace.permute import permute
from populace.streams import mix, stream
from populace.tabulated import chooser, normal

Array: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.generic]] | pa.Array"


class Generator(Protocol):
    """A column, or several made together: a function from rows to values."""

    def __call__(self, rows: Rows, /) -> Array | Mapping[str, Array]: ...


class Source(Protocol):
    """Who makes the other columns of the same rows: a plan."""

    @property
    def now(self) -> np.datetime64: ...

    @property
    def locale(self) -> str: ...

    def column(self, rows: Rows, column: str) -> Array: ...

    def parent(self, rows: Rows, column: str) -> Rows: ...

    def size(self, table: str) -> int: ...


class Rows:
    """Rows *index* of *table*, for the generator of *column*.

    Without a *source* the rows stand alone: they have random numbers but no siblings.
    *shift* is added to the row number wherever randomness or uniqueness comes from, for
    tables that share one key space; *attempt* counts how often a row was redrawn.
    """

    def __init__(
        self,
        index: ArrayLike,
        table: str = "",
        column: str = "",
        *,
        seed: int = 0,
        source: Source | None = None,
        attempt: int = 0,
        shift: int = 0,
    ) -> None:
        self.index: NDArray[np.uint64] = np.ascontiguousarray(index, dtype=np.uint64)
        self.table, self.column, self.seed = table, column, seed
        self.source, self.attempt, self.shift = source, attempt, shift
        self.made: dict[str, Array] = {}
        self.known: Mapping[str, Array | Rows] = {}
        """Columns, and parents by link, that were given: what is made of these rows fits them."""
        self.asked: set[str] = set()
        """Columns, and parents by "^" and link, that were asked for so far."""
        self.open = False
        """Whether the rows lie beyond their table: unique values are then taken from a small part of all."""
        self.names = (table, column)
        self.trial: frozenset[str] = frozenset()
        self.busy: list[str] = []
        self.parts: list[tuple[NDArray[np.int64], Rows]] | None = None

    def __len__(self) -> int:
        return len(self.index)

    def of(self, column: str) -> Rows:
        """The same rows as the generator of *column* sees them; what was made is shared."""
        view = Rows.__new__(Rows)
        view.__dict__ = self.__dict__ | {"column": column, "names": (self.table, column)}
        return view

    def some(self, places: NDArray[np.int64]) -> Rows:
        """The rows at *places*, for the same column."""
        view = self.of(self.column)
        view.index, view.names, view.made, view.busy, view.parts = self.index[places], self.names, {}, [], None
        if self.known:
            view.give({name: _at(given, places) for name, given in self.known.items()})
        return view

    def give(self, known: Mapping[str, Array | Rows]) -> None:
        """Let these columns, and parents by "^" and link, be as given."""
        self.known = dict(known)
        self.made.update(self.known)

    def stepped(self, number: ArrayLike) -> Rows:
        """Rows to draw from for one step of a path: another *number* is independent, as another row is."""
        view = self.some(np.arange(len(self)))
        steps = np.broadcast_to(np.asarray(number, dtype=np.uint64), len(self))
        start, step = stream("steps")
        view.index, view.shift = mix(mix(self.place, start, step) + steps, step, start | np.uint64(1)), 0
        return view

    def named(self, table: str, column: str, shift: int = 0) -> Rows:
        """The same rows drawing the random numbers of another table's *column*, *shift* rows on."""
        view = self.of(self.column)
        view.names, view.shift = (table, column), shift
        return view

    @classmethod
    def keyed(cls, values: Sequence[str | bytes] | pa.Array, secret: bytes) -> Rows:
        """Rows whose randomness is a keyed hash of *values*: equal values give equal rows, for masking."""
        from hashlib import blake2b

        items = values.to_pylist() if isinstance(values, pa.Array) else values
        whole = b"".join(
            blake2b(item if isinstance(item, bytes) else str(item).encode(), digest_size=8, key=secret[:64]).digest()
            for item in items
        )
        return cls(np.frombuffer(whole, dtype="<u8"))

    @property
    def now(self) -> np.datetime64:
        """The present of the data, in microseconds."""
        return self.source.now if self.source else np.datetime64("2026-01-01T00:00:00", "us")

    @property
    def locale(self) -> str:
        """The locale whose words are used, such as ``de_DE``."""
        return self.source.locale if self.source else "en_US"

    def bits(self, draw: int | str = 0) -> NDArray[np.uint64]:
        """64 random bits a row; another *draw* is independent. The array is the caller's to change."""
        return mix(self.place, *stream(self.seed, *self.names, draw, self.attempt))

    @property
    def place(self) -> NDArray[np.uint64]:
        """The row numbers that randomness is drawn at."""
        return self.index + np.uint64(self.shift) if self.shift else self.index

    def uniform(self, draw: int | str = 0) -> NDArray[np.float64]:
        """Numbers in [0, 1), all multiples of 2**-53."""
        bits = self.bits(draw)
        bits >>= np.uint64(11)
        numbers = bits.view(np.int64).astype(np.float64)  # signed: several times faster to convert
        numbers *= 2.0**-53
        return numbers

    def normal(self, draw: int | str = 0) -> NDArray[np.float64]:
        """Standard normal numbers, within 5.4 of 0."""
        return normal()(self.bits(draw))

    def below(self, n: int | NDArray[np.int64], draw: int | str = 0) -> NDArray[np.int64]:
        """Whole numbers in [0, n); *n* may differ from row to row."""
        numbers = self.uniform(draw)
        numbers *= n
        return numbers.astype(np.int64)

    def choice(self, weights: Sequence[float] | int, draw: int | str = 0) -> NDArray[np.int32]:
        """Indices of alternatives by their *weights*, or of so many equally likely ones."""
        if isinstance(weights, int):
            return self.below(weights, draw).astype(np.int32)
        return chooser(tuple(weights))(self.bits(draw))

    def permuted(self, capacity: int) -> NDArray[np.int64]:
        """Each row's own place in [0, capacity), never that of another row; redrawing does not move it."""
        place = self.place
        if self.open:
            place = place % np.uint64(capacity)
        elif len(place) and int(place.max()) >= capacity:
            raise PlanError(
                f"{self.table}.{self.column}: row {int(place.max()):,} needs a value of its own, but there are only "
                f"{capacity:,}; ask for at most {capacity:,} rows or give the column a generator with more values"
            )
        return permute(place, capacity, (self.seed, *self.names))

    def __getitem__(self, column: str) -> Array:
        """Another column of the same rows; the value behind a NULL where there is one."""
        self.asked.add(column)
        if column not in self.made:
            if self.source is None:
                raise PlanError(f"{self.table}.{self.column} asks for {column!r}, but these rows belong to no plan")
            self.made[column] = self.source.column(self, column)
        return self.made[column]

    def parent(self, column: str) -> Rows:
        """The rows of the table that the foreign key of *column* points to, one for each row."""
        if self.source is None:
            raise PlanError(f"{self.table}.{self.column} asks for the parent in {column!r}, but there is no plan")
        return self.source.parent(self, column)


def _at(given: Array | Rows, places: NDArray[np.int64]) -> Array | Rows:
    if isinstance(given, Rows):
        return given.some(places)
    return given.take(pa.array(places)) if isinstance(given, pa.Array) else given[places]
