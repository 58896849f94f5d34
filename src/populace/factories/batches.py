"""Many objects at once: each column is made in one go, and the session gets them in one flush.

That is possible where an object is nothing but columns, constants and parents of that
kind. Where a declaration has to be asked for each object, objects are made one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from populace.factories import internals, planned
from populace.factories.children import Children
from populace.factories.construct import construct
from populace.factories.context import Context, current
from populace.factories.declarations import ParentObject, Value
from populace.factories.graph import graph
from populace.factories.mapping import Mapped, Parent
from populace.factories.objects import Derived
from populace.records import Known


class Batch:
    """*size* objects of a factory; `fits` tells whether they can be made at once."""

    def __init__(self, factory: Any, size: int, given: Mapping[str, Any], create: bool) -> None:
        self.factory, self.size, self.create = factory, size, create
        self.kind: Mapped = factory._mapped()
        self.context: Context = current()
        self.declared, self.asked, self.post = internals.declared(factory, given)
        self.parents: dict[str, Batch | object | None] = {}
        self.picked: dict[str, str] = {}
        """The links of parents whose rows the model itself says."""
        self.above: dict[str, list[Any]] = {}

    def fits(self) -> bool:
        """Whether nothing has to be asked for each object; parents are decided on the way."""
        meta = self.factory._meta
        if not self.factory._is_plain() or meta.exclude or meta.rename or meta.inline_args or meta.parameters:
            return False
        if any(name in self.kind.keys and not isinstance(d, Value) for name, d in self.declared.items()):
            return False
        if not all(isinstance(d, Children) and d.default is None for d in self.post.values()):
            return False
        return all(self._is_simple(name, made) for name, made in self.declared.items())

    def _is_simple(self, name: str, made: Any) -> bool:
        if isinstance(made, ParentObject):
            return self._is_simple_parent(made)
        if isinstance(made, Value) or internals.is_sequence(made):
            return not self.asked.get(name)
        return not internals.is_lazy(made) and not self.asked.get(name)

    def _is_simple_parent(self, made: ParentObject) -> bool:
        """A parent that is shared, not there, or itself made at once."""
        parent, extra = made.parent, self.asked.get(made.parent.name, {})
        if self.kind.path(parent) or any(map(self._is_given, self._key(parent))):
            return False
        if any(other.columns & parent.columns for other in self.kind.parents.values() if other is not parent):
            return False
        shared = made.reused()
        if shared is not None or (parent.nullable and not extra):
            self.parents[parent.name] = shared
            settled = self.context.records(parent.table).layout.settled
            return shared is not None or not any(column in settled for column in parent.columns)
        if made.rings([self.factory._meta.model]):
            return False
        if not parent.related and (not self.create or graph().session(self.factory)[1]):
            return False
        records = self.context.records(parent.table)
        if parent.related and not extra and (link := planned.link(self.kind, records, parent)) and records.picks(link):
            self.picked[parent.name] = link
            return True
        above = Batch(made.get_factory(), self.size, extra, self.create)
        self.parents[parent.name] = above
        return above.fits()

    def _is_given(self, name: str) -> bool:
        return name in self.declared and not isinstance(self.declared[name], Derived)

    def _key(self, parent: Parent) -> list[str]:
        return [name for column, _ in parent.pairs if (name := self.kind.attribute(column)) is not None]

    def make(self, model: Any) -> list[Any]:
        """The objects, their parents first."""
        rows = [self.factory._meta.next_sequence() for _ in range(self.size)]
        values: dict[str, list[Any]] = {}
        for name, made in self.declared.items():
            if name in self.picked:
                continue
            if isinstance(made, ParentObject):
                values[name] = self._parent(made)
            elif internals.is_sequence(made):
                values[name] = [made.function(row) for row in rows]
            elif not isinstance(made, Value):
                values[name] = [made] * self.size
        for name in self.picked:
            values[name] = self._picked(self.declared[name], rows, values)
        for table in self.kind.tables:
            values |= self._columns(table, rows, values)
        self.factory._check(values)
        names = list(values)
        found = [
            construct(model, (), dict(zip(names, each, strict=True))) for each in zip(*values.values(), strict=True)
        ]
        for place, (instance, row) in enumerate(zip(found, rows, strict=True)):
            state = sa.inspect(instance)
            self.context.rows[state] = row
            if self.above:
                self.context.above[state] = {name: objects[place] for name, objects in self.above.items()}
        return found

    def _parent(self, made: ParentObject) -> list[Any]:
        above = self.parents[made.parent.name]
        found = above.make(above.factory._meta.model) if isinstance(above, Batch) else [above] * self.size
        if made.parent.related or found[0] is None:
            return found
        session, _ = graph().session(self.factory)
        session.add_all(found)
        session.flush()
        self.above[made.parent.name] = found
        return [getattr(one, made.key(one)) for one in found]

    def _picked(self, made: ParentObject, rows: Sequence[int], values: Mapping[str, list[Any]]) -> list[Any]:
        """The parents that the model says, one object for each row of theirs."""
        link, table, factory = self.picked[made.parent.name], made.parent.table, made.get_factory()
        records = self.context.records(table)
        known, parents = self._given(table, planned.behind(records, made.parent, link), values)
        found = records.parents(link, rows, known, parents)
        strategy, make = (internals.CREATE, factory.create) if self.create else (internals.BUILD, factory.build)
        objects = {row: made.of_row(strategy, row, partial(make, **{internals.ROW: row})) for row in set(found)}
        return [objects[row] for row in found]

    def _columns(self, table: sa.Table, rows: Sequence[int], values: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The derived columns of a table, following what is given."""
        records, names = self.context.records(table), planned.names(self.kind, table)
        wanted = {column: name for column, name in names.items() if isinstance(self.declared.get(name), Value)}
        touching = frozenset().union(*(planned.touching(records, column) for column in wanted))
        known, parents = self._given(table, touching, values)
        made = planned.fitting(records, rows, list(wanted), known, parents)
        return {wanted[column]: array for column, array in made.items()}

    def _given(
        self, table: sa.Table, touching: frozenset[str], values: Mapping[str, list[Any]]
    ) -> tuple[dict[str, Any], dict[str, Known]]:
        """What of *touching* is given, as the plan takes it."""
        records, names = self.context.records(table), planned.names(self.kind, table)
        known = {column: values[name] for column, name in names.items() if column in touching and name in values}
        parents: dict[str, Known] = {}
        for link, parent in planned.links(self.kind, records, table).items():
            above = values.get(parent.name) if parent.related else self.above.get(parent.name)
            if above is None or above[0] is None:
                continue
            if link in touching:
                parents[link] = planned.given_parents(parent, above, self.context)
            if f"{link}#" in touching:
                known[f"{link}#"] = [planned.place(self.context, f"{link}#", parent, each) for each in above]
        return known, parents


def at_once(factory: Any, size: int, given: Mapping[str, Any], *, create: bool) -> list[Any] | None:
    """*size* objects made together; None where they have to be made one by one."""
    batch = Batch(factory, size, given, create)
    return batch.make(factory._meta.model) if batch.fits() else None
