"""How the values of a planned table are made, column by column.

A `Layout` says for one table which generator makes each column; a `Making` answers what
`Rows` asks for: siblings, parents, table sizes. Columns that CHECKs speak of are made
together (see `trials`), so that whoever asks for one of them sees the value that the table
will hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.arrays import flat, without
from populace.errors import PlanError
from populace.generators.children import Counted, Counts, Through
from populace.generators.matching import Lookup, joined_key
from populace.generators.references import Selection
from populace.rows import Array, Rows
from populace.schema.types import raw_type, to_arrow
from populace.trials import REDRAWS, Together, settled

if TYPE_CHECKING:
    from populace.infer.asked import Suggestion

GROUP_BLOCK = 65_536


@dataclass
class Layout:
    """How one table is made."""

    table: sa.Table
    size: int
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For a foreign key column: the hidden column with the parent's row number, and the parent's table."""
    settled: dict[str, Together] = field(default_factory=dict)
    """For a column that CHECKs speak of: what it is made together with."""
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Columns that share the key space of another table: its name, and how many rows come before."""
    counted: Counted | None = None
    """Who counts the rows, where the table is as long as its parents' children are together."""
    numeric: frozenset[str] = frozenset()
    """Text columns that integer foreign keys point to: they hold digits."""
    full: frozenset[str] = frozenset()
    """Columns that may be NULL by type but must not be, for the sake of a key or a partition."""
    made_by: dict[str, str] = field(default_factory=dict)
    """For a column that another one's generator makes along: the name of that one."""
    needs: dict[str, frozenset[str]] = field(default_factory=dict)
    """The columns and links that a column is made from, as far as single rows had to know."""
    donors: Any = None
    """Rows that single rows take from what lies behind a known value."""


