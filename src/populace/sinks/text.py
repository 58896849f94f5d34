"""Columns as the text that PostgreSQL reads: for COPY, and for CSV files.

Whatever Arrow's CSV writer writes by itself stays as it is; the rest becomes
strings here, a column at a time.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

_DAY = 86_400_000_000
_OPTIONS = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
_WRITTEN_HERE = (
    pa.types.is_list,
    pa.types.is_large_list,
    pa.types.is_binary,
    pa.types.is_duration,
    pa.types.is_timestamp,
)


def csv_bytes(batch: pa.RecordBatch) -> bytes:
    """The rows of *batch* as CSV without a header: null is nothing, an empty text is two quotes."""
    out = pa.BufferOutputStream()
    pyarrow.csv.write_csv(csv_ready(batch), out, _OPTIONS)
    encoded: bytes = out.getvalue().to_pybytes()
    return encoded


def csv_ready(batch: pa.RecordBatch) -> pa.RecordBatch:
    """*batch* with text in place of what has no form in Arrow's CSV."""
    return pa.record_batch([_csv_ready(array) for array in batch.columns], names=batch.schema.names)


def text_lists(batch: pa.RecordBatch) -> list[list[str | None]]:
    """The columns of *batch* as lists of the database's text."""
    return [as_text(array).to_pylist() for array in batch.columns]


def as_text(array: pa.Array) -> pa.Array:
    """The values of *array* in PostgreSQL's text form."""
    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _arrays(array)
    if pa.types.is_binary(kind):
        return _hex(array)
    if pa.types.is_duration(kind):
        return durations(array)
    if pa.types.is_timestamp(kind):
        return moments(array)
    return array.cast(pa.string())


def moments(array: pa.Array) -> pa.Array:
    """Dates with times, with Z where they are in UTC (thirty times faster than Arrow's own form of them)."""
    text = array.cast(pa.int64()).cast(pa.timestamp("us")).cast(pa.string())
    return pc.binary_join_element_wise(text, "Z", "") if array.type.tz else text


def durations(array: pa.Array) -> pa.Array:
    """ISO 8601: whole days, and seconds of a day, as Python's timedelta has them."""
    micros = np.asarray(array.cast(pa.int64()).fill_null(0))
    days, within = np.divmod(micros, _DAY)
    seconds, fraction = np.divmod(within, 1_000_000)
    parts = [
        "P",
        pa.array(days).cast(pa.string()),
        "DT",
        pa.array(seconds).cast(pa.string()),
        ".",
        pc.utf8_lpad(pa.array(fraction).cast(pa.string()), 6, "0"),
        "S",
    ]
    return _with_nulls(pc.binary_join_element_wise(*parts, ""), array)


def _csv_ready(array: pa.Array) -> pa.Array:
    kind = array.type
    if any(test(kind) for test in _WRITTEN_HERE):
        return as_text(array)
    if pa.types.is_dictionary(kind) and kind.value_type != pa.string():
        return array.dictionary_decode()
    return array


def _hex(array: pa.BinaryArray) -> pa.Array:
    r"""Bytes as \x and hexadecimal digits."""
    array = pa.concat_arrays([array])  # offsets from zero
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32, count=len(array) + 1, offset=4 * array.offset) if offsets else [0]
    bounds = np.asarray(ends, dtype=np.int64)
    digits = bytes(data)[bounds[0] : bounds[-1]].hex().encode() if data is not None else b""
    shifted = (2 * (bounds - bounds[0])).astype(np.int32)
    text = pa.Array.from_buffers(pa.string(), len(array), [None, pa.py_buffer(shifted), pa.py_buffer(digits)])
    return _with_nulls(pc.binary_join_element_wise("\\x", text, ""), array)


def _arrays(array: pa.ListArray) -> pa.Array:
    """Lists as {…}, their text items in quotes, lists of lists within each other."""
    items = array.flatten()
    nested = pa.types.is_list(items.type)
    text = as_text(items)
    if not nested and not _is_plain(items.type):
        text = _in_quotes(text)
    text = text.fill_null("NULL")
    lengths = np.asarray(pc.list_value_length(array).fill_null(0))
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), text), ",")
    return _with_nulls(pc.binary_join_element_wise("{", joined, "}", ""), array)


def _in_quotes(text: pa.Array) -> pa.Array:
    escaped = pc.replace_substring(pc.replace_substring(text, "\\", "\\\\"), '"', '\\"')
    return pc.binary_join_element_wise('"', escaped, '"', "")


def _is_plain(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _with_nulls(text: pa.Array, of: pa.Array) -> pa.Array:
    return pc.if_else(of.is_valid(), text, pa.scalar(None, pa.string())) if of.null_count else text


def row_of_line(batch: pa.RecordBatch, line: int) -> int:
    """The row that the server means by the *line*-th line (from 1) of the CSV: texts may have several lines.

    In the first row it counts carriage returns: it has seen no line end yet.
    """
    texts = [array.cast(pa.string()) for array in csv_ready(batch).columns if _may_break(array.type)]
    breaks = np.zeros(len(batch), dtype=np.int64)
    for text in texts:
        breaks += np.asarray(pc.count_substring(text, "\n").fill_null(0))
    breaks[:1] = sum((text[0].as_py() or "").count("\r") for text in texts)
    return int(np.searchsorted(np.cumsum(breaks + 1), line))


def _may_break(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))


def column_with(batch: pa.RecordBatch, character: str) -> str | None:
    """The first column that has *character* in a text."""
    for name, array in zip(batch.schema.names, csv_ready(batch).columns, strict=True):
        if pc.any(pc.match_substring(array.cast(pa.string()), character)).as_py():
            return str(name)
    return None
