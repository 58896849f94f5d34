"""The Python values that a decorator may take, and which of them to try first.

A form turns the plain values of a kind (text, json, datetime, ...) into Python values.
Decorators tell what they want by their names, their `python_type`, the classes and
choices they hold or mention, and the defaults of their columns.
"""

from __future__ import annotations

import enum
import ipaddress
import json
import pathlib
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from populace.generators.scalars import WORDS
from populace.infer.asked import Asked, tokens
from populace.infer.objects import built, classes_of, unions_of
from populace.infer.types import kind_of
from populace.schema.types import raw_type

Type = sa.types.TypeEngine[Any]


@dataclass(frozen=True)
class Form:
    """Python values made by *read* from plain values of a *kind*; or one of the *members*."""

    name: str
    kind: str
    read: Callable[[Any], Any]
    members: tuple[Any, ...] = field(default=(), hash=False)

    def value(self, plain: Any) -> Any:
        """The Python value of a plain one."""
        return self.members[plain] if self.members else self.read(plain)


def _same(value: Any) -> Any:
    return value


def _aware(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def _time(value: timedelta) -> Any:
    return (datetime.min + value).time()


def _list(text: str) -> list[Any]:
    value = json.loads(text)
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]


def _words(text: str) -> list[str]:
    return [str(value) for value in _list(text)]


def _numbers(text: str) -> list[int]:
    return [value if isinstance(value, int) else len(str(value)) for value in _list(text)]


def _set(text: str) -> set[str]:
    """One word: the order of several would differ from one Python process to the next."""
    return set(_words(text)[-1:])


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(_words(text))


