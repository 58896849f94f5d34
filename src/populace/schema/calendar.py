"""Months, which are no fixed length, and the fields of dates."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.schema.expressions import CheckError, Span

FIELDS = {
    "year": pc.year, "month": pc.month, "day": pc.day, "hour": pc.hour, "minute": pc.minute, "quarter": pc.quarter,
    "doy": pc.day_of_year, "week": pc.iso_week, "isoyear": pc.iso_year, "second": pc.second,
}  # fmt: skip


def plus(moment: Any, span: Span) -> Any:
    """Dates or times *span* later; the 31st becomes the last day of a shorter month."""
    if isinstance(moment, pa.Scalar):
        return plus(pa.array([moment.as_py()], moment.type), span)[0]
    nulls = np.asarray(moment.is_null())
    time = np.asarray(moment.cast(pa.timestamp("us")).cast(pa.int64()).fill_null(0)).astype("datetime64[us]")
    month, day = time.astype("datetime64[M]"), time.astype("datetime64[D]")
    target = month + np.timedelta64(span.months, "M")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - target.astype("datetime64[D]")
    last -= np.timedelta64(1, "D")
    moved = target.astype("datetime64[D]") + np.minimum(day - month.astype("datetime64[D]"), last)
    return pa.array(moved + (time - day) + np.timedelta64(span.rest), pa.timestamp("us"), mask=nulls)


def extract(value: Any, field: str) -> Any:
    """`extract(field FROM value)` as a number."""
    if field in ("dow", "isodow"):
        number = pc.day_of_week(value, count_from_zero=field == "dow", week_start=7 if field == "dow" else 1)
    elif field in FIELDS:
        number = FIELDS[field](value)
    elif field == "epoch":
        micros = value if pa.types.is_duration(value.type) else pc.cast(value, pa.timestamp("us"))
        number = pc.divide(pc.cast(pc.cast(micros, pa.int64()), pa.float64()), 1e6)
    else:
        raise CheckError(f"extract({field}) cannot be evaluated")
    return pc.cast(number, pa.float64())
