"""Unique columns: generators whose values fit the CHECKs from the start, since mending them could repeat one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.arrays import flat
from populace.errors import PlanError
from populace.generators.pattern import Pattern
from populace.infer import decorated, types
from populace.infer.asked import Asked, Nulls, Suggestion
from populace.infer.limits import excluded
from populace.infer.rules import Rules
from populace.making import Layout, Making
from populace.rows import Array, Generator, Rows
from populace.schema.domain import Domain

SAMPLE = 300


def keep_unique(
    layout: Layout, asked: Mapping[str, Asked], open_: Mapping[str, Asked], making: Making, rules: Rules
) -> None:
    """Unique columns must be made of fitting values from the start: mending them could repeat one."""
    for column in open_:
        a = asked[column]
        if not a.unique:
            continue
        for suggestion in _unique_ways(layout.suggestions[column], a):
            layout.suggestions[column] = suggestion
            if _fits(layout, column, a, making):
                break
        else:
            rules.notes.append(
                f"{layout.table.fullname}.{column}: no unique values found that satisfy its CHECKs; give it a generator"
            )


def as_far_as_it_goes(suggestion: Suggestion, rows: int) -> Suggestion:
    """A unique column that may be NULL is NULL in the rows for which no value is left."""
    capacity = getattr(suggestion.generator, "capacity", rows)
    if suggestion.nulls is None or capacity >= rows:
        return suggestion
    return replace(suggestion, generator=UpTo(suggestion.generator, capacity), nulls=Beyond(capacity, suggestion.nulls))


@dataclass(frozen=True)
class UpTo:
    """The first *count* rows have a value each; those behind repeat the first one."""

    inner: Generator
    count: int

    def __call__(self, rows: Rows) -> Array:
        places = np.where(rows.place < np.uint64(self.count), rows.place, np.uint64(0))
        first = rows.some(np.arange(len(rows)))
        first.index, first.shift = places, 0
        return cast(Array, self.inner(first))


@dataclass(frozen=True)
class Beyond:
    """NULL in every row from number *count* on, and before that as *inner* says."""

    count: int
    inner: Nulls

    def __call__(self, rows: Rows) -> NDArray[np.bool_]:
        nulls = self.inner(rows) if callable(self.inner) else rows.uniform("null") < self.inner
        return nulls | (rows.place >= np.uint64(self.count))


def _unique_ways(first: Suggestion, asked: Asked) -> list[Suggestion]:
    ways = [first]
    domain = _domain(asked)
    if domain is None or decorated.decorated(asked.column.type):
        return ways
    for pattern in domain.patterns:
        try:
            generator = Pattern(pattern, unique=True, max_length=domain.max_length or asked.length)
        except ValueError:
            continue
        ways.append(replace(first, generator=generator, why=f"unique text of the form {pattern}"))
    by_type = types.suggest(asked, "")
    ways += [
        replace(by_type, nulls=first.nulls),
        replace(first, generator=InCase(first.generator, domain.case or "lower")),
    ]
    if asked.kind == "text":
        width = max(domain.min_length or 1, min(asked.length or 12, domain.max_length or 12, 12))
        letters = "[A-Z0-9]" if domain.case == "upper" else "[a-z0-9]"
        ways.append(replace(first, generator=Pattern(f"^{letters}{{{width}}}$", unique=True), why="unique code"))
    return ways


@dataclass(frozen=True)
class InCase:
    """Unique text in upper or lower case; what differs still differs."""

    inner: Generator
    case: str

    @property
    def capacity(self) -> int:
        return int(getattr(self.inner, "capacity", 1 << 62))

    def __call__(self, rows: Rows) -> pa.Array:
        made = self.inner(rows)
        if isinstance(made, np.ndarray) or isinstance(made, Mapping):
            return made
        return pc.utf8_upper(flat(made)) if self.case == "upper" else pc.utf8_lower(flat(made))


def _domain(asked: Asked) -> Domain | None:
    """What the CHECKs of a column allow, and the length of its type where it is text."""
    if asked.kind != "text" or asked.length is None:
        return asked.domain
    whole = Domain(max_length=asked.length)
    return whole if asked.domain is None else asked.domain.intersect(whole) or asked.domain


def _fits(layout: Layout, column: str, asked: Asked, making: Making) -> bool:
    """Whether a sample of the column lies in its domain."""
    domain = _domain(asked)
    if domain is None:
        return True
    capacity = getattr(layout.suggestions[column].generator, "capacity", layout.size)
    rows = making.rows(layout.table.fullname, range(min(SAMPLE, layout.size, capacity)))
    try:
        made = making.output(rows, column)
        return bool(np.all(replace(domain, null=None).contains(made).to_numpy(zero_copy_only=False)))
    except (PlanError, pa.ArrowException):
        return False


@dataclass(frozen=True)
class Skipping:
    """Unique whole numbers without some: those from an excluded one on move up by one."""

    inner: Generator
    numbers: tuple[int, ...]

    @property
    def capacity(self) -> int:
        return int(getattr(self.inner, "capacity", 1 << 62)) - len(self.numbers)

    def __call__(self, rows: Rows) -> Array:
        made = cast("NDArray[np.int64]", self.inner(rows))
        for number in self.numbers:
            made = made + (made >= number)
        return made


def skipping(suggestion: Suggestion, asked: Asked) -> Suggestion:
    """A unique column of whole numbers goes around those that its CHECKs exclude."""
    numbers = tuple(sorted(n for n in excluded(asked) if isinstance(n, int)))
    if not asked.unique or asked.kind != "integer" or not numbers or decorated.decorated(asked.column.type):
        return suggestion
    return replace(suggestion, generator=Skipping(suggestion.generator, numbers))