def _dict(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {"value": value}


def _records(text: str) -> list[Any]:
    return [json.loads(text)]


def _member(place: int) -> int:
    return place


FORMS = {
    form.name: form
    for form in (
        Form("text", "text", _same),
        Form("integer", "integer", _same),
        Form("float", "float", _same),
        Form("numeric", "numeric", _decimal),
        Form("boolean", "boolean", _same),
        Form("naive", "datetime", _same),
        Form("aware", "datetime", _aware),
        Form("date", "date", _same),
        Form("time", "time", _time),
        Form("interval", "interval", _same),
        Form("uuid", "uuid", uuid.UUID),
        Form("uuid text", "uuid", _same),
        Form("bytes", "bytes", _same),
        Form("dict", "json", _dict),
        Form("list", "json", _words),
        Form("records", "json", _records),
        Form("numbers", "json", _numbers),
        Form("set", "json", _set),
        Form("tuple", "json", _tuple),
    )
}


def members(name: str, values: Iterable[Any]) -> Form:
    """The form whose values are exactly these."""
    return Form(name, "member", _member, tuple(values))


ADDRESSES = tuple(f"192.0.2.{host}" for host in range(1, 255))
LISTED: dict[str, tuple[Any, ...]] = {
    "url": tuple(f"https://example.com/{word}" for word in WORDS),
    "email": tuple(f"{word}@example.com" for word in WORDS),
    "address": tuple(ipaddress.ip_address(address) for address in ADDRESSES),
    "address text": ADDRESSES,
    "network": tuple(ipaddress.ip_network(f"10.{net}.0.0/16") for net in range(256)),
    "path": tuple(pathlib.Path("/srv/data") / word for word in WORDS),
    "phone": tuple(f"+1201555{number:04}" for number in range(100, 200)),
    "country": ("US", "DE", "FR", "GB", "ES", "IT", "NL", "PL", "SE", "JP", "BR", "CA", "IN", "MX", "AU"),
    "currency": ("USD", "EUR", "GBP", "JPY", "CHF", "SEK", "PLN", "CAD", "AUD", "INR"),
    "locale": ("en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "sv_SE"),
    "language": ("en", "de", "fr", "es", "it", "nl", "pl", "sv"),
    "timezone": ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC", "Europe/Paris", "America/Chicago"),
    "color": ("#ff7f50", "#4682b4", "#2e8b57", "#daa520", "#6a5acd", "#708090", "#cd5c5c", "#008080"),
    "version": tuple(f"{major}.{minor}.0" for major in range(1, 6) for minor in range(10)),
    "range": tuple(f"[{low}, {low + 5}]" for low in range(100)),
    "date range": tuple(f"[2025-{month:02}-01, 2025-{month:02}-20]" for month in range(1, 13)),
    "bits": tuple(f"{number:07b}" for number in range(128)),
    "cron": tuple(f"0 {hour} * * *" for hour in range(24)),
    "digits": tuple(str(number) for number in range(1, 1000)),
    "uuid hex": tuple(f"{number:08x}00004000800000000000{number:04x}" for number in range(1, 257)),
}

HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("datetime", ("aware", "naive")), ("timestamp", ("aware", "naive")), ("moment", ("aware", "naive")),
    ("arrow", ("aware", "naive")), ("pendulum", ("aware", "naive")), ("list", ("list", "records", "numbers")),
    ("array", ("list", "numbers", "records")), ("vector", ("numbers",)), ("set", ("set", "list")),
    ("tuple", ("tuple",)), ("json", ("dict", "list")), ("dict", ("dict",)), ("mapping", ("dict",)), ("map", ("dict",)),
    ("pickle", ("dict", "list")), ("object", ("dict",)), ("settings", ("dict",)), ("config", ("dict",)),
    ("uuid", ("uuid", "uuid text", "uuid hex")), ("guid", ("uuid", "uuid text", "uuid hex")),
    ("timezone", ("timezone",)), ("zone", ("timezone",)), ("date", ("date", "aware", "naive")), ("time", ("time",)),
    ("utc", ("aware", "naive")), ("interval", ("interval",)), ("duration", ("interval",)),
    ("timedelta", ("interval",)), ("decimal", ("numeric",)), ("money", ("numeric",)), ("price", ("numeric",)),
    ("currency", ("currency",)), ("integer", ("integer",)), ("int", ("integer",)), ("float", ("float",)),
    ("bool", ("boolean",)), ("boolean", ("boolean",)), ("path", ("path",)), ("url", ("url",)), ("uri", ("url",)),
    ("email", ("email",)), ("ip", ("address", "address text")), ("network", ("network",)), ("cidr", ("network",)),
    ("phone", ("phone",)), ("country", ("country",)), ("locale", ("locale",)), ("language", ("language",)),
    ("color", ("color",)), ("colour", ("color",)), ("version", ("version",)), ("range", ("range", "date range")),
    ("days", ("bits",)), ("cron", ("cron",)), ("bytes", ("bytes",)), ("binary", ("bytes",)),
    ("string", ("text",)), ("text", ("text",)), ("password", ("text",)),
)  # fmt: skip
OF_KIND = {
    "datetime": ("naive", "aware"),
    "json": ("dict", "list"),
    "uuid": ("uuid", "uuid text"),
    "array": ("list", "numbers"),
    "text": ("text",),
    "bytes": ("text", "bytes"),
    "other": ("text", "range", "bits"),
}
PLURALS = {"tags", "scopes", "roles", "rules", "keys", "command", "items", "permissions", "labels", "ids", "names"}


def forms(asked: Asked, encodes_json: bool) -> list[Form]:
    """The forms to try, the likeliest first."""
    sqltype = asked.column.type
    classes = list(classes_of(sqltype))
    found = [*_choices(sqltype, classes), *_objects([*unions_of(sqltype), *((cls,) for cls in classes)])]
    names = [*_underlying(sqltype), *_named(sqltype), *_python_type(sqltype), *_default(asked)]
    if PLURALS & set(tokens(asked.name)):
        names += ["list"]
    if encodes_json:
        names += ["dict", "list"]
    kind = kind_of(sqltype)
    if getattr(raw_type(sqltype), "timezone", False):
        names += ["aware"]
    names += [*OF_KIND.get(kind, (kind,)), *FORMS, *LISTED]
    listed = {name: members(name, values) for name, values in LISTED.items()} | FORMS
    plain = [listed[name] for name in dict.fromkeys(names) if name in listed]
    return [*found, *plain, *_constructed(sqltype), *_defaults(asked)]


def _named(sqltype: Type) -> Iterator[str]:
    """Forms that the names of the decorator's classes suggest."""
    for cls in type(sqltype).__mro__:
        if cls is sa.TypeDecorator:
            return
        words = tokens(cls.__name__)
        joined = "".join(words)
        for hint, names in HINTS:
            if hint in words or (len(hint) > 3 and hint in joined):
                yield from names


def _underlying(sqltype: Type) -> Iterator[str]:
    """Forms of a type that the decorator holds, as encrypting ones do."""
    for name, value in vars(sqltype).items():
        if name not in ("impl", "impl_instance") and isinstance(value, sa.types.TypeEngine):
            kind = kind_of(value)
            yield from _named(value)
            yield from OF_KIND.get(kind, (kind,))


PYTHON_TYPES = {
    "dict": ("dict",), "list": ("list", "records", "numbers"), "set": ("set",), "tuple": ("tuple",),
    "int": ("integer",), "float": ("float",), "Decimal": ("numeric",), "bool": ("boolean",), "str": ("text",),
    "datetime": ("aware", "naive"), "date": ("date",), "time": ("time",), "timedelta": ("interval",),
    "UUID": ("uuid",), "bytes": ("bytes",), "Path": ("path",), "uuid4": ("uuid",), "utcnow": ("aware", "naive"),
    "frozenset": ("set",),
}  # fmt: skip


def _python_type(sqltype: Type) -> Iterator[str]:
    """Forms of the Python type that the decorator itself declares."""
    if any("python_type" in vars(cls) for cls in _own_classes(sqltype)):
        try:
            yield from PYTHON_TYPES.get(sqltype.python_type.__name__, ())
        except (AttributeError, NotImplementedError):
            return


def _own_classes(sqltype: Type) -> list[type]:
    mro = type(sqltype).__mro__
    return list(mro[: mro.index(sa.TypeDecorator)]) if sa.TypeDecorator in mro else []


def _default(asked: Asked) -> Iterator[str]:
    """Forms of the column's default: ``dict``, ``list``, ``uuid4`` or a value."""
    arg = getattr(asked.column.default, "arg", None)
    if arg is not None:
        yield from PYTHON_TYPES.get(getattr(arg, "__name__", type(arg).__name__), ())


def _defaults(asked: Asked) -> Iterator[Form]:
    """The column's own default, and what holds nothing."""
    default = asked.column.default
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        yield members("its default", [default.arg])
    for name, empty in (("empty list", []), ("empty mapping", {}), ("empty text", "")):
        yield members(name, [empty])


def _choices(sqltype: Type, classes: list[type]) -> Iterator[Form]:
    """Members of the enums, and entries of the lists of choices, that the decorator holds or mentions."""
    for cls in classes:
        if issubclass(cls, enum.Enum) and len(cls):
            yield members(cls.__name__, cls)
    raw = raw_type(sqltype)
    if isinstance(raw, sa.Enum):
        yield members("enum", raw.enum_class or raw.enums)
    for name, value in vars(sqltype).items():
        if isinstance(value, dict) and value and not name.startswith("_"):
            yield from (members(name, value), members(name, value.values()))
        if isinstance(value, list | tuple | set | frozenset) and value and not name.startswith("_"):
            if all(isinstance(item, list | tuple) and len(item) == 2 for item in value):
                yield members(name, (item[0] for item in value))
            yield members(name, sorted(value, key=str) if isinstance(value, set | frozenset) else value)


def _objects(alternatives: list[tuple[type, ...]]) -> Iterator[Form]:
    """Instances of the dataclasses and models that the decorator holds or mentions, and lists of them."""
    for classes in alternatives:
        tried = (built(classes[number % len(classes)], number) for number in range(max(16, 2 * len(classes))))
        made, name = [instance for instance in tried if instance is not None], " or ".join(c.__name__ for c in classes)
        if made:
            yield members(name, made)
            yield members(f"list of {name}", ([instance] for instance in made))


def _constructed(sqltype: Type) -> Iterator[Form]:
    """Objects of the decorator's Python type made from any listed text that it takes."""
    try:
        python_type = sqltype.python_type
    except (AttributeError, NotImplementedError):
        return
    if python_type is None or python_type.__name__ in PYTHON_TYPES:
        return
    for name, values in {**LISTED, "zone": tuple(map(zoneinfo.ZoneInfo, LISTED["timezone"]))}.items():
        made = []
        for value in values:
            try:
                made.append(value if isinstance(value, python_type) else python_type(value))
            except Exception:  # whatever a class that is not ours does with a value it does not take
                break
        if made:
            yield members(f"{python_type.__name__} of {name}", made)
