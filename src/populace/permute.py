"""Keyed bijections of [0, n): how unique values are drawn without remembering any.

Up to 65,536 values are shuffled outright and the shuffle is kept; beyond that a
four-round Feistel network scrambles the next power of two, and numbers that land
outside [0, n) walk their cycle until they come back in.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from populace.streams import mix, stream

SMALL = 1 << 16


def permute(index: NDArray[np.uint64], n: int, key: tuple[object, ...]) -> NDArray[np.int64]:
    """The places in [0, n) of the rows *index* (each below *n*) under the permutation that *key* names."""
    if n <= SMALL:
        return _shuffled(n, key)[index.astype(np.int64)]
    bits = (n - 1).bit_length()
    values = _feistel(index.astype(np.uint64), bits, key)
    outside = np.flatnonzero(values >= np.uint64(n))
    while len(outside):
        values[outside] = _feistel(values[outside], bits, key)
        outside = outside[values[outside] >= np.uint64(n)]
    return values.view(np.int64)


@lru_cache(maxsize=256)
def _shuffled(n: int, key: tuple[object, ...]) -> NDArray[np.int64]:
    first, step = stream(*key, "shuffle")
    bits = mix(np.arange(n, dtype=np.uint64), first, step)
    order = np.argsort(bits, kind="stable")
    order.setflags(write=False)
    return order


def _feistel(values: NDArray[np.uint64], bits: int, key: tuple[object, ...]) -> NDArray[np.uint64]:
    low_bits = np.uint64(bits // 2)
    high_bits = np.uint64(bits - bits // 2)
    low_mask = np.uint64((1 << int(low_bits)) - 1)
    high_mask = np.uint64((1 << int(high_bits)) - 1)
    low, high = values & low_mask, values >> low_bits
    for turn, (first, step) in enumerate(_round_keys(key)):
        if turn % 2:
            high ^= _round(low, first, step) & high_mask
        else:
            low ^= _round(high, first, step) & low_mask
    return low | (high << low_bits)


def _round(values: NDArray[np.uint64], first: np.uint64, step: np.uint64) -> NDArray[np.uint64]:
    """A multiply, a fold and a multiply: enough for one of four rounds."""
    mixed = (values + first) * step
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0x9FB21C651E98DF25)
    mixed >>= np.uint64(32)
    return mixed


@lru_cache(maxsize=1024)
def _round_keys(key: tuple[object, ...]) -> tuple[tuple[np.uint64, np.uint64], ...]:
    return tuple(stream(*key, "feistel", turn) for turn in range(4))
