"""What the CHECKs of a table say about its columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from populace.infer.asked import Asked, tokens
from populace.infer.groups import text_of
from populace.infer.types import kind_of
from populace.schema.annotations import annotations as facts
from populace.schema.cases import Case, Component, cases
from populace.schema.checks import Check, CheckError, parse
from populace.schema.domain import Domain
from populace.schema.types import arrow_type, raw_type


@dataclass
class Rules:
    """The CHECKs of one table that can be read, and what is known of its columns besides."""

    table: sa.Table
    dialect: str
    now: np.datetime64
    types: dict[str, pa.DataType]
    known: dict[str, Domain]
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, value: str | None = None) -> None:
        """Read one more CHECK; one that cannot be is left to the database, with a note."""
        try:
            check = parse(name, text, self.dialect, self.types, value)
        except CheckError as error:
            self.notes.append(f"{self.table.fullname}: {error}; its rows are left to the database to accept")
            return
        computed = [c for c in check.columns if c in self.table.columns and self.table.columns[c].computed is not None]
        if not computed and check.columns:
            self.checks.append(check)

    def fill(self, columns: Collection[str]) -> None:
        """Take note of columns that are never NULL."""
        self.known |= {c: replace(self.known[c], null=False) for c in columns if c in self.known}

    def components(self) -> list[Component]:
        """The CHECKs that hang together, with the cases in which they hold."""
        return cases(self.checks, self.types, now=self.now, known=self.known)

    def idle(self, where: str, columns: Collection[str]) -> bool:
        """Whether the condition of a unique index on *columns* leaves out no rows but those with a NULL in them."""
        try:
            outside = parse("where", f"NOT ({where}) OR ({where}) IS NULL", self.dialect, self.types, None)
        except CheckError:
            return False
        if not outside.columns:
            return False
        found = cases([*self.checks, outside], self.types, now=self.now, known=self.known)
        ways = next(component.cases for component in found if outside.columns <= component.columns)
        read = outside.columns & set(columns)
        return all(any(way.domains[c].null is True for c in read if c in way.domains) for way in ways)

    def apart(self) -> dict[frozenset[str], str]:
        """Pairs of columns that must differ ("<>"), or of which one, named, must be the lesser."""
        found = {}
        for component in self.components():
            for case in component.cases if len(component.cases) == 1 else ():
                for a, op, b, offset in case.orders:
                    if op == "<>" and offset is None:
                        found[frozenset((a, b))] = op
                    elif op in ("<", ">") and offset is None:
                        found[frozenset((a, b))] = a if op == "<" else b
        return found

    def asked(self, rows: int) -> dict[str, Asked]:
        """Every column that is written, with what its CHECKs allow in one case or another."""
        domains = {column: self.known[column] for column in self.known}
        for component in self.components():
            for column in component.columns:
                inside = [case.domains.get(column, Domain()) for case in component.cases]
                domains[column] = hull(inside)
        return {
            str(column.name): _asked(column, rows, domains.get(str(column.name)))
            for column in self.table.columns
            if column.computed is None
        }


def rules(table: sa.Table, dialect: sa.Dialect, now: np.datetime64) -> Rules:
    """The CHECKs of *table* and of its columns' domains, read."""
    types = {str(column.name): arrow_type(raw_type(column.type, dialect)) for column in table.columns}
    types |= {f"{name}#": pa.int64() for name in _ordinals(table)}
    found = Rules(table, dialect.name, now, types, {str(c.name): _known(c, dialect) for c in table.columns})
    for number, constraint in enumerate(
        sorted(_check_constraints(table), key=lambda c: text_of(c.sqltext, dialect.name))
    ):
        found.add(str(constraint.name or f"{table.name}_check_{number}"), text_of(constraint.sqltext, dialect.name))
    for column in table.columns:
        for text in facts(column).get("domain_checks", ()):
            found.add(f"domain of {column.name}", text, str(column.name))
    return found


def _check_constraints(table: sa.Table) -> list[sa.CheckConstraint]:
    """CHECKs of the table; those that a Boolean or Enum column brings along say nothing that its type does not."""
    return [c for c in table.constraints if isinstance(c, sa.CheckConstraint) and not getattr(c, "_type_bound", False)]


def _ordinals(table: sa.Table) -> list[str]:
    return ["→" + ",".join(str(c.name) for c in f.columns) for f in table.foreign_key_constraints] + [
        f"→{c.name}" for c in table.columns
    ]


def _known(column: sa.Column[object], dialect: sa.Dialect) -> Domain:
    """What the column's type says: NOT NULL, the labels of an enum, the greatest length."""
    kind = raw_type(column.type, dialect)
    null = None if column.nullable and not column.primary_key else False
    if isinstance(kind, sa.Enum):
        return Domain(null=null, values=tuple(kind.enums))
    if isinstance(kind, sa.String) and kind.length:
        return Domain(null=null, max_length=kind.length)
    return Domain(null=null)


def _asked(column: sa.Column[object], rows: int, domain: Domain | None) -> Asked:
    kind = raw_type(column.type)
    length = getattr(kind, "length", None)
    if domain is not None and domain.max_length is not None and isinstance(kind, sa.String) and not domain.octets:
        length = domain.max_length  # of its type as well, which is among what is known
    plain = domain is None or replace(domain, null=None, max_length=None) == Domain()
    name = str(column.name)
    return Asked(column, kind_of(column.type), False, None if plain else domain, length, rows, tokens(name))


def hull(domains: Sequence[Domain]) -> Domain:
    """The smallest simple domain around *domains*, leaving out those that only say NULL."""
    inside = [domain for domain in domains if domain.null is not True]
    if not inside or len(set(inside)) == 1:
        return inside[0] if inside else Domain(null=True)
    values = None
    if all(domain.values is not None for domain in inside):
        values = tuple(dict.fromkeys(value for domain in inside for value in domain.values or ()))
    lows: list[Any] = [domain.low for domain in inside]
    highs: list[Any] = [domain.high for domain in inside]
    lengths = [domain.max_length for domain in inside]
    same = inside[0]
    return Domain(
        null=False if all(domain.null is False for domain in domains) else None,
        values=values,
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
        max_length=max(n for n in lengths if n is not None) if all(n is not None for n in lengths) else None,
        patterns=tuple(p for p in same.patterns if all(p in domain.patterns for domain in inside)),
        case=same.case if all(domain.case == same.case for domain in inside) else None,
    )


def only_case(component: Component, column: str) -> Domain | None:
    """The domain of *column* where it is the same in every case; None where cases differ."""
    domains = {case.domains.get(column, Domain()) for case in component.cases}
    return domains.pop() if len(domains) == 1 else None


__all__ = ["Case", "Rules", "hull", "only_case", "rules"]
