"""Foreign keys, declared or guessed, as one kind of thing: links from a table's columns to a parent's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from populace.schema.annotations import annotations as facts


@dataclass(frozen=True)
class Link:
    """Columns of a table that hold the *keys* of a row of *parent*; *name* is the hidden column with its row number."""

    name: str
    columns: tuple[str, ...]
    parent: str
    keys: tuple[str, ...]
    nullable: bool
    constraint: sa.ForeignKeyConstraint | None
    why: str


def links(table: sa.Table, known: Collection[str]) -> list[Link]:
    """The links of *table* to the tables *known* (others point to nothing), declared ones first."""
    found = [_declared(table, constraint) for constraint in _constraints(table)]
    taken = {column for link in found for column in link.columns}
    for column in table.columns:
        guess = facts(column).get("references")
        if isinstance(guess, dict) and column.name not in taken and guess["table"] in known:
            found.append(
                Link(
                    f"→{column.name}", (column.name,), guess["table"], (guess["column"],),
                    bool(column.nullable), None, f"guess: {guess['why']}",
                )
            )  # fmt: skip
    return found


def _constraints(table: sa.Table) -> list[sa.ForeignKeyConstraint]:
    """Foreign key constraints in a fixed order, each set of columns and target once."""
    unique: dict[tuple[tuple[str, ...], str], sa.ForeignKeyConstraint] = {}
    for constraint in table.foreign_key_constraints:
        key = (tuple(c.name for c in constraint.columns), constraint.referred_table.fullname)
        unique.setdefault(key, constraint)
    return [unique[key] for key in sorted(unique)]


def _declared(table: sa.Table, constraint: sa.ForeignKeyConstraint) -> Link:
    columns = tuple(str(column.name) for column in constraint.columns)
    keys = tuple(str(element.column.name) for element in constraint.elements)
    parent = constraint.referred_table.fullname
    nullable = any(column.nullable and not column.primary_key for column in constraint.columns)
    same = sum(set(c.name for c in other.columns) == set(columns) for other in table.foreign_key_constraints)
    name = "→" + ",".join(columns) + (f"→{parent}" if same > 1 else "")
    return Link(name, columns, parent, keys, nullable, constraint, f"foreign key to {parent}({', '.join(keys)})")
