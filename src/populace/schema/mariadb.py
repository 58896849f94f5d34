"""Reading a MariaDB or MySQL database from information_schema.

SHOW CREATE TABLE would have to be parsed, and names with quotes in them, CHECKs of columns
and tables with system versioning get lost on the way.
"""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from populace.schema.annotations import annotate, literal, note
from populace.schema.ddl import without_parentheses
from populace.schema.mariadb_partitions import annotate_partitions
from populace.schema.mariadb_types import sql_type

Row = Mapping[str, Any]
Schema = dict[str, sa.Table]

TABLES = """
SELECT t.table_name, t.table_type, t.engine, e.transactions FROM information_schema.tables t
LEFT JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = DATABASE() ORDER BY t.table_name"""
COLUMNS = "SELECT * FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position"
INDEXES = """
SELECT * FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0
ORDER BY index_name, seq_in_index"""
FOREIGN_KEYS = """
SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,
  k.referenced_column_name, r.update_rule, r.delete_rule
FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
  AND r.table_name = k.table_name
WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
ORDER BY k.constraint_name, k.ordinal_position"""
CHECKS_OF_MYSQL = """
SELECT t.table_name, c.constraint_name, c.check_clause FROM information_schema.check_constraints c
JOIN information_schema.table_constraints t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
WHERE c.constraint_schema = DATABASE() AND t.constraint_type = 'CHECK' ORDER BY c.constraint_name"""
CHECKS_OF_MARIADB = """
SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE() ORDER BY constraint_name"""
TRIGGERS = """
SELECT event_object_table AS table_name, trigger_name FROM information_schema.triggers
WHERE trigger_schema = DATABASE() AND event_manipulation = 'INSERT' ORDER BY trigger_name"""
QUOTING = {"ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"}
"""Modes in which names stand in double quotes."""
FILLED = ("BASE TABLE", "SYSTEM VERSIONED")


def reflect(connection: sa.Connection, metadata: sa.MetaData, skip: frozenset[str]) -> None:
    """Add the tables of the connection's database to *metadata*, with every constraint that the server enforces."""
    mode = str(connection.scalar(sa.text("SELECT @@SESSION.sql_mode")))
    backticked = ",".join(word for word in mode.split(",") if word not in QUOTING)  # so is what the catalogue says
    connection.execute(sa.text("SET SESSION sql_mode = :mode"), {"mode": backticked})
    try:
        _reflect(connection, metadata, skip)
    finally:
        connection.execute(sa.text("SET SESSION sql_mode = :mode"), {"mode": mode})


def _reflect(connection: sa.Connection, metadata: sa.MetaData, skip: frozenset[str]) -> None:
    listed = _rows(connection, TABLES)
    annotate(metadata, default_schema=connection.scalar(sa.text("SELECT DATABASE()")))
    annotate(metadata, views=[row["table_name"] for row in listed if row["table_type"] == "VIEW"])
    names = [row["table_name"] for row in listed if row["table_type"] in FILLED]
    for name in sorted(skip.intersection(names)):
        note(metadata, f"{name}: the book-keeping of a migration tool is left alone")
    columns = _by_table(_rows(connection, COLUMNS))
    tables = {
        name: sa.Table(name, metadata, *[_column(row, _is_mariadb(connection)) for row in columns[name]])
        for name in names
        if name not in skip
    }
    _add_indexes(connection, tables)
    _add_checks(connection, tables)
    _add_foreign_keys(connection, tables)
    annotate_partitions(connection, tables)
    for name, rows in _by_table(_rows(connection, TRIGGERS)).items():
        if name in tables:
            annotate(tables[name], triggers=[row["trigger_name"] for row in rows])
    for row in listed:
        if row["table_name"] in tables and row["transactions"] != "YES":
            annotate(tables[row["table_name"]], engine=row["engine"])
            note(
                metadata,
                f"{row['table_name']}: its engine {row['engine']} has no transactions; after a failure its rows are "
                "deleted again, but a process that is killed leaves those that it has written",
            )


def _rows(connection: sa.Connection, statement: str) -> list[Row]:
    """The rows of a query, by names in lower case: MySQL spells those of its catalogue in upper case."""
    return [
        {name.lower(): _text(value) for name, value in row.items()}
        for row in connection.execute(literal(statement)).mappings()
    ]


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _by_table(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["table_name"], []).append(row)
    return found


def _is_mariadb(connection: sa.Connection) -> bool:
    return bool(getattr(connection.dialect, "is_mariadb", False))


def _column(row: Row, mariadb: bool) -> sa.Column[Any]:
    name, extra = row["column_name"], (row["extra"] or "").lower()
    made = sql_type(row["column_type"], row["character_set_name"], row["collation_name"])
    options: dict[str, Any] = {"nullable": row["is_nullable"] == "YES", "autoincrement": "auto_increment" in extra}
    parts: list[Any] = []
    if row.get("generation_expression"):
        stored = "virtual" not in extra
        parts = [sa.Computed(literal(_unescaped(row["generation_expression"], mariadb)), persisted=stored)]
    else:
        options["server_default"] = _default(row, mariadb)
    column: sa.Column[Any] = sa.Column(name, sa.types.NULLTYPE if made is None else made, *parts, **options)
    if made is None:
        annotate(column, sqltype=row["column_type"].lower())
    if getattr(made, "unsigned", False) and isinstance(made, sa.Numeric | sa.Float):
        annotate(column, domain_checks=["VALUE >= 0"])
    if row["character_set_name"] and made is not None:
        annotate(column, charset=row["character_set_name"], collation=row["collation_name"])
    return column


