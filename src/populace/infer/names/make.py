"""What rules make: generators fitted to the kind, size and limits of a column.

A rule says what a column holds (a number, a moment, one of some words, a yes or no); the
functions here turn that into values of the column's own kind, so that a price may stand in
a numeric, an integer or a text column, and a moment in a timestamp, a date or epoch seconds.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from populace.generators.numbers import (
    Bell,
    Choice,
    Counts,
    Flag,
    Integers,
    Into,
    LogNormal,
    Mostly,
    Prices,
    Real,
    Uniform,
    Whole,
)
from populace.generators.text import AsText, Words
from populace.generators.times import Day, Epoch, Written
from populace.infer.asked import Asked
from populace.infer.limits import fitting
from populace.infer.names.rules import Make, Named
from populace.rows import Generator

NUMBERS = frozenset({"integer", "float", "numeric"})
TIMES = frozenset({"date", "datetime"})
TEXT = frozenset({"text"})
ANY_TIME = TIMES | TEXT | NUMBERS
COUNTED = NUMBERS | TEXT
FLAGS = frozenset({"boolean", "integer", "text", "numeric"})
CODED = frozenset({"text", "integer"})


def limits(asked: Asked) -> tuple[float, float]:
    """The lowest and highest number that the type of the column and its own CHECKs allow."""
    kind = asked.column.type
    name = type(kind).__name__.upper()
    low, high = -(2.0**31), 2.0**31 - 1
    if asked.kind == "integer" and "mysql" in type(kind).__module__:
        least, most = fitting(kind)
        low, high = max(least, -(2.0**53)), min(most, 2.0**53)
    elif isinstance(kind, sa.SmallInteger) or "SMALLINT" in name:
        low, high = -32768, 32767
    elif "TINYINT" in name:
        low, high = (0, 255) if getattr(kind, "unsigned", False) else (-128, 127)
    elif isinstance(kind, sa.BigInteger):
        low, high = -(2.0**53), 2.0**53
    elif isinstance(kind, sa.Numeric | sa.Float):
        scale = getattr(kind, "scale", None) or 0
        whole = kind.precision - scale if kind.precision else 15
        high = 10.0**whole - 10.0**-scale if whole < 15 else 1e15
        low = -high
    if asked.kind == "text":
        high = 10.0 ** min(asked.length or 12, 12) - 1
        low = 0
    bounds = asked.domain
    if bounds is not None:
        step = 1 if asked.kind == "integer" else 10.0 ** -(decimals(asked) or 6)
        if isinstance(bounds.low, (int, float)):
            low = max(low, bounds.low + (step if bounds.low_open else 0))
        if isinstance(bounds.high, (int, float)):
            high = min(high, bounds.high - (step if bounds.high_open else 0))
    return low, high


def decimals(asked: Asked) -> int:
    """How many decimal places a column holds."""
    if asked.kind == "integer":
        return 0
    scale = getattr(asked.column.type, "scale", None)
    return scale if isinstance(scale, int) else 2


def default(asked: Asked) -> Any:
    """The column's default if it is a plain value, from Python or from the database."""
    column = asked.column
    if column.default is not None and getattr(column.default, "is_scalar", False):
        return getattr(column.default, "arg", None)
    written = getattr(column.server_default, "arg", None)
    text = str(getattr(written, "text", written)) if written is not None else ""
    quoted = re.fullmatch(r"\(*'((?:[^']|'')*)'\)*(?:::[\w \"().]+)?\)*", text)
    if quoted:
        return quoted[1].replace("''", "'")
    if re.fullmatch(r"\(*-?\d+(\.\d+)?\)*(?:::[\w ]+)?", text):
        return float(text.split("::")[0].strip("()")) if "." in text else int(text.split("::")[0].strip("()"))
    return {"true": True, "false": False}.get(text.lower())


def _ends(generator: Generator) -> tuple[float, float]:
    """The range most values of a number generator lie in."""
    match generator:
        case Integers(low, high) | Uniform(low, high) | Bell(_, _, low, high):
            return low, high
        case LogNormal(median, spread, low, high):
            return low, min(high, median * math.exp(4 * spread))
        case Prices(median, spread, high):
            return 1, min(high, median * math.exp(4 * spread))
        case Counts(mean, low, high):
            return low, min(high, low + mean * 12)
        case Choice(values):
            return min(values), max(values)
    return 0, 100


