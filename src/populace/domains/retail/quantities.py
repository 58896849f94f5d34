"""The units between the functions of this world: money in cents, moments in microseconds since 1970."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.parameters import parameters
from populace.rows import Array, Rows

SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
NEVER = np.iinfo(np.int64).max

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def setting(name: str) -> Any:
    """A parameter of this world."""
    return parameters("populace.domains.retail")[name]


def cents(values: Array) -> Numbers:
    """Amounts of money in cents."""
    return np.rint(reals(values) * 100).astype(np.int64)


def reals(values: Array) -> NDArray[np.float64]:
    """Numbers of a sibling column; 0 where it is NULL."""
    if isinstance(values, pa.Array):
        values = pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype=np.float64)


def moments(values: Array) -> Numbers:
    """Dates and moments in microseconds since 1970; those that are NULL never come."""
    if isinstance(values, pa.Array):
        values = values.to_numpy(zero_copy_only=False)
    ticks = np.asarray(values).astype("datetime64[us]").astype(np.int64)
    return np.where(ticks == np.iinfo(np.int64).min, NEVER, ticks)


def present(rows: Rows) -> int:
    """Now, in microseconds since 1970."""
    return int(rows.now.astype("datetime64[us]").astype(np.int64))


def share_of(amount: Numbers, part: Numbers | int, whole: Numbers | int) -> Numbers:
    """*amount* times *part* / *whole*, rounded to the nearest whole number; all are 0 or more."""
    divisor = np.maximum(whole, 1)
    rounded: Numbers = (amount * part + divisor // 2) // divisor
    return rounded


def numbers(values: Array) -> Numbers:
    """Whole numbers of a sibling column."""
    return np.asarray(values).astype(np.int64, copy=False)


def flags(values: Array) -> Mask:
    """Truth values of a sibling column."""
    return np.asarray(values).astype(bool, copy=False)