class Making:
    """The source behind `Rows`: makes columns of planned tables on request."""

    def __init__(
        self, layouts: dict[str, Layout], seed: int, now: np.datetime64, locale: str, dialect: sa.Dialect
    ) -> None:
        self.dialect = dialect
        self._kinds: dict[tuple[str, str], sa.types.TypeEngine[Any]] = {}
        self.layouts, self.seed, self._now, self._locale = layouts, seed, now, locale
        self.redrawn: dict[str, dict[int, int]] = {}
        """Rows that the database itself refused, and how often: they are drawn anew as a whole."""
        self._lookups: dict[tuple[str, tuple[str, ...], int], Lookup] = {}
        self._selected: dict[tuple[Selection, int], NDArray[np.int64]] = {}
        self._counts: dict[Counted, Counts] = {}

    def reseeded(self, seed: int) -> Making:
        """The same tables under another seed."""
        return Making(self.layouts, seed, self._now, self._locale, self.dialect)

    @property
    def now(self) -> np.datetime64:
        return self._now

    @property
    def locale(self) -> str:
        return self._locale

    def size(self, table: str) -> int:
        """How many rows *table* has; under another seed parents have other numbers of children."""
        layout = self.layouts[table]
        return layout.size if layout.counted is None else self.counting(layout.counted).total

    def rows(self, table: str, index: NDArray[np.uint64] | range, attempt: int = 0) -> Rows:
        """Rows *index* of *table*."""
        numbers = np.arange(index.start, index.stop, dtype=np.uint64) if isinstance(index, range) else index
        return Rows(numbers, table, seed=self.seed, source=self, attempt=attempt)

    def column(self, rows: Rows, column: str) -> Array:
        layout = self.layouts[rows.table]
        if rows.attempt == 0 and self.redrawn.get(rows.table):
            again = self._refused(rows)
            if len(again):
                return self._with_refused(rows, column, again)
        if column in layout.settled and column not in rows.trial:
            rows.made.update(settled(self, rows, layout, layout.settled[column]))
            return rows.made[column]
        return self._make(rows, layout, column)

    def _make(self, rows: Rows, layout: Layout, column: str) -> Array:
        maker = layout.made_by.get(column, column)
        if maker not in layout.suggestions:
            raise PlanError(f"{rows.table}.{column}: there is no such column, or the database computes it")
        if maker in rows.busy:
            ring = " → ".join([*rows.busy[rows.busy.index(maker) :], maker])
            raise PlanError(f"{rows.table}.{column} cannot be made: its columns need each other ({ring})")
        view = rows.of(maker)
        if layout.settled and maker not in layout.settled:
            view.attempt -= view.attempt % REDRAWS
        if maker in layout.names:
            other, shift = layout.names[maker]
            view = view.named(other, maker, shift)
        rows.busy.append(maker)
        try:
            values = layout.suggestions[maker].generator(view)
        finally:
            rows.busy.pop()
        made = values if isinstance(values, Mapping) else {column: values}
        for name, array in made.items():
            if not isinstance(array, np.ndarray | pa.Array | pa.ChunkedArray) or len(array) != len(rows):
                raise self._no_array(view, name, array)
        rows.made.update(made if not rows.known else {c: a for c, a in made.items() if c not in rows.known})
        return made[column]

    def _no_array(self, rows: Rows, column: str, made: object) -> PlanError:
        generator = self.layouts[rows.table].suggestions[rows.column].generator
        what = f"{type(made).__name__} of {len(made):,}" if isinstance(made, Sized) else type(made).__name__
        return PlanError(
            f"{rows.table}.{column}: {generator!r} returned a {what} for {len(rows):,} rows; "
            f"return a NumPy or Arrow array with one value for each row"
        )

    def nulls(self, rows: Rows, column: str) -> NDArray[np.bool_] | None:
        """Which rows hold NULL in *column*; None for none of them."""
        key = "∅" + column
        if key not in rows.made:
            layout = self.layouts[rows.table]
            if rows.attempt == 0 and self.redrawn.get(rows.table) and len(again := self._refused(rows)):
                mask = self._with_refused(rows, key, again)
            elif column in layout.settled and column not in rows.trial:
                rows.made.update(settled(self, rows, layout, layout.settled[column]))
                return cast("NDArray[np.bool_]", rows.made[key])
            else:
                mask = self._null_mask(rows, layout, column)
            rows.made[key] = mask
        mask = rows.made[key]
        return cast("NDArray[np.bool_]", mask) if len(mask) else None

    def _null_mask(self, rows: Rows, layout: Layout, column: str) -> NDArray[np.bool_]:
        """A mask, or an empty array where nothing is NULL."""
        if column in layout.links:
            if not _may_be_null(layout.table, column) or column in layout.full:
                return np.empty(0, dtype=bool)
            missing = self._unlinked(rows, layout, layout.links[column][0])
            return missing if not self._desperate(rows, layout, column) else np.ones(len(rows), dtype=bool)
        if self._desperate(rows, layout, column):
            return np.ones(len(rows), dtype=bool)
        nulls = None if column in layout.made_by else layout.suggestions[column].nulls
        if not nulls:
            return np.empty(0, dtype=bool)
        view = rows.of(column)
        if layout.settled and column not in layout.settled:
            view.attempt -= view.attempt % REDRAWS
        return nulls(view) if callable(nulls) else view.uniform("null") < nulls

    def _unlinked(self, rows: Rows, layout: Layout, link: str) -> NDArray[np.bool_]:
        """Which rows have no parent by *link*, or none that shows."""
        missing = cast("NDArray[np.int64]", rows[link]) < 0
        nulls = layout.suggestions[link].nulls if link in layout.suggestions else None
        if not nulls:
            return missing
        view = rows.of(link)
        return missing | (nulls(view) if callable(nulls) else view.uniform("null") < nulls)

    def _desperate(self, rows: Rows, layout: Layout, column: str) -> bool:
        """Whether to try with NULL what many draws could not solve: every second one of the last draws."""
        turn = rows.attempt % REDRAWS
        return (
            column in rows.trial and turn >= REDRAWS - 16 and turn % 2 == 0
            and column not in layout.full and _may_be_null(layout.table, column)
        )  # fmt: skip

    def output(self, rows: Rows, column: str) -> pa.Array:
        """The values of *column* as the table holds them: of its Arrow type, with NULLs."""
        values, mask = self.values(rows, column), self.nulls(rows, column)
        if mask is None or not mask.any():
            return values
        return without(values, mask)

    def values(self, rows: Rows, column: str) -> pa.Array:
        """The values of *column*, also those behind NULLs, of its Arrow type."""
        kind = self.kind(rows.table, column)
        made = rows[column]
        try:
            return to_arrow(made, kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OverflowError, ValueError) as error:
            suggestion = self.layouts[rows.table].suggestions[self.layouts[rows.table].made_by.get(column, column)]
            raise PlanError(
                f"{rows.table}.{column} ({kind!r}): {suggestion.generator!r} made no fitting values: {error}"
            ) from error

    def kind(self, table: str, column: str) -> sa.types.TypeEngine[Any]:
        """The type that the database has for a column."""
        key = (table, column)
        if key not in self._kinds:
            self._kinds[key] = raw_type(self.layouts[table].table.columns[column].type, self.dialect)
        return self._kinds[key]

    def held(self, rows: Rows, column: str) -> pa.Array:
        """The values of *column* as `output` gives them, or of a hidden column as they are."""
        if column in self.layouts[rows.table].table.columns:
            return self.output(rows, column)
        return pa.array(rows[column])

    def parent(self, rows: Rows, column: str) -> Rows:
        layout = self.layouts[rows.table]
        if column not in layout.links:
            known = ", ".join(sorted(layout.links)) or "none"
            raise PlanError(f"{rows.table}.{column} is no foreign key; the table's foreign keys: {known}")
        link, parent = layout.links[column]
        key = "^" + link
        rows.asked.add(key)
        if key not in rows.made:
            rows.made[key] = cast(Array, self._above(rows, layout, link, parent))
        return cast(Rows, rows.made[key])

    def _above(self, rows: Rows, layout: Layout, link: str, parent: str) -> Rows:
        found = layout.suggestions.get(link)
        if found is not None and isinstance(found.generator, Through):
            return found.generator.follow(rows)
        above = self.rows(parent, np.maximum(cast("NDArray[np.int64]", rows[link]), 0).astype(np.uint64))
        above.open = rows.open and bool((above.index >= np.uint64(self.size(parent))).any())
        return above

    def counting(self, of: Counted) -> Counts:
        """How many children the rows of a table have; kept."""
        if of not in self._counts:
            self._counts[of] = Counts(of, self.size(of.parent), lambda index: self.rows(of.parent, index))
        return self._counts[of]

    def lookup(self, table: str, columns: tuple[str, ...]) -> Lookup:
        """The rows of *table* grouped by *columns*; kept."""
        key = (table, columns, self._refusals())
        if key not in self._lookups:
            size, keys = self.size(table), []
            for start in range(0, size, GROUP_BLOCK):
                rows = self.rows(table, range(start, min(start + GROUP_BLOCK, size)))
                keys.append(joined_key([rows[column] for column in columns]))
            self._lookups[key] = Lookup(pa.chunked_array(keys, type=pa.string()).combine_chunks())
        return self._lookups[key]

    def selected(self, among: Selection) -> NDArray[np.int64]:
        """The row numbers of a selection; kept."""
        key = (among, self._refusals())
        if key not in self._selected:
            self._selected[key] = among(self)
        return self._selected[key]

    def _refusals(self) -> int:
        """How many rows were drawn anew so far, all told: what was looked up before that is out of date."""
        return sum(sum(times.values()) for times in self.redrawn.values())

    def _refused(self, rows: Rows) -> NDArray[np.int64]:
        refused = np.fromiter(self.redrawn[rows.table], dtype=np.uint64)
        return np.flatnonzero(np.isin(rows.index, refused))

    def _with_refused(self, rows: Rows, column: str, again: NDArray[np.int64]) -> Array:
        """*column* with the rows that the database refused drawn anew, everything about them."""
        if rows.parts is None:
            attempts = np.zeros(len(rows), dtype=np.int64)
            attempts[again] = [self.redrawn[rows.table][int(i)] for i in rows.index[again]]
            rows.parts = [
                (places, self.rows(rows.table, rows.index[places], int(attempt) * REDRAWS))
                for attempt in np.unique(attempts)
                for places in [np.flatnonzero(attempts == attempt)]
            ]
        values = [self._part(part, column) for _, part in rows.parts]
        where = np.empty(len(rows), dtype=np.int64)
        where[np.concatenate([places for places, _ in rows.parts])] = np.arange(len(rows))
        if isinstance(values[0], np.ndarray):
            return np.concatenate(values)[where]
        return pa.chunked_array([flat(v) for v in values]).combine_chunks().take(pa.array(where))

    def _part(self, rows: Rows, column: str) -> Array:
        if not column.startswith("∅"):
            return rows[column]
        mask = self.nulls(rows, column[1:])
        return np.zeros(len(rows), dtype=bool) if mask is None else mask


def _may_be_null(table: sa.Table, column: str) -> bool:
    return bool(table.columns[column].nullable) and not table.columns[column].primary_key
