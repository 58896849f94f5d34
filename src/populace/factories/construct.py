"""An object of a mapped class from the values of its attributes, whatever its constructor takes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import set_committed_value


def construct(model: Any, args: tuple[Any, ...], values: Mapping[str, Any]) -> Any:
    """A new object: what the constructor does not take is set afterwards, what it requires beyond *values* is empty."""
    takes, anything = accepted(model)
    if anything:
        return model(*args, **values)
    required = [name for name, needed in list(takes.items())[len(args) :] if needed and name not in values]
    empty = {name: _empty(model, name, values) for name in required if name in sa.inspect(model).attrs}
    instance = model(*args, **{name: value for name, value in values.items() if name in takes}, **empty)
    for name, value in values.items():
        if name not in takes:
            setattr(instance, name, value)
    for name in empty:
        _forget(model, instance, name)
    return instance


@cache
def accepted(model: Any) -> tuple[Mapping[str, bool], bool]:
    """The constructor's parameters and whether they must be given; and whether it takes whatever there is."""
    if not isinstance(sa.inspect(model, raiseerr=False), Mapper):
        return {}, True
    try:
        parameters = inspect.signature(model.__init__).parameters.values()
    except (TypeError, ValueError):
        return {}, True
    named = [p for p in list(parameters)[1:] if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    takes = {p.name: p.default is p.empty for p in named}
    return takes, any(p.kind is p.VAR_KEYWORD for p in parameters)


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
