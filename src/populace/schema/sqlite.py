"""Reading a SQLite database from its PRAGMAs, and what they do not tell (CHECKs, expressions) from the CREATE text."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import base as dialect

from populace.schema.annotations import annotate, literal, note
from populace.schema.ddl import definitions, index_parts

# Words of a declared type that SQLite itself gives numeric affinity but that people mean otherwise.
MEANT: Mapping[str, type[sa.types.TypeEngine[Any]]] = {
    "STRING": sa.Text, "INET": sa.Text, "ENUM": sa.Text, "XML": sa.Text, "ANY": sa.Text, "INTERVAL": sa.Text,
    "BYTEA": sa.LargeBinary, "BINARY": sa.LargeBinary, "VARBINARY": sa.LargeBinary, "IMAGE": sa.LargeBinary,
    "TIMESTAMPTZ": sa.DateTime, "DATETIME2": sa.DateTime, "TIMESTAMP WITH TIME ZONE": sa.DateTime,
    "TIMESTAMP WITHOUT TIME ZONE": sa.DateTime, "DATETIMEOFFSET": sa.DateTime, "YEAR": sa.Integer,
    "SERIAL": sa.Integer, "BIT": sa.Boolean, "LOGICAL": sa.Boolean, "MONEY": sa.Numeric, "NUMBER": sa.Numeric,
}  # fmt: skip
Row = tuple[Any, ...]
UUIDS = {"UUID", "GUID", "UNIQUEIDENTIFIER"}


def reflect(connection: sa.Connection, metadata: sa.MetaData, skip: frozenset[str]) -> None:
    """Add the tables of a SQLite database to *metadata*, with every constraint that the database enforces."""
    creates = _creates(connection, metadata)
    for name in sorted(skip & creates.keys()):
        note(metadata, f"{name}: the book-keeping of a migration tool is left alone")
        del creates[name]
    for name, sql in creates.items():
        _table(connection, metadata, name, sql)
    for name, sql in creates.items():
        _add_foreign_keys(connection, metadata.tables[name], sql)
    for table in metadata.tables.values():
        _type_from_parent(table)
    for name, triggers in _triggers(connection).items():
        if name in metadata.tables:
            annotate(metadata.tables[name], triggers=triggers)


def _triggers(connection: sa.Connection) -> dict[str, list[str]]:
    """The triggers that an insert sets off, by table: those whose first event is INSERT."""
    found: dict[str, list[str]] = {}
    for name, table, sql in connection.execute(
        sa.text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    ):
        event = re.search(r"(?i)\b(INSERT|UPDATE|DELETE)\b", sql)
        if event and event.group().upper() == "INSERT":
            found.setdefault(table, []).append(name)
    return found


def sql_type(declared: str) -> tuple[sa.types.TypeEngine[Any], str | None]:
    """The type of a declared type's text, by SQLite's own affinity rules and what people mean by the word."""
    text = re.sub(r"\s+", " ", re.sub(r"\bGENERATED ALWAYS\b", "", declared.upper())).strip()
    match = re.match(r"([\w ]*)", text)
    word = match.group(1).strip() if match else ""
    numbers = [int(number) for number in re.findall(r"\d+", text[len(word) :])]
    if word in UUIDS:
        return sa.String(36), "uuid"
    if word == "TINYINT" and numbers == [1]:
        return sa.Boolean(), None
    kind = dialect.ischema_names.get(word) or MEANT.get(word) or _affinity(word)
    try:
        return kind(*numbers), None
    except TypeError:
        return kind(), None


def _affinity(word: str) -> type[sa.types.TypeEngine[Any]]:
    """Section 3.1 of SQLite's "Datatypes"; a column without a type takes anything, so text."""
    if "INT" in word:
        return sa.Integer
    if not word or any(part in word for part in ("CHAR", "CLOB", "TEXT")):
        return sa.Text
    if "BLOB" in word:
        return sa.LargeBinary
    return sa.Float if any(part in word for part in ("REAL", "FLOA", "DOUB")) else sa.Numeric


def _creates(connection: sa.Connection, metadata: sa.MetaData) -> dict[str, str]:
    """The CREATE statements of ordinary tables; virtual tables and the tables that hold their data are left out."""
    rows = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    )
    tables = {name: sql for name, sql in rows if sql}
    virtual = [name for name, sql in tables.items() if re.match(r"(?i)\s*CREATE\s+VIRTUAL", sql)]
    for name in virtual:
        note(metadata, f"{name}: a virtual table is left empty")
    kinds = {row[1]: row[2] for row in connection.execute(sa.text("PRAGMA table_list"))}
    return {name: sql for name, sql in sorted(tables.items()) if name not in virtual and kinds.get(name) != "shadow"}


def _pragma(connection: sa.Connection, pragma: str, name: str) -> list[Row]:
    quoted = name.replace("'", "''")
    # A PRAGMA takes no bound parameters.
    return [tuple(row) for row in connection.execute(literal(f"PRAGMA {pragma}('{quoted}')"))]


