"""From Python values through a decorator to what the database stores, and back.

`Passage` is the way that SQLAlchemy sends a value, minus the driver: its end is the raw
value of the implementation's type, as an Arrow array. It also plays the database, so
that a decorator can be asked whether it reads back what it wrote.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL

from populace.infer.types import kind_of
from populace.rows import Array

Type = sa.types.TypeEngine[Any]


class Passage:
    """The way of one decorated column's values into a database and back."""

    def __init__(self, sqltype: Type, dialect: str) -> None:
        self.dialect = dialect_named(dialect)
        self.chain = _chain(sqltype, self.dialect)
        self.sqltype = self.chain.pop()
        self.kind = kind_of(self.sqltype)

    @property
    def length(self) -> int | None:
        """The most characters or bytes that fit."""
        return getattr(self.sqltype, "length", None)

    def bind(self, value: Any) -> Any:
        """The raw value that the database stores for a Python value; an error if it does not fit the type."""
        for layer in self.chain:
            if type(layer).process_bind_param is not sa.TypeDecorator.process_bind_param:
                value = layer.process_bind_param(value, self.dialect)
            elif type(layer).bind_processor is not sa.TypeDecorator.bind_processor:
                processor = layer.bind_processor(self.dialect)
                return self._fitting(processor(value) if processor else value)
        return self._fitting(value)

    def _fitting(self, value: Any) -> Any:
        value = self._stored(value)
        if isinstance(value, str | bytes) and self.length is not None and len(value) > self.length:
            raise ValueError(f"{len(value)} characters or bytes do not fit {self.length}")
        return value

    def _stored(self, value: Any) -> Any:
        """The value as the implementation's type has it, or an error."""
        if value is None:
            raise ValueError("the decorator stores NULL")
        match self.kind:
            case "json":
                return json.dumps(value)
            case "uuid":
                return str(value if isinstance(value, uuid.UUID) else uuid.UUID(str(value)))
            case "enum":
                processor = self.sqltype.bind_processor(self.dialect)
                return _of(str, processor(value) if processor else value)
            case "datetime":
                return _utc(_of(datetime, value))
            case "date":
                return _of(date, value.date() if isinstance(value, datetime) else value)
            case "time":
                return _of(time, value)
            case "interval":
                return _of(timedelta, value)
            case "boolean":
                return bool(_of(int, value))
            case "integer":
                return self._integer(int(_of(int, value)))
            case "float" | "numeric":
                return float(_of((int, float, Decimal), value))
            case "bytes":
                return bytes(_of((bytes, bytearray, memoryview), value))
            case "array":
                return list(_of((list, tuple), value))
            case "text":
                return str(_of(str, value))
        return str(value)

    def _integer(self, value: int) -> int:
        from populace.infer.limits import fitting

        low, high = fitting(self.sqltype)
        if not low <= value <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        return value

    def read(self, raw: Any) -> Any:
        """The Python value that the decorator makes of a raw one."""
        value, chain = self._returned(raw), self.chain
        for layer in reversed(chain):
            if type(layer).process_result_value is not sa.TypeDecorator.process_result_value:
                value = layer.process_result_value(value, self.dialect)
            elif type(layer).result_processor is not sa.TypeDecorator.result_processor:
                processor = layer.result_processor(self.dialect, None)
                value = processor(raw) if processor else value
        return value

    def _returned(self, raw: Any) -> Any:
        """The raw value as the driver and the implementation's type hand it to the decorator."""
        match self.kind:
            case "json":
                return json.loads(raw)
            case "uuid":
                return uuid.UUID(raw) if getattr(self.sqltype, "as_uuid", True) else raw
            case "enum":
                processor = self.sqltype.result_processor(self.dialect, None)
                return processor(raw) if processor else raw
            case "datetime" if getattr(self.sqltype, "timezone", False) and self.dialect.name == "postgresql":
                return raw.replace(tzinfo=UTC)
            case "numeric" if getattr(self.sqltype, "asdecimal", False):
                return Decimal(str(raw))
        return raw

    def array(self, raw: Sequence[Any]) -> Array:
        """Raw values, or None for NULL, as the kind of array that the column's values travel in."""
        if self.kind in ("time", "interval"):
            spans = [_microseconds(value) for value in raw]
            return pa.array(spans, pa.int64()).cast(pa.duration("us"))
        made = pa.array(raw, self._arrow)
        if self.kind in ("integer", "float", "numeric", "boolean", "date", "datetime") and not made.null_count:
            numbers: np.ndarray[tuple[int], np.dtype[np.generic]] = made.to_numpy(zero_copy_only=False)
            return numbers
        return made

    @cached_property
    def _arrow(self) -> pa.DataType | None:
        if self.kind == "array":
            return None
        return ARROW.get(self.kind, pa.string())


ARROW = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "numeric": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "bytes": pa.binary(),
}


def dialect_named(name: str) -> sa.Dialect:
    """A dialect by its name, without its driver."""
    return URL.create(name or "sqlite").get_dialect()()


def decorated(sqltype: Type) -> bool:
    """Whether values pass through a decorator that is not SQLAlchemy's own way of storing a type."""
    return isinstance(sqltype, sa.TypeDecorator) and not isinstance(sqltype, sa.Interval)


def _chain(sqltype: Type, dialect: sa.Dialect) -> list[Any]:
    """The decorators of a type from the outermost one inwards, then the type that the database has."""
    chain: list[Any] = []
    while decorated(sqltype):
        chain.append(sqltype)
        assert isinstance(sqltype, sa.TypeDecorator)
        sqltype = sqltype.load_dialect_impl(dialect)
    return [*chain, sqltype]


def _of(expected: Any, value: Any) -> Any:
    if not isinstance(value, expected):
        raise TypeError(f"{type(value).__name__} is not what the column stores")
    return value


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _microseconds(value: time | timedelta | None) -> int | None:
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return None if value is None else value // timedelta(microseconds=1)
