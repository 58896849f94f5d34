"""One way to satisfy a condition: what each column must be, and how columns compare.

A `Term` is a conjunction; a list of terms says that any one of them will do. A term
may ask for more than the condition does, never for less, unless it is marked unsolved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from populace.schema.domain import NOT_NULL, NULL, Domain
from populace.schema.expressions import COMPARISONS, Node, columns_of

Order = tuple[str, str, str, int | float | timedelta | None]
Equation = tuple[str, Node]


@dataclass(frozen=True)
class Term:
    """Domains by column; orders (a, op, b, offset), which say a op b + offset; equations column = expression."""

    domains: Mapping[str, Domain] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    equations: tuple[Equation, ...] = ()
    unsolved: bool = False
    weight: float = 1.0

    def meet(self, other: "Term") -> "Term | None":
        """Both terms together; None if they contradict each other."""
        domains = dict(self.domains)
        for column, domain in other.domains.items():
            both = domains.get(column, Domain()).intersect(domain)
            if both is None:
                return None
            domains[column] = both
        orders = tuple(dict.fromkeys(self.orders + other.orders))
        equations = tuple(dict.fromkeys(self.equations + other.equations))
        term = Term(domains, orders, equations, self.unsolved or other.unsolved, self.weight * other.weight)
        return term.without_vacuous()

    def without_vacuous(self) -> "Term | None":
        """Without what a NULL makes true; None if two orders contradict each other."""
        nulls = {column for column, domain in self.domains.items() if domain.null is True}
        orders = tuple(o for o in self.orders if o[0] not in nulls and o[2] not in nulls)
        equations = tuple(e for e in self.equations if e[0] not in nulls and not columns_of(e[1]) & nulls)
        return None if _contradictory(orders) else replace(self, orders=orders, equations=equations)

    def within(self, other: "Term") -> bool:
        """Whether all that satisfies this term satisfies *other* too."""
        nulls = {column for column, domain in self.domains.items() if domain.null is True}
        return (
            (self.unsolved or not other.unsolved)
            and all(self.domains.get(c, Domain()).within(d) for c, d in other.domains.items())
            and all(o in self.orders or {o[0], o[2]} & nulls for o in other.orders)
            and all(e in self.equations or ({e[0]} | columns_of(e[1])) & nulls for e in other.equations)
        )


def _contradictory(orders: tuple[Order, ...]) -> bool:
    sides = {"<": {-1}, "<=": {-1, 0}, "=": {0}, "<>": {-1, 1}, ">=": {0, 1}, ">": {1}}
    allowed: dict[tuple[str, str], set[int]] = {}
    for a, op, b, offset in orders:
        if offset is None:
            a, op, b = (a, op, b) if a < b else (b, COMPARISONS[op], a)
            allowed[a, b] = allowed.get((a, b), {-1, 0, 1}) & sides[op]
    return any(not rest for rest in allowed.values())


def one(column: str, domain: Domain) -> list[Term]:
    """The single term that *column* lies in *domain*; none if nothing does."""
    possible = Domain().intersect(domain)
    return [] if possible is None else [Term({column: possible})]


def each(left: list[Term], right: list[Term], limit: int = 256) -> list[Term]:
    """Every term of *left* together with every one of *right*, the contradictions left out."""
    met = (a.meet(b) for a in left for b in right)
    return simplified((t for t in met if t is not None), limit)


def simplified(terms: Iterable[Term], limit: int = 256) -> list[Term]:
    """Without terms that lie within others; a column that may be NULL or not becomes one that may be either."""
    kept: list[Term] = []
    for term in terms:
        kept = _added(kept, term)
    return sorted(kept, key=lambda t: -t.weight)[:limit]


def _added(kept: list[Term], term: Term) -> list[Term]:
    for i, other in enumerate(kept):
        if term.within(other):
            return kept
        if (both := _merged(term, other)) is not None:
            return _added(kept[:i] + kept[i + 1 :], both)
    return [t for t in kept if not t.within(term)] + [term]


def _merged(a: Term, b: Term) -> Term | None:
    """One term for two that differ only in that a column is NULL in one and not NULL in the other."""
    rest_of_a, rest_of_b = ((t.orders, t.equations, t.unsolved, t.domains.keys()) for t in (a, b))
    if rest_of_a != rest_of_b:
        return None
    differing = [c for c in a.domains if a.domains[c] != b.domains[c]]
    if len(differing) != 1:
        return None
    column = differing[0]
    pair = (a.domains[column], b.domains[column])
    other = pair[1] if pair[0] == NULL else pair[0]
    if NULL not in pair or other.null is not False or any(column in (o[0], o[2]) for o in a.orders):
        return None
    weight = max(a.weight, b.weight)
    return replace(a, domains={**a.domains, column: replace(other, null=None)}, weight=weight)


def nullness(columns: Iterable[str], null: bool) -> Term:
    """The term that the columns are, or are not, NULL."""
    return Term({column: NULL if null else NOT_NULL for column in sorted(columns)})
