"""Record batches as JSON lines, joined column by column, without a Python object per row."""

import base64
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from populace.schema.types import raw_type
from populace.sinks.text import durations, moments

_CONTROLS = [chr(code) for code in range(32)]


def json_lines(table: sa.Table, batch: pa.RecordBatch) -> bytes:
    """A line per row; numbers as numbers, times as ISO 8601, bytes as base64, JSON columns as what they hold."""
    if not len(batch) or not batch.num_columns:
        return b"{}\n" * len(batch)
    types = {column.name: column.type for column in table.columns}
    parts: list[Any] = []
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        parts += [f"{', ' if parts else '{'}{json.dumps(name)}: ", _json(array, _is_json(types.get(name)))]
    lines = pc.binary_join_element_wise(*parts, "}\n", "")
    encoded: bytes = pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "")[0].as_py().encode()
    return encoded


def _is_json(sqltype: Any) -> bool:
    return sqltype is not None and isinstance(raw_type(sqltype), sa.JSON)


def _json(array: pa.Array, is_json: bool) -> pa.Array:
    return _values(array, is_json).fill_null("null")


def _values(array: pa.Array, is_json: bool) -> pa.Array:
    kind = array.type
    if pa.types.is_dictionary(kind):
        words = _values(array.dictionary, is_json)
        return pa.DictionaryArray.from_arrays(array.indices, words).dictionary_decode()
    if pa.types.is_string(kind):
        return pc.replace_substring(array, "\n", " ") if is_json else _quoted(array)
    if pa.types.is_floating(kind):
        finite = pc.if_else(pc.is_finite(array), array, pa.scalar(None, kind))
        return finite.cast(pa.string())
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_boolean(kind):
        return array.cast(pa.string())
    if pa.types.is_list(kind):
        return _lists(array)
    if pa.types.is_binary(kind):
        return pa.array(
            [None if v is None else f'"{base64.b64encode(v).decode()}"' for v in array.to_pylist()], pa.string()
        )
    if pa.types.is_duration(kind):
        return _in_quotes(durations(array))
    if pa.types.is_timestamp(kind):
        return _in_quotes(pc.replace_substring(moments(array), " ", "T", max_replacements=1))
    return _in_quotes(array.cast(pa.string()))


def _quoted(text: pa.Array) -> pa.Array:
    """Text as JSON strings: quotes, backslashes and control characters escaped."""
    text = pc.replace_substring(pc.replace_substring(text, "\\", "\\\\"), '"', '\\"')
    if pc.any(pc.match_substring_regex(text, r"[\x00-\x1f]")).as_py():
        for character in _CONTROLS:
            text = pc.replace_substring(text, character, json.dumps(character)[1:-1])
    return _in_quotes(text)


def _in_quotes(text: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', text, '"', "")


def _lists(array: pa.ListArray) -> pa.Array:
    items = _json(array.flatten(), False)
    lengths = pc.list_value_length(array).fill_null(0)
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths.cast(pa.int64()))])
    joined = pc.binary_join(pa.ListArray.from_arrays(offsets.cast(pa.int32()), items), ", ")
    text = pc.binary_join_element_wise("[", joined, "]", "")
    return pc.if_else(array.is_valid(), text, pa.scalar(None, pa.string()))
