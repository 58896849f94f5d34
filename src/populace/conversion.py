"""A column's values as Python objects, as the ORM reads and takes them, from and to what the database stores."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from populace.infer.raw import Passage, decorated
from populace.rows import Array
from populace.schema.listed import python_list


class Conversion:
    """The way between the values of a column of one type and Python's."""

    def __init__(self, sqltype: sa.types.TypeEngine[Any], dialect: str) -> None:
        self.passage = Passage(sqltype, dialect)
        self._one = self.passage.read if decorated(sqltype) else self._plain()

    def read(self, values: pa.Array) -> list[Any]:
        """Python objects, None for NULL."""
        listed, one = python_list(values), self._one
        return listed if one is None else [None if value is None else one(value) for value in listed]

    def bind(self, values: Sequence[Any]) -> Array:
        """What a generator would have made to get these *values*; ValueError, TypeError or LookupError if none can."""
        if isinstance(kind := self.passage.sqltype, sa.Enum) and not decorated(kind):
            self._check_labels([value for value in values if isinstance(value, str)], kind.enums)
        return self.passage.array([self.passage.bind(value) for value in values])

    def _check_labels(self, values: Sequence[str], labels: Sequence[str]) -> None:
        """SQLAlchemy lets labels pass that an enum does not have."""
        if not set(values) <= set(labels):
            raise LookupError(f"it takes {', '.join(map(repr, labels))}")

    def _plain(self) -> Callable[[Any], Any] | None:
        """What turns a stored value of the type into an object, where that is needed."""
        sqltype = self.passage.sqltype
        match self.passage.kind:
            case "json":
                return json.loads
            case "uuid" if getattr(sqltype, "as_uuid", True):
                return uuid.UUID
            case "enum" if getattr(sqltype, "enum_class", None) is not None:
                return self.passage.read
            case "numeric" if getattr(sqltype, "asdecimal", False):
                return _decimal
            case "numeric":
                return float
        return None


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
