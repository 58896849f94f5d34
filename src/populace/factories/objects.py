"""The table row behind an object that is being made.

Columns that nothing given touches come from a block of rows. A column that follows
something given (an override, another declaration, a parent object) is made for this row
alone, with that as known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState

from populace.factories import internals, planned
from populace.factories.context import Context, current
from populace.factories.graph import graph
from populace.factories.internals import Step
from populace.factories.mapping import Mapped, Parent
from populace.records import Known, Records


class Derived:
    """Marks the declarations that populace derives from a class."""


class Made:
    """One object in the making: which row it is, and what is given about it."""

    def __init__(self, step: Step, kind: Mapped) -> None:
        self.step, self.kind, self.context = step, kind, current()
        self.above: dict[str, object] = {}
        """Parent objects that no relationship holds, by the attribute of their key."""
        self.later: dict[str, dict[str, Any]] = {}
        """What is said of parents that need the object themselves, and are made after it."""
        self._rows: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
        self.places: dict[str, int] = {}

    @cached_property
    def keyed(self) -> int | None:
        """The row of a key that is given, or that was asked for; None without one."""
        if (asked := internals.row_asked(self.step)) is not None:
            return int(asked)
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

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many children are asked for, by "#" and their table."""
        found = {}
        for name, collection in self.kind.collections.items():
            asked = internals.children_asked(self.step, name)
            if isinstance(asked, list | tuple | set) or isinstance(asked, int) and not isinstance(asked, bool):
                number = asked if isinstance(asked, int) else len(asked)
                found[f"#{collection.target.local_table}"] = number
        return found

    def value(self, column: sa.Column[Any]) -> Any:
        """What the table row has in a column, following all that is given."""
        table, name = _home(column)
        records = self.records(table)
        given = self._given(table, planned.touching(records, name))
        if not given:
            return records.value(name, self.row)
        for (other, had), found in self._rows.items():
            if other == table.key and given <= had and name in found:
                return found[name]
        found = self._rows[table.key, given] = self._fitting(table, name, given)
        return found[name]

    def plain(self, column: sa.Column[Any]) -> Any:
        """What the table row has in a column, whatever is given."""
        table, name = _home(column)
        return self.records(table).value(name, self.row)

    def _given(self, table: sa.Table, names: frozenset[str]) -> frozenset[str]:
        """What of *names* is given: columns, and links to parents."""
        columns = planned.names(self.kind, table)
        links = planned.links(self.kind, self.records(table), table)
        return frozenset(
            name
            for name in names
            if name in self.counts
            or (name in columns and self.is_given(columns[name]) and internals.attempt(self.step, columns[name])[0])
            or ((parent := links.get(name.removesuffix("#"))) is not None and self._has(parent, name))
        )

    def _has(self, parent: Parent, name: str) -> bool:
        """Whether there is a parent object or a key of one, other than the table row's own; the same for its place."""
        if self.keyed is not None and not self.is_given(parent.name):
            shared = any(isinstance(one, parent.target.class_) for one in graph().reuse) if parent.target else False
            if not shared and (name.endswith("#") or not internals.context(self.step, parent.name)):
                return False
        return self.parent(parent) is not None or any(map(self.is_given, self.attributes(parent)))

    def attributes(self, parent: Parent) -> list[str]:
        """The attributes of a foreign key."""
        return [name for column, _ in parent.pairs if (name := self.kind.attribute(column)) is not None]

    def _fitting(self, table: sa.Table, wanted: str, given: frozenset[str]) -> dict[str, Any]:
        """A column and all others that follow no more than what is *given*."""
        known, parents = self._known(table, given)
        others = {str(c.name) for c in self.kind.values.values() if c.table is table} - {wanted}
        records = self.records(table)
        alike = [other for other in others if self._given(table, planned.touching(records, other)) <= given]
        names = [wanted, *sorted(alike)]
        made = planned.fitting(records, [self.row], names, known, parents)
        return {name: values[0] for name, values in made.items()}

    def picked(self, parent: Parent) -> int | None:
        """The row of a parent, where the model or the row that was asked for says; None where any will do."""
        if self.keyed is not None and internals.row_asked(self.step) is None:
            return None
        records = self.records(parent.table)
        known: dict[str, list[Any]] = {}
        parents: dict[str, Known] = {}
        link = planned.link(self.kind, records, parent)
        if link is None or self.keyed is None and not records.picks(link):
            return None
        if self.keyed is None:
            known, parents = self._known(parent.table, self._given(parent.table, planned.behind(records, parent, link)))
        row = records.parents(link, [self.row], known, parents)[0]
        return None if row < 0 else row

    def _known(self, table: sa.Table, given: frozenset[str]) -> tuple[dict[str, list[Any]], dict[str, Known]]:
        """What is *given*, as the plan takes it."""
        records = self.records(table)
        columns, links = planned.names(self.kind, table), planned.links(self.kind, records, table)
        known = {name: internals.value(self.step, columns[name]) for name in given if name in columns}
        known |= {name: self.counts[name] for name in given if name in self.counts}
        parents: dict[str, Known] = {}
        for name in sorted(given - known.keys()):
            parent = links[name.removesuffix("#")]
            above = self.parent(parent)
            if above is None:
                keys = filter(self.is_given, self.attributes(parent))
                known |= {self._name(key): internals.value(self.step, key) for key in keys}
            elif name.endswith("#"):
                known[name] = self._place(name, parent, above)
            else:
                parents[name] = planned.given_parents(parent, [above], self.context)
        return {name: [value] for name, value in known.items()}, parents

    def parent(self, parent: Parent) -> object | None:
        """The parent object, where there is one."""
        if parent.name not in internals.names(self.step) or parent.name in internals.pending(self.step):
            return None
        there, found = internals.attempt(self.step, parent.name)
        if not there:
            return None
        return found if parent.related and found is not internals.SKIP else self.above.get(parent.name)

    def _place(self, link: str, parent: Parent, above: object) -> int:
        """The place of this object among the children of its parent."""
        if link not in self.places:
            self.places[link] = planned.place(self.context, link, parent, above)
        return self.places[link]


def _home(column: sa.Column[Any]) -> tuple[sa.Table, str]:
    assert isinstance(column.table, sa.Table)
    return column.table, str(column.name)


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
        if made.places:
            made.context.places[state] = made.places
