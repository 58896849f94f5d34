"""Arrow columns as lists of Python values, for drivers that take nothing else.

Every route is the fastest that was measured: text and dictionaries go through
numpy objects, because pyarrow's own conversion makes a scalar per row of a
dictionary (a hundred times slower).
"""

from typing import Any

import numpy as np
import pyarrow as pa


def python_list(array: pa.Array) -> list[Any]:
    """The values of *array*, None for nulls."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _from_dictionary(array)
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        values: list[Any] = array.to_numpy(zero_copy_only=False).tolist()
        return values
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return _from_numbers(array)
    listed: list[Any] = array.to_pylist()
    return listed


def _from_dictionary(array: pa.DictionaryArray) -> list[Any]:
    if len(array) < len(array.dictionary):
        return python_list(array.dictionary.take(array.indices))
    words = np.array([*python_list(array.dictionary), None], dtype=object)
    codes = np.asarray(array.indices.fill_null(len(words) - 1))
    chosen: list[Any] = words[codes].tolist()
    return chosen


def _from_numbers(array: pa.Array) -> list[Any]:
    if not array.null_count:
        whole: list[Any] = array.to_numpy(zero_copy_only=False).tolist()
        return whole
    zero = pa.scalar(0).cast(array.type)
    values = array.fill_null(zero).to_numpy(zero_copy_only=False).astype(object)
    values[array.is_null().to_numpy(zero_copy_only=False)] = None
    listed: list[Any] = values.tolist()
    return listed
