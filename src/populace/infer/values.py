"""The generators of a table's own columns: suggested by name, then by type, then fitted to the CHECKs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.errors import PlanError
from populace.generators.fitted import Fitted
from populace.generators.keys import Sequence
from populace.generators.pattern import Pattern
from populace.generators.steered import CaseOf, InTurn, LinkByCase, NullsByCase, Ordered, Steered
from populace.infer import decorated, families, names, types
from populace.infer.asked import Asked, Nulls, Suggestion
from populace.infer.polymorphic import polymorphic
from populace.infer.rules import Rules
from populace.infer.structure import NULLS, Structure, integer_bounds
from populace.making import Layout, Making
from populace.rows import Array, Generator, Rows
from populace.schema.annotations import annotations as facts
from populace.schema.cases import Case, Component
from populace.schema.domain import Domain

if TYPE_CHECKING:
    from populace.infer.build import Asking

OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
SAMPLE = 300


def values(table: sa.Table, layout: Layout, rules: Rules, structure: Structure, asking: Asking, making: Making) -> None:
    """Give every column of *layout* that has no generator yet one, and fit all to the CHECKs."""
    asked = {c: replace(a, unique=c in structure.unique, rows=layout.size) for c, a in rules.asked(layout.size).items()}
    given = _given(table, asking, asked)
    owned = {c: s for c, s in layout.suggestions.items()}
    layout.suggestions |= given
    layout.suggestions |= {c: s for c, s in polymorphic(table, asked, making).items() if c not in layout.suggestions}
    layout.suggestions |= {c: s for c, s in _keys(table, asked).items() if c not in layout.suggestions}
    open_ = {c: a for c, a in asked.items() if c not in layout.suggestions}
    nameable = {c: _taken(a, asking.dialect) for c, a in open_.items() if _may_be_named(a)}
    named = names.suggest(table, nameable)
    hidden = {c: s for c, s in named.items() if c not in asked}
    for column, a in open_.items():
        if decorated.decorated(a.column.type):
            suggestion = decorated.suggest(a, named.get(column), asking.dialect)
        else:
            suggestion = named.get(column) or types.suggest(a, asking.dialect)
        layout.suggestions[column] = suggestion
    layout.suggestions |= {c: s for c, s in hidden.items() if c not in layout.suggestions}
    for column in open_:
        suggestion = layout.suggestions[column]
        layout.suggestions[column] = replace(suggestion, nulls=_nulls(asked[column], suggestion.nulls, layout))
    _keep_unique(layout, asked, open_, making, rules)
    for column in structure.unique & set(open_):
        layout.suggestions[column] = _as_far_as_it_goes(layout.suggestions[column], layout.size)
    fixed = set(structure.unique) | {c for c in owned if c in asked}
    steer(layout, rules.components(), fixed)
    _partition(layout, asked)
    layout.checks = rules.checks
    layout.settled = _settled(layout)


def _given(table: sa.Table, asking: Asking, asked: Mapping[str, Asked]) -> dict[str, Suggestion]:
    """The generators that the plan's user gives."""
    found = {}
    for name, generator in asking.generators.items():
        where, column = name.rsplit(".", 1)
        if where == table.fullname:
            nulls = getattr(generator, "nulls", None)
            found[column] = Suggestion(generator, "given in the plan", nulls)
    return found


def _keys(table: sa.Table, asked: Mapping[str, Asked]) -> dict[str, Suggestion]:
    """Keys that count, and the discriminators of class families."""
    found = {}
    for column in table.primary_key.columns:
        a = asked.get(str(column.name))
        if a is not None and a.kind == "integer" and a.unique and not decorated.decorated(column.type):
            low, high = integer_bounds(a)
            if a.domain is not None and a.domain.values is not None:
                continue
            if low <= 1 <= high or a.domain is not None and high - low >= a.rows:
                found[a.name] = Suggestion(Sequence(max(1, low), high), "primary key: counted from 1")
    known = families.family(table)
    if known and families.is_base(table) and known["discriminator"] in asked and known["identities"]:
        found[known["discriminator"]] = Suggestion(
            families.Discriminator(tuple(known["identities"])), "the class of each row, in turn"
        )
    return found


