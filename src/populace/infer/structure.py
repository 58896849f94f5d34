"""The skeleton of a table: which parents its rows have, and what keeps its unique groups apart.

Links come first, the ones that pin most columns before the others; a link that shares
columns with one before it only picks parents that agree. Then each unique group gets the
mildest arrangement that keeps it: one free column whose values never repeat, a run of
numbered children per parent, a permutation of parents, or a permutation of combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from populace.errors import PlanError
from populace.generators.references import (
    Agreeing,
    Couples,
    Digit,
    Digits,
    Key,
    Matching,
    Nobody,
    OneToOne,
    Ordinal,
    Pairs,
    PerParent,
    Reference,
    Tree,
)
from populace.infer.asked import Asked, Suggestion
from populace.infer.groups import Group
from populace.infer.links import Link
from populace.rows import Generator

NULLS = 0.1
WORDY = {"slug", "key", "code", "name", "email", "username", "login", "number", "uuid", "token", "title", "hash", "path",
         "identifier", "id", "sku", "label", "url", "uri", "value", "ref", "reference"}  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What a table's arrangement needs to know of the rest of the plan."""

    size: Callable[[str], int]
    """Rows of a table that is already sized, or as many as were asked for."""
    distinct: Callable[[str, tuple[str, ...]], bool]
    """Whether values of these columns of a table never repeat."""
    implied: Callable[[str, str], tuple[str, str] | None]
    """The table and column that a column of a table is a foreign key to."""
    pairs: Callable[[Pairs], int]
    """How many pairs there are."""


