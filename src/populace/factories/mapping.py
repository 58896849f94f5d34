"""What a mapped class consists of, as a factory sees it: values, parents and collections.

Everything is read from the mapper, so declarative, dataclass, SQLModel and imperative
mappings look the same. Names of attributes and of columns differ where the user says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapper, RelationshipProperty

from populace.generators.children import Through
from populace.schema.declared import declared
from populace.schema.families import mappers

Pairs = tuple[tuple[sa.Column[Any], sa.Column[Any]], ...]


@dataclass(frozen=True)
class Parent:
    """A foreign key of a class, and the relationship for it where there is one."""

    name: str
    """The relationship, or else the attribute of the first column."""
    target: Mapper[Any] | None
    """The class pointed to; None where no class is mapped to the table."""
    table: sa.Table
    pairs: Pairs
    """Columns here and the ones they point to."""
    related: bool
    nullable: bool
    path: tuple[str, ...] = ()
    """Foreign key columns that lead to the same parent, as the model declares."""

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(str(column.name) for column, _ in self.pairs)

    @property
    def referred(self) -> sa.Table:
        return self.pairs[0][1].table


@dataclass(frozen=True)
class Collection:
    """Objects that point back: a relationship from one to many, from one to one, or from many to many."""

    name: str
    target: Mapper[Any]
    many: bool
    back: str | None
    """The attribute of the children that points back; None in a relationship from many to many."""
    back_is_parent: bool


class Mapped:
    """A mapped class."""

    def __init__(self, model: type) -> None:
        self.model, self.mapper = model, mapper(model)
        orm.configure_mappers()
        self.tables = tuple(table for table in self.mapper.tables if isinstance(table, sa.Table))

    @cached_property
    def columns(self) -> dict[str, tuple[sa.Column[Any], ...]]:
        """The columns of each attribute; several where tables of a joined inheritance share one."""
        found = {}
        for prop in self.mapper.column_attrs:
            own = tuple(c for c in prop.columns if isinstance(c, sa.Column) and c.table in self.tables)
            if own:
                found[prop.key] = own
        return found

    def attribute(self, column: sa.ColumnElement[Any]) -> str | None:
        """The attribute of a column."""
        return next((name for name, columns in self.columns.items() if column in columns), None)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The attributes of the primary key."""
        names = (self.attribute(column) for column in self.mapper.primary_key)
        return tuple(name for name in names if name is not None)

    @cached_property
    def assigned(self) -> frozenset[str]:
        """Attributes that the database, the mapper or an inherited table fills."""
        mapper = self.mapper
        kept = {c for c in (mapper.polymorphic_on, mapper.version_id_col) if isinstance(c, sa.Column)}
        return frozenset(name for name, columns in self.columns.items() if kept & {*columns} or _assigned(columns[-1]))

    @cached_property
    def values(self) -> dict[str, sa.Column[Any]]:
        """The columns that a factory gives values to, by attribute: neither assigned nor filled by a parent."""
        linked = {column for parent in self.parents.values() for column, _ in parent.pairs}
        inherited = {column for table in self.tables[1:] for column in table.primary_key}
        return {
            name: columns[-1]
            for name, columns in self.columns.items()
            if name not in self.assigned and not linked & {*columns} and columns[-1] not in inherited
        }

    @cached_property
    def parents(self) -> dict[str, Parent]:
        """Foreign keys, by relationship or by their first attribute."""
        found: dict[str, Parent] = {}
        taken: set[frozenset[sa.Column[Any]]] = set()
        for relationship in self.mapper.relationships:
            if relationship.direction is not orm.MANYTOONE or relationship.viewonly:
                continue
            parent = self._related(relationship)
            columns = frozenset(column for column, _ in parent.pairs)
            if columns not in taken:
                taken.add(columns)
                found[relationship.key] = parent
        filled = {column for columns in taken for column in columns}
        for parent in self._bare(filled):
            found.setdefault(parent.name, parent)
        return found

    def _related(self, relationship: RelationshipProperty[Any]) -> Parent:
        pairs: Pairs = tuple((child, parent) for parent, child in relationship.synchronize_pairs)  # type: ignore[misc]
        return self._parent(relationship.key, relationship.mapper, pairs, related=True)

    def _bare(self, filled: Set[sa.Column[Any]]) -> Iterator[Parent]:
        """Foreign keys with a column that no relationship fills."""
        for table in self.tables:
            for constraint in sorted(table.foreign_key_constraints, key=lambda c: tuple(c.column_keys)):
                pairs = tuple((element.parent, element.column) for element in constraint.elements)
                own = {column for column, _ in pairs}
                if constraint.referred_table in self.tables and own == set(table.primary_key):
                    continue
                free = [name for column, _ in pairs if column not in filled and (name := self.attribute(column))]
                if free:
                    yield self._parent(free[0], mapper_of(constraint.referred_table), pairs, related=False)

    def _parent(
        self,
        name: str,
        target: Mapper[Any] | None,
        pairs: Pairs,
        related: bool,
    ) -> Parent:
        own = [column for column, _ in pairs]
        nullable = any(bool(column.nullable) and not column.primary_key for column in own)
        through = next((g for g in map(declared, own) if isinstance(g, Through)), None)
        path = through.path if through else ()
        return Parent(name, target, own[0].table, pairs, related, nullable, path)

    @cached_property
    def collections(self) -> dict[str, Collection]:
        """Relationships whose objects point back here."""
        return {
            relationship.key: _collection(relationship)
            for relationship in self.mapper.relationships
            if relationship.direction is not orm.MANYTOONE and not relationship.viewonly
        }

    def parent_of(self, columns: Set[str], table: sa.Table | None = None) -> Parent | None:
        """The parent that these foreign key columns decide about, by the shortest key that has them."""
        found = [p for p in self.parents.values() if table in (None, p.table) and columns <= p.columns]
        return min(found, key=lambda parent: len(parent.columns), default=None)

    def path(self, parent: Parent) -> list[Parent]:
        """The parents that lead to the same object: as declared, or because a wider key holds this one's columns."""
        if parent.path:
            return self._followed([{column} for column in parent.path])
        for wider in self.parents.values():
            if wider.table is parent.table and wider.columns > parent.columns:
                return self._followed(
                    [wider.columns, {str(k.name) for c, k in wider.pairs if c.name in parent.columns}]
                )
        return []

    def _followed(self, steps: list[Set[str]]) -> list[Parent]:
        """The parents along foreign keys; none where the classes do not have them all."""
        found: list[Parent] = []
        kind = self
        for columns in steps:
            parent = kind.parent_of(columns, found[-1].referred if found else None)
            if parent is None or parent.target is None:
                return []
            found.append(parent)
            kind = mapped(parent.target.class_)
        return found


