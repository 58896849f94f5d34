"""What inference passes around: a column that wants a generator, and the generator suggested for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.rows import Generator, Rows

if TYPE_CHECKING:
    from populace.schema.domain import Domain

Nulls = float | Callable[[Rows], NDArray[np.bool_]]


@dataclass(frozen=True)
class Asked:
    """A column that wants a generator, and what its constraints say about the values."""

    column: sa.Column[object]
    kind: str
    """integer, float, numeric, boolean, date, datetime, time, interval, text, enum, uuid, json, bytes, array, other."""
    unique: bool = False
    """No two rows may hold the same value."""
    domain: Domain | None = None
    """What the CHECKs of this column alone allow."""
    length: int | None = None
    """The most characters or bytes that fit."""
    rows: int = 0
    """How many rows the table will have."""
    tokens: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return str(self.column.name)


@dataclass(frozen=True)
class Suggestion:
    """How a column is made, and why; *nulls* is the share of NULLs, or who is NULL, where the column may be."""

    generator: Generator
    why: str
    nulls: Nulls | None = None


def tokens(name: str) -> tuple[str, ...]:
    """The lower-case words of an identifier: ``createdAt``, ``CreatedAt`` and ``created_at`` are (created, at)."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return tuple(word for word in re.split(r"[\W_]+", spaced.lower()) if word)
