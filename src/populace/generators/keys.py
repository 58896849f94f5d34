"""What primary keys and unique columns are made of.

Nothing here remembers what it gave out: each row's value is worked out from its own
number, by counting (`Sequence`) or by a permutation of the value space (all others).
`capacity` is the size of that space; a row beyond it is an error that says so.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.errors import PlanError
from populace.generators.vocabulary import pick
from populace.rows import Array, Rows
from populace.streams import mix, stream

BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST = (1 << 63) - 1
TWO_YEARS = np.timedelta64(730, "D")
DAY = 86_400_000_000
"""Microseconds in a day."""


@dataclass(frozen=True)
class Sequence:
    """Whole numbers from *start* on, in the order of the rows, at most *high*."""

    start: int = 1
    high: int = MOST
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return min(self.high - self.start + 1, MOST)

    def __call__(self, rows: Rows) -> Array:
        place = rows.place
        if rows.open:
            place = place % np.uint64(self.capacity)
        elif len(place) and int(place.max()) >= self.capacity:
            raise PlanError(
                f"{rows.table}.{rows.column}: row {int(place.max()):,} would be numbered beyond {self.high:,}, "
                f"the most that the column can hold; ask for at most {self.capacity:,} rows"
            )
        return place.view(np.int64) + np.int64(self.start)


@dataclass(frozen=True)
class UniqueIntegers:
    """Whole numbers from *low* to *high*, each at most once, in no order."""

    low: int
    high: int
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return min(self.high - self.low + 1, MOST)

    def __call__(self, rows: Rows) -> Array:
        return rows.permuted(self.capacity) + np.int64(self.low)


@dataclass(frozen=True)
class UniqueDecimals:
    """Numbers *low* to *high* counted in units of the last of *digits* decimal places, each at most once."""

    low: int
    high: int
    digits: int = 2
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return self.high - self.low + 1

    def __call__(self, rows: Rows) -> Array:
        return (rows.permuted(self.capacity) + np.int64(self.low)) / 10.0**self.digits


@dataclass(frozen=True)
class UniqueDates:
    """Days from *low* to *high* (without them, the 40 years up to the present), each at most once."""

    low: np.datetime64 | None = None
    high: np.datetime64 | None = None
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        if self.low is None or self.high is None:
            return 14_610
        return int((self.high.astype("M8[D]") - self.low.astype("M8[D]")).astype(np.int64)) + 1

    def __call__(self, rows: Rows) -> Array:
        if self.low is not None:
            low = self.low.astype("M8[D]")
        else:
            high = rows.now if self.high is None else self.high
            low = high.astype("M8[D]") - np.timedelta64(self.capacity - 1, "D")
        return low + rows.permuted(self.capacity).astype("m8[D]")


@dataclass(frozen=True)
class UniqueMoments:
    """Moments from *low* to *high* (without them, the two years up to the present), *step* microseconds apart."""

    low: np.datetime64 | None = None
    high: np.datetime64 | None = None
    step: int = 1
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        if self.low is None or self.high is None:
            return 730 * DAY // self.step + 1
        return int((self.high - self.low).astype("m8[us]").astype(np.int64)) // self.step + 1

    def __call__(self, rows: Rows) -> Array:
        low = self.low
        if low is None:
            low = (rows.now if self.high is None else self.high) - TWO_YEARS
        return low.astype("M8[us]") + (rows.permuted(self.capacity) * self.step).astype("m8[us]")


@dataclass(frozen=True)
class UniqueSpans:
    """Lengths of time, or times of day, below *high* microseconds and *step* apart, each at most once."""

    high: int = DAY
    step: int = 1
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return self.high // self.step

    def __call__(self, rows: Rows) -> Array:
        return (rows.permuted(self.capacity) * self.step).astype("m8[us]")


PRINTABLE = "".join(sorted((chr(code) for code in range(33, 127)), key=lambda c: (not c.isalnum(), not c.isalpha(), c)))
"""Letters in both cases, digits, then every other mark that can be seen."""


@dataclass(frozen=True)
class Codes:
    """Text codes: *prefix* and *width* characters of *alphabet*; different even where case is ignored.

    Codes of one character out of `PRINTABLE` are the exception: there are too few otherwise.
    """

    width: int
    alphabet: str = BASE_36
    prefix: str = ""
    unique: ClassVar[bool] = True

    def __post_init__(self) -> None:
        folded = set(self.alphabet if self.alphabet == PRINTABLE else self.alphabet.lower())
        if len(folded) != len(self.alphabet) or not self.alphabet.isascii():
            raise ValueError(f"the alphabet {self.alphabet!r} must be ASCII and have no character in both cases")
        if self.width < 1 or self.capacity > MOST:
            raise ValueError(f"codes of {self.width} characters out of {len(self.alphabet)} are too many or none")

    @classmethod
    def within(cls, length: int | None, alphabet: str = BASE_36) -> Codes:
        """Codes as long as fit *length* and 64 bits, twelve characters at most."""
        return cls(max(1, min(length or 12, 12)), alphabet)

    @property
    def capacity(self) -> int:
        return int(len(self.alphabet) ** self.width)

    def __call__(self, rows: Rows) -> Array:
        left = rows.permuted(self.capacity).astype(np.uint64)
        letters = np.frombuffer(self.alphabet.encode(), dtype=np.uint8)
        prefix = np.frombuffer(self.prefix.encode(), dtype=np.uint8)
        table = np.empty((len(rows), len(prefix) + self.width), dtype=np.uint8)
        table[:, : len(prefix)] = prefix
        base = np.uint64(len(letters))
        for place in range(table.shape[1] - 1, len(prefix) - 1, -1):
            left, digit = np.divmod(left, base)
            table[:, place] = letters[digit.astype(np.intp)]
        return fixed_width(table)


@dataclass(frozen=True)
class UniqueChoice:
    """The given *values*, each at most once."""

    values: tuple[Hashable, ...]
    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return len(self.values)

    def __call__(self, rows: Rows) -> Array:
        return taken(self.values, rows.permuted(self.capacity).astype(np.int32))


UUID_GROUPS = np.dtype(
    {"names": list("abcdefgh"), "formats": ["<u4"] * 8, "offsets": [0, 4, 9, 14, 19, 24, 28, 32], "itemsize": 36}
)


@dataclass(frozen=True)
class Uuid:
    """Random UUIDs (RFC 9562, version 4) as 36 characters.

    64 of the 122 free bits are a bijection of the row number, so no two rows share one.
    """

    unique: ClassVar[bool] = True

    @property
    def capacity(self) -> int:
        return 1 << 64

    def __call__(self, rows: Rows) -> Array:
        own = mix(rows.place, *stream(rows.seed, *rows.names, "uuid"))
        rest = mix(rows.place, *stream(rows.seed, *rows.names, "uuid rest"))
        table, out = _hex_groups(), np.full(len(rows), ord("-"), dtype=(np.uint8, 36)).view(UUID_GROUPS).reshape(-1)
        out["a"], out["b"], out["c"] = table[_group(own, 48)], table[_group(own, 32)], table[_group(own, 16)]
        out["d"] = table[_group(rest, 48) & 0x0FFF | 0x4000]
        out["e"] = table[_group(rest, 32) & 0x3FFF | 0x8000]
        out["f"], out["g"], out["h"] = table[_group(own, 0)], table[_group(rest, 16)], table[_group(rest, 0)]
        return fixed_width(out.view(np.uint8).reshape(len(rows), 36))


def _group(bits: NDArray[np.uint64], shift: int) -> NDArray[np.uint16]:
    return (bits >> np.uint64(shift)).astype(np.uint16)


@lru_cache(maxsize=1)
def _hex_groups() -> NDArray[np.uint32]:
    """The four hex digits of every 16-bit number, as they lie in memory."""
    text = "".join(f"{number:04x}" for number in range(1 << 16))
    return np.frombuffer(text.encode(), dtype="<u4")


def fixed_width(table: NDArray[np.uint8]) -> pa.StringArray:
    """Text from a table of ASCII characters, a row each."""
    count, width = table.shape
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(table)))


def taken(values: tuple[Hashable, ...], index: NDArray[np.int32]) -> Array:
    """The *values* at *index*: numpy for numbers, booleans and times, else an Arrow dictionary."""
    if all(type(value) is str for value in values):
        return pick(values, index)
    whole = np.array(values)
    if whole.dtype.kind in "bifmM":
        chosen: NDArray[np.generic] = whole[index]
        return chosen
    return pa.DictionaryArray.from_arrays(pa.array(index), pa.array(values))
