"""A column's options in the configuration as a generator: ``{ choices = { gold = 0.1, bronze = 0.9 } }``, say."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from populace.config import ConfigError, moment
from populace.generators.numbers import Choice, Integers, Uniform
from populace.generators.scalars import Dates, Moments
from populace.names import closest
from populace.rows import Generator, Rows

EXAMPLES = (
    "choices = { gold = 0.1, bronze = 0.9 }, values = [1, 2, 3], low = 1 with high = 10, "
    'pattern = "[A-Z]{3}-[0-9]{4}", faker = "catch_phrase", constant = "x" or generator = "module:function"'
)
OPTIONS = {
    "choices": (), "values": (), "low": ("high", "decimals", "unique"), "high": ("low",), "decimals": (),
    "pattern": ("unique",), "unique": (), "faker": (), "constant": (), "generator": (), "nulls": (),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an override stands, for its errors, and which functions it may name."""

    column: str
    root: Path | None = None
    plugins: bool = False

    def wrong(self, text: str) -> ConfigError:
        return ConfigError(f"{self.column}: {text}")


def generator(options: Mapping[str, Any], place: Place) -> Generator | None:
    """The generator that *options* describe; None if they give only the share of NULLs."""
    for key in options:
        if key not in OPTIONS:
            raise place.wrong(f"there is no option {key!r}{closest(key, OPTIONS)}; write for instance {EXAMPLES}")
    kinds = [key for key in MAKERS if key in options]
    if not kinds and "nulls" in options and len(options) == 1:
        return None
    if len(kinds) != 1:
        raise place.wrong(f"{' and '.join(kinds) or 'nothing'} given; write one of {EXAMPLES}")
    extra = [key for key in options if key not in (*kinds, *OPTIONS[kinds[0]], "nulls")]
    if extra:
        raise place.wrong(f"{extra[0]} does not go with {kinds[0]}")
    return MAKERS[kinds[0]](options, place)


def nulls(options: Mapping[str, Any], place: Place) -> float | None:
    """The share of NULLs that *options* ask for."""
    share = options.get("nulls")
    if share is not None and (isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 1):
        raise place.wrong(f"nulls is {share!r}, not a share between 0 and 1")
    return share


def _choice(options: Mapping[str, Any], place: Place) -> Generator:
    given = options.get("choices", options.get("values"))
    values = list(given) if isinstance(given, (dict, list)) else []
    kinds = {type(value) for value in values}
    if not values or not (len(kinds) == 1 or kinds == {int, float}) or kinds & {dict, list}:
        raise place.wrong(f"{given!r} are no values; write {{ a = 0.9, b = 0.1 }} or a list of values of one type")
    weights = tuple(given.values()) if isinstance(given, dict) else None
    if weights and (not all(isinstance(w, (int, float)) and w >= 0 for w in weights) or not sum(weights)):
        raise place.wrong(f"{given!r} has a weight that is no number, 0 or more")
    return Choice(tuple(_scalar(value) for value in values), weights)


def _constant(options: Mapping[str, Any], place: Place) -> Generator:
    return Choice((_scalar(options["constant"]),))


def _scalar(value: Any) -> Any:
    """A value as generators hold it: dates and times as numpy's, in UTC."""
    if isinstance(value, datetime):
        return np.datetime64(moment(value).replace(tzinfo=None), "us")
    return np.datetime64(value, "D") if isinstance(value, date) else value


def _range(options: Mapping[str, Any], place: Place) -> Generator:
    low, high = options.get("low"), options.get("high")
    if low is None or high is None:
        raise place.wrong("low and high go together, such as { low = 1, high = 10 }")
    kinds = {type(low), type(high)}
    if not (kinds <= {int, float} or kinds <= {date} or kinds <= {datetime}):
        raise place.wrong(f"low = {low!r} and high = {high!r} are not two numbers, two dates or two dates with time")
    if low > high:
        raise place.wrong(f"low = {low} is above high = {high}")
    unique = options.get("unique", False)
    if kinds == {int}:
        return Integers(low, high, unique)
    if unique:
        raise place.wrong("unique needs whole numbers for low and high")
    if kinds == {date}:
        return Dates(_scalar(low), _scalar(high))
    if kinds == {datetime}:
        return Moments(_scalar(low), _scalar(high))
    return Uniform(float(low), float(high), options.get("decimals"))


def _pattern(options: Mapping[str, Any], place: Place) -> Generator:
    from populace.generators.pattern import Pattern

    pattern = Pattern(str(options["pattern"]), unique=bool(options.get("unique", False)))
    try:
        pattern.texts()
    except ValueError as error:
        raise place.wrong(f"{pattern.regex!r} is no pattern that texts can be made of: {error}") from None
    return pattern


def _faker(options: Mapping[str, Any], place: Place) -> Generator:
    from faker import Faker

    from populace.generators.text import FakerMethod

    method = options["faker"]
    known = [name for name in dir(Faker()) if not name.startswith("_")]
    if method not in known:
        raise place.wrong(f"Faker has no method {method!r}{closest(str(method), known)}")
    return FakerMethod(method)


def _function(options: Mapping[str, Any], place: Place) -> Generator:
    """A function of the user's own, named by module; out of the project's folder only when that is allowed."""
    module, colon, name = str(options["generator"]).partition(":")
    if not colon:
        raise place.wrong(f"{module!r} names no function; write generator = \"module:function\"")
    if not place.plugins and not _in_project(module, place.root):
        raise place.wrong(f"{module} is not a module of {place.root}; add --allow-plugins to run code from elsewhere")
    if place.root and str(place.root) not in sys.path:
        sys.path.insert(0, str(place.root))
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError as error:
        raise place.wrong(f"there is no module {error.name}") from None
    if not callable(found):
        raise place.wrong(f"{module} has no function {name!r}")
    made: Generator = found() if isinstance(found, type) else found
    return made


def _in_project(module: str, root: Path | None) -> bool:
    """Whether importing *module* runs a file below *root*, and nothing else by that name."""
    if root is None or not all(part.isidentifier() for part in module.split(".")):
        return False
    path = root.joinpath(*module.split("."))
    known = getattr(sys.modules.get(module), "__file__", None)
    if known:
        return root in Path(known).resolve().parents
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


MAKERS: dict[str, Callable[[Mapping[str, Any], Place], Generator]] = {
    "choices": _choice,
    "values": _choice,
    "low": _range,
    "pattern": _pattern,
    "faker": _faker,
    "constant": _constant,
    "generator": _function,
}


@dataclass(frozen=True)
class Sparse:
    """Another generator's values, NULL in a share *nulls* of the rows."""

    of: Generator
    nulls: float

    @property
    def capacity(self) -> int:
        return int(getattr(self.of, "capacity", 1 << 62))

    def __call__(self, rows: Rows) -> Any:
        return self.of(rows)
