"""What worlds follow a row's life with: days and moments as numbers, words as numbers, and each row's path once.

A path is what happens to one parent in the course of time. It is made for each parent that is
asked for, from its first step on, and its children take their own step from it.
"""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.vocabulary import words as kept
from populace.rows import Array, Rows

Int64s = NDArray[np.int64]
Floats = NDArray[np.float64]

DAY = 86_400_000_000
"""Microseconds in a day."""
NEVER = 4_000_000
"""A day that never comes."""


def today(rows: Rows) -> int:
    """The present day, counted from 1970."""
    return int(rows.now.astype("datetime64[D]").astype(np.int64))


def days(values: Array) -> Int64s:
    """Dates, or the days of moments, counted from 1970; `NEVER` for NULL."""
    if isinstance(values, pa.Array):
        values = np.asarray(pc.cast(values, pa.date32()).to_numpy(zero_copy_only=False))
    whole = values.astype("datetime64[D]")
    return np.where(np.isnat(whole), NEVER, whole.astype(np.int64))


def no_later(rows: Rows, numbers: Int64s, column: str, gap: int = 0) -> Int64s:
    """Days that are at least *gap* days before the date in *column*, in rows where that one was given."""
    return np.minimum(numbers, days(rows[column]) - gap) if column in rows.known else numbers


def dates(numbers: Int64s) -> pa.Array:
    """Days counted from 1970 as dates; NULL for `NEVER`."""
    return pa.array(numbers.astype("datetime64[D]"), mask=numbers >= NEVER)


def moments(ticks: Int64s) -> NDArray[np.datetime64]:
    """Microseconds since 1970 as moments."""
    return ticks.astype("datetime64[us]")


def ticks(values: Array) -> Int64s:
    """Moments as microseconds since 1970."""
    if isinstance(values, pa.Array):
        values = np.asarray(values.to_numpy(zero_copy_only=False))
    return values.astype("datetime64[us]").astype(np.int64)


def coded(values: Array, words: tuple[str, ...]) -> Int64s:
    """Which of the *words* each text is; -1 for none of them."""
    array = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    if not pa.types.is_dictionary(array.type):
        return _places(array, words)
    known = np.append(_places(array.dictionary, words), -1)
    indices = array.indices.fill_null(-1) if array.null_count else array.indices
    codes: Int64s = known.take(indices.to_numpy(zero_copy_only=False))
    return codes


def _places(array: pa.Array, words: tuple[str, ...]) -> Int64s:
    found = pc.index_in(array, kept(words))
    places: Int64s = (found.fill_null(-1) if found.null_count else found).to_numpy(zero_copy_only=False)
    return places.astype(np.int64)


def mixed(share: float, first: Floats, own: Floats) -> Floats:
    """Standard normal numbers that have the correlation *share* with the *first* of two."""
    out: Floats = first * float(share) + own * float(np.sqrt(1 - share * share))
    return out


def distinct(rows: Rows) -> tuple[Rows, Int64s]:
    """The rows without those that stand next to the same one, and where each is among them."""
    if rows.known or not len(rows):
        return rows, np.arange(len(rows))
    new = np.append(True, rows.index[1:] != rows.index[:-1])
    return rows.some(np.flatnonzero(new)), np.cumsum(new) - 1


class Tables(Protocol):
    """A source that has the rows of any table."""

    def rows(self, table: str, index: Int64s) -> Rows: ...


def rows_of(rows: Rows, table: str, index: Int64s) -> Rows:
    """Rows of another table of the same plan."""
    return cast(Tables, rows.source).rows(table, index.astype(np.uint64))