def _may_be_named(asked: Asked) -> bool:
    """Whether a rule for the column's name may speak: its type and its CHECKs go first."""
    if asked.kind in ("enum", "uuid", "array", "bytes"):
        return False
    return asked.domain is None or not (asked.domain.values or asked.domain.patterns)


def _taken(asked: Asked, dialect: str) -> Asked:
    """The column with the kind of values that its decorator, if it has one, takes."""
    if not decorated.decorated(asked.column.type):
        return asked
    return replace(asked, kind=decorated.taken(asked, dialect), length=None)


def _nulls(asked: Asked, nulls: Nulls | None, layout: Layout) -> Nulls | None:
    column = asked.column
    if not column.nullable or column.primary_key or asked.name in layout.full:
        return None
    return NULLS if nulls is None else nulls


def _keep_unique(
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


def _as_far_as_it_goes(suggestion: Suggestion, rows: int) -> Suggestion:
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
    domain = asked.domain
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
        import pyarrow.compute as pc

        from populace.arrays import flat

        made = self.inner(rows)
        if isinstance(made, np.ndarray) or isinstance(made, Mapping):
            return made
        return pc.utf8_upper(flat(made)) if self.case == "upper" else pc.utf8_lower(flat(made))


def _fits(layout: Layout, column: str, asked: Asked, making: Making) -> bool:
    """Whether a sample of the column lies in its domain."""
    domain = asked.domain
    if domain is None:
        return True
    capacity = getattr(layout.suggestions[column].generator, "capacity", layout.size)
    rows = making.rows(layout.table.fullname, range(min(SAMPLE, layout.size, capacity)))
    try:
        made = making.output(rows, column)
        return bool(np.all(replace(domain, null=None).contains(made).to_numpy(zero_copy_only=False)))
    except (PlanError, pa.ArrowException):
        return False


def steer(layout: Layout, components: list[Component], fixed: set[str]) -> None:
    """Wrap the columns that the CHECKs speak of, so that each row keeps one of their cases."""
    for number, component in enumerate(components):
        if not component.cases:
            continue
        case = f"·case {number}"
        layout.suggestions[case] = Suggestion(
            CaseOf(tuple(c.weight for c in component.cases)), f"which way {', '.join(component.checks)} is kept"
        )
        for column in sorted(component.columns & set(layout.suggestions)):
            if column in layout.links:
                _steer_link(layout, column, case, component.cases)
            elif column in layout.table.columns:
                _steer_column(layout, column, case, component.cases, column in fixed)
        _steer_orders(layout, case, component.cases, fixed)


def _steer_column(layout: Layout, column: str, case: str, ways: tuple[Case, ...], fixed: bool) -> None:
    suggestion = layout.suggestions[column]
    domains = tuple(_values_only(way.domains.get(column)) for way in ways)
    equations = tuple((n, e) for n, way in enumerate(ways) for target, e in way.equations if target == column)
    if not fixed and (any(domains) or equations):
        inner = suggestion.generator
        kind = layout.table.columns[column].type
        if len(ways) == 1 and not equations and domains[0] is not None:
            steered: Generator = Fitted(inner, domains[0], kind)
        else:
            steered = Steered(inner, case, domains, kind, (), equations)
        suggestion = replace(suggestion, generator=steered, why=f"{suggestion.why}; kept to its CHECKs")
    wanted = tuple(way.domains[column].null if column in way.domains else None for way in ways)
    if layout.table.columns[column].nullable and any(w is not None for w in wanted):
        suggestion = replace(suggestion, nulls=NullsByCase(case, wanted, suggestion.nulls or 0.0))
    layout.suggestions[column] = suggestion


def _values_only(domain: Domain | None) -> Domain | None:
    """The domain without what it says of NULL; None if nothing is left."""
    if domain is None or domain.null is True:
        return None
    rest = replace(domain, null=None)
    return None if rest == Domain() else rest


def _steer_link(layout: Layout, column: str, case: str, ways: tuple[Case, ...]) -> None:
    link = layout.links[column][0]
    suggestion = layout.suggestions.get(link)
    wanted = tuple(way.domains[column].null if column in way.domains else None for way in ways)
    if suggestion is None or not layout.table.columns[column].nullable or all(w is None for w in wanted):
        return
    share = getattr(suggestion.generator, "nulls", 0.0)
    inner = replace(suggestion.generator, nulls=0.0) if share else suggestion.generator  # type: ignore[type-var]
    layout.suggestions[link] = replace(suggestion, generator=LinkByCase(inner, case, wanted, share))


def _steer_orders(layout: Layout, case: str, ways: tuple[Case, ...], fixed: set[str]) -> None:
    """Let the column that comes later in the table follow the one that it is compared to."""
    position = {name: place for place, name in enumerate(layout.table.columns.keys())}
    following: dict[str, list[Ordered]] = {}
    for number, way in enumerate(ways):
        for a, op, b, offset in way.orders:
            if a not in position or b not in position:
                continue
            shift = offset
            if (position[a] < position[b] and b not in fixed) or a in fixed:
                a, b, op = b, a, OPPOSITE[op]
                shift = None if offset is None else -offset
            if a not in fixed and a not in layout.links:
                following.setdefault(a, []).append(Ordered(number, op, b, shift))
    for column, orders in following.items():
        suggestion = layout.suggestions[column]
        inner = suggestion.generator
        domains = tuple(_values_only(way.domains.get(column)) for way in ways)
        kind = layout.table.columns[column].type
        if isinstance(inner, Steered):
            steered = replace(inner, orders=tuple(orders))
        else:
            steered = Steered(inner, case, domains if not isinstance(inner, Fitted) else domains, kind, tuple(orders))
        layout.suggestions[column] = replace(suggestion, generator=steered)


def _partition(layout: Layout, asked: Mapping[str, Asked]) -> None:
    """Rows take the partitions in turn, and hold what each one's bounds say."""
    found = facts(layout.table).get("partitions")
    leaves = [leaf for leaf in found["leaves"]] if found else []
    for column in found["columns"] if found else []:
        bounds = tuple(_bounds(leaf.get(column)) for leaf in leaves)
        if any(bounds) and column in asked and column in layout.suggestions:
            layout.suggestions["·partition"] = Suggestion(InTurn(len(leaves)), "the partitions in turn")
            suggestion = layout.suggestions[column]
            kind = layout.table.columns[column].type
            steered = Steered(suggestion.generator, "·partition", bounds, kind)
            layout.suggestions[column] = replace(
                suggestion, generator=steered, why=f"{suggestion.why}; within its partition"
            )


def _bounds(bound: Mapping[str, object] | None) -> Domain | None:
    if not bound:
        return None
    if "in" in bound:
        return Domain(values=tuple(v for v in cast("list[object]", bound["in"]) if v is not None))
    low, high = bound.get("low"), bound.get("high")
    return Domain(low=low, high=high, high_open=high is not None) if low is not None or high is not None else None  # type: ignore[arg-type]


def _settled(layout: Layout) -> frozenset[str]:
    """The columns to make together: those of the CHECKs, and the hidden ones that decide about them."""
    columns = {column for check in layout.checks for column in check.columns if column in layout.table.columns}
    hidden = {layout.links[c][0] for c in columns if c in layout.links}
    hidden |= {name for name in layout.suggestions if name.startswith("·case")}
    return frozenset(columns | hidden) if columns else frozenset()


__all__ = ["steer", "values"]