def _table(connection: sa.Connection, metadata: sa.MetaData, name: str, sql: str) -> None:
    parts = definitions(sql)
    generated = {part.name.lower(): part.generated for part in parts if part.generated}
    info = [row for row in _pragma(connection, "table_xinfo", name) if row[6] != 1]
    key = [row[1] for row in sorted(info, key=lambda row: int(row[5])) if row[5]]
    checks = [sa.CheckConstraint(literal(text), name=title) for part in parts for title, text in part.checks]
    table = sa.Table(
        name,
        metadata,
        *[_column(row, generated.get(row[1].lower())) for row in info],
        sa.PrimaryKeyConstraint(*key),
        *checks,
    )
    for row in info:
        _, meant = sql_type(row[2])
        if meant or not row[2]:
            annotate(table.c[row[1]], sqltype=meant or "")
    _add_uniques(connection, table)


def _column(row: Row, generated: str | None) -> sa.Column[Any]:
    _, name, declared, required, default, key, hidden = row
    type_, _ = sql_type(declared)
    nullable = not required and not key
    if hidden in (2, 3):
        computed = sa.Computed(literal(generated or "NULL"), persisted=hidden == 3)
        return sa.Column(name, type_, computed, nullable=nullable)
    server_default = literal(default) if default is not None else None
    return sa.Column(name, type_, nullable=nullable, server_default=server_default)


def _add_uniques(connection: sa.Connection, table: sa.Table) -> None:
    """UNIQUE constraints, which SQLite holds as indexes, and the indexes of CREATE INDEX."""
    for _, name, unique, origin, *_ in reversed(_pragma(connection, "index_list", table.name)):
        keys = [row for row in _pragma(connection, "index_xinfo", name) if row[5]]
        columns = [row[2] for row in keys]
        if origin == "u":
            table.append_constraint(sa.UniqueConstraint(*columns))
        elif origin == "c":
            _add_index(connection, table, name, columns, bool(unique))
        folded = [row[2] for row in keys if row[4] == "NOCASE" and row[2]]
        if unique and folded:
            _add_case_insensitive(table, name, columns, folded)


def _add_index(connection: sa.Connection, table: sa.Table, name: str, columns: list[Any], unique: bool) -> None:
    select = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = :name")
    expressions, where = index_parts(connection.execute(select, {"name": name}).scalar_one())
    parts = [
        literal(expression) if column is None else table.c[column]
        for column, expression in zip(columns, expressions, strict=False)
    ]
    options: Any = {"sqlite_where": literal(where)} if where else {}
    table.indexes.add(sa.Index(name, *parts, unique=unique, _table=table, **options))


def _add_case_insensitive(table: sa.Table, name: str, columns: list[Any], folded: list[str]) -> None:
    """COLLATE NOCASE: two values that differ only in case are the same to a unique constraint."""
    parts = [sa.func.lower(table.c[column]) if column in folded else table.c[column] for column in columns if column]
    if len(parts) == len(columns):
        sa.Index(f"{name}_nocase", *parts, unique=True)


def _add_foreign_keys(connection: sa.Connection, table: sa.Table, sql: str) -> None:
    """The PRAGMA numbers the foreign keys from the last one written to the first."""
    keys: dict[int, list[Row]] = {}
    for row in _pragma(connection, "foreign_key_list", table.name):
        keys.setdefault(row[0], []).append(row)
    written = [reference for part in definitions(sql) for reference in part.references][::-1]
    for number in sorted(keys, reverse=True):
        name, deferrable, deferred = written[number] if len(written) == len(keys) else (None, False, False)
        options: dict[str, Any] = {"name": name}
        if deferrable:
            options |= {"deferrable": True, "initially": "DEFERRED" if deferred else None}
        _add_foreign_key(table, sorted(keys[number], key=lambda row: int(row[1])), options)


def _add_foreign_key(table: sa.Table, rows: list[Row], options: dict[str, Any]) -> None:
    columns = [_named(table, row[3]) for row in rows]
    title = f"{table.fullname}.{', '.join(row[3] for row in rows)}"
    target = next((t for t in table.metadata.tables.values() if t.name.lower() == rows[0][2].lower()), None)
    if target is None:
        note(table.metadata, f"{title}: its foreign key to {rows[0][2]} is ignored, there is no such table")
        return
    referred = [_named(target, row[4]) for row in rows] if rows[0][4] else list(target.primary_key.columns)
    if len(referred) != len(columns) or any(column is None for column in [*referred, *columns]):
        note(table.metadata, f"{title}: its foreign key to {target.name} is ignored, the columns do not match")
        return
    actions = {"onupdate": _action(rows[0][5]), "ondelete": _action(rows[0][6])}
    names = [column.name for column in columns if column is not None]
    table.append_constraint(sa.ForeignKeyConstraint(names, referred, **actions, **options))  # type: ignore[arg-type]


def _named(table: sa.Table, name: str) -> sa.Column[Any] | None:
    return next((column for column in table.columns if column.name.lower() == name.lower()), None)


def _action(text: str) -> str | None:
    return None if text == "NO ACTION" else text


def _type_from_parent(table: sa.Table) -> None:
    """A column declared without a type holds what it refers to."""
    for constraint in table.foreign_key_constraints:
        for element in constraint.elements:
            if element.parent.info.get("populace", {}).get("sqltype") == "":
                element.parent.type = element.column.type
