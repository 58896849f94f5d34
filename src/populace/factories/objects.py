"""The table row behind an object that is being made.

Columns that need nothing given come from a block of rows. A column that is made from
something given (an override, another declaration, a parent object) is made for this row
alone, with what it needs as known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, object_session

from populace.factories import internals
from populace.factories.context import Context, current
from populace.factories.internals import Step
from populace.factories.mapping import Mapped, Parent, mapped
from populace.records import Known, Records


class Made:
    """One object in the making: which row it is, and what is given about it."""

    def __init__(self, step: Step, kind: Mapped) -> None:
        self.step, self.kind, self.context = step, kind, current()
        self._rows: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
        self._places: dict[str, int] = {}
        self.above: dict[str, object] = {}
        """Parent objects that no relationship holds, by the attribute of their key."""

    @cached_property
    def keyed(self) -> int | None:
        """The row of a key that is given; None without one."""
        given = [name for name in self.kind.keys if self.is_given(name)]
        if not given or len(given) < len(self.kind.keys):
            return None
        values = {self._name(key): internals.value(self.step, key) for key in given}
        return self.records(self.kind.tables[0]).row_of(values)

    def _name(self, attribute: str) -> str:
        return str(self.kind.columns[attribute][-1].name)

    @property
    def row(self) -> int:
        """The number of the table row."""
        return int(self.step.sequence) if self.keyed is None else self.keyed

    def records(self, table: sa.Table) -> Records:
        return self.context.records(table)

    def is_given(self, name: str) -> bool:
        """Whether an attribute has a value that populace did not derive, and that is not being made just now."""
        if name in internals.pending(self.step) or name not in internals.names(self.step):
            return False
        return not isinstance(internals.declaration(self.step, name), Derived)

    def value(self, column: sa.Column[Any]) -> Any:
        """What the table row has in a column, following all that is given."""
        table, name = _home(column)
        records = self.records(table)
        needs = self._given(table, records.needs(name))
        if not needs:
            return records.value(name, self.row)
        for (other, had), found in self._rows.items():
            if other == table.key and needs <= had and name in found:
                return found[name]
        found = self._rows[table.key, needs] = self._fitting(table, needs)
        return found[name]

    def plain(self, column: sa.Column[Any]) -> Any:
        """What the table row has in a column, whatever is given."""
        table, name = _home(column)
        return self.records(table).value(name, self.row)

    def _given(self, table: sa.Table, needs: frozenset[str]) -> frozenset[str]:
        """What of *needs* is given: columns, and links to parents."""
        columns, links = _names(self.kind, table), _links(self.kind, self.records(table), table)
        return frozenset(
            need
            for need in needs
            if (need in columns and self.is_given(columns[need]) and internals.attempt(self.step, columns[need])[0])
            or ((parent := links.get(need.removesuffix("#"))) is not None and self._has(parent))
        )

    def _has(self, parent: Parent) -> bool:
        """Whether there is a parent object, or its key is given."""
        return self.parent(parent) is not None or any(map(self.is_given, self.attributes(parent)))

    def attributes(self, parent: Parent) -> list[str]:
        """The attributes of a foreign key."""
        return [name for column, _ in parent.pairs if (name := self.kind.attribute(column)) is not None]

    def _fitting(self, table: sa.Table, needs: frozenset[str]) -> dict[str, Any]:
        """The columns that need no more than *needs*, with what is given of them."""
        records = self.records(table)
        columns, links = _names(self.kind, table), _links(self.kind, records, table)
        known = {need: internals.value(self.step, columns[need]) for need in needs if need in columns}
        parents = {}
        for need in sorted(needs - known.keys()):
            parent = links[need.removesuffix("#")]
            above = self.parent(parent)
            if above is None:
                given = filter(self.is_given, self.attributes(parent))
                known |= {self._name(name): internals.value(self.step, name) for name in given}
            elif need.endswith("#"):
                known[need] = self._place(need, parent, above)
            else:
                parents[need] = self._known(above, parent)
        names = [str(c.name) for c in self.kind.values.values() if c.table is table]
        names = [name for name in names if self._given(table, records.needs(name)) <= needs]
        given_columns = {name: [value] for name, value in known.items()}
        return {name: values[0] for name, values in records.columns([self.row], names, given_columns, parents).items()}

    def parent(self, parent: Parent) -> object | None:
        """The parent object, where there is one."""
        if parent.name not in internals.names(self.step) or parent.name in internals.pending(self.step):
            return None
        there, found = internals.attempt(self.step, parent.name)
        if not there:
            return None
        return found if parent.related and found is not internals.SKIP else self.above.get(parent.name)

    def _known(self, above: object, parent: Parent) -> Known:
        kind = mapped(parent.target.class_) if parent.target else None
        return Known(
            [row_of(above, self.context)], {c: [v] for c, v in columns_of(above, parent.referred, kind).items()}
        )

    def _place(self, link: str, parent: Parent, above: object) -> int:
        """The place of this object among the children of its parent."""
        if link not in self._places:
            state = sa.inspect(above, raiseerr=False)
            self._places[link] = (
                0
                if state is None
                else self.context.next_child(state, f"{parent.table.key} {link}", lambda: _there(above, parent))
            )
        return self._places[link]


class Derived:
    """Marks the declarations that populace derives from a class."""


def _home(column: sa.Column[Any]) -> tuple[sa.Table, str]:
    assert isinstance(column.table, sa.Table)
    return column.table, str(column.name)


@lru_cache(maxsize=512)
def _names(kind: Mapped, table: sa.Table) -> Mapping[str, str]:
    """The attributes of a table's columns."""
    pairs = ((column, name) for name, columns in kind.columns.items() for column in columns)
    return {str(column.name): name for column, name in pairs if column.table is table}


