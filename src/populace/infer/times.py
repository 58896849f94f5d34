"""Columns of dates and times by type: the past two years, as fine as the type and inside its CHECKs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from populace.generators.keys import DAY, UniqueDates, UniqueMoments, UniqueSpans
from populace.generators.scalars import Dates, Moments, Spans
from populace.infer import limits
from populace.infer.asked import Asked, Suggestion
from populace.rows import Array, Generator, Rows
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


def in_timestamps(suggestion: Suggestion, asked: Asked, dialect: str) -> Suggestion:
    """MariaDB and MySQL keep a TIMESTAMP as seconds from 1970 in 32 bits: moments out of that are moved to its ends."""
    held = dialect in ("mysql", "mariadb") and isinstance(raw_type(asked.column.type), sa.TIMESTAMP)
    if not held or asked.unique:
        return suggestion
    return replace(suggestion, generator=Held(suggestion.generator))


@dataclass(frozen=True)
class Held:
    """The moments of *inner* that a TIMESTAMP holds, or the nearest one."""

    inner: Generator

    def __call__(self, rows: Rows) -> Array:
        made = self.inner(rows)
        if isinstance(made, np.ndarray):
            return np.clip(made.astype("M8[us]"), FIRST, LAST)
        first, last = (pa.scalar(end).cast(made.type) for end in (FIRST, LAST))  # type: ignore[union-attr]
        low = pc.max_element_wise(made, first, skip_nulls=False)
        return pc.min_element_wise(low, last, skip_nulls=False)


FIRST, LAST = np.datetime64("1970-01-01T00:00:01", "us"), np.datetime64("2038-01-19T03:14:07", "us")
"""The ends of a TIMESTAMP, in UTC; newer servers go on to 2106."""


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