def number(generator: Generator, places: int | None = None, mode: bool = True) -> Make:
    """Numbers of *generator*, moved into the limits of the column where they would not fit."""

    def make(here: Named) -> Generator | None:
        return numeric(here, generator, places, mode)

    return make


def numeric(here: Named, generator: Generator, places: int | None = None, mode: bool = True) -> Generator | None:
    asked = here.asked
    low, high = limits(asked)
    if asked.unique:
        return None if asked.kind != "integer" else Integers(max(int(low), 1), min(int(high), 2**31 - 1), unique=True)
    digits = decimals(asked) if places is None or asked.kind == "numeric" else places
    first, last = _ends(generator)
    out: Generator = generator
    if not (low <= first and last <= high):
        if not low < high:
            return None
        start = first if low <= first < high else max(low, 0.0) if first >= 0 and high > 1 else low
        end = last if start < last <= high else min(high, start + last - first)
        out = Into(generator, first, last, start, end, digits)
    if asked.kind == "integer":
        out = out if isinstance(out, Integers | Counts) else Whole(out, math.ceil(low), math.floor(high))
        return mostly(here, out) if mode else out
    if asked.kind == "text":
        whole = isinstance(generator, Integers | Counts) or digits == 0
        fits = asked.length is None or len(str(int(min(last, high)))) + (0 if whole else 3) <= asked.length
        return (
            AsText(out, None if whole else 2)
            if fits
            else AsText(Integers(0, 10**asked.length - 1))
            if asked.length
            else None
        )
    return mostly(here, Real(out)) if mode else Real(out)


def mostly(here: Named, generator: Generator, share: float = 0.55) -> Generator:
    """The generator with the column's default as its commonest value, if the column has one."""
    common = default(here.asked)
    if common is None or here.unique:
        return generator
    if here.kind == "text":
        fits = isinstance(common, str) and common.strip() and (here.length is None or len(common) <= here.length)
        return Mostly(common, generator, share) if fits else generator
    if isinstance(common, str):
        try:
            common = float(common) if "." in common else int(common)
        except ValueError:
            return generator
    low, high = limits(here.asked)
    if (
        isinstance(common, bool | int | float)
        and low <= common <= high
        and (here.kind != "integer" or common == int(common))
    ):
        return Mostly(
            int(common) if here.kind == "integer" else float(common), generator, share if common else share / 2
        )
    return generator


def chosen(*values: str, codes: tuple[int, ...] | None = None, weights: tuple[float, ...] | None = None) -> Make:
    """One of some words; in a whole-number column one of *codes*, by default a small number for each word."""

    def make(here: Named) -> Generator | None:
        return pick_words(here, values, codes, weights)

    return make


def pick_words(
    here: Named, values: tuple[str, ...], codes: tuple[int, ...] | None = None, weights: tuple[float, ...] | None = None
) -> Generator | None:
    if here.kind == "integer":
        return code(here, codes or tuple(range(min(len(values), 6))))
    if here.kind != "text":
        return None
    if here.unique:
        return Words(values, here.length, True)
    pairs = list(zip(values, weights or falling(len(values)), strict=True))
    common = default(here.asked)
    if isinstance(common, str) and common and common == common.upper() and common != common.lower():
        pairs = [(v.upper(), w) for v, w in pairs]
    elif isinstance(common, str) and common[:1].isupper():
        pairs = [(v[:1].upper() + v[1:], w) for v, w in pairs]
    pairs = [(v, w) for v, w in pairs if here.length is None or len(v) <= here.length]
    if len(pairs) < 2:
        cut = (re.sub(r"[^A-Z0-9]", "", v.upper())[: here.length] for v in values)
        short = [v for v in dict.fromkeys(cut) if v]
        short = short if len(short) > 1 else list("ABCD")
        pairs = list(zip(short, falling(len(short)), strict=True))
    generator = Choice(tuple(v for v, _ in pairs), tuple(w for _, w in pairs))
    return mostly(here, generator)


def falling(count: int) -> tuple[float, ...]:
    """Weights that fall slowly: the first of the words is the commonest."""
    return tuple(round(1 / (k + 1.5) ** 0.7, 4) for k in range(count))


