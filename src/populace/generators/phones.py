"""Phone numbers nobody has: ranges that numbering authorities keep for fiction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from populace.generators.vocabulary import (
    digits,
    joined,
    numbered,
    parted,
    pick,
    tiered,
)
from populace.rows import Array, Rows


@dataclass(frozen=True)
class Phone:
    """A phone number nobody has: ranges that numbering authorities keep for fiction.

    Unique numbers get an extension when the ranges of the locale are used up.
    """

    length: int | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self._tiers("en_US")[-1]

    def _tiers(self, locale: str) -> tuple[int, ...]:
        """Without an extension first, then with longer and longer ones."""
        numbers, width = _directory(locale, self.length)
        room = 6 if self.length is None else min(6, max(0, self.length - width - 1))
        return digits(room, len(numbers))

    def __call__(self, rows: Rows) -> Array:
        numbers, _ = _directory(rows.locale, self.length)
        if not self.unique:
            return pick(numbers, rows.below(len(numbers)))
        extension, number = parted(tiered(rows, self._tiers(rows.locale)), len(numbers))
        if not extension.any():
            return pick(numbers, number)
        return joined(pick(numbers, number), numbered(extension, "x"))


_AREAS = (
    "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 "
    "251 252 253 254 "
    "256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 "
    "321 323 325 330 "
    "331 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 "
    "423 425 430 432 "
    "434 435 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 "
    "540 541 551 559 "
    "561 562 563 567 570 571 573 574 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 "
    "619 620 623 626 "
    "630 631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 "
    "719 720 724 727 "
    "731 732 734 740 754 757 760 763 765 770 772 773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 "
    "813 814 815 816 "
    "817 818 828 830 831 832 843 845 847 848 850 856 857 858 859 860 862 863 864 865 870 901 903 904 906 907 "
    "908 909 910 912 "
    "913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971 972 973 978 "
    "979 980 985 989"
).split()


_FICTION = {
    "en_GB": ("020 7946 0###", "07700 900###", "01632 960###", "0113 496 0###", "0161 496 0###"),
    "de_DE": ("030 23125###", "069 90009###", "040 66969###", "0221 4710###", "089 99998###"),
    "fr_FR": (
        "01 99 00 ## ##",
        "02 61 91 ## ##",
        "03 53 01 ## ##",
        "04 65 71 ## ##",
        "05 36 49 ## ##",
        "06 39 98 ## ##",
    ),
    "en_AU": ("02 5550 ####", "03 5550 ####", "07 5550 ####", "08 5550 ####"),
}
"""Ranges for fiction by locale. UK: Ofcom; Germany: Bundesnetzagentur; France: the six blocks of the Arcep's numbering
plan (decision 2018-0881); Australia: the ACMA's 5550 landlines, its few mobile numbers left out. Checked 2026-11 for
France and Australia against public code that cites the authorities, not against their own pages: to be verified."""


@lru_cache(maxsize=64)
def _directory(locale: str, length: int | None) -> tuple[pa.Array, int]:
    """All numbers that fit, and the length of the longest."""
    numbers = _phones(locale, length)
    return pa.array(numbers), max(map(len, numbers))


@lru_cache(maxsize=64)
def _phones(locale: str, length: int | None) -> tuple[str, ...]:
    """All numbers of the locale's fictional ranges that fit."""
    numbers: list[str] = []
    for form in _FICTION.get(locale, ()):
        start, tail = form.split("#", 1)
        marks = "#" + tail
        for n in range(10 ** marks.count("#")):
            figures = iter(f"{n:0{marks.count('#')}}")
            numbers.append(start + "".join(next(figures) if mark == "#" else mark for mark in marks))
    if not numbers:
        lead = "" if locale == "en_US" else "+1-"
        numbers = [f"{lead}{area}-555-{n:04}" for area in _AREAS for n in range(100, 200)]
    if length is not None and length < max(map(len, numbers)):
        numbers = [re.sub(r"\D", "", n) for n in numbers]
    if length is not None and length < max(map(len, numbers)):
        numbers = [f"{area}5550{n:03}"[-max(length, 7) :] for area in _AREAS for n in range(100, 200)]
        numbers = [n[-length:] for n in dict.fromkeys(numbers)]
    return tuple(dict.fromkeys(numbers))
