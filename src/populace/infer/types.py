"""The generator that a column's type alone suggests, for columns that no name rule fits.

`kind_of` sorts SQL types into the kinds that generators are written for. `suggest` always
has an answer, or says which column has a type that nothing is known of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from populace.errors import PlanError
from populace.generators.composites import ArrayText, Composite, Field
from populace.generators.keys import BASE_36, PRINTABLE, Codes, UniqueChoice, Uuid
from populace.generators.literals import CHOICES, MAKERS, DisjointRanges, Literals
from populace.generators.mariadb import KNOWN, OwnLiterals, Subsets
from populace.generators.scalars import Always, Bytes, Choice, Json, Lists
from populace.generators.text import Phrase
from populace.infer import numbers, times
from populace.infer.asked import Asked, Suggestion
from populace.infer.limits import allowed, usual
from populace.infer.names import shares
from populace.rows import Generator
from populace.schema.types import raw_type

Type = sa.types.TypeEngine[Any]

KINDS: tuple[tuple[type[Any] | tuple[type[Any], ...], str], ...] = (
    (sa.Enum, "enum"),
    (sa.Boolean, "boolean"),
    ((sa.Integer, mysql.YEAR, postgresql.OID), "integer"),
    (sa.Float, "float"),
    (sa.Numeric, "numeric"),
    (sa.DateTime, "datetime"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    ((sa.Interval, postgresql.INTERVAL), "interval"),
    (sa.Uuid, "uuid"),
    (sa.JSON, "json"),
    (sa.types._Binary, "bytes"),
    (sa.ARRAY, "array"),
    (mysql.SET, "other"),
    (sa.String, "text"),
)
MYSQL = ("mysql", "mariadb")


def kind_of(sqltype: Type) -> str:
    """The kind of a SQL type: that of its implementation for decorators, of the type below for domains."""
    sqltype = raw_type(sqltype)
    if isinstance(sqltype, mysql.TINYINT) and sqltype.display_width == 1 and not sqltype.unsigned:
        return "boolean"
    return next((kind for classes, kind in KINDS if isinstance(sqltype, classes)), "other")


def suggest(asked: Asked, dialect: str = "") -> Suggestion:
    """A generator for the column by its type and its own CHECKs; *dialect* is the name of the database's."""
    values = allowed(asked)
    if values:
        words = [value for value in values if isinstance(value, str)]
        known = shares.weights(words) if len(words) == len(values) else None
        weighted: Generator = UniqueChoice(values) if asked.unique else Choice(values, known or ())
        return Suggestion(weighted, f"one of the {len(values)} values that its CHECK allows")
    return BY_KIND.get(asked.kind, _other)(asked, dialect)


def _plain(maker: Callable[[Asked, Type], Generator]) -> Callable[[Asked, str], Suggestion]:
    """Suggestions of a *maker* that looks at the column and its raw type only."""

    def suggested(asked: Asked, dialect: str) -> Suggestion:
        unique = "unique " if asked.unique else ""
        return Suggestion(maker(asked, raw_type(asked.column.type)), f"{unique}{asked.kind} by its type")

    return suggested


def _boolean(asked: Asked, sqltype: Type) -> Generator:
    if asked.unique:
        return UniqueChoice((False, True))
    common = usual(asked)
    return Choice((False, True), (0.4, 0.6) if common is None else (0.25, 0.75) if common else (0.75, 0.25))


def _enum(asked: Asked, sqltype: Type) -> Generator:
    names = tuple(str(name) for name in getattr(sqltype, "enums", ()))
    if not names:
        raise PlanError(f"{_where(asked)}: the enum {sqltype!r} has no values; give the column a generator")
    if asked.unique:
        return UniqueChoice(names)
    return Choice(names, _weights(names, _member(usual(asked), sqltype)))


def _weights(names: tuple[str, ...], common: str) -> tuple[float, ...]:
    """How often each name stands in the column; its default as often as all others together."""
    found = list(shares.weights(names) or (1 / (place + 2) for place in range(len(names))))
    if common in names and shares.weights(names) is None:
        found[names.index(common)] = sum(found)
    return tuple(found)


def _member(value: object, sqltype: Type) -> str:
    """The database's name for a default of an enum column."""
    lookup: dict[str, object] = getattr(sqltype, "_object_lookup", {})
    return next((name for name, member in lookup.items() if member is value and name), str(value))


def ignores_case(asked: Asked, dialect: str) -> bool:
    """Whether two values that differ in case are the same to a unique key: by the column's collation, or by default."""
    if dialect not in ("mysql", "mariadb"):
        return False
    collation = asked.column.info.get("populace", {}).get("collation") or getattr(
        raw_type(asked.column.type), "collation", None
    )
    return not str(collation or "").endswith(("_bin", "_cs"))


