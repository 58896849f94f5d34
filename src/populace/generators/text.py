"""Text that people could have written: titles, sentences, names of things, JSON.

A phrase is one word from each of several lists; which one is a digit in a mixed radix, so a
unique column has as many values as the product of the lists, and a number is only added when
these run out. A short column gets fewer or shorter words, never a cut one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators import words as lists
from populace.generators.codes import figures, text
from populace.generators.prose import sentences
from populace.generators.vocabulary import digits, joined, numbered, pick, pool, reaching, spelled, tiered, words
from populace.rows import Array, Generator, Rows

Lists = tuple[tuple[str, ...], ...]


def _lower(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values)


def _slugs(values: Sequence[str]) -> tuple[str, ...]:
    return tuple("".join(c if c.isalnum() else "-" for c in value.lower()) for value in values)


@lru_cache(maxsize=64)
def phrase(kind: str) -> tuple[str, Lists]:
    """What stands between the words of this kind of phrase, and the lists they are taken from."""
    known: dict[str, tuple[str, Lists]] = {
        "name": (" ", (lists.ADJECTIVES, lists.TOPICS)),
        "slug": ("-", (_slugs(lists.ADJECTIVES), _slugs(lists.TOPICS), _slugs(lists.GOODS))),
        "identifier": ("_", (_slugs(lists.ADJECTIVES), _slugs(lists.TOPICS))),
        "camel": ("", (_lower(lists.ADJECTIVES), lists.TOPICS)),
        "tag": ("-", (_lower(lists.ADJECTIVES), lists.TAGS)),
        "category": (" ", (("", *(f"{a} " for a in lists.ADJECTIVES)), lists.CATEGORIES)),
        "label": (" ", (lists.ADJECTIVES, _lower(lists.TOPICS))),
        "team": (
            " ",
            (lists.ADJECTIVES, ("Lions", "Hawks", "Rovers", "Wolves", "Bears", "Rangers", "Eagles", "Tigers")),
        ),
        "brand": (
            "",
            (lists.ADJECTIVES, ("field", "works", "line", "wave", "craft", "port", "stone", "lane", "peak", "leaf")),
        ),
        "sentence": (" ", sentences("text", 1)),
        "comment": (" ", sentences("note", 2)),
        "keywords": (", ", (lists.TAGS[::3], lists.TAGS[1::3], lists.TAGS[2::3])),
    }
    if kind == "category":
        return "", known[kind][1]
    return known[kind]


@lru_cache(maxsize=1024)
def fitted(kind: str, length: int | None) -> tuple[str, Lists]:
    """The lists of *kind* cut down to words that together are no longer than *length*."""
    gap, parts = phrase(kind)
    if length is None:
        return gap, parts
    for first in range(len(parts)):
        chosen = _shortened(parts[first:], length - len(gap) * (len(parts) - first - 1))
        if chosen is not None:
            return gap, chosen
    letters = (
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if kind not in ("slug", "identifier", "tag") else "abcdefghijklmnopqrstuvwxyz"
    )
    return "", (tuple(letters),) * max(min(length, 3), 1)


def _shortened(parts: Lists, room: int) -> Lists | None:
    """Each list without its longest words, as long as at least a dozen are left; None if that does not fit."""
    caps = [max(map(len, part)) for part in parts]
    while sum(caps) > room:
        widest = caps.index(max(caps))
        caps[widest] -= 1
        if sum(len(word) <= caps[widest] for word in parts[widest]) < min(12, len(parts[widest])):
            return None
    return tuple(tuple(w for w in part if len(w) <= cap) for part, cap in zip(parts, caps, strict=True))


@dataclass(frozen=True)
class Phrase:
    """A title, name, slug ... of a *kind* that fits *length*; different in every row if *unique*."""

    kind: str
    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _room(self) -> int:
        """How many digits a number at the end may have."""
        if not self.unique:
            return 0
        return 8 if self.length is None or self.length >= 24 else min(8, max(self.length // 2, 0))

    def _lists(self) -> tuple[str, Lists]:
        room = self._room() + (1 if self._room() else 0)
        if self.unique and self.length is not None and self.length < 4:
            return fitted(self.kind, self.length)
        return fitted(self.kind, None if self.length is None else self.length - room)

    def _tiers(self) -> tuple[int, ...]:
        size = 1
        for part in self._lists()[1]:
            size *= len(part)
        return digits(0 if self.length is not None and self.length < 4 else self._room(), size)

    def __call__(self, rows: Rows) -> Array:
        gap, parts = self._lists()
        sizes = [len(part) for part in parts]
        total = int(np.prod(sizes, dtype=np.int64))
        place = tiered(rows, self._tiers()) if self.unique else rows.below(total)
        rest, columns = place % total, []
        for part in parts[::-1]:
            columns.append(pick(part, rest % len(part)))
            rest = rest // len(part)
        if len(columns) == 1 and not self.unique:
            return columns[0]
        whole = pc.binary_join_element_wise(*map(spelled, columns[::-1]), gap)
        if not self.unique or len(rows) == 0 or int(place.max()) < total:
            return whole
        return joined(whole, numbered(place // total, "-" if gap in "-_" and gap else " "))


@dataclass(frozen=True)
class Company:
    """Names of companies, as Faker makes them in the locale; different in every row if *unique*."""

    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self._tiers("en_US")[-1]

    def _tiers(self, locale: str) -> tuple[int, ...]:
        names = companies(locale, self._room())
        tiers = digits(6 if self.length is None or self.length >= 20 else min(6, max(1, self.length // 3)), len(names))
        return tiers if locale == "en_US" or self.length is not None else reaching(tiers, self.capacity)

    def _room(self) -> int | None:
        if self.length is None or not self.unique:
            return self.length
        return self.length - 7 if self.length >= 20 else self.length - min(6, max(1, self.length // 3)) - 1

    def __call__(self, rows: Rows) -> Array:
        names = companies(rows.locale, self._room())
        if not self.unique:
            return pick(names, rows.below(len(names)))
        place = tiered(rows, self._tiers(rows.locale))
        return joined(pick(names, place % len(names)), numbered(place // len(names), " "))


@lru_cache(maxsize=64)
def companies(locale: str, length: int | None) -> tuple[str, ...]:
    """A few thousand company names of the locale that fit."""
    known = tuple(n for n in pool("company", locale, 3000) if length is None or len(n) <= length)
    return (
        known
        if len(known) >= 12
        else tuple(x for x in fitted("name", length)[1][-1] if length is None or len(x) <= length)
    )


@dataclass(frozen=True)
class Words:
    """One of the *values* that fit; a number is added to those of a unique column once all are used."""

    values: tuple[str, ...]
    length: int | None = None
    unique: bool = False
    gap: str = " "

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _values(self) -> tuple[str, ...]:
        return tuple(v for v in self.values if self.length is None or len(v) <= self.length) or tuple("ABCDEFGH")

    def _tiers(self) -> tuple[int, ...]:
        known = self._values()
        room = 6 if self.length is None else self.length - max(map(len, known)) - len(self.gap)
        return digits(max(0, min(room, 6)), len(known))

    def __call__(self, rows: Rows) -> Array:
        known = words(self._values())
        if not self.unique:
            return pick(known, rows.below(len(known)))
        place = tiered(rows, self._tiers())
        if len(rows) == 0 or int(place.max()) < len(known):
            return pick(known, place)
        return joined(pick(known, place % len(known)), numbered(place // len(known), self.gap))


@dataclass(frozen=True)
class Pool:
    """Values of a Faker method from a pool of *count* that is made once in the locale."""

    method: str
    length: int | None = None
    count: int = 2000

    def __call__(self, rows: Rows) -> Array:
        known = _fitting_pool(self.method, rows.locale, self.length, self.count)
        return pick(known, rows.below(len(known)))


@lru_cache(maxsize=128)
def _fitting_pool(method: str, locale: str, length: int | None, count: int) -> pa.Array:
    known = pool(method, locale, count)
    return pa.array([v for v in known if length is None or len(v) <= length] or sorted(v[:length] for v in known))


@dataclass(frozen=True)
class Json:
    """Small JSON objects with settings, or lists of words if *array*."""

    array: bool = False
    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        known = _documents(self.array, self.length)
        return pick(known, rows.below(len(known)))


@lru_cache(maxsize=16)
def _documents(array: bool, length: int | None) -> pa.Array:
    """A thousand documents."""
    out: list[str] = []
    themes, langs, sources = ("light", "dark", "auto"), ("en", "de", "fr", "es"), ("web", "mobile", "import", "api")
    for n in range(1024):
        if array:
            value: object = [lists.TAGS[(n * 7 + k * 31) % len(lists.TAGS)] for k in range(n % 4 + 1)]
        else:
            whole = {
                "source": sources[n % 4], "theme": themes[n % 3], "language": langs[n // 4 % 4],
                "notifications": n % 5 != 0, "retries": n % 6, "priority": n // 7 % 10,
                "tags": [lists.TAGS[n % len(lists.TAGS)]],
            }  # fmt: skip
            keys = list(whole)
            value = {key: whole[key] for key in keys[n % 3 :: 1 + n % 2]}
        out.append(json.dumps(value))
    return pa.array([v for v in out if length is None or len(v) <= length] or ["[]" if array else "{}"])


@dataclass(frozen=True)
class AsText:
    """Another generator's numbers as text, with *decimals* digits after the point; *after* is added."""

    of: Generator
    decimals: int | None = None
    after: str = ""

    def __call__(self, rows: Rows) -> Array:
        made = self.of(rows)
        if isinstance(made, np.ndarray) and made.dtype.kind == "f":
            return _decimal(np.rint(made * 10 ** (self.decimals or 0)).astype(np.int64), self.decimals or 0, self.after)
        return joined(spelled(made), self.after) if self.after else spelled(made)


def _decimal(scaled: NDArray[np.int64], decimals: int, after: str) -> pa.Array:
    """Whole numbers of the last decimal place, written with a point."""
    if not decimals:
        return joined(scaled, after)
    size = np.abs(scaled)
    sign = pick(("", "-"), scaled < 0)
    return joined(sign, size // 10**decimals, ".", text(figures(size % 10**decimals, decimals)), after)


@dataclass(frozen=True)
class FakerMethod:
    """Any method of Faker, called once a row: slow, but a row's value depends on that row alone."""

    method: str
    arguments: tuple[tuple[str, object], ...] = ()

    def __call__(self, rows: Rows) -> Array:
        from faker import Faker

        source = Faker(rows.locale)
        make, arguments = getattr(source, self.method), dict(self.arguments)
        values = []
        for seed in rows.bits().tolist():
            source.seed_instance(seed)
            values.append(make(**arguments))
        return pa.array([v if isinstance(v, str) else str(v) for v in values], pa.string())
