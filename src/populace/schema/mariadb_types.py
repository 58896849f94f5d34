"""The types of MariaDB and MySQL, read from their text: ``int(8) unsigned zerofill``, ``enum('a','it''s')``."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

Type = sa.types.TypeEngine[Any]

PARTS = re.compile(r"(\w+)(?:\((.*)\))?(.*)", re.DOTALL)
LABEL = re.compile(r"'((?:[^']|'')*)'")
INTEGERS: Mapping[str, type[Type]] = {
    "tinyint": mysql.TINYINT,
    "smallint": mysql.SMALLINT,
    "mediumint": mysql.MEDIUMINT,
    "int": mysql.INTEGER,
    "bigint": mysql.BIGINT,
}
FLOATS: Mapping[str, type[Type]] = {"float": mysql.FLOAT, "double": mysql.DOUBLE, "real": mysql.DOUBLE}
TEXTS: Mapping[str, tuple[type[Type], int | None]] = {
    "tinytext": (mysql.TINYTEXT, 255),
    "text": (mysql.TEXT, 65_535),
    "mediumtext": (mysql.MEDIUMTEXT, None),
    "longtext": (mysql.LONGTEXT, None),
}
"""Types of text and the bytes that they hold, as far as a value may come near."""
BLOBS: Mapping[str, tuple[type[Type], int | None]] = {
    "tinyblob": (mysql.TINYBLOB, 255),
    "blob": (mysql.BLOB, None),
    "mediumblob": (mysql.MEDIUMBLOB, None),
    "longblob": (mysql.LONGBLOB, None),
}
TIMES: Mapping[str, type[Type]] = {"datetime": mysql.DATETIME, "timestamp": mysql.TIMESTAMP, "time": mysql.TIME}
BYTES = {"latin1": 1, "ascii": 1, "binary": 1, "utf8mb3": 3, "utf8": 3, "ucs2": 2}
"""The most bytes of a character, by character set; 4 in the others that are common."""


def sql_type(text: str, charset: str | None = None, collation: str | None = None) -> Type | None:
    """The type of a column by its text in the catalogue; None for types that only their name is known of."""
    found = PARTS.match(text)
    if found is None:
        return None
    name, inside, after = found[1].lower(), found[2] or "", found[3].lower()
    sizes = [int(number) for number in re.findall(r"\d+", inside)] if not inside.startswith("'") else []
    if name in ("enum", "set"):
        labels = [label.replace("''", "'") for label in LABEL.findall(inside)]
        return mysql.ENUM(*labels) if name == "enum" else mysql.SET(*labels, retrieve_as_bitwise="" in labels)
    if name in INTEGERS or name in FLOATS or name == "decimal":
        return _number(name, sizes, "unsigned" in after, "zerofill" in after)
    if name in TEXTS or name in ("char", "varchar"):
        return _text(name, sizes, charset, collation)
    return _other(name, sizes)


def _number(name: str, sizes: list[int], unsigned: bool, zerofill: bool) -> Type:
    """A ``float(7,3)`` is read as what it holds: a decimal of seven digits."""
    options: dict[str, Any] = {"unsigned": unsigned, "zerofill": zerofill}
    if name in INTEGERS:
        return INTEGERS[name](display_width=sizes[0] if sizes else None, **options)  # type: ignore[call-arg]
    if name == "decimal" or len(sizes) == 2:
        precision, scale = (*sizes, 0)[:2]
        return mysql.DECIMAL(precision, scale, **options)
    return FLOATS[name](asdecimal=False, **options)  # type: ignore[call-arg]


def _text(name: str, sizes: list[int], charset: str | None, collation: str | None) -> Type:
    options: dict[str, Any] = {"charset": charset, "collation": collation}
    if name in ("char", "varchar"):
        return (mysql.CHAR if name == "char" else mysql.VARCHAR)(sizes[0] if sizes else 1, **options)
    kind, most = TEXTS[name]
    made: Any = kind(**options)
    made.length = most and most // BYTES.get(charset or "", 4)
    return made  # type: ignore[no-any-return]


def _other(name: str, sizes: list[int]) -> Type | None:
    size = sizes[0] if sizes else None
    if name in TIMES:
        return TIMES[name](fsp=size)  # type: ignore[call-arg]
    if name in BLOBS:
        made: Any = BLOBS[name][0]()
        made.length = BLOBS[name][1]
        return made  # type: ignore[no-any-return]
    match name:
        case "binary":
            return mysql.BINARY(1 if size is None else size)
        case "varbinary":
            return mysql.VARBINARY(size)
        case "bit":
            return mysql.BIT(size)
        case "year":
            return mysql.YEAR()
        case "date":
            return sa.DATE()
        case "json":
            return mysql.JSON()
        case "uuid":
            return sa.UUID(as_uuid=False)
    return None
