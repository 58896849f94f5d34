"""From a live database to a MetaData: all tables that a user's rows go to, with every constraint they must keep."""

import warnings
from collections.abc import Iterable

import sqlalchemy as sa

from populace.schema import mariadb, postgres, sqlite
from populace.schema.annotations import annotate, drop_dangling, note, notes
from populace.schema.merge import merge

__all__ = ["BOOKKEEPING", "merge", "notes", "reflect"]

# Tables that tools keep their own state in; rows in them would break the tool.
BOOKKEEPING = frozenset(
    "alembic_version django_migrations schema_migrations ar_internal_metadata flyway_schema_history schema_version "
    "databasechangelog databasechangeloglock knex_migrations knex_migrations_lock _prisma_migrations "
    "__drizzle_migrations typeorm_metadata goose_db_version SequelizeMeta __EFMigrationsHistory "
    "migrate_version _sqlx_migrations __diesel_schema_migrations phinxlog doctrine_migration_versions "
    "kysely_migration kysely_migration_lock pgmigrations mikro_orm_migrations gorp_migrations "
    "populace_protected spatial_ref_sys".split()
)

# Their tools ignore rows they do not know, so where they are empty they are filled like any other table.
TOLERANT = frozenset({"ar_internal_metadata", "django_migrations"})


def reflect(engine: sa.Engine, schemas: Iterable[str] | None = None) -> sa.MetaData:
    """The tables of a database; *schemas* limits PostgreSQL to these. What is left out is in `notes(metadata)`."""
    metadata = sa.MetaData()
    with engine.connect() as connection, warnings.catch_warnings():
        # SQLAlchemy warns of types and indexes that are completed here.
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        if engine.dialect.name == "postgresql":
            wanted = None if schemas is None else frozenset(schemas)
            postgres.reflect(connection, metadata, wanted, BOOKKEEPING - _unused(connection))
        elif engine.dialect.name == "sqlite":
            sqlite.reflect(connection, metadata, BOOKKEEPING - _unused(connection))
        elif engine.dialect.name in ("mysql", "mariadb"):
            mariadb.reflect(connection, metadata, BOOKKEEPING - _unused(connection))
        else:
            _reflect_generic(connection, metadata)
    return metadata


def _unused(connection: sa.Connection) -> frozenset[str]:
    """The tolerant tools' tables that are empty in every schema."""
    inspector = sa.inspect(connection)
    here = connection.dialect.name in ("mysql", "mariadb")  # whose other schemas are other databases
    used = {
        name
        for schema in ([None] if here else inspector.get_schema_names())
        for name in TOLERANT.intersection(inspector.get_table_names(schema))
        if connection.scalar(sa.select(sa.literal(1)).select_from(sa.table(name, schema=schema)).limit(1))
    }
    return TOLERANT - used


def _reflect_generic(connection: sa.Connection, metadata: sa.MetaData) -> None:
    names = sa.inspect(connection).get_table_names()
    metadata.reflect(connection, only=[name for name in names if name not in BOOKKEEPING], resolve_fks=False)
    for name in sorted(BOOKKEEPING.intersection(names)):
        note(metadata, f"{name}: the book-keeping of a migration tool is left alone")
    drop_dangling(metadata)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.types.NullType):
                annotate(column, sqltype="text")
