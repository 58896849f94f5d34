"""People: names that fit the sex, and the user names and e-mail addresses made of them.

Everything about one person is made from hidden columns of the same row, so it agrees. All
addresses end in domains reserved for examples (RFC 2606): nobody receives the mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.generators.vocabulary import (
    digits,
    fitting,
    folded,
    joined,
    listed,
    mapped,
    numbered,
    parted,
    pick,
    plain,
    provider,
    spelled,
    text,
    tiered,
    words,
)
from populace.rows import Array, Rows
from populace.tabulated import chooser

FEMALE, MALE = 0, 1
MAIL_HOSTS = tuple(
    f"{host}example.{end}"
    for host in ("", "mail.", "post.", "my.", "home.", "web.", "inbox.", "office.")
    for end in ("com", "org", "net")
) + tuple(f"{name}.example" for name in ("mail", "post", "acme", "bluesky", "northwind", "harbor", "quick", "maple"))
SHORT_HOSTS = ("a.example", "b.example", "c.example", "d.example", "e.example", "f.example")


@dataclass(frozen=True)
class Sex:
    """0 for a woman, 1 for a man; from the place of the row in all unique names if *place* is given."""

    women: float = 0.51
    place: str | None = None

    def __call__(self, rows: Rows) -> Array:
        if self.place is not None:
            names, women = _distinct(rows.locale)
            return (np.asarray(rows[self.place]) % len(names) >= women).astype(np.int64)
        return (rows.uniform() >= self.women).astype(np.int64)


@lru_cache(maxsize=64)
def _first(locale: str, length: int | None = None) -> tuple[tuple[str, ...], tuple[tuple[float, ...], ...], int]:
    """First names, women's before men's, the weights of both, and how many are women's."""
    lists, weights = [], []
    for sex in ("female", "male"):
        names = f"first_names_{sex}"
        if not hasattr(provider("person", locale), names):
            names = "first_names"
        pairs = [(w, s) for w, s in zip(*listed("person", names, locale), strict=True) if fitting([w], length)]
        if not pairs:
            pairs = [(w[: length or 1], 1.0) for w in ("Al", "Bo", "Cy", "Di", "Ed", "Jo", "Lu", "Mo", "Ty", "Vi")]
        lists.append(tuple(w for w, _ in pairs))
        weights.append(tuple(s for _, s in pairs))
    return lists[0] + lists[1], tuple(weights), len(lists[0])


@lru_cache(maxsize=64)
def _distinct(locale: str) -> tuple[tuple[str, ...], int]:
    """First names without those that both sexes bear, or that differ in accents only; how many are women's."""
    names, _, women = _first(locale)
    return tuple({folded(name): name for name in names}.values()), len({folded(n) for n in names[:women]})


@lru_cache(maxsize=64)
def _distinct_last(locale: str, length: int | None = None) -> tuple[str, ...]:
    """Family names that differ in more than accents."""
    return tuple({folded(name): name for name in _last(locale, length)[0]}.values())


@dataclass(frozen=True)
class FirstName:
    """A first name that fits the hidden column *sex*; a fixed sex if that is a number."""

    sex: str | int = "·sex"
    length: int | None = None
    place: str | None = None

    def __call__(self, rows: Rows) -> Array:
        names, weights, women = _first(rows.locale, self.length)
        if self.place is not None:
            names, _ = _distinct(rows.locale)
            return pick(names, np.asarray(rows[self.place]) % len(names))
        bits = rows.bits()
        if isinstance(self.sex, int):
            return pick(names, chooser(weights[self.sex])(bits) + (women if self.sex else 0))
        male = np.asarray(rows[self.sex]).astype(bool)
        codes = np.where(male, chooser(weights[MALE])(bits) + women, chooser(weights[FEMALE])(bits))
        return pick(names, codes)


@lru_cache(maxsize=64)
def _last(locale: str, length: int | None = None) -> tuple[tuple[str, ...], tuple[float, ...]]:
    attribute = "last_names" if hasattr(provider("person", locale), "last_names") else "last_names_male"
    names, weights = listed("person", attribute, locale)
    pairs = [(n, w) for n, w in zip(names, weights, strict=True) if fitting([n], length)]
    pairs = pairs or [(n[: length or 2], 1.0) for n in ("Li", "Wu", "Ma", "Ng", "Yu", "Ho", "Oh", "Ko")]
    return tuple(n for n, _ in pairs), tuple(w for _, w in pairs)


