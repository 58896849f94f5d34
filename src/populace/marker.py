"""The marker that protects a database from being filled or emptied, whoever runs it and from where.

PostgreSQL keeps it in the comment of the database, MariaDB in a table and, since its version 10.5,
in the comment too, which users see who may not see the table. Everything else has the table.
"""

from pathlib import Path

import sqlalchemy as sa

MARKER = "populace:protected"
TABLE = "populace_protected"

_PG_COMMENT = sa.text(
    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
)
_PG_TABLES = sa.text(
    "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relname = :name AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1"
)
_MARIADB_DATABASE = sa.text("SELECT * FROM information_schema.schemata WHERE schema_name = DATABASE()")
_MARIADB_TABLE = sa.text(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = :name"
)
_DENIED = "42501"


def name_of(connection: sa.Connection) -> str:
    """The name of the database as it calls itself; of a SQLite file, the file's."""
    match connection.dialect.name:
        case "postgresql":
            return str(connection.scalar(sa.text("SELECT current_database()")))
        case "mysql" | "mariadb":
            return str(connection.scalar(sa.text("SELECT DATABASE()")) or "")
        case "sqlite":
            path = connection.exec_driver_sql("PRAGMA database_list").first()
            return Path(path[2]).name if path and path[2] else ":memory:"
    return connection.engine.url.database or ""


def marked(connection: sa.Connection) -> str | None:
    """Where the marker of the database is, in words; None if it has none."""
    if MARKER in (_comment(connection) or ""):
        return "the comment of the database"
    schemas = _schemas(connection)
    return f"the table {'.'.join(filter(None, [schemas[0], TABLE]))}" if schemas else None


def protect(connection: sa.Connection) -> bool:
    """Put the marker into the database; whether it was not there before."""
    if marked(connection):
        return False
    comment = _comment(connection)
    text = f"{comment} {MARKER}" if comment else MARKER
    if connection.dialect.name == "postgresql":
        return _protect_postgres(connection, text)
    _table().create(connection, checkfirst=True)
    if comment is not None:
        _set_comment(connection, text)
    return True


def _protect_postgres(connection: sa.Connection, text: str) -> bool:
    """By the comment; by a table for those who do not own the database."""
    try:
        with connection.begin_nested():
            _set_comment(connection, text)
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", getattr(error.orig, "pgcode", None)) != _DENIED:
            raise
        _table().create(connection)
    return True


def unprotect(connection: sa.Connection) -> bool:
    """Take the marker out of the database; whether there was one."""
    if not marked(connection):
        return False
    comment = _comment(connection) or ""
    if MARKER in comment:
        _set_comment(connection, comment.replace(MARKER, "").strip())
    for schema in _schemas(connection):
        _table(schema).drop(connection)
    return True


def _table(schema: str | None = None) -> sa.Table:
    comment = "populace neither fills nor empties this database while this table is here"
    return sa.Table(TABLE, sa.MetaData(), sa.Column("since", sa.Date), schema=schema, comment=comment)


def _schemas(connection: sa.Connection) -> list[str | None]:
    """The schemas with a table that is a marker; None is the default one."""
    if connection.dialect.name == "postgresql":
        return list(connection.scalars(_PG_TABLES, {"name": TABLE}))
    if connection.dialect.name in ("mysql", "mariadb"):  # which tell who has no right to a table just that
        return [None] if connection.scalar(_MARIADB_TABLE, {"name": TABLE}) else []
    return [None] if sa.inspect(connection).has_table(TABLE) else []


def _comment(connection: sa.Connection) -> str | None:
    """The comment of the database; None where databases have none."""
    if connection.dialect.name == "postgresql":
        return str(connection.scalar(_PG_COMMENT) or "")
    if connection.dialect.name in ("mysql", "mariadb"):
        row = connection.execute(_MARIADB_DATABASE).mappings().first()
        return {name.lower(): value for name, value in row.items()}.get("schema_comment") if row else None
    return None


def _set_comment(connection: sa.Connection, text: str) -> None:
    """A comment is no parameter, but a literal; '' takes it away."""
    dialect = connection.dialect
    name = dialect.identifier_preparer.quote_identifier(name_of(connection))
    if dialect.name == "postgresql":
        verb, escape = f"COMMENT ON DATABASE {name} IS", "E"
    else:
        verb, escape = f"ALTER DATABASE {name} COMMENT =", ""
    literal = text.replace("\\", "\\\\").replace("'", "''").replace("%", "%%")
    connection.exec_driver_sql(f"{verb} {escape}'{literal}'")
