"""Inference: from a schema to a generator for each column, and why.

For each table, parents first: its CHECKs are read, its links and unique groups arranged,
the rest of its columns suggested by name, then by type, and what the CHECKs steer is
wrapped. Where rings of tables limit each other's sizes, the whole is done again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import sqlalchemy as sa

from populace.errors import PlanError
from populace.generators.children import Counted
from populace.generators.matching import Agreeing, FirstOf, Pairs
from populace.infer import families
from populace.infer.chosen import Asking, chosen_tables, sizes_of
from populace.infer.groups import Group, groups, text_of
from populace.infer.links import Link, links
from populace.infer.order import Order, order
from populace.infer.raw import dialect_named
from populace.infer.rules import Rules, rules
from populace.infer.structure import Structure, Surroundings
from populace.infer.types import kind_of
from populace.infer.uniques import alone, keep
from populace.infer.values import values
from populace.making import Layout, Making
from populace.names import closest
from populace.rows import Generator
from populace.schema.annotations import annotations as facts
from populace.schema.prepare import prepared

ROUNDS = 5


@dataclass
class Inference:
    """What was found out about a schema."""

    order: list[str]
    layouts: dict[str, Layout]
    links: dict[str, list[Link]]
    late: dict[str, list[Link]]
    deferred: list[sa.ForeignKeyConstraint]
    rings: list[list[str]]
    keys: dict[str, list[str]]
    making: Making
    notes: list[str] = field(default_factory=list)


def infer(asking: Asking) -> Inference:
    """How every chosen table is made."""
    metadata = prepared(asking.metadata, asking.dialect)
    tables = {name: table for name, table in metadata.tables.items() if not facts(table).get("view")}
    chosen, notes = chosen_tables(tables, asking)
    found = {name: links(table, tables) for name, table in chosen.items()}
    sequence = order(found, {name: stiff(table, found, asking.dialect) for name, table in chosen.items()})
    sizes = wanted = sizes_of(asking, chosen, found, sequence)
    reasons: dict[str, str] = {}
    before: Making | None = None
    for _ in range(ROUNDS):
        building = Building(asking, chosen, found, sequence, dict(sizes), wanted, before)
        result = building.run()
        reasons = building.reasons | reasons
        settled = {name: layout.size for name, layout in result.layouts.items()}
        counted = set() if sequence.late or sequence.rings else building.counted
        changed = {name for name, size in settled.items() if size != sizes[name]} - counted
        if not changed and (before or not building.guessed):
            break
        sizes, before = settled, result.making
    for name, why in reasons.items():
        notes.append(f"{name}: {result.layouts[name].size:,} rows instead of {wanted[name]:,}: {why}")
    result.notes[:0] = notes
    return result


class Building:
    """One pass over the tables, parents first."""

    def __init__(
        self,
        asking: Asking,
        tables: Mapping[str, sa.Table],
        found: dict[str, list[Link]],
        sequence: Order,
        sizes: dict[str, int],
        wanted: Mapping[str, int],
        before: Making | None = None,
    ) -> None:
        self.wanted, self.before, self.guessed = wanted, before, False
        self.asking, self.tables, self.found, self.sequence, self.sizes = asking, tables, found, sequence, sizes
        self.layouts: dict[str, Layout] = {}
        self.unique: dict[str, list[frozenset[str]]] = {}
        moment = np.datetime64(asking.now.replace(tzinfo=None), "us")
        self.making = Making(self.layouts, asking.seed, moment, asking.locale, dialect_named(asking.dialect))
        self.notes: list[str] = []
        self.counted: set[str] = set()
        """Tables whose size follows from their parents, so that whoever comes after them has seen it."""
        self.reasons: dict[str, str] = {}
        """Why a table gets fewer rows than were asked for."""

    def run(self) -> Inference:
        self._check_generators()
        for name in self.sequence.tables:
            self.layouts[name] = Layout(self.tables[name], self.sizes[name])
        for name in self.sequence.tables:
            self._build(self.tables[name])
        self._share_keys()
        keys = {name: self._key(table) for name, table in self.tables.items()}
        return Inference(
            self.sequence.tables, self.layouts, self.found, self.sequence.late, self.sequence.deferred,
            self.sequence.rings, keys, self.making, self.notes,
        )  # fmt: skip

    def _check_generators(self) -> None:
        known = [f"{name}.{column}" for name, table in self.tables.items() for column in table.columns.keys()]
        for name in self.asking.generators:
            if name not in known:
                raise PlanError(f"a generator is given for {name!r}, which is no column{closest(name, known)}")

    def _build(self, table: sa.Table) -> None:
        name = table.fullname
        layout = self.layouts[name]
        read = rules(table, self.making.dialect, self.making.now)
        found = groups(table, self.asking.dialect)
        layout.full = frozenset(_full(table, found) | self._pointed_to(name))
        layout.numeric = frozenset(self._pointed_to(name, "integer"))
        read.fill(layout.full)
        found = [_of_all_rows(group, read) for group in found]
        family = families.links(table, self.found[name])
        structure = self._arranged(layout, read, found, family)
        for group_name, text in structure.checks:
            read.add(group_name, text)
        self._limit(layout, structure.limit, structure.limit_why, bool(family))
        self._count(layout, structure)
        if family:
            layout.size = families.size(table, self.layouts)
        layout.suggestions = structure.suggestions
        layout.links, layout.made_by = structure.links, structure.made_by
        values(table, layout, read, structure, self.asking, self.making)
        self._limit_by_values(layout, structure)
        self.unique[name] = [frozenset({column}) for column in structure.unique] + structure.kept
        self.notes += [*read.notes, *structure.notes]

    def _arranged(self, layout: Layout, read: Rules, found: list[Group], family: Mapping[str, Generator]) -> Structure:
        """Links and unique groups, arranged; guessed links that would leave fewer rows than asked for are dropped."""
        name, links = layout.table.fullname, self.found[layout.table.fullname]
        guessed = [link for link in links if _in_groups(link, found)]
        structure = self._with_links(layout, read, found, links, family)
        if guessed and structure.limit is not None and structure.limit < layout.size:
            declared = [link for link in links if link not in guessed]
            structure = self._with_links(layout, read, found, declared, family)
            structure.notes += [
                f"{name}.{link.columns[0]}: taken for no reference to {link.parent}, which has too few rows"
                for link in guessed
            ]
        return structure

    def _with_links(
        self, layout: Layout, read: Rules, found: list[Group], links: list[Link], family: Mapping[str, Generator]
    ) -> Structure:
        """Links and unique groups; where a group cannot be kept otherwise, one link after the other gets a row each."""
        surroundings = self._surroundings(layout.table)
        single: list[str] = []
        while True:
            structure = Structure(layout.table, read.asked(layout.size), surroundings, read.apart(), layout.full)
            structure.add_links(links, family)
            alone(structure, single)
            for group in sorted(found, key=lambda group: (group.where is not None, len(group.columns))):
                keep(structure, group)
            more = [link for link in structure.crowded if link not in single]
            if not more:
                return structure
            single.append(more[0])

    def _pointed_to(self, table: str, kind: str | None = None) -> set[str]:
        """Columns that foreign keys (of a *kind*) point to: a NULL there could not be pointed to."""
        return {
            key
            for name, found in self.found.items()
            for link in found
            if link.parent == table
            for column, key in zip(link.columns, link.keys, strict=True)
            if kind is None or kind_of(self.tables[name].columns[column].type) == kind
        }

    def _count(self, layout: Layout, structure: Structure) -> None:
        """A table whose rows are counted for each parent is as long as they are together."""
        counted = [s.generator for s in structure.suggestions.values() if isinstance(s.generator, Counted)]
        if not counted or not layout.size and self.wanted.get(layout.table.fullname) == 0:
            return
        name, total = layout.table.fullname, self.making.counting(counted[0]).total
        asked = self.asking.sizes.get(name, total)
        if asked > total:
            parent, size = counted[0].parent, self.layouts[counted[0].parent].size
            raise PlanError(
                f"{name}: {asked:,} rows were asked for, but they follow from {parent}, whose {size:,} rows have "
                f"{total:,}; ask for rows of {parent} instead, about {round(size * asked / max(total, 1)) + 1:,}"
            )
        layout.size, layout.counted = asked, counted[0] if asked == total else None
        self.counted.add(name)

    def _limit(self, layout: Layout, limit: int | None, why: str, family: bool = False) -> None:
        name = layout.table.fullname
        if limit is None or limit >= layout.size or family:
            return
        if self.asking.sizes.get(name, 0) > limit:
            raise PlanError(
                f"{name}: {self.asking.sizes[name]:,} rows were asked for, but {why}; ask for at most {limit:,}"
            )
        self.reasons[name] = why
        layout.size = limit

    def _limit_by_values(self, layout: Layout, structure: Structure) -> None:
        for column in sorted(structure.unique):
            capacity = getattr(layout.suggestions[column].generator, "capacity", None)
            if capacity is not None:
                why = f"{column} must be unique and has only {capacity:,} different values"
                self._limit(layout, capacity, why)

    def _key(self, table: sa.Table) -> list[str]:
        own = [str(column.name) for column in table.primary_key.columns]
        never_null = [
            list(group.columns)
            for group in groups(table, self.asking.dialect)
            if group.where is None
            and not any(table.columns[c].nullable and c not in self.layouts[table.fullname].full for c in group.columns)
        ]
        return own or next(iter(never_null), [])

    def _surroundings(self, table: sa.Table) -> Surroundings:
        def size(parent: str) -> int:
            return self.layouts[parent].size if parent in self.layouts else 0

        def distinct(parent: str, columns: tuple[str, ...]) -> bool:
            if parent not in self.tables:
                return False
            own = set(self.tables[parent].primary_key.columns.keys())
            kept = [own] if own else []
            return any(done <= set(columns) for done in [*kept, *self.unique.get(parent, [])])

        def implied(parent: str, column: str) -> tuple[str, str] | None:
            for link in self.found.get(parent, []):
                if link.columns == (column,):
                    return link.parent, link.keys[0]
            return None

        def count(of: Pairs | Agreeing | FirstOf) -> int:
            try:
                return of.capacity(self.making)
            except PlanError:  # in a ring of tables, one that is not arranged yet: as it was in the round before
                self.guessed = True
                return of.capacity(self.before) if self.before else size(of.parent)

        def limited(parent: str) -> bool:
            return self.wanted.get(parent, 0) > 0

        return Surroundings(size, distinct, implied, limited, count)

    def _share_keys(self) -> None:
        """Tables that inherit from another (PostgreSQL) go on with its row numbers, so that keys never meet."""
        before: dict[str, int] = {}
        for name in self.sequence.tables:
            root = name
            while (above := facts(self.tables[root]).get("inherits")) in self.tables:
                root = str(above)
            if root == name:
                continue
            shift = before.setdefault(root, self.layouts[root].size)
            before[root] += self.layouts[name].size
            for column in sorted({column for group in self.unique[root] for column in group}):
                if column in self.layouts[name].suggestions and column not in self.layouts[name].links:
                    self.layouts[name].suggestions[column] = self.layouts[root].suggestions[column]
                    self.layouts[name].names[column] = (root, shift)


def stiff(table: sa.Table, found: Mapping[str, list[Link]], dialect: str) -> frozenset[str]:
    """Links of *table* that cannot be written NULL at first: nothing tells its rows apart, or a CHECK or key minds."""
    pointed = {key for links in found.values() for link in links if link.parent == table.fullname for key in link.keys}
    every = groups(table, dialect)
    held = pointed | _full(table, every)
    keyed = [g for g in every if g.where is None and not any(_open(table, c) and c not in held for c in g.columns)]
    text = " ".join(text_of(c.sqltext, dialect) for c in table.constraints if isinstance(c, sa.CheckConstraint))
    spoken = {column for column in table.columns.keys() if re.search(rf"\b{re.escape(column)}\b", text)}
    return frozenset(
        link.name for link in found[table.fullname] if not keyed or any(c in held | spoken for c in link.columns)
    )


def _open(table: sa.Table, column: str) -> bool:
    return bool(table.columns[column].nullable) and not table.columns[column].primary_key


def _in_groups(link: Link, found: list[Group]) -> bool:
    """Whether a guessed link has a say in a unique group."""
    return link.constraint is None and any(set(link.columns) <= set(group.columns) for group in found)


def _of_all_rows(group: Group, read: Rules) -> Group:
    """A partial group whose condition says only what holds for every row, or what NULLs do anyway, is a whole one."""
    if group.where is None or not read.idle(group.where, group.columns):
        return group
    return replace(group, where=None)


def _full(table: sa.Table, found: list[Group]) -> set[str]:
    """Columns that must hold something although their type allows NULL."""
    full = {column for group in found if not group.nulls_repeat for column in group.columns}
    partitions = facts(table).get("partitions", {})
    return full | set(partitions.get("columns", []))
