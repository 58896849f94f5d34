"""Columns of dates and times by type: the past two years, as fine as the type and inside its CHECKs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from populace.generators.keys import DAY, UniqueDates, UniqueMoments, UniqueSpans
from populace.generators.scalars import Dates, Moments, Spans
from populace.infer import limits
from populace.infer.asked import Asked, Suggestion
from populace.rows import Generator
from populace.schema.types import raw_type

Type = sa.types.TypeEngine[Any]


def dates(asked: Asked, sqltype: Type) -> Generator:
    """Days up to the present, or as the CHECKs say."""
    low, high = limits.moments(asked, "D")
    return UniqueDates(low, high) if asked.unique else Dates(low, high)


def moments(asked: Asked, dialect: str) -> Suggestion:
    """Moments up to the present, or as the CHECKs say; whole seconds where the database keeps no more."""
    low, high = limits.moments(asked, "us")
    step = _step(raw_type(asked.column.type), dialect)
    generator: Generator = UniqueMoments(low, high, step) if asked.unique else Moments(low, high, step)
    return Suggestion(generator, f"{'unique ' if asked.unique else ''}datetime by its type")


def spans(asked: Asked, sqltype: Type) -> Generator:
    """Times of day, or lengths of time below three days."""
    days = 1 if asked.kind == "time" else 3
    if asked.unique:
        return UniqueSpans(days * DAY, _step(sqltype, ""))
    return Spans(days * DAY, skewed=asked.kind == "interval")


def _step(sqltype: Type, dialect: str) -> int:
    """Microseconds between two moments that the type tells apart."""
    digits = getattr(sqltype, "fsp", None)
    if digits is None:
        digits = getattr(sqltype, "precision", None)
    if digits is None:
        digits = 0 if dialect in ("mysql", "mariadb") or "mysql" in type(sqltype).__module__ else 6
    return int(10 ** (6 - min(digits, 6)))