@lru_cache(maxsize=512)
def _links(kind: Mapped, records: Records, table: sa.Table) -> Mapping[str, Parent]:
    """The parents that the links of a table stand for."""
    parents = [parent for parent in kind.parents.values() if parent.table is table]
    return {
        link.name: parent
        for link in records.links.values()
        for parent in parents
        if {*link.columns} == parent.columns and link.parent == parent.referred.fullname
    }


def of(step: Step) -> Made:
    """The row behind a step's object."""
    found: Made | None = step.__dict__.get("made")
    if found is None:
        found = step.__dict__["made"] = Made(step, internals.factory_of(step)._mapped())
    return found


def above(instance: object, context: Context) -> Mapping[str, object]:
    """The parents of an object that no relationship holds."""
    state = sa.inspect(instance, raiseerr=False)
    return {} if state is None else context.above.get(state, {})


def remember(step: Step, instance: object) -> None:
    """Keep which row an object is."""
    state, made = sa.inspect(instance, raiseerr=False), of(step)
    if isinstance(state, InstanceState):
        made.context.rows[state] = made.row
        if made.above:
            made.context.above[state] = made.above


def row_of(instance: object, context: Context) -> int | None:
    """The table row of an object; None where factories did not make it."""
    state = sa.inspect(instance, raiseerr=False)
    return None if state is None else context.rows.get(state)


def columns_of(instance: object, table: sa.Table, kind: Mapped | None) -> Mapping[str, Any]:
    """What an object holds in the columns of a table, as far as it is loaded."""
    held = vars(instance)
    names = _names(kind, table) if kind else {}
    return {column: held[name] for column, name in names.items() if held.get(name) is not None}


def _there(above: object, parent: Parent) -> int:
    """How many children of that kind the database has already."""
    session = object_session(above)
    if session is None or getattr(session.get_bind().dialect, "is_async", False):
        return 0
    kind = mapped(type(above))
    held = [(own, getattr(above, kind.attribute(key) or "", None)) for own, key in parent.pairs]
    return (
        session.scalar(sa.select(sa.func.count()).select_from(parent.table).where(*[own == v for own, v in held])) or 0
    )
