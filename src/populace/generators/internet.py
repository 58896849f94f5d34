"""The internet without anyone on it: addresses, hosts and URLs from ranges reserved for documentation.

IPv4 from RFC 5737, IPv6 from RFC 3849, MAC addresses from RFC 7042, domains from RFC 2606;
where more are needed than these hold, private networks and locally administered addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from populace.generators.codes import concatenated, hexadecimal, text
from populace.generators.text import Phrase
from populace.generators.vocabulary import digits, joined, numbered, pick, tiered
from populace.rows import Array, Rows

DOCUMENTATION = ("192.0.2.", "198.51.100.", "203.0.113.")
SITES = (
    "www.example.com", "www.example.org", "www.example.net", "shop.example.com", "blog.example.org", "news.example.net",
    "app.example.com", "docs.example.org", "media.example.net", "acme.example", "northwind.example", "bluesky.example",
    "harbor.example", "maple.example", "orchard.example", "summit.example",
)  # fmt: skip
ROLES = (
    "web",
    "app",
    "db",
    "cache",
    "mail",
    "api",
    "node",
    "worker",
    "proxy",
    "build",
    "edge",
    "files",
    "auth",
    "queue",
)


@lru_cache(maxsize=1)
def _documentation() -> pa.Array:
    return pa.array([f"{net}{n}" for net in DOCUMENTATION for n in range(1, 255)])


@dataclass(frozen=True)
class Ipv4:
    """IPv4 addresses of the documentation networks; private ones (10/8) once these are used up."""

    unique: bool = False
    private: bool = False

    @property
    def capacity(self) -> int:
        return 2**24

    def __call__(self, rows: Rows) -> Array:
        known = _documentation()
        if not self.unique and not self.private:
            return pick(known, rows.below(len(known)))
        place = tiered(rows, (len(known), 2**24)) if self.unique else rows.below(2**16)
        inside = joined("10.", _octet(place >> 16), ".", _octet(place >> 8 & 255), ".", _octet(place & 255))
        if self.private:
            return inside
        import pyarrow.compute as pc

        outside = known.take(pa.array(np.minimum(place, len(known) - 1)))
        return pc.if_else(pa.array(place < len(known)), outside, inside)


@lru_cache(maxsize=1)
def _octets() -> pa.Array:
    return pa.array([str(n) for n in range(256)])


def _octet(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pick(_octets(), values)


@dataclass(frozen=True)
class Ipv6:
    """IPv6 addresses of the documentation prefix 2001:db8::/32."""

    unique: bool = False

    @property
    def capacity(self) -> int:
        return 2**62

    def __call__(self, rows: Rows) -> Array:
        own = rows.permuted(2**62).view(np.uint64) if self.unique else rows.bits()
        digit = hexadecimal(own)
        parts = [digit[:, at : at + 4] for at in (0, 4, 8, 12)]
        return text(concatenated(b"2001:db8:", parts[0], b":", parts[1], b"::", parts[2], b":", parts[3]))


@dataclass(frozen=True)
class Network:
    """A network in CIDR form, of private addresses."""

    unique: bool = False

    @property
    def capacity(self) -> int:
        return 2**16

    def __call__(self, rows: Rows) -> Array:
        place = rows.permuted(2**16) if self.unique else rows.below(2**16)
        return joined("10.", _octet(place >> 8), ".", _octet(place & 255), ".0/24")


@dataclass(frozen=True)
class Mac:
    """MAC addresses for documentation, 00:00:5e:00:53:xx; unique ones are locally administered, 02:..."""

    unique: bool = False
    gap: str = ":"

    @property
    def capacity(self) -> int:
        return 2**40

    def __call__(self, rows: Rows) -> Array:
        gap = self.gap.encode()
        digit = hexadecimal(rows.permuted(2**40).view(np.uint64) if self.unique else rows.bits())
        if not self.unique:
            return text(concatenated(gap.join((b"00", b"00", b"5e", b"00", b"53", b"")), digit[:, 14:]))
        parts = [part for at in (6, 8, 10, 12, 14) for part in (gap, digit[:, at : at + 2])]
        return text(concatenated(b"02", *parts))


@dataclass(frozen=True)
class Host:
    """Host names in example domains, such as ``web12.example.net``."""

    unique: bool = False
    length: int | None = None

    def _ends(self) -> tuple[str, ...]:
        ends = (".example.com", ".example.org", ".example.net", ".internal.example", ".lab.example")
        return ends if self.length is None or self.length >= 30 else ("",)

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _tiers(self) -> tuple[int, ...]:
        room = 8 if self.length is None else max(1, min(8, self.length - 6 - max(map(len, self._ends()))))
        return digits(room, len(ROLES) * len(self._ends()))

    def __call__(self, rows: Rows) -> Array:
        ends = self._ends()
        size = len(ROLES) * len(ends)
        place = tiered(rows, self._tiers()) if self.unique else rows.below(size * 50)
        names = tuple(role + "\0" + end for role in ROLES for end in ends)
        before = tuple(n.split("\0")[0] for n in names)
        after = tuple(n.split("\0")[1] for n in names)
        return joined(pick(before, place % size), numbered(place // size), pick(after, place % size))


@dataclass(frozen=True)
class Domain:
    """Domain names below example.com, .org, .net and .example."""

    unique: bool = False
    length: int | None = None

    @property
    def capacity(self) -> int:
        return self._stem().capacity

    def _stem(self) -> Phrase:
        return Phrase(
            "slug", None if self.length is None else max(4, self.length - (8 if self.length < 30 else 12)), self.unique
        )

    def __call__(self, rows: Rows) -> Array:
        if self.length is not None and self.length < 30:
            return joined(self._stem()(rows), ".example")
        ends = (".example", ".example.com", ".example.org", ".example.net")
        return joined(self._stem()(rows), pick(ends, rows.choice((0.4, 0.3, 0.15, 0.15), "end")))


@dataclass(frozen=True)
class Url:
    """Addresses of pages or files at example domains; *folder* and *ending* say what they lead to."""

    folder: str = ""
    ending: str = ""
    length: int | None = None
    unique: bool = False
    of: str | None = None

    @property
    def capacity(self) -> int:
        return self._stem().capacity

    def _sites(self) -> tuple[str, ...]:
        if self.length is None or self.length >= 60:
            return tuple(f"https://{site}/" for site in SITES)
        return ("http://a.example/", "http://b.example/", "http://c.example/")

    def _stem(self) -> Phrase:
        if self.length is None or self.length >= 100:
            return Phrase("slug", None, self.unique)
        room = self.length - max(map(len, self._sites())) - len(self.ending)
        return Phrase("slug", max(room - (len(self.folder) if self.length >= 60 else 0), 2), self.unique)

    def __call__(self, rows: Rows) -> Array:
        folder = self.folder if self.length is None or self.length >= 60 else ""
        sites = pick(tuple(site + folder for site in self._sites()), rows.choice(len(self._sites()), "site"))
        stem = rows[self.of] if self.of is not None else self._stem()(rows)
        return joined(sites, stem, self.ending)


@dataclass(frozen=True)
class Site:
    """Home pages: the root of a site."""

    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return Domain(True, self._room()).capacity

    def _room(self) -> int | None:
        return None if self.length is None or self.length >= 100 else max(12, self.length - 8)

    def __call__(self, rows: Rows) -> Array:
        return joined("https://", Domain(self.unique, self._room())(rows))


@lru_cache(maxsize=1)
def agents() -> tuple[str, ...]:
    """Browsers as they name themselves, of recent versions on common systems."""
    systems = (
        "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
        "Linux; Android 14; Pixel 8", "Linux; Android 13; SM-A536B",
    )  # fmt: skip
    chrome = [
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0{mobile} Safari/537.36"
        for system in systems
        for version in range(118, 138)
        for mobile in ([" Mobile"] if "Android" in system else [""])
    ]
    firefox = [
        f"Mozilla/5.0 ({s}; rv:{v}.0) Gecko/20100101 Firefox/{v}.0" for s in systems[:3] for v in range(115, 140)
    ]
    safari = [
        f"Mozilla/5.0 (iPhone; CPU iPhone OS {v}_{m} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        f"Version/{v}.{m} Mobile/15E148 Safari/604.1"
        for v in (16, 17, 18)
        for m in range(6)
    ]
    tools = [f"curl/8.{n}.0" for n in range(12)] + [f"python-requests/2.{n}.0" for n in range(25, 33)]
    return (*chrome, *firefox, *safari, *tools)


@dataclass(frozen=True)
class UserAgent:
    """What browsers and tools send as their name."""

    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        known = agents()
        fitting = tuple(a for a in known if self.length is None or len(a) <= self.length) or ("curl/8.1", "curl/8.2")
        return pick(fitting, rows.below(len(fitting)))