def _text(asked: Asked, dialect: str) -> Suggestion:
    unique = "unique " if asked.unique else ""
    return Suggestion(_words(asked, raw_type(asked.column.type), dialect), f"{unique}text by its type")


def _words(asked: Asked, sqltype: Type, dialect: str) -> Generator:
    lengths = [asked.length, getattr(sqltype, "length", None), asked.domain.max_length if asked.domain else None]
    length = min((length for length in lengths if length is not None), default=None)
    if asked.unique and length is not None and length < 8:
        marks = "".join(dict.fromkeys(PRINTABLE.lower())) if ignores_case(asked, dialect) else PRINTABLE
        return Codes.within(length, marks if length == 1 and asked.rows > len(BASE_36) else BASE_36)
    return Phrase("sentence" if length is None or length >= 60 else "label", length, asked.unique)


def _uuid(asked: Asked, sqltype: Type) -> Generator:
    return Uuid()


def _json(asked: Asked, sqltype: Type) -> Generator:
    """An object, or a list where the default is one."""
    default = asked.column.default
    made = getattr(default, "arg", None)
    listed = isinstance(made, list) or getattr(made, "__name__", "") == "list" or usual(asked) == "[]"
    wanted = asked.domain.json if asked.domain else None
    return Json(listed if wanted is None else wanted == "array", asked.unique)


def _bytes(asked: Asked, sqltype: Type) -> Generator:
    length = asked.length if asked.length is not None else getattr(sqltype, "length", None)
    low, high = (asked.domain.min_length, asked.domain.max_length) if asked.domain else (None, None)
    most = min(limit for limit in (length, high, max(low or 0, 32)) if limit is not None)
    least = most if isinstance(sqltype, sa.BINARY) or asked.unique else max(low or 0, min(8, most))
    return Bytes(least, most, asked.unique)


def _array(asked: Asked, dialect: str) -> Suggestion:
    sqltype = raw_type(asked.column.type)
    assert isinstance(sqltype, sa.ARRAY)
    item = suggest(_part(asked, asked.name, sqltype.item_type, asked.unique), dialect)
    low, high = _sizes(asked, item.generator)
    return Suggestion(Lists(item.generator, low, high), f"lists of {low} to {high} items: {item.why}")


def _sizes(asked: Asked, item: Generator) -> tuple[int, int]:
    """How many items a list has: 1 to 4 or as the CHECKs say, and no more than needed of items that are few."""
    low, high = (asked.domain.min_length, asked.domain.max_length) if asked.domain else (None, None)
    least = min(max(1, low or 1), high or 4)
    few = asked.unique and getattr(item, "capacity", 0) < 1_000_000
    return least, least if few else max(least, min(high or 4, 4))


def _part(asked: Asked, name: str, sqltype: Type, unique: bool) -> Asked:
    """What an item of an array or a field of a composite asks for."""
    column: sa.Column[Any] = sa.Column(name, sqltype, nullable=False)
    return Asked(column, kind_of(sqltype), unique, length=getattr(raw_type(sqltype), "length", None), rows=asked.rows)


def _other(asked: Asked, dialect: str) -> Suggestion:
    """Types that SQLAlchemy has no class for that we know, by their text; NULL for unknown ones, if that is allowed."""
    text = type_text(asked)
    own = dialect in MYSQL and _base(text)[0] in KNOWN
    generator = OwnLiterals(_base(text)[0], asked.unique) if own else _literals(asked, text, dialect)
    if generator is not None:
        return Suggestion(generator, f"{text} by its type")
    if asked.column.nullable and not asked.unique:
        return Suggestion(Always(), f"NULL, because nothing is known of the type {text}", nulls=1.0)
    raise PlanError(
        f"{_where(asked)}: nothing is known of the type {text}, and the column may not be NULL; "
        f"give the column a generator or leave out the table"
    )


def _literals(asked: Asked, text: str, dialect: str) -> Generator | None:
    sqltype, known = raw_type(asked.column.type), asked.column.info.get("populace", {})
    name, size = _base(text)
    if isinstance(sqltype, mysql.SET):
        return Subsets(tuple(sqltype.values), asked.unique)
    if isinstance(sqltype, mysql.BIT):
        return numbers.integers(replace(asked, kind="integer"), sqltype)
    if text.endswith("]"):
        return _array_text(asked, re.sub(r"(\[\d*\])+$", "", text), dialect)
    if fields := known.get("composite"):
        return _composite(asked, fields, dialect)
    if asked.unique and re.search(r"(?<!^)range$", name) and name in MAKERS:
        return DisjointRanges(name)
    if name in MAKERS or name in CHOICES:
        return Literals(name, size, asked.unique)
    if known.get("typtype") in ("r", "m") and not asked.unique:
        return Always("empty" if known["typtype"] == "r" else "{}")
    if (ordinary := ordinary_type(text)) is not None:
        return suggest(_part(asked, asked.name, ordinary, asked.unique), dialect).generator
    return None


