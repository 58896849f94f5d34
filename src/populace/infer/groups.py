"""Unique groups: sets of columns whose values together must not repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
import sqlglot
from sqlglot import expressions as E

from populace.schema.annotations import annotations as facts

INJECTIVE = (E.Lower, E.Upper, E.Coalesce, E.Trim, E.Cast, E.Paren, E.Collate, E.Column, E.Identifier, E.Literal, E.MD5,
             E.SHA, E.SHA2, E.DataType, E.Null, E.Var, E.Neg)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Columns whose values together must not repeat; *where* limits that to some rows."""

    columns: tuple[str, ...]
    name: str
    where: str | None = None
    nulls_repeat: bool = True
    """NULLs count as different from each other."""
    apart: str | None = None
    """A range column whose values must not overlap."""
    unsure: str | None = None
    """An expression that may give the same value for different columns."""


def groups(table: sa.Table, dialect: str) -> list[Group]:
    """Every primary key, UNIQUE and unique index of *table*, the smaller ones first, each once."""
    found = []
    if table.primary_key.columns:
        found.append(Group(_names(table.primary_key.columns), "primary key", nulls_repeat=False))
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint) and constraint.columns:
            distinct = not _option(constraint, "postgresql", "nulls_not_distinct")
            found.append(Group(_names(constraint.columns), str(constraint.name or "UNIQUE"), nulls_repeat=distinct))
    found += [_index(index, dialect) for index in table.indexes if index.unique]
    for excluded in facts(table).get("exclude", []):
        names = tuple(column for column, _ in excluded["columns"])
        apart = next((column for column, operator in excluded["columns"] if operator == "&&"), None)
        found.append(Group(names, excluded["name"], excluded.get("where"), apart=apart))
    usable = sorted((group for group in found if group.columns), key=lambda g: (g.columns, g.name))  # they come as sets
    unique = {
        (frozenset(g.columns), g.where, g.unsure): g for g in sorted(usable, key=lambda g: g.nulls_repeat, reverse=True)
    }
    return sorted(unique.values(), key=lambda g: (g.where is not None, len(g.columns), g.columns))


def _names(columns: sa.sql.base.ReadOnlyColumnCollection[str, sa.Column[object]]) -> tuple[str, ...]:
    return tuple(str(column.name) for column in columns)


def _option(item: sa.UniqueConstraint | sa.Index, dialect: str, name: str) -> object:
    options = item.dialect_options
    return options[dialect].get(name) if dialect in options else None


def _index(index: sa.Index, dialect: str) -> Group:
    options = index.dialect_options
    where = next(
        (
            options[d]["where"]
            for d in (dialect, "postgresql", "sqlite")
            if d in options and options[d].get("where") is not None
        ),
        None,
    )  # fmt: skip
    distinct = not _option(index, "postgresql", "nulls_not_distinct")
    columns: list[str] = []
    unsure = None
    for expression in index.expressions:
        if isinstance(expression, sa.Column):
            columns.append(str(expression.name))
            continue
        text = text_of(expression, dialect)
        inside, safe = _inside(text, dialect)
        known = {str(c.name).lower(): str(c.name) for c in index.table.columns} if index.table is not None else {}
        columns += [known[name.lower()] for name in inside if name.lower() in known]
        unsure = unsure if safe else text
    return Group(
        tuple(dict.fromkeys(columns)), str(index.name or "unique index"),
        text_of(where, dialect) if where is not None else None, distinct, unsure=unsure,
    )  # fmt: skip


def text_of(expression: object, dialect: str) -> str:
    """The SQL text of an expression of SQLAlchemy's, or the text itself."""
    if isinstance(expression, sa.sql.elements.TextClause):
        return expression.text
    if isinstance(expression, sa.ClauseElement):
        named = dialect if dialect in ("postgresql", "sqlite", "mysql") else "sqlite"
        module = __import__(f"sqlalchemy.dialects.{named}", fromlist=["dialect"])
        compiled = expression.compile(
            dialect=module.dialect(), compile_kwargs={"literal_binds": True, "include_table": False}
        )
        return str(compiled)
    return str(expression)


def _inside(text: str, dialect: str) -> tuple[list[str], bool]:
    """The column names in an index expression, and whether different values stay different in it."""
    text = re.sub(r"(?i)\s+(asc|desc)\b(\s+nulls\s+(first|last))?\s*$", "", text)
    reading = {"postgresql": "postgres", "mariadb": "mysql"}.get(
        dialect, dialect if dialect in ("sqlite", "mysql") else None
    )
    try:
        tree = sqlglot.parse_one(text, read=reading)
    except sqlglot.errors.SqlglotError:
        return re.findall(r"\w+", text), False
    names = [column.name for column in tree.find_all(E.Column)]
    return names, all(isinstance(node, INJECTIVE) for node in tree.walk())