def _default(row: Row, mariadb: bool) -> sa.TextClause | None:
    """MariaDB gives the default as SQL; MySQL as a bare value, unless it is an expression. Zero dates are none."""
    text = row["column_default"]
    if text is None or text == "NULL":
        return None
    if not mariadb and "DEFAULT_GENERATED" not in row["extra"] and not re.fullmatch(r"-?\d+(\.\d+)?|b'.*'", text):
        text = "'" + text.replace("'", "''") + "'"
    return None if text.startswith("'0000-00-00") else literal(text)


def _unescaped(text: str, mariadb: bool) -> str:
    r"""MySQL keeps expressions with their quotes escaped, and says the character set of each literal: _latin1\'x\'."""
    if mariadb:
        return text
    return re.sub(r"_(?:utf8mb[34]|latin1|ascii|utf8)(?=')", "", text.replace("\\'", "'"))


def _add_indexes(connection: sa.Connection, tables: Schema) -> None:
    """Primary keys and unique indexes; others do not matter."""
    for name, rows in _by_table(_rows(connection, INDEXES)).items():
        if name not in tables:
            continue
        keys: dict[str, list[Row]] = {}
        for row in rows:
            keys.setdefault(row["index_name"], []).append(row)
        for index, parts in keys.items():
            _add_index(tables[name], index, parts)


def _add_index(table: sa.Table, name: str, parts: list[Row]) -> None:
    """A part without a column is an expression; of a text with *sub_part* only the first characters are compared."""
    if name == "PRIMARY":
        # A generated column of the key (the end of a row's period) is not ours to write.
        own = [table.c[row["column_name"]] for row in parts if table.c[row["column_name"]].computed is None]
        table.append_constraint(sa.PrimaryKeyConstraint(*own))
        return
    columns = [row["column_name"] for row in parts]
    if all(columns):
        table.append_constraint(sa.UniqueConstraint(*columns, name=name))
    else:
        expressions = [table.c[c] if (c := r["column_name"]) else literal(r["expression"]) for r in parts]
        sa.Index(name, *expressions, unique=True, _table=table)
    for row in parts:
        if row["sub_part"] and row["column_name"]:
            _compare_only(table.c[row["column_name"]], int(row["sub_part"]))


def _compare_only(column: sa.Column[Any], most: int) -> None:
    """Values that differ in their first *most* characters: those that have no more."""
    kind: Any = column.type
    if isinstance(kind, sa.String | sa.types._Binary) and (kind.length is None or kind.length > most):
        column.type = kind.copy()
        column.type.length = most


def _add_checks(connection: sa.Connection, tables: Schema) -> None:
    """CHECKs of tables and columns; json_valid alone is how MariaDB declares JSON."""
    mariadb = _is_mariadb(connection)
    query = CHECKS_OF_MARIADB if mariadb else CHECKS_OF_MYSQL
    for row in _rows(connection, query) if _has_checks(connection) else []:
        table = tables.get(row["table_name"])
        if table is None:
            continue
        text = without_parentheses(_unescaped(row["check_clause"], mariadb))
        found = re.fullmatch(r"json_valid\(`((?:[^`]|``)*)`\)", text)
        if found:
            table.c[found[1].replace("``", "`")].type = mysql.JSON()
        else:
            table.append_constraint(sa.CheckConstraint(literal(text), name=row["constraint_name"]))


def _has_checks(connection: sa.Connection) -> bool:
    """Older servers read CHECKs and forget them."""
    found = "SELECT 1 FROM information_schema.tables WHERE table_name = 'CHECK_CONSTRAINTS' LIMIT 1"
    return connection.scalar(sa.text(found)) is not None


def _add_foreign_keys(connection: sa.Connection, tables: Schema) -> None:
    folded = {name.lower(): table for name, table in tables.items()}
    database = connection.scalar(sa.text("SELECT DATABASE()"))
    keys: dict[tuple[str, str], list[Row]] = {}
    for row in _rows(connection, FOREIGN_KEYS):
        keys.setdefault((row["table_name"], row["constraint_name"]), []).append(row)
    for (name, title), rows in keys.items():
        if name not in tables:
            continue
        first, columns = rows[0], [row["column_name"] for row in rows]
        target = folded.get(first["referenced_table_name"].lower())
        if target is None or first["referenced_table_schema"].lower() != str(database).lower():
            where = f"{first['referenced_table_schema']}.{first['referenced_table_name']}"
            note(tables[name].metadata, f"{name}.{', '.join(columns)}: its foreign key to {where} is ignored")
            continue
        referred = [_named(target, row["referenced_column_name"]) for row in rows]
        parts = [_named(tables[name], column).name for column in columns]
        onupdate, ondelete = _action(first["update_rule"]), _action(first["delete_rule"])
        key = sa.ForeignKeyConstraint(parts, referred, name=title, onupdate=onupdate, ondelete=ondelete)
        tables[name].append_constraint(key)


def _named(table: sa.Table, name: str) -> sa.Column[Any]:
    """Names of columns are the same in any case."""
    return next(column for column in table.columns if column.name.lower() == name.lower())


def _action(rule: str) -> str | None:
    return None if rule in ("RESTRICT", "NO ACTION") else rule
