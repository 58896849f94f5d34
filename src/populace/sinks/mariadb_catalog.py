"""What a MariaDB or MySQL server knows of the tables that are loaded."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from populace.sinks.errors import WriteError
from populace.sinks.mariadb_text import Stored

_COLUMNS = "SELECT * FROM information_schema.columns WHERE table_schema = {schema} AND table_name = :name"
_ENGINE = """
SELECT t.engine, e.transactions FROM information_schema.tables t
LEFT JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = {schema} AND t.table_name = :name"""
_COUNT = "SELECT table_rows FROM information_schema.tables WHERE table_schema = {schema} AND table_name = :name"
_KEYS = """
SELECT constraint_name AS title, column_name AS ours, referenced_table_schema AS place,
  referenced_table_name AS target, referenced_column_name AS theirs
FROM information_schema.key_column_usage
WHERE table_schema = {schema} AND table_name = :name AND referenced_table_name IS NOT NULL
ORDER BY constraint_name, ordinal_position"""


@dataclass(frozen=True)
class Known:
    """A table as the server has it."""

    columns: dict[str, Stored]
    engine: str
    transactional: bool


def quoted(name: str) -> str:
    """An identifier, whatever is in it."""
    return "`" + name.replace("`", "``") + "`"


def table_name(table: sa.Table) -> str:
    return ".".join(quoted(name) for name in (table.schema, table.name) if name)


def known(connection: sa.Connection, table: sa.Table) -> Known:
    """The columns and the engine of *table*."""
    columns = {}
    for row in _rows(connection, _COLUMNS, table):
        srid = int(row.get("srs_id") or 0)
        columns[row["column_name"]] = Stored(row["data_type"].lower(), srid, "on update" in row["extra"].lower())
    engine = next(iter(_rows(connection, _ENGINE, table)), {"engine": "", "transactions": "YES"})
    return Known(columns, str(engine["engine"]), engine["transactions"] == "YES")


def exact_count(connection: sa.Connection, table: sa.Table) -> int:
    """The rows of a table whose engine keeps their number."""
    return int(_rows(connection, _COUNT, table)[0]["table_rows"])


def check_foreign_keys(connection: sa.Connection, table: sa.Table) -> None:
    """Find rows that point to nothing, by an anti-join for each foreign key; an error names the key."""
    keys: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(connection, _KEYS, table):
        keys.setdefault(row["title"], []).append(row)
    for title, parts in keys.items():
        ours = [f"c.{quoted(part['ours'])}" for part in parts]
        theirs = [f"p.{quoted(part['theirs'])}" for part in parts]
        target = f"{quoted(parts[0]['place'])}.{quoted(parts[0]['target'])}"
        joined = " AND ".join(f"{a} = {b}" for a, b in zip(ours, theirs, strict=True))
        given = " AND ".join(f"{a} IS NOT NULL" for a in ours)
        query = (
            f"SELECT COUNT(*), MIN({ours[0]}) FROM {table_name(table)} c LEFT JOIN {target} p ON {joined}"
            f" WHERE {given} AND {theirs[0]} IS NULL"
        )
        count, sample = connection.exec_driver_sql(query.replace("%", "%%")).one()
        if count:
            columns = ", ".join(part["ours"] for part in parts)
            raise WriteError(
                f"{table.fullname}.{columns}",
                f"{count:,} rows point to no row of {parts[0]['target']}, such as {sample!r}",
                constraint=title,
                of_rows=False,
            )


def _rows(connection: sa.Connection, query: str, table: sa.Table) -> list[dict[str, Any]]:
    """The rows of a query about *table*, by names in lower case: MySQL spells those of its catalogue in upper case."""
    schema = ":schema" if table.schema else "DATABASE()"
    values = {"name": table.name} | ({"schema": table.schema} if table.schema else {})
    return [
        {name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in row.items()}
        for row in connection.execute(sa.text(query.format(schema=schema)), values).mappings()
    ]
