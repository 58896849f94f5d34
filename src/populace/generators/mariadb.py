"""Values of types that MariaDB and MySQL have of their own: sets, network addresses, shapes as well-known text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.scalars import digits, joined
from populace.rows import Array, Rows

Numbers = NDArray[np.int64]
MOST = 1 << 62


@dataclass(frozen=True)
class Subsets:
    """One or more of the *labels* of a SET, joined by commas in their order.

    Unless they must be *unique*, they are no longer than the longest label: that is the
    length which SQLAlchemy, and whoever reads by it, gives the type.
    """

    labels: tuple[str, ...]
    unique: bool = False

    @property
    def capacity(self) -> int:
        return int(min((1 << len(self.labels)) - 1, MOST))

    def __call__(self, rows: Rows) -> Array:
        if self.unique:
            masks = rows.permuted(self.capacity) + np.int64(1)
        else:
            few = min(len(self.labels), 62)
            chosen = [rows.uniform(f"label {place}") < 0.35 for place in range(few)]
            bits = np.array([np.int64(1) << place for place in range(few)])
            masks = np.stack(chosen, axis=1) @ bits
            masks |= bits[rows.below(few, "one")] * (masks == 0)
        found, places = np.unique(masks, return_inverse=True)
        return pa.DictionaryArray.from_arrays(
            pa.array(places.astype(np.int32)), pa.array([self._text(int(mask)) for mask in found], pa.string())
        )

    def _text(self, mask: int) -> str:
        inside = [label for place, label in enumerate(self.labels) if mask >> place & 1]
        joined = ",".join(inside)
        return joined if self.unique or len(joined) <= max(map(len, self.labels)) else inside[mask % len(inside)]


@dataclass(frozen=True)
class OwnLiterals:
    """Values of the type *name*: an address of a network kept for documentation or tests, or a shape in degrees."""

    name: str
    unique: bool = False

    @property
    def capacity(self) -> int:
        return KNOWN[self.name][0]

    def __call__(self, rows: Rows) -> Array:
        bits = rows.bits() >> np.uint64(1)
        drawn = (bits % np.uint64(self.capacity)).astype(np.int64)
        return KNOWN[self.name][1](rows.permuted(self.capacity) if self.unique else drawn)


def _inet4(numbers: Numbers) -> pa.Array:
    """Addresses for tests between networks, 198.18.0.0/15 (RFC 2544)."""
    return joined("198.", digits(18 + (numbers >> 16)), ".", digits(numbers >> 8 & 255), ".", digits(numbers & 255))


def _inet6(numbers: Numbers) -> pa.Array:
    """Addresses for documentation, 2001:db8::/32 (RFC 3849); groups of decimal digits are hexadecimal ones, too."""
    return joined("2001:db8::", digits(numbers // 1000), ":", digits(numbers % 1000))


def _at(numbers: Numbers, right: int = 0, up: int = 0) -> pa.Array:
    """A place between 60 degrees south and north, moved by hundredths of a degree."""
    east, north = numbers % 34_000 - 17_000 + right, numbers // 34_000 - 6_000 + up
    return joined(digits(east / 100.0), " ", digits(north / 100.0))


def _path(numbers: Numbers) -> pa.Array:
    return joined("(", _at(numbers), ",", _at(numbers, 3, 1), ",", _at(numbers, 5, 4), ")")


def _ring(numbers: Numbers) -> pa.Array:
    corners = [_at(numbers), _at(numbers, 4, 0), _at(numbers, 4, 3), _at(numbers, 0, 3), _at(numbers)]
    return joined("((", *[part for corner in corners[:-1] for part in (corner, ",")], corners[-1], "))")


def _shape(before: str, inside: Callable[[Numbers], pa.Array], after: str = "") -> Callable[[Numbers], pa.Array]:
    return lambda numbers: joined(before, inside(numbers), after)


PLACES = 34_000 * 12_000
SHAPES: dict[str, Callable[[Numbers], pa.Array]] = {
    "point": _shape("POINT(", _at, ")"),
    "geometry": _shape("POINT(", _at, ")"),
    "linestring": _shape("LINESTRING", _path),
    "polygon": _shape("POLYGON", _ring),
    "multipoint": _shape("MULTIPOINT", _path),
    "multilinestring": _shape("MULTILINESTRING(", _path, ")"),
    "multipolygon": _shape("MULTIPOLYGON(", _ring, ")"),
    "geometrycollection": _shape("GEOMETRYCOLLECTION(POINT(", _at, "))"),
    "geomcollection": _shape("GEOMETRYCOLLECTION(POINT(", _at, "))"),
}
KNOWN: dict[str, tuple[int, Callable[[Numbers], pa.Array]]] = {
    "inet4": (1 << 17, _inet4),
    "inet6": (10_000_000, _inet6),
    **{name: (PLACES, maker) for name, maker in SHAPES.items()},
}
