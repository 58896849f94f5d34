"""Small operations that numpy and Arrow arrays share."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.rows import Array


def scatter(old: Array, places: NDArray[np.int64], fresh: Array) -> Array:
    """*old* with *fresh* at *places*."""
    if isinstance(old, np.ndarray):
        new = old.copy()
        new[places] = fresh
        return new
    where = np.arange(len(old))
    where[places] = len(old) + np.arange(len(fresh))
    return pa.chunked_array([flat(old), flat(fresh)]).combine_chunks().take(pa.array(where))


def flat(values: pa.Array) -> pa.Array:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def take(values: Array, places: NDArray[np.int64]) -> Array:
    """The values at *places*."""
    return values[places] if isinstance(values, np.ndarray) else values.take(pa.array(places))


def without(values: pa.Array, mask: NDArray[np.bool_]) -> pa.Array:
    """*values* with NULL where *mask* is true; only the bits that say so are made anew, nothing is copied."""
    if pa.types.is_nested(values.type) or values.offset:
        return pc.if_else(pa.array(mask), pa.scalar(None, values.type), values)
    if pa.types.is_dictionary(values.type):
        return pa.DictionaryArray.from_arrays(without(values.indices, mask), values.dictionary)
    held = ~mask
    if values.null_count:
        held &= np.asarray(values.is_valid())
    bits = pa.py_buffer(np.packbits(held, bitorder="little"))
    return pa.Array.from_buffers(values.type, len(values), [bits, *values.buffers()[1:]])
