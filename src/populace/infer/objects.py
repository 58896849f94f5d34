"""Classes that a decorator holds or mentions, and instances of them made from their annotations."""

from __future__ import annotations

import dataclasses
import enum
import re
import types
import typing
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from populace.generators.scalars import WORDS

KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
METHODS = ("process_bind_param", "process_result_value", "process_literal_param", "python_type", "_coerce", "__init__")


def classes_of(sqltype: sa.types.TypeEngine[Any]) -> Iterator[type]:
    """Enums, dataclasses and models in the decorator's attributes, closures, annotations and code, once each."""
    seen: dict[type, None] = {}
    for value in _mentioned(sqltype):
        seen.update((cls, None) for cls in _within(value) if isinstance(cls, type) and _is_model(cls))
    yield from seen


def _mentioned(sqltype: sa.types.TypeEngine[Any]) -> Iterator[Any]:
    yield from (value for name, value in vars(sqltype).items() if name not in ("impl", "impl_instance"))
    for cls in type(sqltype).__mro__:
        if cls is sa.TypeDecorator:
            return
        yield from vars(cls).values()
        yield from getattr(cls, "__orig_bases__", ())
        for name in METHODS:
            yield from _of_function(vars(cls).get(name))


def _of_function(function: Any) -> Iterator[Any]:
    function = getattr(function, "fget", function)
    if not isinstance(function, types.FunctionType):
        return
    yield from (cell.cell_contents for cell in function.__closure__ or () if cell.cell_contents is not function)
    yield from function.__annotations__.values()
    yield from (function.__globals__.get(name) for name in function.__code__.co_names)


def unions_of(sqltype: sa.types.TypeEngine[Any]) -> list[tuple[type, ...]]:
    """The models that stand for each other in the annotations that the decorator holds or mentions."""
    found: dict[tuple[type, ...], None] = {}
    for value in _mentioned(sqltype):
        for part in _within(value):
            if typing.get_origin(part) in (typing.Union, types.UnionType):
                found[tuple(cls for cls in typing.get_args(part) if isinstance(cls, type) and _is_model(cls))] = None
    return [classes for classes in found if len(classes) > 1]


def _within(value: Any, depth: int = 0) -> Iterator[Any]:
    """A value and what it is annotated with, as far down as three steps."""
    yield value
    if depth < 3:
        for part in typing.get_args(value):
            yield from _within(part, depth + 1)
        if isinstance(value, types.SimpleNamespace) or _is_adapter(value):
            for part in list(vars(value).values()):
                yield from _within(part, depth + 1)


def _is_adapter(value: Any) -> bool:
    """Pydantic's TypeAdapter and a decorator's own helper objects are looked into."""
    return type(value).__name__ in ("TypeAdapter", "EnumTypeImpl")


def _is_model(cls: type) -> bool:
    if not isinstance(cls, type) or cls.__module__.startswith(("sqlalchemy.", "builtins")):
        return False
    return issubclass(cls, enum.Enum) or dataclasses.is_dataclass(cls) or hasattr(cls, "model_fields")


def built(cls: type, number: int) -> Any:
    """An instance of a dataclass or model with plain values for its required fields; None if it cannot be made."""
    if issubclass(cls, enum.Enum):
        return None
    try:
        hints = _annotations(cls)
        values = {name: _plain(hints[name], name, number) for name in _required(cls)}
    except Exception:  # a class that is not ours may refuse in any way
        return None
    for tried in (values | _optional(cls, hints, number), values, _with_keys(cls, values, number)):
        if (made := _called(cls, tried)) is not None:
            return made
    return None


def _optional(cls: Any, hints: dict[str, Any], number: int) -> dict[str, Any]:
    """Plain values for some of the fields that a model may leave out, so that its instances differ."""
    fields = getattr(cls, "model_fields", {})
    simple = [name for name in fields if not fields[name].is_required() and _is_simple(hints[name])]
    return {name: _plain(hints[name], name, number) for place, name in enumerate(simple) if (number + place) % 3}


def _is_simple(hint: Any) -> bool:
    """Whether a field holds text, a number, yes or no, or a moment, lists of such, or none of them."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType, list):
        return all(part is type(None) or _is_simple(part) for part in typing.get_args(hint))
    return hint in PLAIN or typing.get_origin(hint) is typing.Literal


def _annotations(cls: Any) -> dict[str, Any]:
    if hasattr(cls, "model_fields"):
        return {name: field.annotation for name, field in cls.model_fields.items()}
    return typing.get_type_hints(cls)


def _called(cls: type, values: dict[str, Any]) -> Any:
    try:
        return cls(**values)
    except Exception:  # a class that is not ours may refuse in any way
        return None


def _with_keys(cls: type, values: dict[str, Any], number: int) -> dict[str, Any]:
    """Mappings with the keys that the methods of *cls* speak of: validators ask for some."""
    functions = [getattr(value, "wrapped", value) for base in cls.__mro__ for value in [*vars(base).values()]]
    codes = [function.__code__ for function in functions if isinstance(function, types.FunctionType)]
    keys = {text for code in codes for text in code.co_consts if isinstance(text, str) and KEY.fullmatch(text)}
    filled = {key: f"{key.split('.')[0]}.{WORDS[number % len(WORDS)]}" for key in sorted(keys)}
    return {name: filled if value == {} else value for name, value in values.items()}


def _required(cls: Any) -> list[str]:
    if hasattr(cls, "model_fields"):
        return [name for name, field in cls.model_fields.items() if field.is_required() or field.default == ""]
    return [field.name for field in dataclasses.fields(cls) if field.init]


def _plain(hint: Any, name: str, number: int) -> Any:
    """A value of an annotated type."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _plain(next(part for part in parts if part is not type(None)), name, number)
    if origin is typing.Annotated:
        return _plain(parts[0], name, number)
    if origin is typing.Literal:
        return parts[number % len(parts)]
    if origin in (list, set, tuple, frozenset):
        return origin([_plain(parts[0], name, number)] if parts else [])
    if origin is dict or hint in (dict, Any):
        return {}
    if hint in SIMPLE:
        return SIMPLE[hint](number)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return list(hint)[number % len(hint)]
    if isinstance(hint, type) and issubclass(hint, datetime):
        return SIMPLE[datetime](number).replace(tzinfo=UTC)
    if isinstance(hint, type) and issubclass(hint, tuple(SIMPLE)):
        return SIMPLE[next(base for base in hint.__mro__ if base in SIMPLE)](number)
    made = built(hint, number)
    if made is None:
        raise TypeError(f"nothing is known of {hint!r}")
    return made


PLAIN = (str, int, float, bool, datetime, date, uuid.UUID)
SIMPLE: dict[Any, Any] = {
    str: lambda number: WORDS[number % len(WORDS)],
    int: lambda number: number + 1,
    float: lambda number: number + 0.5,
    bool: lambda number: number % 3 > 0,
    Decimal: lambda number: Decimal(number) + Decimal("0.25"),
    datetime: lambda number: datetime(2025, 1, 1) + timedelta(days=number),
    date: lambda number: date(2025, 1, 1) + timedelta(days=number),
    timedelta: lambda number: timedelta(minutes=number),
    uuid.UUID: lambda number: uuid.UUID(int=(4 << 76) + (2 << 62) + number),
    bytes: lambda number: bytes([number]),
    list: lambda number: [],
    set: lambda number: set(),
}
