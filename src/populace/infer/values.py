"""The generators of a table's own columns: suggested by name, then by type, then fitted to the CHECKs."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from populace.generators.keys import Sequence
from populace.generators.scalars import Numbered
from populace.infer import decorated, families, names, types
from populace.infer.asked import Asked, Nulls, Suggestion
from populace.infer.charsets import encoded
from populace.infer.distinct import as_far_as_it_goes, keep_unique, skipping
from populace.infer.limits import integer_bounds
from populace.infer.polymorphic import polymorphic
from populace.infer.rules import Rules
from populace.infer.steering import partition, steer
from populace.infer.structure import NULLS, Structure
from populace.infer.times import in_timestamps
from populace.making import Layout, Making
from populace.schema.annotations import annotations as facts
from populace.schema.cases import Component
from populace.schema.checks import Check
from populace.trials import Together

if TYPE_CHECKING:
    from populace.infer.chosen import Asking


def values(table: sa.Table, layout: Layout, rules: Rules, structure: Structure, asking: Asking, making: Making) -> None:
    """Give every column of *layout* that has no generator yet one, and fit all to the CHECKs."""
    asked = {c: replace(a, unique=c in structure.unique, rows=layout.size) for c, a in rules.asked(layout.size).items()}
    given = _given(table, asking, asked)
    told = _declared(table, layout)
    layout.suggestions |= told
    owned = dict(layout.suggestions)
    layout.suggestions |= given
    layout.suggestions |= {c: s for c, s in polymorphic(table, asked, making).items() if c not in layout.suggestions}
    layout.suggestions |= {c: s for c, s in _keys(table, asked).items() if c not in layout.suggestions}
    layout.suggestions |= {
        c: _digits(asked[c])
        for c in layout.numeric
        if c not in layout.suggestions and c in asked and asked[c].kind == "text"
    }
    open_ = {c: a for c, a in asked.items() if c not in layout.suggestions and c not in layout.made_by}
    nameable = {c: a for c, a in open_.items() if _may_be_named(a) and not _translated(a, asking.dialect)}
    behind = {b.name: b for a in open_.values() if (b := decorated.moment_behind(a, asking.dialect)) is not None}
    beside = {c: asked[c] for c in [*told, *given] if c in asked and asked[c].kind == "text" and c not in layout.links}
    named = names.suggest(table, beside | nameable | behind)
    hidden = {c: s for c, s in named.items() if c not in asked}
    for column, a in open_.items():
        if decorated.decorated(a.column.type):
            suggestion = decorated.suggest(*decorated.seen(a, named), asking.dialect)
        else:
            suggestion = named.get(column) or types.suggest(a, asking.dialect)
        layout.suggestions[column] = suggestion
    layout.suggestions |= {c: s for c, s in hidden.items() if c not in layout.suggestions}
    for column in open_:
        suggestion = layout.suggestions[column]
        layout.suggestions[column] = replace(suggestion, nulls=_nulls(asked[column], suggestion.nulls, layout))
    keep_unique(layout, asked, open_, making, rules)
    for column, a in open_.items():
        held = in_timestamps(layout.suggestions[column], a, asking.dialect)
        layout.suggestions[column] = encoded(held, a, layout, making, asking.dialect)
    for column in sorted(structure.unique & set(asked)):
        layout.suggestions[column] = skipping(layout.suggestions[column], asked[column])
    for column in structure.unique & set(open_):
        layout.suggestions[column] = as_far_as_it_goes(layout.suggestions[column], layout.size)
    fixed = structure.unique | {c for c in [*owned, *given] if c in asked}
    components = rules.components()
    steer(layout, components, fixed)
    partition(layout, asked)
    trusted = {c for c in asked if layout.suggestions.get(c) is owned.get(c) and c not in layout.links}
    layout.settled = _settled(
        layout,
        [check for check in rules.checks if not check.columns <= trusted],
        [component for component in components if not component.columns <= trusted],
    )


def _declared(table: sa.Table, layout: Layout) -> dict[str, Suggestion]:
    """The generators that the table's model declares, hidden ones too; those of foreign keys are in place already."""
    hidden = facts(table).get("hidden", {})
    found = {name: Suggestion(generator, "declared by the model") for name, generator in hidden.items()}
    for column in table.columns:
        name, known = str(column.name), facts(column)
        if known.get("along"):
            layout.made_by[name] = known["along"]
        elif known.get("generator") is not None and name not in layout.links:
            found[name] = Suggestion(known["generator"], "declared by the model", known.get("nulls"))
    return found


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


def _digits(asked: Asked) -> Suggestion:
    high = min(10 ** (asked.length or 9) - 1, (1 << 31) - 1)
    return Suggestion(Numbered(1, high, asked.unique), "digits, for an integer foreign key points to it")


def _may_be_named(asked: Asked) -> bool:
    """Whether a rule for the column's name may speak: its type and its CHECKs go first."""
    if asked.kind in ("enum", "uuid", "array", "bytes"):
        return False
    return asked.domain is None or not (asked.domain.values or asked.domain.patterns)


def _translated(asked: Asked, dialect: str) -> bool:
    """Whether a decorator stores its values as another kind, so that siblings would not see what the name says."""
    return decorated.decorated(asked.column.type) and decorated.taken(asked, dialect) != asked.kind


def _nulls(asked: Asked, nulls: Nulls | None, layout: Layout) -> Nulls | None:
    column = asked.column
    if not column.nullable or column.primary_key or asked.name in layout.full:
        return None
    return NULLS if nulls is None else nulls


def _settled(layout: Layout, checks: Many[Check], components: Many[Component]) -> dict[str, Together]:
    """What to make together: the columns of CHECKs that hang together, and the hidden ones that decide about them."""
    parts: list[tuple[set[str], list[Check]]] = []
    for number, component in enumerate(components):
        columns = {column for column in component.columns if column in layout.table.columns}
        if not columns:
            continue
        columns |= {layout.links[c][0] for c in columns if c in layout.links}
        columns |= {f"·case {number}"} & set(layout.suggestions)
        mine = [check for check in checks if check.columns <= component.columns]
        makers = {layout.made_by.get(c, c) for c in columns}
        near = [part for part in parts if makers & {layout.made_by.get(c, c) for c in part[0]}]
        parts = [part for part in parts if part not in near]
        parts.append((columns.union(*(p[0] for p in near)), [*mine, *(check for p in near for check in p[1])]))
    return {
        column: together
        for columns, mine in parts
        for together in [Together(frozenset(columns), tuple(mine))]
        for column in columns
    }
