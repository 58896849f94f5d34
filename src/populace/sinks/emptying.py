"""Emptying tables, in the transaction of an open sink: all rows of the tables that are named, and no others.

Rows elsewhere that point to them would be deleted along, changed, or be in the way: `victims` finds
their tables, and nothing is emptied while they have rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from populace.sinks import mariadb_catalog, pg_catalog
from populace.sinks.errors import WriteError, from_driver
from populace.sinks.sql import SqlSink

Name = tuple[str | None, str]
AGAIN = 3
"""How often tables are emptied that triggers fill while others are emptied."""

_PG_NAME = "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "
_PG_EDGES = sa.text("""
    SELECT DISTINCT n.nspname, r.relname, m.nspname, t.relname FROM pg_constraint c
    JOIN pg_class r ON r.oid = COALESCE(pg_partition_root(c.conrelid), c.conrelid)
    JOIN pg_namespace n ON n.oid = r.relnamespace
    JOIN pg_class t ON t.oid = COALESCE(pg_partition_root(c.confrelid), c.confrelid)
    JOIN pg_namespace m ON m.oid = t.relnamespace
    WHERE c.contype = 'f'""")
_PG_MAY_TRUNCATE = sa.text("""
    SELECT c.relkind <> 'f' AND has_table_privilege(c.oid, 'TRUNCATE') FROM pg_class c
    WHERE c.oid = CAST(CAST(:name AS text) AS regclass)""")
_MARIADB_EDGES = sa.text("""
    SELECT DISTINCT table_schema, table_name, referenced_table_schema, referenced_table_name
    FROM information_schema.key_column_usage WHERE referenced_table_name IS NOT NULL""")


@dataclass(frozen=True)
class Victim:
    """A table that nobody asked to empty, whose foreign key points to one that shall be."""

    table: str
    points_to: str
    rows: int


def victims(connection: sa.Connection, tables: Sequence[sa.Table]) -> list[Victim]:
    """The other tables that emptying *tables* would reach, directly or by way of each other."""
    asked = {_name(connection, table) for table in tables}
    edges = _edges(connection)
    found: dict[Name, Name] = {}
    reached = set(asked)
    while new := {child: parent for child, parent in edges if parent in reached and child not in reached}:
        found |= new
        reached |= new.keys()
    return sorted(
        (Victim(_dotted(child), _dotted(parent), _count(connection, child)) for child, parent in found.items()),
        key=lambda victim: victim.table,
    )


def without_transactions(connection: sa.Connection, tables: Iterable[sa.Table]) -> list[str]:
    """Those of *tables* that a roll back does not fill again, for their engine has no transactions."""
    if connection.dialect.name not in ("mysql", "mariadb"):
        return []
    return [table.fullname for table in tables if not mariadb_catalog.known(connection, table).transactional]


def empty(sink: SqlSink, tables: Sequence[sa.Table]) -> None:
    """Delete all rows of *tables*, which are in the order of parents first; a `WriteError` if others point to them."""
    connection = sink.connection
    reached = victims(connection, tables)
    for victim in reached:
        if victim.rows:
            raise WriteError(
                victim.points_to,
                f"{victim.rows:,} rows of {victim.table} may point to it, and {victim.table} is not to be emptied",
                of_rows=False,
            )
    if connection.dialect.name == "postgresql" and not reached and _may_truncate(connection, tables):
        return _truncate(connection, tables)
    for _ in range(AGAIN):
        filled = sink.nonempty(tables)
        if not filled:
            return
        _delete(connection, [table for table in tables if table.fullname in filled])
    left = ", ".join(sink.nonempty(tables))
    if left:
        raise WriteError(left, "has rows again whenever it is emptied; a trigger fills it", of_rows=False)


def restart(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Let what numbers the rows of *tables* begin again; MariaDB ends the transaction for it."""
    for table in tables:
        match connection.dialect.name:
            case "postgresql":
                pg_catalog.restart_sequences(connection, table)
            case "sqlite" if sa.inspect(connection).has_table("sqlite_sequence"):
                counted = sa.table("sqlite_sequence", sa.column("name"))
                connection.execute(sa.delete(counted).where(counted.c.name == table.name))
            case "mysql" | "mariadb":
                name = mariadb_catalog.table_name(table).replace("%", "%%")
                connection.exec_driver_sql(f"ALTER TABLE {name} AUTO_INCREMENT = 1")


