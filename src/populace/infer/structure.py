"""The skeleton of a table: which parents its rows have.

Links that pin most columns come first; a link that shares columns with one before it only
picks parents that agree. What keeps unique groups apart is arranged afterwards, by `uniques`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from populace.errors import PlanError
from populace.generators.children import Counted
from populace.generators.matching import Agreeing, FirstOf, Matching, Pairs
from populace.generators.references import Key, Nobody, PerParent, Reference, Selection, Tree
from populace.infer.asked import Asked, Suggestion
from populace.infer.links import Link
from populace.rows import Generator
from populace.schema.annotations import annotations as facts
from populace.schema.declared import declared

NULLS = 0.1


@dataclass(frozen=True)
class Surroundings:
    """What a table's arrangement needs to know of the rest of the plan."""

    size: Callable[[str], int]
    """Rows of a table that is already sized, or as many as were asked for."""
    distinct: Callable[[str, tuple[str, ...]], bool]
    """Whether values of these columns of a table never repeat."""
    implied: Callable[[str, str], tuple[str, str] | None]
    """The table and column that a column of a table is a foreign key to."""
    limited: Callable[[str], bool]
    """Whether a table that gets no rows was to have some."""
    count: Callable[[Pairs | Agreeing | FirstOf], int]
    """How many pairs or rows there are."""


