"""Single rows of a table, as the Python values that an ORM would read.

A row costs many times more alone than among others, so rows are made in blocks where that
is possible. What is given (*known* columns, *parents*) is followed by every column that is
made from it, and fitted by those that lie behind it: a woman gets a woman's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from populace.conversion import Conversion
from populace.donors import Donors
from populace.errors import PlanError
from populace.generators import keys
from populace.generators.children import FAR, Counted
from populace.infer.links import Link
from populace.names import closest
from populace.plan import Plan
from populace.rows import Array, Rows
from populace.schema.declared import declared
from populace.streams import mix, stream

MARKS = ("→", "#")
"""What is known besides columns: places among the children of a parent, and numbers of children."""
BLOCK = 64
KEPT_BLOCKS = 4


@dataclass(frozen=True)
class Known:
    """Parents that are given: the row number of each, None where it is unknown; columns and parents of theirs."""

    rows: Sequence[int | None]
    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    parents: Mapping[str, Known] = field(default_factory=dict)


class Records:
    """Rows of one *table* of a *plan*."""

    def __init__(self, plan: Plan, table: str) -> None:
        self.plan, self.name = plan, plan.named(table)
        self.making = plan.inference.making
        self.layout = plan.inference.layouts[self.name]
        self.names = tuple(str(column.name) for column in plan.written(self.name))
        self.links: dict[str, Link] = {link.name: link for link in plan.inference.links[self.name]}
        self._blocks: dict[int, tuple[Rows, dict[str, list[Any]]]] = {}
        self._conversions: dict[str, Conversion] = {}
        self._parents: dict[str, Records] = {}

    def needs(self, column: str) -> frozenset[str]:
        """The columns, hidden ones too, and the links that *column* is made from."""
        if column not in self.layout.needs:
            rows = self.rows(range(min(BLOCK, max(self.layout.size, 1))))
            self.making.output(rows, self._written(column))
            self.layout.needs[column] = frozenset(name.removeprefix("^") for name in rows.asked) - {column}
        return self.layout.needs[column]

    def value(self, column: str, row: int) -> Any:
        """*column* of one row, from a block of rows that is made at once."""
        start, stop = self._around(row)
        if start not in self._blocks:
            while len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))
            self._blocks[start] = (self.rows(range(start, stop)), {})
        rows, columns = self._blocks[start]
        if column not in columns:
            columns[column] = self._output(rows, self._written(column))
        return columns[column][row - start]

    def record(
        self,
        row: int,
        known: Mapping[str, Any] | None = None,
        parents: Mapping[str, Known] | None = None,
        *,
        open: bool = False,
    ) -> dict[str, Any]:
        """One row, with what is *known* and all else fitting it."""
        given = {column: [value] for column, value in (known or {}).items()}
        columns = self.columns([row], self.names, given, parents, open=open)
        return {column: values[0] for column, values in columns.items()}

    def records(self, rows: Sequence[int], *, open: bool = False) -> list[dict[str, Any]]:
        """These rows."""
        columns = self.columns(rows, self.names, open=open)
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def columns(
        self,
        rows: Sequence[int],
        names: Sequence[str],
        known: Mapping[str, Sequence[Any]] | None = None,
        parents: Mapping[str, Known] | None = None,
        *,
        open: bool = False,
        strict: bool = True,
    ) -> dict[str, list[Any]]:
        """The columns *names* of many rows; *known* and *parents* have an entry for each of them.

        Places among the children of a parent may be known as well, as ``"→customer_id#"``, and how many children
        there are, as ``"#orders"``. A value that its column does not take is an error if *strict*; if not, it is
        kept and nothing else follows it.
        """
        made, given = self.rows(rows, open=open), dict(known or {})
        self._give(made, given, dict(parents or {}), strict)
        return {name: list(given[name]) if name in given else self._output(made, self._written(name)) for name in names}

    def _around(self, row: int) -> tuple[int, int]:
        """The block of a row: none has rows beyond the table beside some of the table."""
        start, size = row - row % BLOCK, self.layout.size
        if start < size < start + BLOCK:
            return (start, size) if row < size else (size, start + BLOCK)
        return start, start + BLOCK

    def parents(
        self,
        link: str,
        rows: Sequence[int],
        known: Mapping[str, Sequence[Any]] | None = None,
        parents: Mapping[str, Known] | None = None,
    ) -> list[int]:
        """The row of the parent of each row, -1 for none; values that a column does not take are not followed."""
        made = self.rows(rows)
        self._give(made, dict(known or {}), dict(parents or {}), False)
        return [int(row) for row in np.asarray(made[link])]

    def picks(self, link: str) -> bool:
        """Whether the model says which parent each row has, and these are rows of a table of their own."""
        given = declared(self.layout.table.columns[self.links[link].columns[0]])
        return given is not None and not hasattr(given, "linked")

    def rows(self, numbers: Sequence[int] | NDArray[np.uint64], *, open: bool = False) -> Rows:
        """Rows of the table."""
        rows = self.making.rows(self.name, np.asarray(numbers, dtype=np.uint64))
        rows.open = open
        return rows

    def row_of(self, known: Mapping[str, Any]) -> int | None:
        """The row with the primary key among *known*; None without one, or where keys do not tell their row."""
        key = self.plan.key(self.name)
        if not key or any(known.get(column) is None for column in key):
            return None
        if len(key) == 1 and (counting := self._counting(key[0])) is not None:
            value = known[key[0]]
            return value - counting.start if isinstance(value, int) and value >= counting.start else None
        return self._row_in_run(key, known)

    def parent(self, link: str) -> Records:
        """The records of the table that a link points to."""
        if link not in self._parents:
            self._parents[link] = Records(self.plan, self.links[link].parent)
        return self._parents[link]

    def random(self, bits: int) -> int:
        """A row beyond the table, by 64 random bits."""
        size = self.layout.size
        return size + bits % (min(self._capacity, FAR) - size)

    @cached_property
    def _capacity(self) -> int:
        counting = [self._counting(column) for column in self.plan.key(self.name)]
        return min((found.capacity for found in counting if found), default=FAR)

    @property
    def _donors(self) -> Donors:
        if self.layout.donors is None:
            self.layout.donors = Donors(self.making.reseeded(0), self.name)
        return cast(Donors, self.layout.donors)

    def _counting(self, column: str) -> keys.Sequence | None:
        made = self.layout.suggestions.get(column)
        return made.generator if made is not None and isinstance(made.generator, keys.Sequence) else None

    def _row_in_run(self, key: Sequence[str], known: Mapping[str, Any]) -> int | None:
        """The row among the children of the parent that part of the key names."""
        link = next((k for k in self.links.values() if set(k.columns) <= set(key)), None)
        counted = self.layout.suggestions[link.name].generator if link else None
        if link is None or not isinstance(counted, Counted):
            return None
        parent = self.parent(link.name).row_of({k: known[c] for c, k in zip(link.columns, link.keys, strict=True)})
        if parent is None or parent >= self.making.size(link.parent):
            return None
        run = self.making.counting(counted).run(parent)
        columns = self.columns(run, key)
        wanted = tuple(known[column] for column in key)
        return next((row for row, *own in zip(run, *columns.values(), strict=True) if tuple(own) == wanted), None)

    def _give(self, rows: Rows, known: dict[str, Sequence[Any]], parents: dict[str, Known], strict: bool) -> None:
        """Let *rows* be as given: columns as a generator would have made them, parents with their own columns."""
        held: dict[str, Array | Rows] = {}
        nothing: list[str] = []
        for column, values in known.items():
            if column.startswith(MARKS):
                held[column] = np.asarray(values, dtype=np.int64)
            elif all(value is None for value in values):
                nothing.append(self._written(column))
            elif (array := self._bound(rows, self._written(column), values, strict)) is not None:
                held[column] = array
        for link in self.links.values():
            if link.name not in parents and all(c in known and None not in known[c] for c in link.columns):
                parents[link.name] = self._parents_by_key(link, known)
        for name, given in parents.items():
            above = self.parent(name)._given(given, rows, strict)
            held |= {name: above.index.astype(np.int64), f"^{name}": above}
        rows.give(held)
        columns = [column for column in held if column in self.names]
        rows.give(held | self._donors.behind(rows, columns, nothing, self.needs))

    def _bound(self, rows: Rows, column: str, values: Sequence[Any], strict: bool) -> Array | None:
        """Known values of a column as a generator would have made them; those behind a NULL are as they are."""
        if any(value is None for value in values):
            own = self._output(rows, column)
            values = [mine if value is None else value for mine, value in zip(own, values, strict=True)]
            if any(value is None for value in values):
                return None
        try:
            return self._conversion(column).bind(values)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            if not strict:
                return None
            kind = self.layout.table.columns[column].type
            shown = ", ".join(sorted({repr(value) for value in values})[:3])
            raise PlanError(f"{self.name}.{column} ({kind!r}) does not take {shown}: {error}") from error

    def _parents_by_key(self, link: Link, known: Mapping[str, Sequence[Any]]) -> Known:
        """The parents that given foreign keys name."""
        above = self.parent(link.name)
        columns = {key: known[column] for column, key in zip(link.columns, link.keys, strict=True)}
        each = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        return Known([above.row_of(one) for one in each], columns)

    def _given(self, given: Known, children: Rows, strict: bool) -> Rows:
        """The rows of given parents; one of unknown number has the random numbers of a row beyond the table."""
        bits = mix(children.index, *stream(children.seed, children.table, self.name, "given")).tolist()
        numbers = [self.random(b) if row is None else row for row, b in zip(given.rows, bits, strict=True)]
        rows = self.rows(numbers)
        rows.open = bool((rows.index >= np.uint64(self.layout.size)).any())
        known = {name: values for name, values in given.columns.items() if name in self.names or name.startswith(MARKS)}
        self._give(rows, known, dict(given.parents), strict)
        return rows

    def _written(self, column: str) -> str:
        if column not in self.names:
            raise PlanError(f"{self.name} has no column {column!r} to write{closest(column, self.names)}")
        return column

    def _output(self, rows: Rows, column: str) -> list[Any]:
        return self._conversion(column).read(self.making.output(rows, column))

    def _conversion(self, column: str) -> Conversion:
        if column not in self._conversions:
            self._conversions[column] = Conversion(self.layout.table.columns[column].type, self.plan.dialect)
        return self._conversions[column]
