r"""Columns as the text that MariaDB and MySQL read: lines for LOAD DATA, rows of literals for INSERT.

Both escape with backslashes, so a NULL is \N in a line, and what needs a function
(bytes, bits, shapes) is text that the statement passes through one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from populace.sinks.text import as_text

_OPTIONS = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
_SHAPES = frozenset(
    ("geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")
    + ("geometrycollection", "geomcollection")
)
_HOUR = 3_600_000_000


@dataclass(frozen=True)
class Stored:
    """A column as the server has it: the name of its type, and the reference system of a shape."""

    kind: str
    srid: int = 0
    on_update: bool = False
    """Set to the present whenever its row is changed."""


def function(array: pa.Array, stored: Stored) -> str | None:
    """What turns the text of a value into what the column holds, with a place for the text; None if nothing must."""
    if stored.kind in _SHAPES and not _is_binary(array.type):
        order = ", 'axis-order=long-lat'" if stored.srid else ""
        return f"ST_GeomFromText({{}}, {stored.srid}{order})"
    if _is_binary(array.type):
        return "UNHEX({})"
    return "CAST({} AS UNSIGNED)" if stored.kind == "bit" else None


def lines(batch: pa.RecordBatch, columns: Mapping[str, Stored]) -> pa.Buffer:
    """The rows of *batch* for LOAD DATA: commas, quotes where text is, backslashes doubled."""
    arrays = [
        _field(plain(array, columns[name])) for name, array in zip(batch.schema.names, batch.columns, strict=True)
    ]
    out = pa.BufferOutputStream()
    names = [str(place) for place in range(len(arrays))]
    pyarrow.csv.write_csv(pa.record_batch(arrays, names=names), out, _OPTIONS)
    return out.getvalue()


def literals(batch: pa.RecordBatch, columns: Mapping[str, Stored]) -> Iterator[tuple[str, ...]]:
    """The rows of *batch*, each value as a literal."""
    arrays = [_literal(array, columns[name]) for name, array in zip(batch.schema.names, batch.columns, strict=True)]
    return zip(*(array.to_pylist() for array in arrays), strict=True)


def tuples(batch: pa.RecordBatch, columns: Mapping[str, Stored], most: int) -> Iterator[tuple[int, int, bytes]]:
    """The rows of *batch* as literals for INSERT, as many at a time as *most* bytes hold: first, last + 1, text."""
    arrays = [
        _literal(array, columns[name]) for name, array in zip(batch.schema.names, batch.columns, strict=True)
    ] or [pa.array([""] * len(batch))]
    rows = pc.binary_join_element_wise("(", pc.binary_join_element_wise(*arrays, ","), ")", "")
    sizes = np.asarray(pc.binary_length(rows).cast(pa.int64())) + 1
    for start, stop in _cuts(sizes, most):
        offsets = pa.array([0, stop - start], pa.int32())
        joined = pc.binary_join(pa.ListArray.from_arrays(offsets, rows.slice(start, stop - start)), ",")
        yield start, stop, joined[0].as_buffer().to_pybytes()


def _cuts(sizes: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Runs of rows of at most *most* bytes together, at least one row each."""
    ends, start = np.cumsum(sizes), 0
    while start < len(sizes):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + most, side="right")), start + 1)
        yield start, stop
        start = stop


def plain(array: pa.Array, stored: Stored) -> pa.Array:
    """Numbers as they are, all else as text."""
    kind = array.type
    if pa.types.is_boolean(kind):
        return array.cast(pa.int8())
    if _is_binary(kind):
        return pc.utf8_slice_codeunits(as_text(array), 2)  # without the \x
    if pa.types.is_timestamp(kind):
        return as_text(array.cast(pa.int64()).cast(pa.timestamp("us")))
    if pa.types.is_duration(kind):
        return _hours(array) if stored.kind == "time" else as_text(array.cast(pa.int64()).cast(pa.timestamp("us")))
    if pa.types.is_date(kind) or pa.types.is_time(kind):
        return array.cast(pa.string())
    if pa.types.is_dictionary(kind) and kind.value_type != pa.string():
        return array.dictionary_decode()
    return array


def without_dashes(array: pa.Array) -> pa.Array:
    """UUIDs as SQLAlchemy stores them where the server has no type for them."""
    return pc.replace_substring(array.cast(pa.string()), "-", "")


def _hours(array: pa.Array) -> pa.Array:
    """Lengths of time as hours, minutes and seconds, hours up to 838."""
    micros = np.asarray(array.cast(pa.int64()).fill_null(0))
    hours, rest = np.divmod(np.abs(micros), _HOUR)
    minutes = pa.array(rest).cast(pa.timestamp("us")).cast(pa.string())
    sign = pa.array(np.where(micros < 0, "-", ""))
    parts = [sign, pa.array(hours).cast(pa.string()), pc.utf8_slice_codeunits(minutes, 13), ""]
    return pc.if_else(array.is_valid(), pc.binary_join_element_wise(*parts), pa.scalar(None, pa.string()))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _field(array: pa.Array) -> pa.Array:
    if not _is_number(array.type):
        array = _escaped(array, ["\\"])
    return array.cast(pa.string()).fill_null("\\N") if array.null_count else array


def _literal(array: pa.Array, stored: Stored) -> pa.Array:
    call, values = function(array, stored), plain(array, stored)
    if _is_number(values.type):
        text = values.cast(pa.string())
    else:
        text = pc.binary_join_element_wise("'", _escaped(values, ["\\", "'"]).cast(pa.string()), "'", "")
    if call is not None:
        before, after = call.split("{}")
        text = pc.binary_join_element_wise(before, text, after, "")
    return text.fill_null("NULL") if text.null_count else text


def _escaped(array: pa.Array, characters: Sequence[str]) -> pa.Array:
    """Text with a backslash before each of the *characters*; looked for first, since it is seldom there."""
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(array.indices, _escaped(array.dictionary, characters))
    for character in characters:
        if pc.any(pc.match_substring(array, character)).as_py():
            array = pc.replace_substring(array, character, "\\" + character)
    return array
