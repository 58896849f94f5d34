"""What a user may do in a database, what for, and the statements that give what is missing.

Only the catalogue is asked, which every user may read; nothing is tried out.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from populace.schema.reflect import BOOKKEEPING
from populace.sinks import mariadb_catalog, pg_catalog

PURPOSES = {
    "seed": "seed",
    "rings": "seed rings of tables",
    "reset": "reset, --truncate",
    "models": "create models",
    "fast": "own the tables",
}
_TABLE_RIGHTS = {"SELECT": "seed", "INSERT": "seed", "UPDATE": "rings", "DELETE": "reset"}
_MARIADB_RIGHTS = {"CREATE": "models", "DROP": "models", "INDEX": "models", "REFERENCES": "models"}

_OURS = """n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"""
_PG_TABLES = f"""
    SELECT n.nspname, c.relname, o.rolname, o.rolsuper, pg_has_role(c.relowner, 'USAGE'),
      COALESCE(has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'), false),
      (SELECT COALESCE(bool_and(has_column_privilege(c.oid, attnum, 'INSERT')), true) FROM pg_attribute
       WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
      (SELECT COALESCE(bool_and(has_column_privilege(c.oid, attnum, 'UPDATE')), true) FROM pg_attribute
       WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
      has_table_privilege(c.oid, 'DELETE, TRUNCATE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {_OURS} ORDER BY 1, 2"""
_PG_SEQUENCES = f"""
    SELECT n.nspname, c.relname, has_sequence_privilege(c.oid, 'SELECT'), has_sequence_privilege(c.oid, 'UPDATE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND {_OURS} ORDER BY 1, 2"""
_PG_SCHEMAS = f"""
    SELECT n.nspname, has_schema_privilege(n.oid, 'USAGE'), has_schema_privilege(n.oid, 'CREATE') FROM pg_namespace n
    WHERE n.nspname = current_schema()
      OR n.oid IN (SELECT c.relnamespace FROM pg_class c WHERE c.relkind IN ('r', 'p') AND {_OURS}) ORDER BY 1"""
_MARIADB_TABLES = """
    SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()
      AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1"""
_NAMED = r"(\*|`(?:[^`]|``)+`)"
_GRANT = re.compile(rf"GRANT (.+?) ON (?:TABLE )?{_NAMED}\.{_NAMED} TO ")
_PART = re.compile(r"([A-Z][A-Z ]*?)(\s*\([^)]*\))?\s*(?:,|$)")


@dataclass(frozen=True)
class Right:
    """A right on something, what it is for and whether the user has it.

    *target* is what it is granted on, as SQL; *role*, the role whose members have it. Nobody is made a superuser.
    """

    on: str
    name: str
    purpose: str
    granted: bool
    target: str = ""
    role: str = ""


def user_of(connection: sa.Connection) -> str:
    """The user that the database takes us for, as it is written in a GRANT; nobody, for a file."""
    match connection.dialect.name:
        case "postgresql":
            return pg_catalog.quoted(str(connection.scalar(sa.text("SELECT current_user"))))
        case "mysql" | "mariadb":
            user, _, host = str(connection.scalar(sa.text("SELECT CURRENT_USER()"))).rpartition("@")
            return f"{mariadb_catalog.quoted(user)}@{mariadb_catalog.quoted(host)}"
    return ""


def rights(connection: sa.Connection) -> list[Right]:
    """Every right that some command needs, granted or not."""
    match connection.dialect.name:
        case "postgresql":
            return list(_postgres(connection))
        case "mysql" | "mariadb":
            return list(_mariadb(connection))
        case "sqlite":
            return list(_sqlite(connection))
    return []


def grants(missing: Sequence[Right], user: str) -> list[str]:
    """The statements that give *user* the rights that are *missing*, one for each thing they are on."""
    names: dict[str, list[str]] = {}
    for right in missing:
        if right.target:
            names.setdefault(right.target, []).append(right.name)
    given = [f"GRANT {', '.join(found)} ON {target} TO {user};" for target, found in names.items()]
    return given + list(dict.fromkeys(f"GRANT {right.role} TO {user};" for right in missing if right.role))


def _postgres(connection: sa.Connection) -> Iterator[Right]:
    quoted = pg_catalog.quoted
    for schema, usage, create in connection.exec_driver_sql(_PG_SCHEMAS):
        yield Right(f"schema {schema}", "USAGE", "seed", usage, f"SCHEMA {quoted(schema)}")
        yield Right(f"schema {schema}", "CREATE", "models", create, f"SCHEMA {quoted(schema)}")
    for schema, table, owner, is_superuser, owns, *granted in connection.exec_driver_sql(_PG_TABLES):
        if table in BOOKKEEPING:
            continue
        target = f"TABLE {quoted(schema)}.{quoted(table)}"
        for (name, purpose), has in zip(_TABLE_RIGHTS.items(), granted, strict=True):
            yield Right(f"table {schema}.{table}", name, purpose, has, target)
        yield Right(f"table {schema}.{table}", "OWNER", "fast", owns, role="" if is_superuser else quoted(owner))
    for schema, sequence, select, update in connection.exec_driver_sql(_PG_SEQUENCES):
        for name, has in (("SELECT", select), ("UPDATE", update)):
            target = f"SEQUENCE {quoted(schema)}.{quoted(sequence)}"
            yield Right(f"sequence {schema}.{sequence}", name, "seed", has, target)


def _mariadb(connection: sa.Connection) -> Iterator[Right]:
    """As SHOW GRANTS tells it; tables on which the user has no right at all are not to be seen."""
    database = str(connection.scalar(sa.text("SELECT DATABASE()")))
    granted = [line for (line,) in connection.exec_driver_sql("SHOW GRANTS")]
    here = mariadb_catalog.quoted(database)
    everywhere = granted_on(granted, database, None)
    tables = list(connection.scalars(sa.text(_MARIADB_TABLES)))
    for table in tables:
        if table in BOOKKEEPING:
            continue
        found = everywhere | granted_on(granted, database, table)
        for name, purpose in _TABLE_RIGHTS.items():
            target = f"{here}.{mariadb_catalog.quoted(table)}"
            yield Right(f"table {table}", name, purpose, name in found, target)
        yield Right(f"table {table}", "ALTER", "fast", "ALTER" in found, f"{here}.{mariadb_catalog.quoted(table)}")
    for name, purpose in (_MARIADB_RIGHTS if tables else _TABLE_RIGHTS | _MARIADB_RIGHTS).items():
        yield Right(f"database {database}", name, purpose, name in everywhere, f"{here}.*")


def granted_on(lines: Sequence[str], database: str, table: str | None) -> set[str]:
    """The rights on a table, or on all tables of *database*, that lines of SHOW GRANTS give; not those on columns."""
    found: set[str] = set()
    for line in lines:
        match = _GRANT.match(line)
        if not match or not _covers(match[2], match[3], database, table):
            continue
        whole = [name.strip() for name, columns in _PART.findall(match[1]) if not columns]
        found |= {*_TABLE_RIGHTS, *_MARIADB_RIGHTS, "ALTER"} if "ALL PRIVILEGES" in whole else set(whole)
    return found


def _covers(place: str, name: str, database: str, table: str | None) -> bool:
    """Whether what stands after ON holds; in `shop\\_%`.* the place is a pattern, in `shop`.`orders` it is not."""
    unquoted = [text[1:-1].replace("``", "`") for text in (place, name)]
    if name != "*":
        return table is not None and unquoted == [database, table]
    return place == "*" or bool(_pattern(unquoted[0]).fullmatch(database))


def _pattern(like: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|.", like, re.DOTALL)
    signs: Mapping[str, str] = {"%": ".*", "_": "."}
    return re.compile("".join(signs.get(part, re.escape(part[-1])) for part in parts), re.DOTALL)


def _sqlite(connection: sa.Connection) -> Iterator[Right]:
    """The file, and its directory for the journal."""
    name = connection.engine.url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        return
    for path in (Path(name), Path(name).absolute().parent):
        kind = "directory" if path.is_dir() else "file"
        yield Right(f"{kind} {path}", "write", "seed", os.access(path, os.W_OK))
