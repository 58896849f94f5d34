"""The declarations that populace derives for parents and children.

A parent that may not be NULL is made along. One that may be NULL is not, unless something
is said about it (``customer__country="DE"``), it is given, or a CHECK speaks of its key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from factory.declarations import BaseDeclaration, SubFactory
from sqlalchemy.orm import Mapper, object_session

from populace.factories import internals, objects
from populace.factories.context import current
from populace.factories.graph import graph
from populace.factories.internals import SKIP, Step
from populace.factories.mapping import Mapped, Parent, buildable, mapped

FactoryFor = Callable[[type], Any]


class Value(objects.Derived, BaseDeclaration):
    """What the table row has in a column."""

    def __init__(self, column: sa.Column[Any]) -> None:
        super().__init__()
        self.column = column

    def evaluate(self, instance: Any, step: Step, extra: dict[str, Any]) -> Any:
        if extra:
            raise TypeError(f"{self.column} is no relationship, but {', '.join(sorted(extra))} was given for it")
        return objects.of(step).value(self.column)


class Given(objects.Derived, BaseDeclaration):
    """A parent that the object will be put under by the parent's own relationship."""

    def __init__(self, parent: str, instance: object) -> None:
        super().__init__()
        self.parent, self.instance = parent, instance

    def evaluate(self, instance: Any, step: Step, extra: dict[str, Any]) -> Any:
        objects.of(step).above[self.parent] = self.instance
        return SKIP


