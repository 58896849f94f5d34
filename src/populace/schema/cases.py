"""The ways in which a table's CHECKs can all be satisfied.

CHECKs that share columns form a `Component`; each of its `Case`s is a sufficient
condition, so a generator picks a case for a row and then needs to look no further.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from populace.schema.checks import Check, CheckError
from populace.schema.domain import Domain
from populace.schema.solve import Solver
from populace.schema.terms import Equation, Order, Term, each

__all__ = ["Case", "Component", "Domain", "cases"]


@dataclass(frozen=True)
class Case:
    """One way: a domain for columns that have one, orders (a op b + offset), and columns derived by equations.

    Orders and equations hold where none of their columns is NULL.
    """

    domains: Mapping[str, Domain] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    equations: tuple[Equation, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Component:
    """CHECKs that share columns, and the cases in which they hold; none if they contradict each other.

    The CHECKs named in *residual* are not fully expressed by the cases.
    """

    columns: frozenset[str]
    checks: tuple[str, ...]
    cases: tuple[Case, ...]
    residual: tuple[str, ...] = ()


def cases(
    checks: Sequence[Check],
    columns: Mapping[str, pa.DataType],
    limit: int = 64,
    *,
    now: np.datetime64 | None = None,
    known: Mapping[str, Domain] | None = None,
) -> list[Component]:
    """The components of *checks*, with at most *limit* cases each.

    *known* is what is known of columns anyway (NOT NULL, the labels of an enum): it rules cases out.
    Bounds that depend on the present need *now*.
    """
    groups = sorted(_groups(checks), key=lambda group: [c for c in columns if c in _columns(group)])
    return [_component(group, limit, now, known or {}) for group in groups]


def _columns(group: Iterable[Check]) -> frozenset[str]:
    return frozenset(column for check in group for column in check.columns)


def _groups(checks: Sequence[Check]) -> list[list[Check]]:
    groups: list[list[Check]] = []
    for check in checks:
        near = [g for g in groups if _columns(g) & check.columns]
        groups = [g for g in groups if g not in near] + [[*(c for g in near for c in g), check]]
    return groups


def _component(group: list[Check], limit: int, now: np.datetime64 | None, known: Mapping[str, Domain]) -> Component:
    columns = _columns(group)
    solutions = [_solved(check, now) for check in group]
    residual = tuple(
        check.name for check, terms in zip(group, solutions, strict=True) if any(t.unsolved for t in terms)
    )
    common: Mapping[str, Domain] = {}
    terms = [Term({c: known[c] for c in sorted(columns) if c in known})]
    for found in sorted(solutions, key=lambda terms: len(terms) > 1):
        common = terms[0].domains if len(terms) == 1 else common
        terms = each(terms, [_weighed(t, common) for t in found], max(limit, 1))
    names = tuple(check.name for check in group)
    return Component(columns, names, tuple(_case(t) for t in terms), residual)


def _solved(check: Check, now: np.datetime64 | None) -> list[Term]:
    try:
        return Solver(now).solve(check.expression, True, lenient=True)
    except (CheckError, pa.ArrowException, TypeError, ValueError):
        return [Term(unsolved=True)]


def _weighed(term: Term, known: Mapping[str, Domain]) -> Term:
    """A term that leaves a column few of its known values counts so much less."""
    weight = term.weight
    for column, domain in term.domains.items():
        every = known.get(column, Domain()).values
        left = domain.intersect(known[column]) if every else None
        if every and left is not None and left.values:
            weight *= len(left.values) / len(every)
    return replace(term, weight=weight)


def _case(term: Term) -> Case:
    domains = {column: domain for column, domain in term.domains.items() if domain != Domain()}
    return Case(domains, term.orders, term.equations, term.weight)
