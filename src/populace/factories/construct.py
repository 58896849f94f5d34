"""An object of a mapped class from the values of its attributes, whatever its constructor takes.

A constructor gets what it names; what it does not take, or takes and does not keep, is set
afterwards. One that needs what is no attribute (``def __init__(self, request)``) is not
called unless that is given: the object is then made as the ORM makes those it loads.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import set_committed_value

from populace.factories.mapping import mapped

OURS = ("sqlalchemy.", "sqlmodel.")
"""Packages whose constructors take every attribute of a class, and nothing else."""


@dataclass(frozen=True)
class Constructor:
    """What the constructor of a class takes."""

    names: Mapping[str, bool]
    """Its parameters, and whether they must be given."""
    rest: bool
    """Whether it takes more than it names."""
    plain: bool
    """Whether it takes all attributes as they are."""


def construct(model: Any, args: tuple[Any, ...], values: Mapping[str, Any]) -> Any:
    """A new object with these *values*; what the constructor requires beyond them is empty."""
    constructor = accepted(model)
    if constructor.plain:
        return _called(model, args, values)
    named = list(constructor.names)[len(args) :]
    known = {**_keys(model, values), **values}
    missing = [name for name in named if constructor.names[name] and name not in known]
    passed: Set[str] = frozenset()
    if any(name not in sa.inspect(model).attrs for name in missing):
        instance, missing = _loaded(model), []
    else:
        empty = {name: _empty(model, name, values) for name in missing}
        own = {name: known[name] for name in named if name in known} | empty
        instance, passed = _constructed(model, args, own, values if constructor.rest else {})
    _complete(instance, values, passed)
    for name in missing:
        _forget(model, instance, name)
    return instance


def _constructed(
    model: Any, args: tuple[Any, ...], named: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Any, Set[str]]:
    """What the constructor makes of what it names and of all *values*, or else of the former; and what it took."""
    if named.keys() >= values.keys():
        return _called(model, args, named), named.keys()
    try:
        return _called(model, args, {**named, **values}), named.keys() | values.keys()
    except (TypeError, AttributeError) as first:
        try:
            return model(*args, **named), named.keys()
        except Exception:
            raise first from None


def _loaded(model: Any) -> Any:
    """An object of which no constructor knows."""
    mapper = sa.inspect(model)
    instance = mapper.class_manager.new_instance()
    kept = mapper.polymorphic_on
    if kept is not None and kept in mapper.columns.values() and mapper.polymorphic_identity is not None:
        setattr(instance, mapper.get_property_by_column(kept).key, mapper.polymorphic_identity)
    return instance


def _called(model: Any, args: tuple[Any, ...], values: Mapping[str, Any]) -> Any:
    try:
        return model(*args, **values)
    except Exception as error:
        names, name = ", ".join(f"{name}=…" for name in values), getattr(model, "__name__", repr(model))
        error.add_note(f"The factory called {name}({names}); give the attribute that it refuses")
        raise


def _complete(instance: Any, values: Mapping[str, Any], passed: Set[str]) -> None:
    """Set what the constructor was not given, or did not keep."""
    attributes, held = sa.inspect(type(instance)).attrs, vars(instance)
    for name, value in values.items():
        if name not in passed or name in attributes and value is not None and held.get(name) is None:
            setattr(instance, name, value)


@cache
def accepted(model: Any) -> Constructor:
    """What the constructor of *model* takes; anything where that cannot be told."""
    if not isinstance(sa.inspect(model, raiseerr=False), Mapper):
        return Constructor({}, rest=True, plain=True)
    try:
        parameters = list(signature(model.__init__).parameters.values())[1:]
    except (TypeError, ValueError):
        return Constructor({}, rest=True, plain=True)
    written = getattr(model.__init__, "_sa_original_init", model.__init__)
    named = [p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    rest = any(p.kind is p.VAR_KEYWORD for p in parameters)
    return Constructor(
        {p.name: p.default is p.empty for p in named},
        rest,
        rest and str(getattr(written, "__module__", "")).startswith(OURS),
    )


def _keys(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of the parents among *values*, by attribute: a constructor may take them instead."""
    found: dict[str, Any] = {}
    kind = mapped(model)
    for parent in kind.parents.values():
        above = values.get(parent.name)
        if not parent.related or sa.inspect(above, raiseerr=False) is None:
            continue
        for own, pointed in parent.pairs:
            name, key = kind.attribute(own), vars(above).get(mapped(type(above)).attribute(pointed) or "")
            if name is not None and key is not None:
                found[name] = key
    return found


def _empty(model: Any, name: str, values: Mapping[str, Any]) -> Any:
    """What an attribute holds that nothing is known of: no object, no objects, or a composite of its columns."""
    mapper = sa.inspect(model)
    if name in mapper.composites:
        composite = mapper.composites[name]
        return composite.composite_class(*(values.get(prop.key) for prop in composite.props))
    if name in mapper.relationships and mapper.relationships[name].uselist:
        return (mapper.relationships[name].collection_class or list)()
    return None


def _forget(model: Any, instance: Any, name: str) -> None:
    """Let an attribute that was only set for the constructor's sake be as if it never was: the ORM then fills it."""
    mapper = sa.inspect(model)
    if name in mapper.relationships and not mapper.relationships[name].uselist:
        set_committed_value(instance, name, None)
    elif name in mapper.column_attrs and getattr(instance, name) is None:
        state = sa.inspect(instance)
        state.dict.pop(name, None)
        state.committed_state.pop(name, None)
