"""Keyed bijections of [0, n): how unique values are drawn without remembering any.

Up to 65,536 values are shuffled outright and the shuffle is kept; beyond that a
four-round Feistel network scrambles a rectangle of 2**k columns and just enough rows to
hold n; the few numbers that land outside [0, n) walk their cycle until they come back in.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from populace.streams import BLOCK, mix, stream

SMALL = 1 << 16

Bits = NDArray[np.uint64]

_FOLD = np.uint64(32)
_MULTIPLY = np.uint64(0x9FB21C651E98DF25)


def permute(index: Bits, n: int, key: tuple[object, ...]) -> NDArray[np.int64]:
    """The places in [0, n) of the rows *index* (each below *n*) under the permutation that *key* names."""
    if n <= SMALL:
        return _shuffled(n, key)[index.astype(np.int64)]
    values = _feistel(index, n, key)
    outside = np.flatnonzero(values >= np.uint64(n))
    while len(outside):
        values[outside] = _feistel(values[outside], n, key)
        outside = outside[values[outside] >= np.uint64(n)]
    return values.view(np.int64)


@lru_cache(maxsize=256)
def _shuffled(n: int, key: tuple[object, ...]) -> NDArray[np.int64]:
    first, step = stream(*key, "shuffle")
    bits = mix(np.arange(n, dtype=np.uint64), first, step)
    order = np.argsort(bits, kind="stable")
    order.setflags(write=False)
    return order


def _feistel(values: Bits, n: int, key: tuple[object, ...]) -> Bits:
    """*values* scrambled within a rectangle of at least *n* cells, a block of them at a time."""
    out = np.empty(len(values), dtype=np.uint64)
    scratch = np.empty((3, min(len(out), BLOCK)), dtype=np.uint64)
    for begin in range(0, len(out), BLOCK):
        part = out[begin : begin + BLOCK]
        _scramble(values[begin : begin + BLOCK], n, _round_keys(key), part, scratch[:, : len(part)])
    return out


def _scramble(values: Bits, n: int, keys: tuple[tuple[np.uint64, np.uint64], ...], row: Bits, scratch: Bits) -> None:
    """Column and row of each value: two rounds change the column by the row, two the row by the column."""
    bits = (n - 1).bit_length() // 2
    low_bits, rows = np.uint64(bits), np.uint64(-(-n >> bits))
    column, mixed, other = scratch
    np.right_shift(values, low_bits, out=row)
    np.bitwise_and(values, np.uint64((1 << bits) - 1), out=column)
    for turn, (first, step) in enumerate(keys):
        _round(column if turn % 2 else row, first, step, mixed, other)
        if turn % 2 == 0:
            mixed >>= np.uint64(64 - bits)
            column ^= mixed
        else:  # a number below *rows* from the first 32 bits is added modulo *rows*
            mixed >>= _FOLD
            mixed *= rows
            mixed >>= _FOLD
            row += mixed
            np.subtract(row, rows, out=other)
            np.minimum(row, other, out=row)
    row <<= low_bits
    row |= column


def _round(values: Bits, first: np.uint64, step: np.uint64, out: Bits, scratch: Bits) -> None:
    """A multiply, a fold and a multiply: enough for one of four rounds; the first bits are the best."""
    np.add(values, first, out=out)
    out *= step
    np.right_shift(out, _FOLD, out=scratch)
    out ^= scratch
    out *= _MULTIPLY


@lru_cache(maxsize=1024)
def _round_keys(key: tuple[object, ...]) -> tuple[tuple[np.uint64, np.uint64], ...]:
    return tuple(stream(*key, "feistel", turn) for turn in range(4))