def code(here: Named, codes: tuple[int, ...]) -> Generator | None:
    """Small whole numbers, the first the commonest, within the limits of the column."""
    low, high = limits(here.asked)
    if here.unique:
        return None
    fits = tuple(c for c in codes if low <= c <= high)
    if len(fits) < 2:
        if high <= low:
            return None
        fits = tuple(range(int(low), int(min(high, low + 4)) + 1))
    return mostly(here, Choice(fits, tuple(3.0 / (k + 1) for k in range(len(fits)))))


def flag(share: float) -> Make:
    """Yes or no: true, 1, Y or yes with probability *share*, or as often as the column's default says."""

    def make(here: Named) -> Generator | None:
        return yes_or_no(here, share)

    return make


def yes_or_no(here: Named, share: float) -> Generator | None:
    if here.kind != "boolean" and set(here.asked.tokens) & {"date", "time", "timestamp", "at", "on", "by", "count"}:
        return None
    common = default(here.asked)
    if common is not None and common != "":
        share = max(share, 0.75) if common in (True, 1, "1", "Y", "y", "yes", "true", "t") else min(share, 0.25)
    if here.unique:
        return None
    if here.kind == "boolean":
        return Flag(share)
    weights = (1 - share, share)
    if here.kind == "integer":
        low, high = limits(here.asked)
        return Choice((0, 1), weights) if low <= 0 and high >= 1 else None
    if here.kind == "numeric":
        return Real(Choice((0, 1), weights))
    if here.length == 1:
        numeric = common in ("0", "1")
        lower = common in ("y", "n")
        return Choice(("0", "1") if numeric else ("n", "y") if lower else ("N", "Y"), weights)
    if here.length is not None and here.length < 3:
        return Choice(("N", "Y"), weights)
    if common in ("0", "1"):
        return Choice(("0", "1"), weights)
    return Choice(("no", "yes"), weights)


def timed(here: Named, moments: Generator) -> Generator | None:
    """Moments as values of the column's kind: dates, epoch seconds or ISO text; None where they cannot be."""
    bounds = here.asked.domain
    if here.unique or (
        bounds is not None and here.kind in TIMES and (bounds.low is not None or bounds.high is not None)
    ):
        return None
    match here.kind:
        case "datetime":
            return moments
        case "date":
            return Day(moments)
        case "integer":
            return Epoch(moments, unit(here.asked)) if limits(here.asked)[1] >= 2**31 - 1 else None
        case "float" | "numeric":
            return Real(Epoch(moments, unit(here.asked))) if limits(here.asked)[1] >= 2**31 else None
        case "text":
            return written(here, moments)
    return None


def unit(asked: Asked) -> str:
    """Whether an epoch column counts seconds, milliseconds or less, by the words of its name."""
    words = asked.tokens or (asked.name.lower(),)
    if limits(asked)[1] <= 2**33:
        return "s"
    if words[-1] in ("ms", "us", "ns"):
        return words[-1]
    stems = {"milli": "ms", "micro": "us", "nano": "ns"}
    return next((short for word in words for stem, short in stems.items() if word.startswith(stem)), "s")


def written(here: Named, moments: Generator) -> Generator | None:
    """ISO text as long as the column has room for."""
    if here.length is None or here.length >= 19:
        only_date = here.asked.tokens[-1:] == ("date",) and (here.length or 20) < 20
        return Written(Day(moments), "date") if only_date else Written(moments, "datetime")
    if here.length >= 10:
        return Written(Day(moments), "date")
    return None


def sized(generator: type[Any], least: int = 1, **settings: Any) -> Make:
    """A generator class that takes the column's length, at least *least*, and whether it is unique."""

    def make(here: Named) -> Generator | None:
        if here.length is not None and here.length < least:
            return None
        made: Generator = generator(length=here.length, unique=here.unique, **settings)
        return made

    return make


def fits(width: int, generator: Generator) -> Make:
    """A generator of texts *width* wide, in columns that are wide enough."""

    def make(here: Named) -> Generator | None:
        if here.length is not None and here.length < max(width, len(getattr(generator, "form", ""))):
            return None
        if here.unique:
            return replace(generator, unique=True) if hasattr(generator, "unique") else None  # type: ignore[type-var]
        return generator

    return make