def _assigned(column: sa.Column[Any]) -> bool:
    """Whether the database fills a column: computed, counted, or by a trigger."""
    if column.computed is not None or column.identity is not None:
        return True
    if isinstance(column.server_default, sa.FetchedValue) and not isinstance(column.server_default, sa.DefaultClause):
        return True
    if not column.primary_key:
        return False
    counted = isinstance(column.table, sa.Table) and column.table.autoincrement_column is column
    return bool(counted or column.server_default is not None or isinstance(column.default, sa.Sequence))


def _collection(relationship: RelationshipProperty[Any]) -> Collection:
    many, target = bool(relationship.uselist), relationship.mapper
    if relationship.direction is orm.MANYTOMANY:
        return Collection(relationship.key, target, many, None, False)
    columns = frozenset(child for _, child in relationship.synchronize_pairs)
    for parent in mapped(target.class_).parents.values():
        if frozenset(column for column, _ in parent.pairs) == columns:
            return Collection(relationship.key, target, many, parent.name, parent.related)
    return Collection(relationship.key, target, many, None, False)


def mapper(model: type) -> Mapper[Any]:
    """The mapper of a class."""
    found: Any = sa.inspect(model, raiseerr=False)
    if isinstance(found, Mapper):
        return found
    name = f"{model.__module__}.{model.__qualname__}" if isinstance(model, type) else repr(model)
    raise TypeError(f"{name} is not mapped by SQLAlchemy; give a mapped class, or write a factory.Factory for it")


_kinds: dict[type, Mapped] = {}


def mapped(model: type) -> Mapped:
    """What a class consists of."""
    if model not in _kinds:
        _kinds[model] = Mapped(model)
    return _kinds[model]


def mapper_of(table: sa.Table) -> Mapper[Any] | None:
    """The class mapped to a table, the one furthest up where there are several."""
    found: list[Mapper[Any]] = [each for each in mappers(table.metadata) if each.local_table is table]
    return min(found, key=lambda each: len(list(each.iterate_to_root())), default=None)


def buildable(mapper: Mapper[Any]) -> Mapper[Any]:
    """The class itself, or the first below it that rows can be of: a base without an identity has no rows."""
    if mapper.polymorphic_on is None or mapper.polymorphic_identity is not None:
        return mapper
    below = (m for m in mapper.self_and_descendants if m.polymorphic_identity is not None)
    return next(below, mapper)