def _array_text(asked: Asked, item: str, dialect: str) -> Generator | None:
    part = _part(asked, asked.name, sa.types.NULLTYPE, asked.unique)
    part.column.info["populace"] = asked.column.info.get("populace", {}) | {"sqltype": item}
    made = _literals(part, item, dialect)
    if made is None:
        return None
    low, high = _sizes(asked, made)
    kind = kind_of(ordinary_type(item) or sa.types.NULLTYPE)
    return ArrayText(Lists(made, low, high), kind, ";" if item == "box" else ",")


def _composite(asked: Asked, fields: list[tuple[str, str]], dialect: str) -> Generator:
    made, unique = [], asked.unique
    for name, text in fields:
        sqltype = ordinary_type(text) or sa.types.NULLTYPE
        part = _part(asked, name, sqltype, unique and kind_of(sqltype) not in ("boolean", "enum"))
        unique = unique and not part.unique
        part.column.info["populace"] = {"sqltype": text}
        made.append(Field(name, suggest(part, dialect).generator, part.kind))
    return Composite(tuple(made))


def type_text(asked: Asked) -> str:
    """The column's type as the database spells it, in lower case and without a schema."""
    text = asked.column.info.get("populace", {}).get("sqltype")
    if text is None:
        sqltype = raw_type(asked.column.type)
        try:
            text = sqltype.compile(dialect=_dialect_of(sqltype))
        except sa.exc.CompileError:
            text = type(sqltype).__name__
    return re.sub(r'^(\w+|"[^"]*")\.(?=\w|")', "", str(text)).lower()


def _dialect_of(sqltype: Type) -> sa.Dialect:
    """The dialect that spells a type: PostgreSQL's, if it is not MySQL's own."""
    make: Callable[[], sa.Dialect] = mysql.dialect if "mysql" in type(sqltype).__module__ else postgresql.dialect
    return make()


def _base(text: str) -> tuple[str, int | None]:
    """``bit varying(5)`` as its name and its size."""
    found = re.match(r'("?[\w ]+?"?)\s*(?:\((\d+)[^)]*\))?$', text)
    name, size = (found[1], found[2]) if found else (text, None)
    return {"varbit": "bit varying"}.get(name, name), int(size) if size else None


def ordinary_type(text: str) -> Type | None:
    """The SQLAlchemy type of an everyday type that is only known by its text, as fields of composites are."""
    found = re.match(r"([a-z][\w ]*?)\s*(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?$", text.lower())
    if not found:
        return None
    sizes = [int(size) for size in found.group(2, 3) if size is not None] or [1] * (found[1] == "character")
    if found[1] in ("timestamp", "time"):
        zone = found[4] == " with time zone"
        return sa.DateTime(timezone=zone) if found[1] == "timestamp" else sa.Time(timezone=zone)
    made: Callable[..., Type] | None = ORDINARY.get(found[1])
    return made(*sizes) if made is not None else None


ORDINARY: dict[str, Any] = {
    "smallint": sa.SmallInteger,
    "integer": sa.Integer,
    "bigint": sa.BigInteger,
    "real": sa.REAL,
    "double precision": sa.Double,
    "numeric": sa.Numeric,
    "boolean": sa.Boolean,
    "text": sa.Text,
    "citext": sa.Text,
    "character varying": sa.String,
    "character": sa.String,
    "bpchar": sa.Text,
    "date": sa.Date,
    "interval": postgresql.INTERVAL,
    "uuid": sa.Uuid,
    "json": postgresql.JSON,
    "jsonb": postgresql.JSONB,
    "bytea": sa.LargeBinary,
}


def _where(asked: Asked) -> str:
    table = asked.column.table
    return f"{table.fullname}.{asked.name}" if table is not None else asked.name


BY_KIND: dict[str, Callable[[Asked, str], Suggestion]] = {
    "integer": _plain(numbers.integers),
    "float": _plain(numbers.decimals),
    "numeric": _plain(numbers.decimals),
    "boolean": _plain(_boolean),
    "date": _plain(times.dates),
    "datetime": times.moments,
    "time": _plain(times.spans),
    "interval": _plain(times.spans),
    "text": _text,
    "enum": _plain(_enum),
    "uuid": _plain(_uuid),
    "json": _plain(_json),
    "bytes": _plain(_bytes),
    "array": _array,
}
