"""SQL types and the Arrow types their values travel in.

`arrow_type` says which Arrow type a column has in a record batch; `to_arrow`
brings what a generator made into exactly that type, or says why it cannot be
done. Text may stay dictionary encoded: a sink takes it either way.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import TypeEngine

_DAY = 86_400_000_000
_INTEGERS = {"YEAR": pa.int16(), "OID": pa.int64()}  # types that SQLAlchemy does not call Integer
_EXACT = 2.0**53  # integers that a float64 holds exactly


def arrow_type(sqltype: TypeEngine[Any]) -> pa.DataType:
    """The Arrow type of a column's values in a record batch; text for types that are not known."""
    sqltype = raw_type(sqltype)
    match sqltype:
        case sa.Enum():
            return pa.dictionary(pa.int32(), pa.string())
        case sa.Boolean():
            return pa.bool_()
        case sa.SmallInteger() if not getattr(sqltype, "unsigned", False):
            return pa.int16()
        case sa.BigInteger():
            return pa.int64()
        case sa.Integer():
            wide = getattr(sqltype, "unsigned", False) and not isinstance(sqltype, sa.SmallInteger)
            return pa.int64() if wide else pa.int32()
        case sa.Float():
            return pa.float64()
        case sa.Numeric():
            return _decimal_type(sqltype.precision, sqltype.scale)
        case sa.Date():
            return pa.date32()
        case sa.DateTime():
            return pa.timestamp("us", tz="UTC" if sqltype.timezone else None)
        case sa.Time():
            return pa.time64("us")
        case sa.Interval():
            return pa.duration("us")
        case sa.types._Binary():
            return pa.binary()
        case sa.ARRAY():
            return pa.list_(arrow_type(sqltype.item_type))
    if sqltype.__visit_name__ == "INTERVAL":
        return pa.duration("us")
    return _INTEGERS.get(sqltype.__visit_name__, pa.string())


def raw_type(sqltype: TypeEngine[Any], dialect: sa.Dialect | None = None) -> TypeEngine[Any]:
    """The type that the database stores: behind a decorator or a domain."""
    while True:
        if isinstance(sqltype, sa.Interval):  # a decorator only in SQLAlchemy's own implementation
            return sqltype
        if isinstance(sqltype, sa.TypeDecorator):
            sqltype = sqltype.load_dialect_impl(dialect or DefaultDialect())
        elif isinstance(sqltype, postgresql.DOMAIN):
            sqltype = sqltype.data_type
        else:
            return sqltype


def to_arrow(values: NDArray[Any] | pa.Array, sqltype: TypeEngine[Any]) -> pa.Array:
    """*values* of a generator as the Arrow type of a column; ValueError for values that do not fit."""
    target = arrow_type(sqltype)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    array = values if isinstance(values, pa.Array) else _from_numpy(values)
    if array.type == target or _is_text(array.type, target):
        return array
    try:
        return _cast(array, target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ValueError(f"{array.type} values do not fit {sqltype!r} ({target}): {error}") from error


def _decimal_type(precision: int | None, scale: int | None) -> pa.DataType:
    """decimal128 when the database has a fixed precision that fits one, else float64."""
    if precision is None:
        return pa.float64()
    scale = scale or 0
    if scale < 0:
        precision, scale = precision - scale, 0
    precision = max(precision, scale)
    return pa.decimal128(precision, scale) if precision <= 38 else pa.float64()


def _from_numpy(values: NDArray[Any]) -> pa.Array:
    if values.dtype.kind not in "mM" or not len(values):
        return pa.array(values)
    days = values.dtype == "datetime64[D]"
    if not days:
        values = values.astype(f"{values.dtype.kind}8[us]", copy=False)
    ticks = np.ascontiguousarray(values).view(np.int64)
    if ticks.min() == np.iinfo(np.int64).min:  # NaT
        return pa.array(values)
    if days:
        return pa.array(ticks.astype(np.int32)).view(pa.date32())
    return pa.array(ticks).view(pa.timestamp("us") if values.dtype.kind == "M" else pa.duration("us"))


def _is_text(given: pa.DataType, target: pa.DataType) -> bool:
    """Text may come dictionary encoded."""
    return bool(target == pa.string() and pa.types.is_dictionary(given) and given.value_type == pa.string())


def _cast(array: pa.Array, target: pa.DataType) -> pa.Array:
    if pa.types.is_decimal128(target) and pa.types.is_floating(array.type):
        return _decimals(array, target)
    if pa.types.is_decimal128(target) and pa.types.is_integer(array.type):
        array = array.cast(pa.decimal256(20 + target.scale, target.scale))  # Arrow wants room for any integer
    if pa.types.is_dictionary(target) and not pa.types.is_dictionary(array.type):
        return array.cast(pa.string()).dictionary_encode().cast(target)
    if pa.types.is_time(target) and pa.types.is_duration(array.type):
        return _times(array, target)
    if pa.types.is_floating(array.type) and pa.types.is_integer(target):
        array = array.cast(pa.int64())  # refuses fractions
    return array.cast(target)


def _times(array: pa.Array, target: pa.DataType) -> pa.Array:
    micros = array.cast(pa.int64())
    low, high = pc.min_max(micros).as_py().values()
    if low is not None and not 0 <= low <= high < _DAY:
        raise pa.ArrowInvalid(f"a time of day is between 0 and 24 hours, not {low} to {high} microseconds")
    return micros.cast(target)


def _decimals(array: pa.Array, target: pa.DataType) -> pa.Array:
    """Floats rounded to *target*'s scale, without a Python object per row."""
    floats = np.asarray((array.fill_null(0.0) if array.null_count else array).cast(pa.float64()))
    scaled = floats * 10.0**target.scale
    np.rint(scaled, out=scaled)
    limit = min(10**target.precision, 2**126)
    low, high = (scaled.min(), scaled.max()) if len(scaled) else (0.0, 0.0)
    if not (-limit < low and high < limit):  # also true for NaN
        beyond = ~(np.abs(scaled) < limit)
        raise pa.ArrowInvalid(f"{floats[beyond][0]!r} has no place in {target}")
    if max(-low, high) < _EXACT:
        return _from_integers(scaled.astype(np.int64), array, target, low >= 0)
    large = np.abs(scaled) >= _EXACT
    decimals = _from_integers(np.where(large, 0, scaled).astype(np.int64), array, target)
    mask = pa.array(large) if not array.null_count else pc.and_(pa.array(large), array.is_valid())
    return pc.replace_with_mask(decimals, mask, _by_digits(floats[large], target))


def _from_integers(
    integers: NDArray[np.int64], nulls_of: pa.Array, target: pa.DataType, positive: bool = False
) -> pa.Array:
    """Sign extended to 16 bytes, which is how Arrow holds a decimal."""
    words = np.empty((len(integers), 2), dtype=np.int64)
    words[:, 0] = integers
    words[:, 1] = 0 if positive else integers >> 63
    valid = None
    if nulls_of.null_count:
        valid = nulls_of.is_valid().buffers()[1]
    return pa.Array.from_buffers(target, len(integers), [valid, pa.py_buffer(words)])


def _by_digits(floats: NDArray[np.float64], target: pa.DataType) -> pa.Array:
    """Floats of more than 2**53 units: their shortest digits, so that 123456.78 gets no invented ones."""
    digits = pa.array(floats).cast(pa.string()).cast(pa.decimal256(76, target.scale + 3))
    return pc.round(digits, target.scale).cast(target)
