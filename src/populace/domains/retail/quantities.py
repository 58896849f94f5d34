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


def setting(name: str) -> Any:
    """A parameter of this world."""
    return parameters("populace.domains.retail")[name]


def cents(values: Array) -> Numbers:
    """Amounts of money in cents."""
    if isinstance(values, pa.Array):
        values = pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    return np.rint(np.asarray(values, dtype=np.float64) * 100).astype(np.int64)


def money(values: Numbers) -> NDArray[np.float64]:
    """Cents as amounts of money."""
    return values / 100.0


def moments(values: Array) -> Numbers:
    """Dates and moments in microseconds since 1970; those that are NULL never come."""
    if isinstance(values, pa.Array):
        values = values.to_numpy(zero_copy_only=False)
    ticks = np.asarray(values).astype("datetime64[us]").astype(np.int64)
    return np.where(ticks == np.iinfo(np.int64).min, NEVER, ticks)


def times(ticks: Numbers) -> NDArray[np.datetime64]:
    """Microseconds since 1970 as moments."""
    return ticks.view("datetime64[us]")


def present(rows: Rows) -> int:
    """Now, in microseconds since 1970."""
    return int(rows.now.astype("datetime64[us]").astype(np.int64))


def share_of(amount: Numbers, part: Numbers | int, whole: Numbers | int) -> Numbers:
    """*amount* times *part* / *whole*, rounded to the nearest whole number; all are 0 or more."""
    divisor = np.maximum(whole, 1)
    return (amount * part + divisor // 2) // divisor