class ParentObject(objects.Derived, BaseDeclaration):
    """The object that a foreign key points to; without a relationship, its key."""

    UNROLL_CONTEXT_BEFORE_EVALUATION = False

    def __init__(self, kind: Mapped, parent: Parent, factory_for: FactoryFor) -> None:
        BaseDeclaration.__init__(self)
        self.kind, self.parent, self.factory_for = kind, parent, factory_for

    def get_factory(self) -> Any:
        return self.factory_for(buildable(self._target()).class_)

    def _target(self) -> Mapper[Any]:
        if self.parent.target is None:
            raise TypeError(
                f"{self.kind.model.__name__}.{self.parent.name} points to {self.parent.referred.fullname}, to which no "
                f"class is mapped; give {self.parent.name}=…"
            )
        return self.parent.target

    def evaluate(self, instance: Any, step: Step, extra: dict[str, Any]) -> Any:
        made, extra = objects.of(step), internals.said(step, extra)
        if self.parent.related:
            return SKIP if made.keyed is None and self._key_given(made) else self._object(made, extra)
        return self._key(made, extra)

    def _key_given(self, made: objects.Made) -> bool:
        return all(made.is_given(name) for name in made.attributes(self.parent))

    def _key(self, made: objects.Made, extra: dict[str, Any]) -> Any:
        """The key alone: of an object that is there, or, where nothing is stored, of the table row's parent."""
        column, pointed = self._pair()
        if internals.strategy(made.step) != internals.CREATE and not extra and not self.reused():
            return made.plain(column) if self._wanted(made) else None
        if (own := self._own_key(made, extra)) is not None:
            return internals.value(made.step, own)
        above = self._object(made, extra)
        if above is None or above is SKIP:
            return above
        made.above[self.parent.name] = above
        return key_of(above, pointed, made)

    def _own_key(self, made: objects.Made, extra: Mapping[str, Any]) -> str | None:
        """The attribute that an object points to in itself: nothing else is there yet, and it may not be NULL."""
        if extra or self.parent.nullable or len(self.parent.pairs) > 1 or made.keyed is not None or self.reused():
            return None
        same = self.parent.referred is self.parent.table and self.parent.target is not None
        name = self.kind.attribute(self._pair()[1]) if same else None
        return name if name in self.kind.values else None

    def _pair(self) -> tuple[sa.Column[Any], sa.Column[Any]]:
        """The column that a parent without a relationship goes by, and the one it points to."""
        return next((c, k) for c, k in self.parent.pairs if self.kind.attribute(c) == self.parent.name)

    def key(self, above: object) -> str:
        """The attribute of a parent that is pointed to."""
        pointed = self._pair()[1]
        return mapped(type(above)).attribute(pointed) or str(pointed.name)

    def reused(self) -> object | None:
        """The object to take for every parent of this class."""
        target = self.parent.target
        return next((one for one in graph().reuse if target is not None and isinstance(one, target.class_)), None)

    def _wanted(self, made: objects.Made) -> bool:
        """Whether there is a parent when nobody speaks of it."""
        if made.keyed is not None:
            return all(made.plain(column) is not None for column, _ in self.parent.pairs)
        if not self.parent.nullable:
            return True
        settled = made.records(self.parent.table).layout.settled
        own = [column for column, _ in self.parent.pairs]
        return any(c.name in settled for c in own) and all(made.value(c) is not None for c in own)

    def _object(self, made: objects.Made, extra: dict[str, Any]) -> Any:
        if (reused := self.reused()) is not None:
            return reused
        path = self.kind.path(self.parent)
        if path and (followed := _follow(made, path)) is not None:
            return followed
        if not extra and not self._wanted(made):
            return None
        if not extra and self.parent.related and (row := made.picked(self.parent)) is not None:
            make = partial(internals.children, made.step, self.get_factory(), {internals.ROW: row})
            return self.of_row(internals.strategy(made.step), row, make)
        if made.keyed is not None and not path:
            return self._by_key(made, extra)
        if self._closes_ring():
            made.later[self.parent.name] = extra
            return None
        self._refuse_rings(made)
        return internals.children(
            made.step, self.get_factory(), {**self._agreeing(made), **self._onward(made), **extra}
        )

    def of_row(self, strategy: str, row: int, make: Callable[[], Any]) -> Any:
        """The object of a table row: one for all that point to it, where they share a session or a context."""
        context = current()
        if strategy == internals.STUB or strategy != internals.CREATE and not context.inner:
            return make()
        session = graph().session(self.get_factory())[0] if strategy == internals.CREATE else None
        key = (buildable(self._target()).base_mapper.local_table, row)
        found = context.picked.get(key)
        if found is None or object_session(found) is not session or sa.inspect(found).was_deleted:
            found = context.picked[key] = make()
        return found

    def _by_key(self, made: objects.Made, extra: dict[str, Any]) -> Any:
        """The parent that the table row has; one object for each key."""
        target = buildable(self._target())
        kind = mapped(target.class_)
        given = {name: made.plain(c) for c, key in self.parent.pairs if (name := kind.attribute(key)) is not None}
        asked = (target.class_, *given.items())
        found = graph().keyed.get(asked)
        if found is None:
            found = self._stored(made, target, given)
        if found is None:
            found = internals.children(made.step, self.get_factory(), {**given, **extra})
        graph().keyed[asked] = found
        return found

    def _stored(self, made: objects.Made, target: Mapper[Any], given: Mapping[str, Any]) -> Any:
        """The object of a key that the session has."""
        if internals.strategy(made.step) != internals.CREATE:
            return None
        session, waits = graph().session(internals.factory_of(made.step))
        new = (o for o in session.new if isinstance(o, target.class_))
        found = next((o for o in new if all(getattr(o, name) == value for name, value in given.items())), None)
        if found is None and set(given) == set(mapped(target.class_).keys):
            identity = tuple(given[name] for name in mapped(target.class_).keys)
            found = session.identity_map.get(sa.orm.util.identity_key(target.class_, identity))
            if found is None and not waits:
                found = session.get(target.class_, identity)
        return found

    def _back(self) -> Parent | None:
        """The relationship of the parent that needs an object of this class."""
        above = mapped(buildable(self._target()).class_)
        own = (p for p in above.parents.values() if p.related and not p.nullable and p.target is not None)
        return next((p for p in own if issubclass(self.kind.model, p.target.class_)), None)  # type: ignore[union-attr]

    def _closes_ring(self) -> bool:
        """Whether the parent, which may be NULL, needs this object itself: it is made afterwards."""
        return self.parent.nullable and self.parent.related and self._back() is not None

    def close(self, step: Step, instance: Any, extra: dict[str, Any]) -> None:
        """Make a parent that needs this object."""
        back = self._back()
        assert back is not None
        above = internals.children(step, self.get_factory(), {back.name: instance, **extra})
        if internals.strategy(step) == internals.CREATE:
            session, waits = graph().session(internals.factory_of(step))
            if not waits:
                session.flush()
        setattr(instance, self.parent.name, above)

    def rings(self, models: Sequence[Any]) -> bool:
        """Whether the parent is needed for an object of its own class, all keys between them NOT NULL."""
        target = self._target().class_
        return not self.parent.nullable and any(isinstance(m, type) and issubclass(m, target) for m in models)

    def _refuse_rings(self, made: objects.Made) -> None:
        chain = [made.step, *internals.above(made.step)]
        models = [internals.factory_of(step)._meta.model for step in chain]
        if self.rings(models):
            target = self._target().class_.__name__
            ring = " → ".join([*(m.__name__ for m in reversed(models)), target])
            raise TypeError(
                f"{self.kind.model.__name__}.{self.parent.name} may not be NULL and needs another {target} "
                f"that is not there yet ({ring}); give {self.parent.name}=…, or let one of these keys be NULL"
            )

    def _onward(self, made: objects.Made) -> dict[str, Any]:
        """What is said about other parents that are reached through this one."""
        found: dict[str, Any] = {}
        for other in self.kind.parents.values():
            path = self.kind.path(other)
            if not path or path[0] != self.parent:
                continue
            name = "__".join(step.name for step in path[1:])
            if made.is_given(other.name):
                found[name] = internals.value(made.step, other.name)
            found |= {f"{name}__{key}": value for key, value in internals.context(made.step, other.name).items()}
        return found

    def _agreeing(self, made: objects.Made) -> dict[str, Any]:
        """What must be as in another parent, because their keys share a column."""
        found: dict[str, Any] = {}
        for other in self.kind.parents.values():
            shared = other.columns & self.parent.columns
            apart = other.columns - self.parent.columns and self.parent.columns - other.columns
            first = (
                made.is_given(other.name) or _rank(other) < _rank(self.parent) and not made.is_given(self.parent.name)
            )
            if shared and apart and first and other.table is self.parent.table:
                above = made.parent(other)
                if above is not None:
                    found |= self._as_in(made, other, above, shared)
        return found

    def _as_in(self, made: objects.Made, other: Parent, above: object, shared: frozenset[str]) -> dict[str, Any]:
        own, theirs = mapped(self._target().class_), mapped(other.target.class_)  # type: ignore[union-attr]
        found: dict[str, Any] = {}
        for name in sorted(shared):
            here = next(key for column, key in self.parent.pairs if column.name == name)
            there = next(key for column, key in other.pairs if column.name == name)
            mine = own.parent_of({str(here.name)}, self.parent.referred)
            yours = theirs.parent_of({str(there.name)}, other.referred)
            if mine and yours and mine.related and yours.related and mine.target is yours.target:
                found[mine.name] = getattr(above, yours.name)
            elif (attribute := own.attribute(here)) is not None:
                found[attribute] = key_of(above, there, made)
        return found