@dataclass(frozen=True)
class LastName:
    """A family name, as often as in the locale."""

    length: int | None = None
    place: str | None = None

    def __call__(self, rows: Rows) -> Array:
        if self.place is not None:
            names = _distinct_last(rows.locale, self.length)
            return pick(names, np.asarray(rows[self.place]) // len(_distinct(rows.locale)[0]) % len(names))
        names, weights = _last(rows.locale, self.length)
        return pick(names, chooser(weights)(rows.bits()))


@lru_cache(maxsize=64)
def name_form(locale: str) -> tuple[bool, str]:
    """Whether the family name comes first in *locale*, and what stands between the names."""
    person = provider("person", locale)
    forms: Iterable[str] = getattr(person, "formats_female", None) or person.formats
    for form in forms:
        found = re.fullmatch(r"\{\{(first|last)_name\w*\}\}(\s*)\{\{(first|last)_name\w*\}\}", form)
        if found and found[1] != found[3]:
            return found[1] == "last", found[2]
    return False, " "


@dataclass(frozen=True)
class NamePlaces:
    """The row's own place among all combinations of first name, last name and initial: names that do not repeat."""

    locale: str = "en_US"

    @property
    def capacity(self) -> int:
        return len(_distinct(self.locale)[0]) * len(_distinct_last(self.locale)) * 27

    def __call__(self, rows: Rows) -> Array:
        pairs = len(_distinct(rows.locale)[0]) * len(_distinct_last(rows.locale))
        return tiered(rows, (pairs, pairs * 27))


@dataclass(frozen=True)
class FullName:
    """The whole name of the person whose parts are in sibling columns, in the order of the locale."""

    first: str = "·first_name"
    last: str = "·last_name"
    length: int | None = None
    place: str | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return NamePlaces().capacity

    def __call__(self, rows: Rows) -> Array:
        reverse, gap = name_form(rows.locale)
        first, last = rows[self.first], rows[self.last]
        middle: Any = ""
        if self.place is not None:
            pairs = len(_distinct(rows.locale)[0]) * len(_distinct_last(rows.locale))
            middle = pick(_INITIALS, np.asarray(rows[self.place]) // pairs)
        if self.place is None:
            whole = pc.binary_join_element_wise(*map(spelled, (last, first) if reverse else (first, last)), text(gap))
        else:
            whole = joined(last, gap, first, middle) if reverse else joined(first, middle, gap, last)
        if self.length is None or self.length >= 40:
            return whole
        long = pc.greater(pc.utf8_length(whole), self.length)
        if not pc.any(long).as_py():
            return whole
        short = joined(mapped(first, _initial), ". ", last)
        short = pc.if_else(pc.greater(pc.utf8_length(short), self.length), spelled(last), short)
        short = pc.utf8_slice_codeunits(short, 0, self.length)
        return pc.if_else(long, short, whole)


_INITIALS = ("", *(f" {chr(65 + n)}." for n in range(26)))


def _initial(word: str, end: str = "") -> str:
    return word[:1] + end


def _start(word: str, most: int) -> str:
    return plain(word)[:most]


@dataclass(frozen=True)
class Account:
    """A user name or e-mail address made of a person's name; different in every row if *unique*."""

    first: str = "·first_name"
    last: str = "·last_name"
    mail: bool = False
    length: int | None = None
    unique: bool = False
    full: str | None = None

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _hosts(self) -> tuple[str, ...]:
        if not self.mail:
            return ("",)
        if self.length is None or self.length >= 30:
            return tuple("@" + host for host in MAIL_HOSTS)
        return tuple("@" + host for host in SHORT_HOSTS)

    def _tiers(self) -> tuple[int, ...]:
        room = 9 if self.length is None else min(9, self.length - max(map(len, self._hosts())) - 1)
        return digits(max(room, 1), len(self._hosts()))

    def __call__(self, rows: Rows) -> Array:
        hosts = self._hosts()
        if self.unique:
            number, host = parted(tiered(rows, self._tiers()), len(hosts))
            width = len(str(int(number.max()))) if len(number) else 1
        else:
            host = rows.choice(len(hosts), "host").astype(np.int64)
            number = np.where(rows.uniform("plain") < 0.5, 0, rows.below(100, "number"))
            width = 2
        room = (self.length or 64) - max(map(len, hosts)) - self._width(width)
        return joined(*self._local(rows, room), numbered(number), pick(hosts, host))

    def _width(self, width: int) -> int:
        """Room for the digits; the same for every slice of a unique column."""
        if not self.unique or self.length is None or self.length >= 40:
            return max(width, 10) if self.length is None or self.length >= 40 else width
        return max(min(9, self.length - max(map(len, self._hosts())) - 1), 1) if self.length < 20 else 6

    def _local(self, rows: Rows, room: int) -> tuple[Any, ...]:
        """The letters before the number: first.last, or the initial and the last name where space is short."""
        first, last = rows[self.first], rows[self.last]
        if room >= 16:
            half = (room - 1) // 2
            return mapped(first, _start, half), ".", mapped(last, _start, room - 1 - half)
        if room >= 3:
            return mapped(first, _start, 1), mapped(last, _start, room - 1)
        return (mapped(first, _start, max(room, 1)),)


@dataclass(frozen=True)
class Gender:
    """The sex in a hidden column in words, such as ("female", "male"); few rows hold the third if there is one."""

    sex: str = "·sex"
    forms: tuple[str, ...] = ("female", "male")

    def __call__(self, rows: Rows) -> Array:
        codes = np.asarray(rows[self.sex])
        if len(self.forms) > 2:
            codes = np.where(rows.uniform() < 0.02, 2, codes)
        return pick(self.forms, codes)


@dataclass(frozen=True)
class Salutation:
    """Mr, Ms, Dr ... that fits the sex in a hidden column."""

    sex: str = "·sex"
    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        end = "" if self.length is not None and self.length < 3 else "."
        forms = words(
            (f"Ms{end}", f"Mrs{end}" if (self.length or 9) > 3 else f"Ms{end}", f"Dr{end}", f"Mr{end}", f"Dr{end}")
        )
        female = rows.choice((0.6, 0.32, 0.08), "f").astype(np.int64)
        male = rows.choice((0.92, 0.08), "m").astype(np.int64) + 3
        codes = np.where(np.asarray(rows[self.sex]) == MALE, male, female)
        return pick(pa.array(forms), codes).dictionary_decode().dictionary_encode()


@dataclass(frozen=True)
class Initials:
    """The first letters of a person's names."""

    first: str = "·first_name"
    last: str = "·last_name"
    dots: bool = False

    def __call__(self, rows: Rows) -> Array:
        end = "." if self.dots else ""
        return joined(mapped(rows[self.first], _initial, end), mapped(rows[self.last], _initial, end))