@dataclass
class Structure:
    """Links and unique groups of one table, arranged."""

    table: sa.Table
    asked: Mapping[str, Asked]
    around: Surroundings
    apart: Mapping[frozenset[str], str] = field(default_factory=dict)
    """Pairs of columns that a CHECK compares, and how: "<>" or, the first one in the name of the lesser, "<"."""
    full: frozenset[str] = frozenset()
    """Columns that must hold something although their type allows NULL."""
    suggestions: dict[str, Suggestion] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    made_by: dict[str, str] = field(default_factory=dict)
    unique: set[str] = field(default_factory=set)
    limit: int | None = None
    limit_why: str = ""
    checks: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fixed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    owner: dict[str, Link] = field(default_factory=dict)
    shaped: set[str] = field(default_factory=set)
    kept: list[frozenset[str]] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    """Links of groups that nothing was found for: one each could help."""

    def add_links(self, links: list[Link], family: Mapping[str, Generator]) -> None:
        """Decide which link gives each foreign key column, and how each link picks parents."""
        own = self.table.fullname
        for link in sorted(
            links, key=lambda k: (k.name not in family, k.parent == own, self._loose(k), -len(k.columns), k.name)
        ):
            self.fixed[link.name] = tuple(c for c in link.columns if c in self.owner)
            for column, key in zip(link.columns, link.keys, strict=True):
                if column not in self.owner:
                    self.owner[column] = link
                    self.links[column] = (link.name, link.parent)
                    kind = self.asked[column].kind if column in self.asked else ""
                    made = Key(link.name, column, key, kind in ("text", "uuid", "other"), kind == "integer")
                    self.suggestions[column] = Suggestion(made, link.why)
            if link.name in family:
                self.shaped.add(link.name)
                self.set(link, family[link.name], "a row of the base table, whose classes take turns")
            elif (given := self._declared(link)) is not None:
                self.shaped.add(link.name)
                nulls = facts(self.table.columns[link.columns[0]]).get("nulls")
                self.suggestions[link.name] = Suggestion(given, f"{link.why}, as the model declares", nulls)
            else:
                self.set(link, self._picker(link), link.why)
        self._require_partners()
        self._require_two()

    def _declared(self, link: Link) -> Generator | None:
        """What the model says about the parents of a link."""
        given = declared(self.table.columns[link.columns[0]])
        if given is None or not self.around.size(link.parent):
            return None
        found: Generator = given.linked(link.name, link.parent) if hasattr(given, "linked") else given
        if isinstance(found, Counted):
            self.made_by[found.ordinal] = link.name
        return found

    def declares(self, columns: Collection[str]) -> bool:
        """Whether the model itself says how one of these columns is made."""
        return any(declared(self.table.columns[column]) is not None for column in columns)

    def _require_two(self) -> None:
        """Two links that a CHECK keeps apart, and that are never NULL, need two rows to point to."""
        for pair in self.apart:
            first, second = (self.owner.get(column) for column in sorted(pair))
            if first is None or second is None or first.parent != second.parent or self.around.size(first.parent) > 1:
                continue
            if not self.can_be_null(first) and not self.can_be_null(second):
                self.limit_to(0, f"{' and '.join(sorted(pair))} must differ and {first.parent} has one row only")

    def _loose(self, link: Link) -> bool:
        return any(self.may_be_null(c) for c in link.columns)

    def can_be_null(self, link: Link) -> bool:
        """Whether a column that only this link fills may be NULL, and none that it fills must hold something."""
        own = [c for c in link.columns if self.owner[c] is link]
        return any(map(self.may_be_null, own)) and not self.full & set(own)

    def may_be_null(self, column: str) -> bool:
        found = self.table.columns[column]
        return bool(found.nullable) and not found.primary_key and column not in self.full

    def _picker(self, link: Link) -> Generator:
        nullable, fixed = self.can_be_null(link), self.fixed[link.name]
        nulls = NULLS if nullable else 0.0
        if self.around.size(link.parent) == 0:
            why = f"{', '.join(link.columns)} may not be NULL and points to {link.parent}, which gets no rows"
            if not nullable and not self.around.limited(link.parent):
                ways = f"include {link.parent} or exclude {self.table.fullname} as well"
                raise PlanError(f"{self.table.fullname}.{why}; {ways}")
            if not nullable:
                self.limit_to(0, why)
            return Nobody(link.parent)
        if fixed:
            pairs = dict(zip(link.columns, link.keys, strict=True))
            owners = tuple(dict.fromkeys(self.owner[c].name for c in fixed if self.can_be_null(self.owner[c])))
            itself = link.parent == self.table.fullname
            return Matching(link.parent, fixed, tuple(pairs[c] for c in fixed), owners, nullable, nulls, itself)
        if link.parent == self.table.fullname:
            return Tree(nullable)
        return Reference(link.parent, nulls)

    def _require_partners(self) -> None:
        """Where a NOT NULL link must agree with another, let that one pick only parents that have a partner."""
        needs: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = {}
        by_name = {link.name: link for link in self.owner.values()}
        for name, suggestion in self.suggestions.items():
            matching = suggestion.generator
            if not isinstance(matching, Matching) or matching.itself or matching.nullable and name in by_name:
                continue
            owners = {self.owner[c].name for c in matching.fixed}
            if len(owners) != 1:
                continue
            first = by_name[owners.pop()]
            keys = dict(zip(first.columns, first.keys, strict=True))
            own = tuple(keys[c] for c in matching.fixed)
            if len(own) == 1 and self.around.implied(first.parent, own[0]) == (matching.parent, matching.keys[0]):
                continue
            needs.setdefault(first.name, []).append((own, matching.parent, matching.keys))
        for name, partners in needs.items():
            picker = self.suggestions[name].generator
            if isinstance(picker, Reference):
                among = Agreeing(picker.parent, tuple(partners))
                self.suggestions[name] = replace(self.suggestions[name], generator=replace(picker, among=among))
                if not picker.nulls:
                    self._some(self.around.count(among), name, among)

    def _some(self, count: int, link: str, among: Agreeing) -> None:
        if not count:
            others = " and ".join(table for _, table, _ in among.partners)
            self.limit_to(0, f"no row of {among.parent} has a partner in {others}")

    def capacity(self, link: Link) -> int:
        """How many rows of its parent the link may point to."""
        among = self.among(link)
        if isinstance(among, Agreeing | FirstOf):
            return self.around.count(among)
        return self.around.size(link.parent)

    def among(self, link: Link) -> Selection | None:
        """The rows that the link is limited to, if it is."""
        found: Selection | None = getattr(self.suggestions[link.name].generator, "among", None)
        return found

    def picks(self, link: Link, *kinds: type) -> bool:
        """Whether the link's parents are picked in one of these ways."""
        return isinstance(self.suggestions[link.name].generator, kinds)

    def set(self, link: Link, generator: Generator, why: str) -> None:
        """Pick the link's parents by *generator*."""
        self.suggestions[link.name] = Suggestion(generator, why)

    def run(self, link: Link, most: int | None = None) -> None:
        """Give every parent a run of rows, of at most *most*."""
        ordinal = f"{link.name}#"
        found = self.suggestions[link.name]
        bounds = [n for n in (most, getattr(found.generator, "most", None)) if n is not None and n < 1 << 31]
        runs = PerParent(link.name, ordinal, link.parent, min(bounds, default=None), self.among(link))
        why = found.why if self.picks(link, PerParent) else f"{link.why}; a run of rows for each parent"
        self.suggestions[link.name] = Suggestion(runs, why)
        self.made_by[ordinal] = link.name
        self.shaped.add(link.name)

    def limit_to(self, rows: int, why: str) -> None:
        """The table can have no more than so many *rows*."""
        if self.limit is None or rows < self.limit:
            self.limit, self.limit_why = rows, why