@dataclass
class Structure:
    """Links and unique groups of one table, arranged."""

    table: sa.Table
    asked: Mapping[str, Asked]
    around: Surroundings
    apart: Mapping[frozenset[str], str] = field(default_factory=dict)
    """Pairs of columns that a CHECK compares, and how: "<>" or, the first one in the name of the lesser, "<"."""
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

    def add_links(self, links: list[Link], family: Mapping[str, Generator]) -> None:
        """Decide which link gives each foreign key column, and how each link picks parents."""
        own = self.table.fullname
        for link in sorted(
            links, key=lambda k: (k.name not in family, k.parent == own, k.nullable, -len(k.columns), k.name)
        ):
            self.fixed[link.name] = tuple(c for c in link.columns if c in self.owner)
            for column, key in zip(link.columns, link.keys, strict=True):
                if column not in self.owner:
                    self.owner[column] = link
                    self.links[column] = (link.name, link.parent)
                    text = self._wants_text(column)
                    self.suggestions[column] = Suggestion(Key(link.name, column, key, text), link.why)
            if link.name in family:
                self.shaped.add(link.name)
                self._set(link, family[link.name], "a row of the base table, whose classes take turns")
            else:
                self._set(link, self._picker(link), link.why)
        self._require_partners()

    def _wants_text(self, column: str) -> bool:
        asked = self.asked.get(column)
        return asked is not None and asked.kind in ("text", "uuid", "other")

    def _set(self, link: Link, generator: Generator, why: str) -> None:
        self.suggestions[link.name] = Suggestion(generator, why)

    def can_be_null(self, link: Link) -> bool:
        """Whether some column that only this link fills may be NULL."""
        return any(
            self.table.columns[c].nullable and not self.table.columns[c].primary_key and self.owner[c] is link
            for c in link.columns
        )

    def _picker(self, link: Link) -> Generator:
        nullable, fixed = self.can_be_null(link), self.fixed[link.name]
        nulls = NULLS if nullable else 0.0
        if self.around.size(link.parent) == 0:
            if not nullable:
                raise PlanError(
                    f"{self.table.fullname}.{','.join(link.columns)} may not be NULL and points to {link.parent}, which gets "
                    f"no rows; include {link.parent} or exclude {self.table.fullname} as well"
                )
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
                agreeing = Agreeing(picker.parent, tuple(partners), picker.nulls)
                self.suggestions[name] = replace(self.suggestions[name], generator=agreeing)

    def keep(self, group: Group) -> None:
        """Arrange the table so that *group* never repeats."""
        columns = frozenset(group.columns)
        if group.apart is not None and group.apart in self.asked:
            self.unique.add(group.apart)
            self.kept.append(columns)
            return
        if any(done <= columns for done in self.kept):
            return
        links = self._whole_links(columns)
        if any(self._one_to_one(link) for link in links):
            return
        free = [c for c in group.columns if c not in self.owner and c in self.asked]
        if len(group.columns) > 1 and self._numbered(links, free) or self._distinct_column(free, group):
            self.kept.append(columns)
            return
        self._combined(group, links, free)
        self.kept.append(columns)

    def _whole_links(self, columns: frozenset[str]) -> list[Link]:
        """Links whose parent's row is told by the values of *columns*."""
        owners = dict.fromkeys(self.owner[c] for c in self.table.columns.keys() if c in columns and c in self.owner)
        whole = []
        for link in owners:
            inside = tuple(k for c, k in zip(link.columns, link.keys, strict=True) if c in columns)
            if set(link.columns) <= columns or self.around.distinct(link.parent, inside):
                whole.append(link)
        return whole

    def _one_to_one(self, link: Link) -> bool:
        generator = self.suggestions[link.name].generator
        return isinstance(generator, OneToOne) or isinstance(generator, Tree) and generator.unique

    def _drivers(self, links: list[Link]) -> list[Link]:
        """Links that may still be given runs of children, the larger parents first."""
        able = [
            link
            for link in links
            if link.name not in self.shaped and isinstance(self.suggestions[link.name].generator, Reference | Agreeing)
        ]
        return sorted(able, key=lambda link: -self.around.size(link.parent))

    def _numbered(self, links: list[Link], free: list[str]) -> bool:
        """Number the rows of each parent 1, 2, 3 … in a free integer column."""
        candidates = [c for c in free if self.asked[c].kind == "integer" and self.asked[c].tokens[-1:] != ("id",)]
        running = [link for link in links if isinstance(self.suggestions[link.name].generator, PerParent)]
        drivers = running or [
            link for link in self._drivers(links) if isinstance(self.suggestions[link.name].generator, Reference)
        ]
        if not candidates or not drivers:
            return False
        column, driver = candidates[-1], drivers[0]
        low, high = integer_bounds(self.asked[column])
        start = max(1, low) if high >= max(1, low) else low
        room = high - start + 1
        if not running:
            self._run(driver, room)
        self._limit(
            room * self.around.size(driver.parent), f"{column} has {room:,} values for each row of {driver.parent}"
        )
        if column not in self.suggestions:
            numbering = Ordinal(f"{driver.name}#", start)
            self.suggestions[column] = Suggestion(
                numbering, f"numbered within {driver.parent}, which keeps the group unique"
            )
        return True

    def _run(self, link: Link, most: int | None = None) -> None:
        ordinal = f"{link.name}#"
        bounded = most if most is not None and most < 1 << 31 else None
        self.suggestions[link.name] = Suggestion(
            PerParent(link.name, ordinal, link.parent, bounded), f"{link.why}; a run of rows for each parent"
        )
        self.made_by[ordinal] = link.name
        self.shaped.add(link.name)

    def _distinct_column(self, free: list[str], group: Group) -> bool:
        """Let one free column never repeat, if one has room enough."""
        if len(group.columns) == 1:
            if free and self.asked[free[0]].kind != "boolean":
                self.unique.add(free[0])
                return True
            return False
        ranked = sorted(free, key=lambda c: -self._wideness(c))
        if ranked and self._wideness(ranked[0]) > 0:
            self.unique.add(ranked[0])
            self.kept.append(frozenset({ranked[0]}))
            return True
        return False

    def _wideness(self, column: str) -> int:
        """How well a column can hold a value of its own for every row; 0 for not at all."""
        asked = self.asked[column]
        if column in self.suggestions or small_values(asked) is not None:
            return 0
        base = {
            "text": 3,
            "uuid": 4,
            "integer": 3,
            "bytes": 1,
            "datetime": 2,
            "numeric": 1,
            "float": 1,
            "other": 0,
        }.get(asked.kind, 0)
        if asked.kind == "text" and asked.length is not None and 36**asked.length < 50 * asked.rows:
            return 0
        if asked.kind == "numeric" or asked.kind == "integer" and integer_bounds(asked)[1] < 4 * asked.rows:
            return min(base, 1)
        return base and base * 10 + bool(set(asked.tokens) & WORDY) * 5

    def _combined(self, group: Group, links: list[Link], free: list[str]) -> None:
        """Permute combinations of parents and of small columns' values."""
        small = {
            c: values for c in free if c not in self.suggestions and (values := small_values(self.asked[c])) is not None
        }
        if group.where is not None and self._partial(group, links, small):
            return
        unshaped = self._drivers(links)
        trees = [link for link in links if isinstance(self.suggestions[link.name].generator, Tree)]
        matching = [link for link in links if isinstance(self.suggestions[link.name].generator, Matching)]
        if len(links) == 1 and not small and unshaped:
            self._permute(unshaped[0])
        elif not unshaped and len(trees) == 1 and not small:
            self._set(
                trees[0], Tree(self.can_be_null(trees[0]), unique=True), "a chain: each row follows the one before"
            )
        elif unshaped and len(matching) == 1 and self._pair(unshaped[0], matching[0]):
            pass
        elif unshaped or small:
            self._digits(group, unshaped, links, small)
        else:
            self._unkept(group)

    def _permute(self, link: Link) -> None:
        size = self.around.size(link.parent)
        nulls = NULLS if self.can_be_null(link) else 0.0
        self._set(link, OneToOne(link.parent, nulls), f"{link.why}, one each")
        self.shaped.add(link.name)
        if not nulls:
            self._limit(size, f"{', '.join(link.columns)} is unique and {link.parent} has {size:,} rows")

    def _pair(self, driver: Link, other: Link) -> bool:
        fixed = self.fixed[other.name]
        if not set(fixed) <= set(driver.columns) or other.parent == self.table.fullname:
            return False
        mine, theirs = (dict(zip(k.columns, k.keys, strict=True)) for k in (driver, other))
        pairs = Pairs(
            driver.name,
            other.name,
            driver.parent,
            tuple(mine[c] for c in fixed),
            other.parent,
            tuple(theirs[c] for c in fixed),
        )
        self._set(
            driver, pairs, f"{driver.why}; pairs with {other.parent} that agree on {', '.join(fixed)}, none twice"
        )
        self.suggestions.pop(other.name)
        self.made_by[other.name] = driver.name
        self.shaped |= {driver.name, other.name}
        self._limit(self.around.pairs(pairs), f"so many rows of {driver.parent} and {other.parent} agree")
        return True

    def _digits(
        self, group: Group, unshaped: list[Link], links: list[Link], small: Mapping[str, tuple[object, ...]]
    ) -> None:
        if self._couple(unshaped):
            return
        running = [link for link in links if isinstance(self.suggestions[link.name].generator, PerParent)]
        driver = running[0] if running else unshaped[0] if unshaped else None
        others = self._enough(driver, [link for link in unshaped if link is not driver], small)
        names = tuple(f"·{group.name}:{name}" for name in [*(k.name for k in others), *small])
        radices: list[int | str] = [*(link.parent for link in others), *(len(values) for values in small.values())]
        capacity = 1
        for radix in radices:
            capacity *= radix if isinstance(radix, int) else self.around.size(radix)
        within = None
        total = capacity
        if driver is not None:
            within = (driver.name, f"{driver.name}#")
            total = capacity * self.around.size(driver.parent)
            if not running:
                self._run(driver, capacity)
        self._limit(total, f"{', '.join(group.columns)} has only {total:,} combinations")
        if not names:
            return
        digits = Digits(names, tuple(radices), within)
        self.suggestions[names[0]] = Suggestion(digits, f"combinations that keep {group.name} unique")
        self.made_by |= dict.fromkeys(names[1:], names[0])
        for name, link in zip(names, others, strict=False):
            self._set(link, Digit(name), f"{link.why}; no combination of {', '.join(group.columns)} twice")
            self.shaped.add(link.name)
        for name, (column, values) in zip(names[len(others) :], small.items(), strict=True):
            self.suggestions[column] = Suggestion(
                Digit(name, values), f"no combination of {', '.join(group.columns)} twice"
            )

    def _enough(self, driver: Link | None, others: list[Link], small: Mapping[str, tuple[object, ...]]) -> list[Link]:
        """As many of the links as it takes to have far more combinations than rows, those in no CHECK first."""
        compared = {column for pair in self.apart for column in pair}
        rows = next(iter(self.asked.values())).rows if self.asked else 0
        room = self.around.size(driver.parent) if driver else 1
        for values in small.values():
            room *= len(values)
        enough: list[Link] = []
        for link in sorted(others, key=lambda link: bool(compared & set(link.columns))):
            if room >= 4 * rows and (driver or enough):
                break
            enough.append(link)
            room *= self.around.size(link.parent)
        return enough

    def _couple(self, links: list[Link]) -> bool:
        """Two links to the same table that a CHECK keeps apart: couples of its rows, none twice."""
        for pair, op in self.apart.items():
            couple = [link for link in links if len(link.columns) == 1 and link.columns[0] in pair]
            if len(couple) != 2 or couple[0].parent != couple[1].parent:
                continue
            if op != "<>":
                couple.sort(key=lambda link: link.columns[0] != op)
            first, second = couple
            size = self.around.size(first.parent)
            couples = Couples(first.name, second.name, first.parent, op != "<>")
            self._set(first, couples, f"{first.why}; couples of different rows, none twice")
            self.suggestions.pop(second.name)
            self.made_by[second.name] = first.name
            self.shaped |= {first.name, second.name}
            self._limit(couples.count(size), f"{first.parent} has so many couples of rows")
            return True
        return False

    def _partial(self, group: Group, links: list[Link], small: Mapping[str, tuple[object, ...]]) -> bool:
        """A group that holds for some rows only: at most the first row of each parent is one of them."""
        rows = next(iter(self.asked.values())).rows if self.asked else 0
        capacity = 1
        for link in links:
            capacity *= self.around.size(link.parent)
        for values in small.values():
            capacity *= len(values)
        if capacity >= rows * 2 and not small:
            return False
        drivers = self._drivers(links)
        if drivers and isinstance(self.suggestions[drivers[0].name].generator, Reference):
            self._run(drivers[0])
            self.checks.append(
                (group.name, f'"{drivers[0].name}#" = 0 OR NOT ({group.where}) OR ({group.where}) IS NULL')
            )
        else:
            self.checks.append((group.name, f"NOT ({group.where}) OR ({group.where}) IS NULL"))
        return True

    def _unkept(self, group: Group) -> None:
        self.notes.append(
            f"{self.table.fullname}: nothing found that keeps {group.name} ({', '.join(group.columns)}) unique; "
            "rows may be refused by the database"
        )

    def _limit(self, rows: int, why: str) -> None:
        if self.limit is None or rows < self.limit:
            self.limit, self.limit_why = rows, why


def integer_bounds(asked: Asked) -> tuple[int, int]:
    """The least and greatest integer a column holds, by its type and its CHECKs."""
    kind = asked.column.type
    bits = 15 if isinstance(kind, sa.SmallInteger) else 63 if isinstance(kind, sa.BigInteger) else 31
    low, high = -(1 << bits), (1 << bits) - 1
    if asked.domain is not None:
        if isinstance(asked.domain.low, int | float):
            low = max(low, int(asked.domain.low) + bool(asked.domain.low_open))
        if isinstance(asked.domain.high, int | float):
            high = min(high, int(asked.domain.high) - bool(asked.domain.high_open))
    return low, high


def small_values(asked: Asked) -> tuple[object, ...] | None:
    """All values of a column that can hold only a few."""
    if asked.domain is not None and asked.domain.values is not None:
        return tuple(asked.domain.values)
    kind = asked.column.type
    if asked.kind == "enum" and isinstance(kind, sa.Enum):
        return tuple(kind.enums)
    if asked.kind == "boolean":
        return (False, True)
    if asked.kind == "integer":
        low, high = integer_bounds(asked)
        return tuple(range(low, high + 1)) if high - low < 400 else None
    return None
