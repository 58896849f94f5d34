"""Postal addresses: streets, second lines, whole addresses, and names of places that do not repeat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.places import around
from populace.generators.vocabulary import (
    digits,
    faker,
    joined,
    numbered,
    parted,
    pick,
    pool,
    provider,
    reaching,
    tiered,
    words,
)
from populace.rows import Array, Rows


@lru_cache(maxsize=64)
def _streets(locale: str, length: int | None) -> tuple[pa.Array, pa.Array, int]:
    """What stands before and after the house number, by street."""
    formats = " ".join(getattr(provider("address", locale), "street_address_formats", ("{{building_number}} x",)))
    data = faker(locale)
    if hasattr(data, "chome") and hasattr(data, "town"):
        names: tuple[str, ...] = tuple(
            dict.fromkeys(t + c for t in pool("town", locale, 140) for c in pool("chome", locale, 30))
        )
        before = False
    else:
        names = tuple(n for n in pool("street_name", locale, 3000) if not any(c.isdigit() for c in n))
        before = formats.find("building_number") < formats.find("street_name")
    if length is not None:
        names = tuple(n for n in names if len(n) + 6 <= length) or ("Elm", "Oak", "Bay", "Hill", "Park", "Mill")
    gap = "" if hasattr(data, "chome") else " "
    empty = [""] * len(names)
    if before:
        return pa.array(empty), pa.array([gap + n for n in names]), len(names)
    return pa.array([n + gap for n in names]), pa.array(empty), len(names)


@dataclass(frozen=True)
class Street:
    """Street and house number, such as ``742 Maple Avenue``; different in every row if *unique*."""

    length: int | None = None
    unique: bool = False
    number: bool = True

    @property
    def capacity(self) -> int:
        return self._tiers("en_US")[-1]

    def _tiers(self, locale: str) -> tuple[int, ...]:
        tiers = tuple(k * _streets(locale, self.length)[2] for k in (99, 999, 9_999))
        return tiers if locale == "en_US" or self.length is not None else reaching(tiers, self.capacity)

    def __call__(self, rows: Rows) -> Array:
        before, after, count = _streets(rows.locale, self.length)
        if not self.number:
            codes = rows.below(count)
            return joined(pick(before, codes), pick(after, codes)) if self.length else _names(rows.locale, codes)
        if self.unique:
            number, street = parted(tiered(rows, self._tiers(rows.locale)), count)
            number += 1
        else:
            street, number = rows.below(count), (rows.uniform("number") ** 2 * 1900).astype(np.int64) + 1
        if before[0].as_py():
            return joined(pick(before, street), numbered(number))
        return joined(numbered(number), pick(after, street))


@lru_cache(maxsize=16)
def _street_names(locale: str) -> pa.Array:
    before, after, _ = _streets(locale, None)
    return words(tuple((b + a).strip() for b, a in zip(before.to_pylist(), after.to_pylist(), strict=True)))


def _names(locale: str, codes: NDArray[Any]) -> pa.Array:
    return pick(_street_names(locale), codes)


@dataclass(frozen=True)
class Address:
    """A postal address on one line, of the locality in a hidden column."""

    place: str = "·place"
    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return Street(unique=True).capacity

    def __call__(self, rows: Rows) -> Array:
        if self.length is not None and self.length < 80:
            return Street(self.length, self.unique)(rows)
        place = np.asarray(rows[self.place])
        known = around(rows.locale, place)
        street = Street(unique=self.unique)(rows)
        city, post = known.field("city", place), known.field("postcode", place)
        if rows.locale.endswith(("US", "CA", "AU")):
            return joined(street, ", ", city, ", ", known.field("region_code", place), " ", post)
        return joined(street, ", ", post, " ", city)


@dataclass(frozen=True)
class Unit:
    """The second line of an address: flat, suite or floor."""

    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        short = self.length is not None and self.length < 14
        forms = ("Apt ", "Ste ", "Fl ", "#") if short else ("Apt. ", "Suite ", "Unit ", "Floor ", "Building ")
        return joined(pick(forms, rows.choice(len(forms), "form")), numbered(rows.below(30) + 1))


@dataclass(frozen=True)
class UniqueCity:
    """Names of places that do not repeat: Faker's cities, then with a direction, then with a number."""

    length: int | None = None
    unique: bool = True

    @property
    def capacity(self) -> int:
        return len(_towns("en_US", self.length)) * 1000

    def __call__(self, rows: Rows) -> Array:
        towns = _towns(rows.locale, self.length)
        tiers = digits(3, len(towns))
        place = tiered(rows, tiers if self.length is not None else reaching(tiers, self.capacity))
        return joined(pick(towns, place % len(towns)), numbered(place // len(towns), " "))


@lru_cache(maxsize=16)
def _towns(locale: str, length: int | None) -> tuple[str, ...]:
    towns = pool("city", locale, 3000)
    near = (f"{side} {town}" for side in ("North", "South", "East", "West", "New", "Upper", "Lower") for town in towns)
    every = dict.fromkeys(t for t in (*towns, *near) if length is None or len(t) + 4 <= length)
    return tuple({t.lower(): t for t in every}.values()) or ("Ely", "Bar", "Ayr")