def _may_truncate(connection: sa.Connection, tables: Iterable[sa.Table]) -> bool:
    return all(connection.scalar(_PG_MAY_TRUNCATE, {"name": _regclass(table)}) for table in tables)


def _truncate(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """All at once and without CASCADE, so that the server refuses what would reach further."""
    _run(connection, f"TRUNCATE TABLE {', '.join(_only(connection, table) for table in tables)}", tables)


def _delete(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Children first; tables that point to each other at once, or with keys unchecked, since all of them go."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        parts = [f"t{i} AS (DELETE FROM {_only(connection, table)})" for i, table in enumerate(tables)]
        return _run(connection, f"WITH {', '.join(parts)} SELECT 1", tables)
    if dialect == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    unchecked = dialect in ("mysql", "mariadb")
    if unchecked:
        connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
    try:
        for table in reversed(tables):
            name = connection.dialect.identifier_preparer.format_table(table)
            _run(connection, f"DELETE FROM {name}", [table], escaped=True)
    finally:
        if unchecked and not connection.invalidated:
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")


def _run(connection: sa.Connection, statement: str, tables: Iterable[sa.Table], *, escaped: bool = False) -> None:
    try:
        connection.exec_driver_sql(statement if escaped else statement.replace("%", "%%"))
    except sa.exc.DBAPIError as error:
        raise from_driver(next(iter(tables)), error) from error


def _only(connection: sa.Connection, table: sa.Table) -> str:
    """A table without those that inherit from it; but with its partitions."""
    return ("" if pg_catalog.is_partitioned(connection, table) else "ONLY ") + _regclass(table)


def _name(connection: sa.Connection, table: sa.Table) -> Name:
    """The schema and name of *table* as the catalogue has them."""
    match connection.dialect.name:
        case "postgresql":
            query = sa.text(f"{_PG_NAME} CAST(CAST(:name AS text) AS regclass)")
            schema, name = connection.execute(query, {"name": _regclass(table)}).one()
            return schema, name
        case "mysql" | "mariadb":
            return table.schema or connection.scalar(sa.text("SELECT DATABASE()")), table.name
        case "sqlite":
            return None, table.name.lower()
    return table.schema, table.name


def _edges(connection: sa.Connection) -> list[tuple[Name, Name]]:
    """The foreign keys of the database, as the tables that point and those they point to."""
    if connection.dialect.name in ("postgresql", "mysql", "mariadb"):
        query = _PG_EDGES if connection.dialect.name == "postgresql" else _MARIADB_EDGES
        return [((a, b), (c, d)) for a, b, c, d in connection.execute(query)]
    inspector = sa.inspect(connection)
    lower = str.lower if connection.dialect.name == "sqlite" else str
    return [
        ((None, lower(name)), (key["referred_schema"], lower(key["referred_table"])))
        for name in inspector.get_table_names()
        for key in inspector.get_foreign_keys(name)
    ]


def _regclass(table: sa.Table) -> str:
    return ".".join(pg_catalog.quoted(name) for name in (table.schema, table.name) if name)


def _dotted(name: Name) -> str:
    return ".".join(part for part in name if part)


def _count(connection: sa.Connection, name: Name) -> int:
    """The rows of a table of the database."""
    query = sa.select(sa.func.count()).select_from(sa.table(name[1], schema=name[0]))
    return int(connection.scalar(query) or 0)
