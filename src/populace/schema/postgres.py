"""Reading a PostgreSQL database: columns and indexes by SQLAlchemy's inspector, the rest from pg_catalog.

Foreign keys and checks are read as columns of the catalogue, not as text that would have to be parsed back.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector, ObjectKind, ObjectScope

from populace.schema.annotations import annotate, literal, note
from populace.schema.ddl import without_parentheses
from populace.schema.pg_partitions import annotate_partitions
from populace.schema.pg_types import complete_types

RELATIONS = """
SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispartition, row_security_active(c.oid),
  EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname"""
FOREIGN_KEYS = """
SELECT c.conrelid, c.conname, c.confrelid, c.condeferrable, c.condeferred,
  c.confdeltype::text, c.confupdtype::text, c.confmatchtype::text,
  ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(num, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num ORDER BY k.place),
  ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(num, place)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY k.place)
FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid = 0 ORDER BY c.conname"""
CHECKS = """
SELECT conrelid, conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
WHERE contype = 'c' AND conrelid <> 0 ORDER BY conname"""
EXCLUDES = """
SELECT c.conrelid, c.conname, pg_get_expr(i.indpred, i.indrelid),
  ARRAY(SELECT pg_get_indexdef(c.conindid, place::int, true)
        FROM generate_subscripts(c.conexclop, 1) place ORDER BY place),
  ARRAY(SELECT o.oprname::text FROM unnest(c.conexclop) WITH ORDINALITY k(op, place)
        JOIN pg_operator o ON o.oid = k.op ORDER BY k.place),
  ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(num, place)
        LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num AND k.num > 0 ORDER BY k.place)
FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid
WHERE c.conexclop IS NOT NULL AND c.conrelid <> 0 ORDER BY c.conname"""
TRIGGERS = """
SELECT tgrelid, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 4 = 4 ORDER BY tgname"""
PARENTS = """
SELECT i.inhrelid, i.inhparent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE NOT c.relispartition AND c.relkind = 'r' ORDER BY i.inhseqno DESC"""
Relation = tuple[Any, ...]
ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}


def reflect(
    connection: sa.Connection, metadata: sa.MetaData, schemas: Iterable[str] | None, skip: frozenset[str]
) -> None:
    """Add the ordinary tables and partition roots of a PostgreSQL database to *metadata*."""
    # Bounds of partitions are read as text: dates in ISO form, moments in UTC.
    connection.execute(sa.text("SET LOCAL timezone = 'UTC'"))
    connection.execute(sa.text("SET LOCAL datestyle = 'ISO'"))
    inspector = sa.inspect(connection)
    relations = [tuple(row) for row in connection.execute(sa.text(RELATIONS)) if schemas is None or row[1] in schemas]
    kept = [row for row in relations if row[3] in "rp" and not row[4] and not row[6] and row[2] not in skip]
    _note_left_out(metadata, relations, skip, inspector.default_schema_name)
    tables: dict[int, sa.Table] = {}
    for schema in dict.fromkeys(row[1] for row in kept):
        oids = {row[2]: row[0] for row in kept if row[1] == schema}
        shown = None if schema == inspector.default_schema_name else schema
        tables |= {oids[table.name]: table for table in _tables(inspector, metadata, shown, list(oids))}
    if tables:
        complete_types(connection, tables)
        _add_constraints(connection, tables)
        _annotate(connection, tables, {row[0] for row in kept if row[3] == "p"})
    for oid, *_, secured, _ in kept:
        if secured:
            note(metadata, f"{tables[oid].fullname}: row level security applies to this user and may refuse rows")


def _note_left_out(
    metadata: sa.MetaData, relations: list[Relation], skip: frozenset[str], default: str | None
) -> None:
    views = []
    for _, schema, name, kind, _, _, extension in relations:
        title = name if schema == default else f"{schema}.{name}"
        if kind in "vm":
            views.append(title)
        elif kind == "f":
            note(metadata, f"{title}: a foreign table is left alone")
        elif extension:
            note(metadata, f"{title}: a table of an extension is left alone")
        elif name in skip:
            note(metadata, f"{title}: the book-keeping of a migration tool is left alone")
    annotate(metadata, views=views, default_schema=default)


def _tables(inspector: Inspector, metadata: sa.MetaData, schema: str | None, names: list[str]) -> list[sa.Table]:
    options: dict[str, Any] = {
        "schema": schema, "filter_names": names, "kind": ObjectKind.TABLE, "scope": ObjectScope.ANY,
    }  # fmt: skip
    columns = inspector.get_multi_columns(**options)
    keys = inspector.get_multi_pk_constraint(**options)
    uniques = inspector.get_multi_unique_constraints(**options)
    indexes = inspector.get_multi_indexes(**options)
    comments: Any = inspector.get_multi_table_comment(**options)
    return [
        sa.Table(
            name,
            metadata,
            *[_column(column) for column in columns[schema, name]],
            *_primary_key(keys.get((schema, name))),
            *[_unique(unique) for unique in uniques.get((schema, name), ())],
            *[_index(index) for index in indexes.get((schema, name), ()) if not index.get("duplicates_constraint")],
            schema=schema,
            comment=(comments.get((schema, name)) or {}).get("text"),
        )
        for name in names
        if (schema, name) in columns
    ]


def _column(found: Any) -> sa.Column[Any]:
    extras: list[Any] = []
    default = literal(found["default"]) if found["default"] is not None else None
    if found.get("computed"):
        extras, default = [sa.Computed(literal(found["computed"]["sqltext"]), found["computed"]["persisted"])], None
    elif found.get("identity"):
        extras, default = [sa.Identity(**found["identity"])], None
    return sa.Column(
        found["name"],
        found["type"],
        *extras,
        nullable=found["nullable"],
        server_default=default,
        autoincrement=found.get("autoincrement", False),
        comment=found.get("comment"),
    )


def _primary_key(found: Any) -> list[sa.PrimaryKeyConstraint]:
    if not found or not found["constrained_columns"]:
        return []
    return [sa.PrimaryKeyConstraint(*found["constrained_columns"], name=found["name"])]


def _unique(found: Any) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*found["column_names"], name=found["name"], **found.get("dialect_options", {}))


def _index(found: Any) -> sa.Index:
    options = dict(found.get("dialect_options", {}))
    if options.get("postgresql_where"):
        options["postgresql_where"] = literal(options["postgresql_where"])
    expressions = found.get("expressions", found["column_names"])
    parts = [
        literal(expression) if name is None else name
        for name, expression in zip(found["column_names"], expressions, strict=True)
    ]
    known = {"postgresql_where", "postgresql_include", "postgresql_nulls_not_distinct", "postgresql_using"}
    options = {name: value for name, value in options.items() if name in known}
    return sa.Index(found["name"], *parts, unique=bool(found["unique"]), **options)


def _add_constraints(connection: sa.Connection, tables: dict[int, sa.Table]) -> None:
    for oid, name, text in connection.execute(sa.text(CHECKS)):
        if oid in tables:
            tables[oid].append_constraint(sa.CheckConstraint(literal(without_parentheses(text)), name=name))
    for oid, name, target, deferrable, deferred, ondelete, onupdate, match, columns, referred in connection.execute(
        sa.text(FOREIGN_KEYS)
    ):
        if oid in tables and target not in tables:
            note(tables[oid].metadata, f"{tables[oid].fullname}.{', '.join(columns)}: its foreign key is ignored, "
                 "the table it refers to is left out")  # fmt: skip
        elif oid in tables:
            constraint = sa.ForeignKeyConstraint(
                columns,
                [tables[target].c[column] for column in referred],
                name=name,
                ondelete=ACTIONS.get(ondelete),
                onupdate=ACTIONS.get(onupdate),
                deferrable=deferrable or None,
                initially="DEFERRED" if deferred else None,
                match="FULL" if match == "f" else None,
            )
            tables[oid].append_constraint(constraint)


def _annotate(connection: sa.Connection, tables: dict[int, sa.Table], roots: set[int]) -> None:
    annotate_partitions(connection, tables, roots)
    for child, parent in connection.execute(sa.text(PARENTS)):
        if child in tables and parent in tables:
            annotate(tables[child], inherits=tables[parent].fullname)
    triggers: dict[int, list[str]] = {}
    for oid, name in connection.execute(sa.text(TRIGGERS)):
        triggers.setdefault(oid, []).append(name)
    excludes: dict[int, list[dict[str, Any]]] = {}
    for oid, name, where, expressions, operators, columns in connection.execute(sa.text(EXCLUDES)):
        parts = [[c or e, o] for c, e, o in zip(columns, expressions, operators, strict=True)]
        excludes.setdefault(oid, []).append({"name": name, "columns": parts, "where": where})
    for oid, table in tables.items():
        if oid in triggers:
            annotate(table, triggers=triggers[oid])
        if oid in excludes:
            annotate(table, exclude=excludes[oid])
