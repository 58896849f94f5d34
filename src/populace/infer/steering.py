"""Columns that CHECKs speak of are steered: each row takes one case in which they all hold, and its values fit it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from populace.generators.fitted import Fitted
from populace.generators.happened import Unless, UnlessFlag
from populace.generators.steered import CaseFor, CaseOf, InTurn, LinkByCase, NullsByCase, Ordered, Steered
from populace.infer.asked import Asked, Suggestion
from populace.making import Layout
from populace.rows import Generator
from populace.schema.annotations import annotations as facts
from populace.schema.cases import Case, Component
from populace.schema.domain import Domain

OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}


def steer(layout: Layout, components: list[Component], fixed: set[str]) -> None:
    """Wrap the columns that the CHECKs speak of, so that each row keeps one of their cases."""
    for number, component in enumerate(components):
        if not component.cases:
            continue
        case = f"·case {number}"
        weights, held = tuple(c.weight for c in component.cases), _held(layout, component, fixed)
        wishes = _wishes(layout, component) if len(weights) > 1 else ()
        chosen = CaseFor(weights, held, wishes) if (held or wishes) and len(weights) > 1 else CaseOf(weights)
        layout.suggestions[case] = Suggestion(chosen, f"which way {', '.join(component.checks)} is kept")
        for column in sorted(component.columns & set(layout.suggestions)):
            if column in layout.links:
                _steer_link(layout, column, case, component.cases)
            elif column in layout.table.columns:
                _steer_column(layout, column, case, component.cases, column in fixed)
        _steer_orders(layout, case, component.cases, fixed)


def _held(layout: Layout, component: Component, fixed: set[str]) -> tuple[tuple[str, tuple[Domain, ...]], ...]:
    """What each case says of the columns that no case can change."""
    held = []
    for column in sorted(component.columns & fixed & set(layout.table.columns.keys()) & set(layout.suggestions)):
        ways = tuple(_of_fixed(layout, column, way.domains.get(column, Domain())) for way in component.cases)
        if column in layout.links and any(w is not None for w in _wanted(layout, column, component.cases)):
            continue
        if any(way != Domain() for way in ways):
            held.append((column, ways))
    return tuple(held)


def _wishes(layout: Layout, component: Component) -> tuple[tuple[Unless | UnlessFlag, tuple[bool | None, ...]], ...]:
    """The columns whose NULLs another column outside of the CHECKs decides about, and what each case says of them."""
    found = []
    for column in sorted(component.columns & set(layout.suggestions) & set(layout.table.columns.keys())):
        nulls, wanted = layout.suggestions[column].nulls, _wanted(layout, column, component.cases)
        if isinstance(nulls, Unless | UnlessFlag) and nulls.column not in component.columns:
            if any(want is not None for want in wanted):
                found.append((nulls, wanted))
    return tuple(found)


def _of_fixed(layout: Layout, column: str, domain: Domain) -> Domain:
    """What *domain* says of the values, and of NULL where the column is never NULL."""
    found = layout.table.columns[column]
    if not found.nullable or found.primary_key or column in layout.full:
        return replace(domain, null=True if domain.null is True else None)
    return Domain() if domain.null is True else replace(domain, null=None)


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
    wanted = _wanted(layout, column, ways)
    if any(w is not None for w in wanted):
        suggestion = replace(suggestion, nulls=NullsByCase(case, wanted, suggestion.nulls or 0.0))
    layout.suggestions[column] = suggestion


def _wanted(layout: Layout, column: str, ways: tuple[Case, ...]) -> tuple[bool | None, ...]:
    """Whether each case wants NULL in a column that may be NULL; nothing where it may not."""
    found = layout.table.columns[column]
    if not found.nullable or found.primary_key or column in layout.full:
        return (None,) * len(ways)
    return tuple(way.domains[column].null if column in way.domains else None for way in ways)


def _values_only(domain: Domain | None) -> Domain | None:
    """The domain without what it says of NULL; None if nothing is left."""
    if domain is None or domain.null is True:
        return None
    rest = replace(domain, null=None)
    return None if rest == Domain() else rest


def _steer_link(layout: Layout, column: str, case: str, ways: tuple[Case, ...]) -> None:
    link = layout.links[column][0]
    suggestion = layout.suggestions.get(link)
    wanted = _wanted(layout, column, ways)
    if suggestion is None or all(w is None for w in wanted):
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
            steered = Steered(inner, case, domains, kind, tuple(orders))
        layout.suggestions[column] = replace(suggestion, generator=steered)


def partition(layout: Layout, asked: Mapping[str, Asked]) -> None:
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
