"""PostgreSQL's own types, as text that the server parses.

A literal is a function of a whole number: each maker turns different numbers into values
that the server tells apart. `Literals` gives it random numbers, or a permutation where
values must be unique. Addresses come from blocks kept for documentation or private use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.keys import fixed_width
from populace.generators.scalars import WORDS, digits, joined
from populace.rows import Array, Rows

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Literals:
    """Values of the PostgreSQL type *name*; *size* is that of ``bit(size)``, ``vector(size)`` and the like."""

    name: str
    size: int | None = None
    unique: bool = False

    def __post_init__(self) -> None:
        if self.name not in MAKERS and self.name not in CHOICES:
            raise ValueError(f"no literals are known for the type {self.name!r}")

    @property
    def capacity(self) -> int:
        if self.name in CHOICES:
            return len(CHOICES[self.name])
        size = 1 if self.size is None and self.name == "bit" else self.size
        most = (1 << 63) - 1 if size is None or self.name not in BITS else 1 << min(size, 62)
        return min(MAKERS[self.name][0], most)

    def __call__(self, rows: Rows) -> Array:
        numbers = rows.permuted(self.capacity) if self.unique else self._drawn(rows)
        if self.name in CHOICES:
            return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(CHOICES[self.name]))
        return MAKERS[self.name][1](numbers, self.size)

    def _drawn(self, rows: Rows) -> Numbers:
        bits = rows.bits() >> np.uint64(1)
        return (bits % np.uint64(min(COMMON.get(self.name, 10_000), self.capacity))).astype(np.int64)


def _inet(numbers: Numbers, size: int | None) -> pa.Array:
    """The three networks for documentation (RFC 5737), then the one of IPv6 (RFC 3849)."""
    nets = pa.array(["192.0.2.", "198.51.100.", "203.0.113."])
    low = np.minimum(numbers, 767)
    four = joined(nets.take(pa.array(low >> 8)), digits(low & 255))
    return pc.if_else(pa.array(numbers < 768), four, joined(_network(numbers >> 16), hexadecimal(numbers & 0xFFFF)))


def _network(numbers: Numbers) -> pa.Array:
    high = hexadecimal(numbers >> 16 & 0xFFFF)
    return joined("2001:db8:", high, ":", hexadecimal(numbers & 0xFFFF), "::")


def _cidr(numbers: Numbers, size: int | None) -> pa.Array:
    """Private /24 networks (RFC 1918), then /64 ones for documentation."""
    four = joined("10.", digits(numbers >> 8 & 255), ".", digits(numbers & 255), ".0/24")
    return pc.if_else(pa.array(numbers < 65_536), four, joined(_network(numbers), "/64"))


def _macaddr(numbers: Numbers, size: int | None) -> pa.Array:
    """Locally administered addresses, which no maker of hardware gives out."""
    return _bytes_of("02", numbers, 5)


def _macaddr8(numbers: Numbers, size: int | None) -> pa.Array:
    return _bytes_of("02", numbers, 7)


def _bytes_of(first: str, numbers: Numbers, count: int) -> pa.Array:
    pairs = pa.array([f":{byte:02x}" for byte in range(256)])
    return joined(first, *(pairs.take(pa.array(numbers >> 8 * place & 255)) for place in reversed(range(count))))


def _bit(numbers: Numbers, size: int | None) -> pa.Array:
    return _bits(numbers, 1 if size is None else size)


def _varbit(numbers: Numbers, size: int | None) -> pa.Array:
    return _bits(numbers, 32 if size is None else size)


def _bits(numbers: Numbers, size: int) -> pa.Array:
    places = np.arange(size - 1, -1, -1, dtype=np.int64) % 62
    return fixed_width(((numbers[:, None] >> places) & 1).astype(np.uint8) + np.uint8(ord("0")))


def _money(numbers: Numbers, size: int | None) -> pa.Array:
    return joined(digits(numbers // 100), ".", _cents(numbers))


def _cents(numbers: Numbers) -> pa.Array:
    return pa.array([f"{cents:02}" for cents in range(100)]).take(pa.array(numbers % 100))


def _coordinate(numbers: Numbers) -> pa.Array:
    """Numbers below 10**6 as 0.00 to 9999.99."""
    return joined(digits(numbers // 100 % 10_000), ".", _cents(numbers))


def _pair(numbers: Numbers, more: int = 0) -> pa.Array:
    x, y = numbers % 1_000_000, numbers // 1_000_000
    return joined("(", _coordinate(x + 100 * more), ",", _coordinate(y + 100 * more), ")")


def _line(numbers: Numbers, size: int | None) -> pa.Array:
    return joined("{1,-1,", _coordinate(numbers), "}")


def _hstore(numbers: Numbers, size: int | None) -> pa.Array:
    return joined('"', words(numbers), '"=>"', words(numbers // 7), '", "number"=>"', digits(numbers), '"')


def _ltree(numbers: Numbers, size: int | None) -> pa.Array:
    return joined("top.", words(numbers), ".", words(numbers // 7), "_", digits(numbers))


def _tsvector(numbers: Numbers, size: int | None) -> pa.Array:
    return joined("'", words(numbers), "':1 '", words(numbers // 7), "':2A '", digits(numbers), "':3")


def _lsn(numbers: Numbers, size: int | None) -> pa.Array:
    return joined(hexadecimal(numbers >> 32), "/", hexadecimal(numbers & 0xFFFFFFFF))


def _snapshot(numbers: Numbers, size: int | None) -> pa.Array:
    low = numbers + 1
    return joined(digits(low), ":", digits(low + 9), ":", digits(low + 2), ",", digits(low + 5))


def _vector(numbers: Numbers, size: int | None) -> pa.Array:
    """Components in [-1, 1] of four decimals, the first one told by the number."""
    size = size or 3
    spread = (numbers[:, None] * 0x9E3779B1 + np.arange(size) * 7_919_993) % 20_001 - 10_000
    spread[:, 0] = numbers % 20_001 - 10_000
    if size > 1:
        spread[:, 1] = numbers // 20_001 % 20_001 - 10_000
    values = _components().take(pa.array(spread.ravel() + 10_000))
    lists = pa.ListArray.from_arrays(pa.array(np.arange(len(numbers) + 1) * size, pa.int32()), values)
    return joined("[", pc.binary_join(lists, ","), "]")


@lru_cache(maxsize=1)
def _components() -> pa.StringArray:
    """The text of -1 to 1 in steps of a ten-thousandth."""
    return digits(np.arange(-10_000, 10_001) / 10_000)


def _sparse(numbers: Numbers, size: int | None) -> pa.Array:
    return joined("{1:", digits(numbers + 1), "}/", str(size or 3))


def _around(before: str, after: str) -> Callable[[Numbers, int | None], pa.Array]:
    """A maker that puts the number between constant text."""
    return lambda numbers, size: joined(before, digits(numbers), after)


def _figure(*parts: str | int) -> Callable[[Numbers, int | None], pa.Array]:
    """A maker of points so far from the first one, between constant text."""
    return lambda numbers, size: joined(*(p if isinstance(p, str) else _pair(numbers, p) for p in parts))


def _range(kind: str, before: str = "[", after: str = ")") -> Callable[[Numbers, int | None], pa.Array]:
    """A maker of ranges from the number on."""

    def make(numbers: Numbers, size: int | None) -> pa.Array:
        low, high = _bounds(kind, numbers, numbers % 9 + 1)
        return joined(before, low, ",", high, after)

    return make


def _multirange(kind: str) -> Callable[[Numbers, int | None], pa.Array]:
    return _range(kind, "{[", ")}")


def _bounds(kind: str, low: Numbers, length: Numbers) -> tuple[pa.Array, pa.Array]:
    """The bounds of ranges from *low*, so many units long: integers, days or hours since 2000, or whole numbers."""
    if kind == "date":
        start = np.datetime64("2000-01-01")
        return digits(start + low.astype("m8[D]")), digits(start + (low + length).astype("m8[D]"))
    if kind in ("ts", "tstz"):
        return _moment(low, kind), _moment(low + length, kind)
    return digits(low), digits(low + length)


def _moment(hours: Numbers, kind: str) -> pa.Array:
    moment = np.datetime64("2000-01-01", "us") + hours.astype("m8[h]")
    return joined('"', digits(moment), "+00" if kind == "tstz" else "", '"')


def words(numbers: Numbers) -> pa.Array:
    """A plain word for each number."""
    return pa.array(WORDS).take(pa.array(numbers % len(WORDS)))


def hexadecimal(numbers: Numbers) -> pa.Array:
    """Numbers below 2**32 in hexadecimal, without leading zeros."""
    pairs = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)
    octets = numbers.astype(">u4").view(np.uint8).reshape(len(numbers), 4)
    text = pc.utf8_ltrim(fixed_width(np.ascontiguousarray(pairs[octets]).view(np.uint8)), "0")
    return pc.if_else(pc.equal(text, ""), "0", text)


@dataclass(frozen=True)
class DisjointRanges:
    """Ranges of which no two overlap, for unique and exclusion constraints: each row has a slot of its own.

    *kind* is a range type, such as ``tstzrange``. Slots follow each other in the order of
    the rows; those of time begin two years before the present and are an hour or a day long.
    """

    kind: str
    unique: bool = True

    @property
    def capacity(self) -> int:
        return {"int4": 200_000_000, "date": 2_000_000, "ts": 60_000_000, "tstz": 60_000_000}.get(self._of, 10**15)

    @property
    def _of(self) -> str:
        return self.kind.removesuffix("multirange").removesuffix("range")

    def __call__(self, rows: Rows) -> Array:
        place = rows.place.astype(np.int64)
        rows.permuted(self.capacity)  # says so when there are too many rows
        low, high = self._bounds(rows, place)
        around = ("{[", ")}") if self.kind.endswith("multirange") else ("[", ")")
        return joined(around[0], low, ",", high, around[1])

    def _bounds(self, rows: Rows, place: Numbers) -> tuple[pa.Array, pa.Array]:
        start = rows.now.astype("M8[D]") - np.timedelta64(730, "D")
        if self._of == "date":
            first = start + place.astype("m8[D]")
            return digits(first), digits(first + np.timedelta64(1, "D"))
        if self._of in ("ts", "tstz"):
            zone = "+00" if self._of == "tstz" else ""
            low = start.astype("M8[us]") + place.astype("m8[h]")
            high = low + (15 * (rows.below(4) + 1)).astype("m8[m]")
            return joined('"', digits(low), zone, '"'), joined('"', digits(high), zone, '"')
        return digits(place * 10), digits(place * 10 + 1 + rows.below(10))


HOURS = 60_000_000
Maker = tuple[int, Callable[[Numbers, "int | None"], pa.Array]]
MAKERS: dict[str, Maker] = {
    "inet": (1 << 48, _inet),
    "cidr": (1 << 32, _cidr),
    "macaddr": (1 << 40, _macaddr),
    "macaddr8": (1 << 56, _macaddr8),
    "bit": (1 << 62, _bit),
    "bit varying": (1 << 32, _varbit),
    "money": (10**12, _money),
    "point": (10**12, _figure(0)),
    "line": (10**6, _line),
    "lseg": (10**12, _figure("[", 0, ",", 3, "]")),
    "box": (10**12, _figure(2, ",", 0)),
    "path": (10**12, _figure("[", 0, ",", 1, ",", 4, "]")),
    "polygon": (10**12, _figure("(", 0, ",", 1, ",", 4, ")")),
    "circle": (10**12, _figure("<", 0, ",5>")),
    "hstore": (10**12, _hstore),
    "ltree": (10**12, _ltree),
    "lquery": (10**12, _around("*.page", ".*")),
    "ltxtquery": (10**12, _around("top & page", "")),
    "cube": (10**9, _around("(", ", 1, 2)")),
    "seg": (10**6, _around("", "")),
    "tsvector": (10**12, _tsvector),
    "tsquery": (10**12, _around("'amber' & '", "'")),
    "xml": (10**12, _around('<note id="', '">amber</note>')),
    "jsonpath": (10**12, _around("$.items[", "]")),
    "oid": (1 << 31, _around("", "")),
    "xid": (1 << 31, _around("", "")),
    "cid": (1 << 31, _around("", "")),
    "xid8": (1 << 62, _around("", "")),
    "tid": (1 << 31, _around("(", ",1)")),
    "int2vector": (32_000, _around("1 ", "")),
    "oidvector": (1 << 31, _around("23 ", "")),
    "name": (10**12, _around("item_", "")),
    "refcursor": (10**12, _around("cursor_", "")),
    "pg_lsn": (1 << 62, _lsn),
    "txid_snapshot": (1 << 60, _snapshot),
    "pg_snapshot": (1 << 60, _snapshot),
    "vector": (20_001, _vector),
    "halfvec": (2_000, _vector),
    "sparsevec": (10_000_000, _sparse),
    "int4range": ((1 << 31) - 16, _range("int4")),
    "int8range": (10**15, _range("int8")),
    "numrange": (10**15, _range("num")),
    "daterange": (2_000_000, _range("date")),
    "tsrange": (HOURS, _range("ts")),
    "tstzrange": (HOURS, _range("tstz")),
    "int4multirange": ((1 << 31) - 16, _multirange("int4")),
    "int8multirange": (10**15, _multirange("int8")),
    "nummultirange": (10**15, _multirange("num")),
    "datemultirange": (2_000_000, _multirange("date")),
    "tsmultirange": (HOURS, _multirange("ts")),
    "tstzmultirange": (HOURS, _multirange("tstz")),
}
BITS = ("bit", "bit varying")
COMMON = {
    **dict.fromkeys(("point", "lseg", "box", "path", "polygon", "circle", "bit", "bit varying", "macaddr8"), 1 << 62),
    **dict.fromkeys(("tsrange", "tstzrange", "tsmultirange", "tstzmultirange"), 26 * 365 * 24),
    "inet": 768,
    "cidr": 1 << 16,
    "macaddr": 1 << 40,
    "money": 50_000,
    "vector": 1 << 62,
    "halfvec": 1 << 62,
}
"""How many of a type's values occur where they need not be unique; 10,000 if not said."""
CHOICES: dict[str, tuple[str, ...]] = {
    '"char"': tuple("abcdefghijklmnopqrstuvwxyz0123456789"),
    "regclass": ("pg_class", "pg_type", "pg_proc", "pg_attribute", "pg_index", "pg_constraint", "pg_namespace"),
    "regproc": ("now", "version", "current_database", "pg_backend_pid"),
    "regprocedure": ("now()", "version()", "upper(text)", "lower(text)", "random()"),
    "regoper": ("|/", "||/"),
    "regoperator": ("+(integer,integer)", "-(integer,integer)", "=(text,text)", "||(text,text)"),
    "regcollation": ('"C"', '"POSIX"', '"default"'),
    "regtype": ("integer", "text", "boolean", "date", "numeric", "uuid", "jsonb", "bigint"),
    "regrole": ("pg_monitor", "pg_read_all_stats", "pg_read_all_settings", "pg_signal_backend"),
    "regnamespace": ("pg_catalog", "information_schema", "pg_toast"),
    "regconfig": ("english", "simple", "german", "french", "spanish"),
    "regdictionary": ("simple", "english_stem", "german_stem", "french_stem"),
    "aclitem": ("=r/pg_monitor", "=w/pg_monitor", "=rw/pg_monitor", "pg_monitor=r/pg_monitor"),
}