class RequiredParent(ParentObject, SubFactory):
    """The object that a foreign key points to which may not be NULL."""


class Key(objects.Derived, BaseDeclaration):
    """A further column of a key without a relationship."""

    def __init__(self, parent: Parent, column: sa.Column[Any], pointed: sa.Column[Any]) -> None:
        super().__init__()
        self.parent, self.column, self.pointed = parent, column, pointed

    def evaluate(self, instance: Any, step: Step, extra: dict[str, Any]) -> Any:
        made = objects.of(step)
        first = internals.value(step, self.parent.name)
        if self.parent.name in made.above:
            return SKIP if first is SKIP else key_of(made.above[self.parent.name], self.pointed, made)
        return None if first is None else made.plain(self.column)


def key_of(above: object, pointed: sa.Column[Any], made: objects.Made) -> Any:
    """What a parent object has in the column that is pointed to; stored first, as nothing else tells the ORM to."""
    name = mapped(type(above)).attribute(pointed) or str(pointed.name)
    if internals.strategy(made.step) != internals.CREATE or sa.inspect(above).persistent:
        return getattr(above, name)
    session, waits = graph().session(internals.factory_of(made.step))
    session.add(above)
    if not waits:
        session.flush()
    elif getattr(above, name) is None:
        raise TypeError(
            f"{made.kind.model.__name__} holds the key of a {type(above).__name__} without a relationship, and an "
            f"AsyncSession cannot be asked for it here; add a relationship, give the key, or use "
            f"`await session.run_sync(…)` with using(session=the sync session)"
        )
    return getattr(above, name)


def _rank(parent: Parent) -> tuple[int, str]:
    return (-len(parent.columns), parent.name)


def _follow(made: objects.Made, path: list[Parent]) -> object | None:
    """The object at the end of a path of parents, where all on the way are there."""
    found = made.parent(path[0])
    for step in path[1:]:
        if found is None:
            return None
        found = getattr(found, step.name) if step.related else objects.above(found, made.context).get(step.name)
    return found
