"""Products whose name, category, material and description agree.

Every product has a place in the list of all names that the words of ``data/goods.toml``
make; a hidden column holds it, and the fields of the row look up what belongs to it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.vocabulary import digits, joined, numbered, pick, spelled, tiered, words
from populace.rows import Array, Rows


@dataclass(frozen=True)
class Kind:
    """Goods that the same words fit."""

    categories: tuple[str, ...]
    nouns: tuple[str, ...]
    makes: tuple[str, ...]
    styles: tuple[str, ...]
    about: tuple[str, ...]
    details: tuple[str, ...]
    care: tuple[str, ...]


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """All kinds of goods."""
    found = tomllib.loads(files("populace.generators").joinpath("data/goods.toml").read_text("utf-8"))
    return tuple(Kind(**{name: tuple(values) for name, values in one.items()}) for one in found["goods"])


@dataclass(frozen=True)
class Names:
    """The names of products that fit a length: for each its words, its kind, its noun and its make."""

    words: pa.Array
    kind: NDArray[np.int64]
    noun: NDArray[np.int64]
    make: NDArray[np.int64]


@lru_cache(maxsize=64)
def names(length: int | None = None) -> Names:
    """All names of at most *length* characters, the long ones shortened by their first words."""
    found: dict[str, tuple[int, int, int]] = {}
    for number, kind in enumerate(kinds()):
        for (n, noun), (m, make), style in product(enumerate(kind.nouns), enumerate(kind.makes), kind.styles):
            for name in (f"{style} {make} {noun}", f"{make} {noun}", noun):
                if length is None or len(name) <= length:
                    if len(set(name.lower().split())) == len(name.split()):
                        found.setdefault(name, (number, n, m))
                    break
    if len(found) < 12:
        found = {f"{chr(65 + n % 26)}{n // 26 or ''}"[: length or 1]: (n % len(kinds()), 0, 0) for n in range(26)}
    kind_, noun_, make_ = np.array(list(found.values()), dtype=np.int64).T
    return Names(words(tuple(found)), kind_.copy(), noun_.copy(), make_.copy())


def room(length: int | None, unique: bool) -> int | None:
    """How much of a column's length the words of a name may take."""
    if length is None or not unique:
        return length
    return length - (7 if length >= 24 else min(length - 1, 4))


@dataclass(frozen=True)
class Goods:
    """The hidden place of a row among all product names; the row's own if *unique*."""

    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _tiers(self) -> tuple[int, ...]:
        within = room(self.length, self.unique)
        spare = 6 if self.length is None else self.length - (within or 0) - 1
        return digits(max(spare, 0), len(names(within).kind))

    def __call__(self, rows: Rows) -> Array:
        return tiered(rows, self._tiers()) if self.unique else rows.below(self._tiers()[0])


@dataclass(frozen=True)
class ProductName:
    """Product names such as ``Folding Oak Chair``; different in every row if *unique*."""

    goods: str = "·goods"
    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return Goods(self.length, self.unique).capacity

    def __call__(self, rows: Rows) -> Array:
        known = names(room(self.length, self.unique)).words
        place = np.asarray(rows[self.goods])
        if not self.unique or len(place) == 0 or int(place.max()) < len(known):
            return pick(known, place % len(known))
        return joined(pick(known, place % len(known)), numbered(place // len(known), " "))


@dataclass(frozen=True)
class GoodsField:
    """The *category*, *make* or *noun* of the product in a hidden column, whose names fit *within* characters."""

    field: str
    goods: str = "·goods"
    within: int | None = None
    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        known, place = names(self.within), np.asarray(rows[self.goods])
        place = place % len(known.kind)
        starts, sizes, every = _fields(self.field)
        kind = known.kind[place]
        if self.field == "category":
            at = rows.below(sizes[kind])
        else:
            at = (known.noun if self.field == "noun" else known.make)[place]
        made = pick(every, starts[kind] + at)
        return (
            made if self.length is None else pc.utf8_rtrim(pc.utf8_slice_codeunits(spelled(made), 0, self.length), " ")
        )


@lru_cache(maxsize=8)
def _fields(field: str) -> tuple[NDArray[np.int64], NDArray[np.int64], pa.Array]:
    """The words of a field of all kinds in one list, and where those of each kind begin and how many they are."""
    lists = [
        {"category": k.categories, "noun": k.nouns, "make": k.makes, "details": k.details, "care": k.care}[field]
        for k in kinds()
    ]
    sizes = np.array([len(one) for one in lists])
    return np.cumsum(sizes) - sizes, sizes, words(tuple(word for one in lists for word in one))


@dataclass(frozen=True)
class ProductText:
    """What the product in a hidden column is, what is special about it, how to care for it: as much as fits."""

    sentences: int = 3
    length: int | None = None
    goods: str = "·goods"
    within: int | None = None

    def __call__(self, rows: Rows) -> Array:
        known, place = names(self.within), np.asarray(rows[self.goods])
        place = place % len(known.kind)
        starts, counts, sentences = _abouts()
        number = (
            starts[known.kind[place]]
            + (known.noun[place] * _makes()[known.kind[place]] + known.make[place]) * counts[known.kind[place]]
        )
        whole = spelled(pick(sentences, number + rows.below(counts[known.kind[place]], "about")))
        for field in ("details", "care")[: self.sentences - 1]:
            first, many, every = _fields(field)
            more = pick(every, first[known.kind[place]] + rows.below(many[known.kind[place]], field))
            longer = pc.binary_join_element_wise(whole, spelled(more), " ")
            whole = (
                longer
                if self.length is None
                else pc.if_else(pc.greater(pc.utf8_length(longer), self.length), whole, longer)
            )
        if self.length is None or self.length >= 110:
            return whole
        return pc.if_else(
            pc.greater(pc.utf8_length(whole), self.length),
            spelled(GoodsField("noun", self.goods, self.within, self.length)(rows)),
            whole,
        )


@lru_cache(maxsize=1)
def _makes() -> NDArray[np.int64]:
    return np.array([len(kind.makes) for kind in kinds()])


@lru_cache(maxsize=1)
def _abouts() -> tuple[NDArray[np.int64], NDArray[np.int64], pa.Array]:
    """First sentences of all kinds in one list: by noun, make and form."""
    found: list[str] = []
    starts: list[int] = []
    for kind in kinds():
        starts.append(len(found))
        for noun, make, about in product(kind.nouns, kind.makes, kind.about):
            text = about.format(noun=_lower(noun), make=_lower(make))
            found.append(_articled(text[0].upper() + text[1:]))
    return np.array(starts), np.array([len(kind.about) for kind in kinds()]), pa.array(found)


def _lower(name: str) -> str:
    """Lower case but for abbreviations, such as 4K and USB-C."""
    return " ".join(w if w.startswith(KEPT) else w.lower() for w in name.split())


KEPT = ("USB", "Wi-Fi", "Hi-Fi", "Full-HD", "4K", "5G", "GB", "LED", "T-Shirt", "E-Reader", "Bluetooth", "Nordic")


def _articled(text: str) -> str:
    """With "an" before a vowel."""
    out = text.split(" ")
    for at, word in enumerate(out[:-1]):
        if word in ("A", "a") and out[at + 1][:1].lower() in "aeio":
            out[at] = word + "n"
    return " ".join(out)
