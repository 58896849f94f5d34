"""Literals of SQL as Python values, and the names of the types they are cast to."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from populace.schema.expressions import CheckError, Constant, Span, Value

if TYPE_CHECKING:
    from sqlglot import exp

KINDS: dict[str, tuple[str, ...]] = {
    "integer": ("INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "UINT", "UBIGINT", "USMALLINT", "UTINYINT"),
    "decimal": ("DECIMAL", "UDECIMAL", "BIGDECIMAL", "MONEY"),
    "float": ("FLOAT", "DOUBLE", "UDOUBLE"),
    "bool": ("BOOLEAN", "BIT"),
    "date": ("DATE", "DATE32"),
    "datetime": ("TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMPNTZ", "TIMESTAMPLTZ", "DATETIME", "DATETIME2", "DATETIME64"),
    "time": ("TIME", "TIMETZ"),
    "interval": ("INTERVAL",),
    "bytes": ("BINARY", "VARBINARY", "BLOB"),
}  # fmt: skip
KIND_OF_TYPE = {name: kind for kind, names in KINDS.items() for name in names}
UNITS = {
    "microsecond": 1e-6, "millisecond": 1e-3, "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "m": 60,
    "hour": 3600, "hr": 3600, "h": 3600, "day": 86_400, "d": 86_400, "week": 604_800, "w": 604_800,
}  # fmt: skip
MONTHS = {"month": 1, "mon": 1, "quarter": 3, "year": 12, "yr": 12, "y": 12, "decade": 120, "century": 1200}


def target_of(type_: "exp.DataType") -> str:
    """The kind a cast goes to, a numeric's with its scale (`decimal:2`), an array's with its item's."""
    name = type_.this.value if hasattr(type_.this, "value") else str(type_.this)
    if name == "ARRAY":
        return f"list:{target_of(type_.expressions[0])}" if type_.expressions else "list:text"
    kind = KIND_OF_TYPE.get(name, "text")
    numbers = [int(p.name) for p in type_.expressions if p.name.isdigit()] if kind == "decimal" else []
    return f"{kind}:{numbers[1] if len(numbers) > 1 else 0}" if numbers else kind


def coerce(constant: Constant, kind: str) -> Constant:
    """The literal as a value of *kind*; as it is when it already is one, or has no better form."""
    value = constant.value
    if isinstance(value, str) and kind not in ("text", "null", "bytes", "list"):
        return Constant(_from_text(value, kind))
    if kind == "bool" and value in (0, 1) and isinstance(value, int | float):
        return Constant(bool(value))
    if kind == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return Constant(str(value))
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return Constant(int(value))
    if kind == "datetime" and type(value) is date:
        return Constant(datetime(value.year, value.month, value.day))
    if kind == "date" and isinstance(value, datetime) and value.time() == time():
        return Constant(value.date())
    return constant


def _from_text(text: str, kind: str) -> Value:
    text = text.strip()
    try:
        if kind == "bool":
            return {"t": True, "1": True, "y": True, "f": False, "0": False, "n": False}[text[:1].lower()]
        if kind == "integer":
            return int(text)
        if kind in ("decimal", "float"):
            return float(text)
        if kind == "interval":
            return parse_interval(text)
        if kind == "time":
            return time.fromisoformat(text).replace(tzinfo=None)
        moment = datetime.fromisoformat(text)
    except (ValueError, KeyError) as error:
        raise CheckError(f"{text!r} is no {kind}") from error
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.date() if kind == "date" and moment.time() == time() else moment


def parse_interval(text: str) -> timedelta | Span:
    """An interval such as `1 year 2 days`, `01:30:00`, `P1DT2H` or `0`; with months it is a `Span`."""
    months, seconds = 0.0, 0.0
    rest = _iso(text)
    for sign, hours, minutes, secs in re.findall(r"([+-]?)(\d+):(\d+)(?::(\d+(?:\.\d+)?))?", rest):
        seconds += (-1 if sign == "-" else 1) * (int(hours) * 3600 + int(minutes) * 60 + float(secs or 0))
    rest = re.sub(r"[+-]?\d+:[\d:.]+", " ", rest)
    for number, word in re.findall(r"([+-]?\d+(?:\.\d+)?)\s*([a-zA-Z]*)", rest):
        unit = word.lower() if word.lower() in UNITS | MONTHS else word.lower().rstrip("s")
        if unit in MONTHS:
            months += float(number) * MONTHS[unit]
        elif unit in UNITS or not unit:
            seconds += float(number) * UNITS.get(unit, 1)
        else:
            raise CheckError(f"{text!r} is no interval")
    length = timedelta(seconds=seconds)
    if text.strip().endswith(" ago"):
        months, length = -months, -length
    return Span(round(months), length) if months else length


def _iso(text: str) -> str:
    """ISO 8601 durations in words."""
    if not (found := re.fullmatch(r"P([\dYMWD.]*)(?:T([\dHMS.]*))?", text.strip())):
        return text.removesuffix(" ago")
    names = {"Y": " year ", "M": " month ", "W": " week ", "D": " day "}
    clock = {"H": " hour ", "M": " minute ", "S": " second "}
    days = re.sub("[YMWD]", lambda m: names[m[0]], found[1])
    return days + re.sub("[HMS]", lambda m: clock[m[0]], found[2] or "")
