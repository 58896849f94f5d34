"""Children on demand: ``lines=3`` is a count, and lists of objects or of dicts are taken, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from factory.declarations import PostGeneration

from populace.factories import internals
from populace.factories.declarations import FactoryFor, Given
from populace.factories.internals import Step
from populace.factories.mapping import Collection, buildable
from populace.factories.objects import Derived


class Children(Derived, PostGeneration):
    """The objects of a relationship that point back to this one, as many as are asked for."""

    UNROLL_CONTEXT_BEFORE_EVALUATION = False

    def __init__(self, collection: Collection, factory_for: FactoryFor, default: Any = None) -> None:
        super().__init__(None)
        self.collection, self.factory_for, self.default = collection, factory_for, default

    def asked(self, default: Any) -> Children:
        """The same where nothing else is said: so many, or these."""
        return Children(self.collection, self.factory_for, default)

    def call(self, instance: Any, step: Step, context: Any) -> list[object]:
        """The objects, made or given; they are put into the relationship."""
        asked, extra = context.value, internals.said(step, context.extra)
        if asked is None or internals.is_lazy(asked):
            asked = self.default
        if asked is None and extra:
            asked = 1
        found = [self._child(instance, step, one, extra) for one in self._each(asked)]
        _put(instance, self.collection, found)
        return found

    def _each(self, asked: Any) -> list[Any]:
        if asked is None or asked is False:
            return []
        if isinstance(asked, int):
            return [{}] * self._count(asked)
        if self.collection.many and isinstance(asked, Iterable) and not isinstance(asked, str | Mapping):
            return list(asked)
        return [asked]

    def _count(self, asked: int) -> int:
        if asked < 0 or asked > 1 and not self.collection.many:
            most = "or more" if self.collection.many else "or 1"
            raise TypeError(f"{self.collection.name}={asked}: give 0 {most}, objects, or dicts of their attributes")
        return asked

    def _child(self, instance: Any, step: Step, one: Any, extra: Mapping[str, Any]) -> Any:
        target = self.collection.target
        if isinstance(one, Mapping):
            given = {**self._back(instance), **extra, **one}
            return internals.children(step, self.factory_for(buildable(target).class_), given)
        if not isinstance(one, target.class_) and internals.strategy(step) != internals.STUB:
            raise TypeError(
                f"{self.collection.name}={one!r}: give a number, {target.class_.__name__} objects, "
                f"or dicts of their attributes"
            )
        return one

    def _back(self, instance: Any) -> dict[str, Any]:
        back = self.collection.back
        if back is None:
            return {}
        return {back: instance if self.collection.back_is_parent else Given(back, instance)}


def _put(instance: Any, collection: Collection, found: list[object]) -> None:
    """Put objects into a relationship, if they are not there by the one that points back."""
    state = sa.inspect(instance, raiseerr=False)
    if state is None:
        _put_plain(instance, collection, found)
    elif found and not collection.many:
        setattr(instance, collection.name, found[0])
    elif found:
        _add(getattr(instance, collection.name), found)


def _add(held: Any, found: list[object]) -> None:
    adapter = getattr(held, "_sa_adapter", None)
    there = set(map(id, adapter)) if adapter is not None else set()
    for child in found:
        if adapter is None:
            held.add(child)
        elif id(child) not in there:
            adapter.append_with_event(child)


def _put_plain(instance: Any, collection: Collection, found: list[object]) -> None:
    value = found if collection.many else next(iter(found), None)
    if isinstance(instance, dict):
        if found:
            instance[collection.name] = value
    else:
        setattr(instance, collection.name, value)
