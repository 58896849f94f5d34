"""Counter-based random numbers: the hash behind every value.

A stream is named by a tuple (seed, table, column, draw, ...). Its name is hashed once to a
start and an odd step; number i of the stream is a 64-bit finaliser of ``start + i * step``.
There is no state: number 10**12 costs what number 0 costs. Streams differ in their step as
well as in their start, so two of them never run along the same sequence.
"""

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 15  # 256 KB of 64-bit numbers: an array and its scratch stay in a core's L2 cache

KINDS = (str, int)
"""Types whose subclasses count as themselves: SQLAlchemy's names are strings of their own class."""

_MULTIPLY_1 = np.uint64(0xBF58476D1CE4E5B9)  # Steele, Lea, Flood 2014 (SplitMix64), Stafford's variant 13
_MULTIPLY_2 = np.uint64(0x94D049BB133111EB)


@lru_cache(maxsize=65_536)
def stream(*name: object) -> tuple[np.uint64, np.uint64]:
    """Start and step of the stream with this name; parts are told apart by their type and length."""
    digest = blake2b(digest_size=16)
    for part in name:
        text = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        kind = next((known.__name__ for known in KINDS if isinstance(part, known)), type(part).__name__)
        digest.update(f"{kind}:{len(text)}:".encode() + text)
    start, step = np.frombuffer(digest.digest(), dtype="<u8")
    return np.uint64(start), _odd_step(int(step))


def _odd_step(step: int) -> np.uint64:
    """An odd number whose bits change often enough to spread a counter (as SplitMix64 chooses its steps)."""
    step |= 1
    if (step ^ (step >> 1)).bit_count() < 24:
        step ^= 0xAAAAAAAAAAAAAAAA
    return np.uint64(step)


def mix(index: NDArray[np.uint64], start: np.uint64, step: np.uint64) -> NDArray[np.uint64]:
    """The numbers *index* of a stream: 64 random bits each, in a new array."""
    out = np.multiply(index, step)
    scratch = np.empty(min(len(out), BLOCK), dtype=np.uint64)
    for begin in range(0, len(out), BLOCK):
        part = out[begin : begin + BLOCK]
        other = scratch[: len(part)]
        part += start
        np.right_shift(part, 30, out=other)
        part ^= other
        part *= _MULTIPLY_1
        np.right_shift(part, 27, out=other)
        part ^= other
        part *= _MULTIPLY_2
        np.right_shift(part, 31, out=other)
        part ^= other
    return out
