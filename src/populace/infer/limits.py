"""What a column's CHECKs and defaults say about its values, in the units that generators count in."""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from populace.generators.keys import BASE_36
from populace.infer.asked import Asked

Type = sa.types.TypeEngine[Any]


def allowed(asked: Asked) -> tuple[Hashable, ...]:
    """The only values that the column's CHECKs allow, if they list them."""
    if asked.domain is None or asked.domain.values is None or asked.kind in ("array", "json", "bytes"):
        return ()
    return tuple(native(value) for value in asked.domain.values if value is not None)


def native(value: Any) -> Any:
    """A Python value as generators hand it out."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return np.datetime64(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value, "us")
    if isinstance(value, date):
        return np.datetime64(value, "D")
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return np.timedelta64(value, "us") if isinstance(value, timedelta) else value


def steps(asked: Asked, units: int = 1) -> tuple[int | None, int | None]:
    """The least and greatest number that the CHECKs allow, counted in so many *units* to the whole."""
    domain = asked.domain
    if domain is None:
        return None, None
    low = _count(domain.low, units, domain.low_open)
    high = _count(domain.high, -units, domain.high_open)
    return low, None if high is None else -high


def _count(bound: object, units: int, is_open: bool) -> int | None:
    if isinstance(bound, bool) or not isinstance(bound, (int, float, Decimal)):
        return None
    exact = Decimal(str(bound)) * units
    whole = int(exact.to_integral_value(rounding="ROUND_CEILING"))
    return whole + 1 if is_open and whole == exact else whole


def moments(asked: Asked, unit: str) -> tuple[np.datetime64 | None, np.datetime64 | None]:
    """The first and last moment or day that the CHECKs allow."""
    domain = asked.domain
    if domain is None:
        return None, None
    low, high = (_moment(bound, unit) for bound in (domain.low, domain.high))
    step = np.timedelta64(1, unit)  # type: ignore[call-overload]
    return (
        low + step if low is not None and domain.low_open else low,
        high - step if high is not None and domain.high_open else high,
    )


def _moment(bound: object, unit: str) -> np.datetime64 | None:
    if not isinstance(bound, date):
        return None
    moment: np.datetime64 = native(bound).astype(f"M8[{unit}]")
    return moment


def usual(asked: Asked) -> Any:
    """The column's default where it is a plain value: the commonest one."""
    default, server = asked.column.default, asked.column.server_default
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        return default.arg
    arg = getattr(server, "arg", None)
    return None if arg is None else constant(str(getattr(arg, "text", arg)))


def constant(text: str) -> Any:
    """The value of a literal in SQL, or None: ``0``, ``'new'::status``, ``true``."""
    text = text.strip().strip("()")
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d*\.\d+", text):
        return float(text)
    found = re.fullmatch(r"'((?:[^']|'')*)'(?:::.*)?", text)
    if found:
        inner = found[1].replace("''", "'")
        return int(inner) if re.fullmatch(r"-?\d+", inner) else inner
    return text if re.fullmatch(r"\w[\w -]*|\[\]|\{\}", text) else None


def integer_bounds(asked: Asked) -> tuple[int, int]:
    """The least and greatest integer a column holds, by its type and its CHECKs."""
    low, high = fitting(asked.column.type)
    if asked.domain is not None:
        if isinstance(asked.domain.low, int | float):
            low = max(low, int(asked.domain.low) + bool(asked.domain.low_open))
        if isinstance(asked.domain.high, int | float):
            high = min(high, int(asked.domain.high) - bool(asked.domain.high_open))
    return low, high


def fitting(sqltype: Type) -> tuple[int, int]:
    """The least and greatest whole number that the type holds."""
    if isinstance(sqltype, mysql.YEAR):
        return 1901, 2155
    if isinstance(sqltype, mysql.BIT):
        return 0, 2 ** min(sqltype.length or 1, 63) - 1
    bits = _width(sqltype)
    if getattr(sqltype, "unsigned", False) or isinstance(sqltype, postgresql.OID):
        return 0, min(2**bits, 2**63) - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def _width(sqltype: Type) -> int:
    if isinstance(sqltype, mysql.TINYINT):
        return 8
    if isinstance(sqltype, mysql.MEDIUMINT):
        return 24
    return 16 if isinstance(sqltype, sa.SmallInteger) else 64 if isinstance(sqltype, sa.BigInteger) else 32


def small_values(asked: Asked) -> tuple[Hashable, ...] | None:
    """All values of a column that can hold only a few."""
    if asked.domain is not None and asked.domain.values is not None:
        return tuple(native(value) for value in asked.domain.values if value is not None)
    kind = asked.column.type
    if asked.kind == "enum" and isinstance(kind, sa.Enum):
        return tuple(label for label in kind.enums if label not in excluded(asked))
    if asked.kind == "boolean":
        return tuple(b for b in (False, True) if b not in excluded(asked))
    if asked.kind == "integer":
        low, high = integer_bounds(asked)
        low = max(low, 0) if asked.domain is None else low
        return tuple(n for n in range(low, high + 1) if n not in excluded(asked)) if high - low < 400 else None
    if asked.kind == "text" and asked.length == 1 and (asked.domain is None or asked.domain.case is None):
        return tuple(c for c in BASE_36 if asked.domain is None or asked.domain.has(c))
    return None


def excluded(asked: Asked) -> frozenset[object]:
    """The values that the column's CHECKs rule out one by one."""
    return asked.domain.excluded if asked.domain is not None else frozenset()
