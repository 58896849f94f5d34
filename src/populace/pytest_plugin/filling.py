"""Whole tables in tests: through a session that is never committed, or into a template database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from populace.factories import factory_for
from populace.plan import Plan
from populace.plans import NOW
from populace.pytest_plugin.named import metadata_of
from populace.runners.local import NotEmpty
from populace.runners.local import seed as run
from populace.schema.annotations import copied
from populace.schema.families import annotate_families, mappers
from populace.sinks import open_sink
from populace.sinks.connect import engine_for
from populace.sinks.pg_catalog import advance_sequences
from populace.sinks.sql import SqlSink

Rows = Mapping[str, int] | int | None


def fill(
    session: Session, metadata: sa.MetaData, rows: Rows, *, only: Sequence[str], exclude: Sequence[str], **options: Any
) -> dict[str, int]:
    """Rows for the tables of *metadata* within the session's transaction."""
    session.flush()
    connection = session.connection({"clause": next(iter(metadata.tables.values()))})
    plan = planned(metadata, rows, only=only, exclude=exclude, dialect=connection.dialect.name, **options)
    try:
        return _written(plan, connection)
    except NotEmpty as error:
        there = ", ".join(f"{table}: {rows:,}" for table, rows in error.rows.items())
        raise ValueError(
            f"populace.seed: there are rows already ({there}); seed before objects are created, "
            f"or leave these tables out: exclude={sorted(error.rows)}"
        ) from None


def planned(metadata: sa.MetaData, rows: Rows, **options: Any) -> Plan:
    """A plan of a copy of the tables: the user's own are never annotated."""
    copy = copied(metadata)
    annotate_families(metadata, copy)
    sizes: dict[str, Any] = {"each": rows} if isinstance(rows, int) else {"sizes": dict(rows or {})}
    return Plan(copy, **sizes, **options)


def _written(plan: Plan, connection: sa.Connection) -> dict[str, int]:
    _begun(connection)
    zone = _zone(connection)
    counts = _run(plan, connection)
    if zone is not None:
        connection.execute(sa.select(sa.func.set_config("TimeZone", zone, True)))
    return counts


def _run(plan: Plan, connection: sa.Connection) -> dict[str, int]:
    """Through the sink of the dialect where it knows the driver, else by plain inserts."""
    if connection.dialect.driver in ("psycopg", "psycopg2", "pysqlite", "pymysql", "mysqldb"):
        with open_sink(connection) as sink:
            return run(plan, sink)
    with SqlSink(connection) as sink:
        counts = run(plan, sink)
        if connection.dialect.name == "postgresql":
            for table in plan.tables:
                advance_sequences(connection, table)
    return counts


def _begun(connection: sa.Connection) -> None:
    """SQLite's driver begins no transaction before the first INSERT; a savepoint alone would be committed."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and not getattr(driver, "in_transaction", True):
        connection.exec_driver_sql("BEGIN")


def _zone(connection: sa.Connection) -> str | None:
    """The time zone of a PostgreSQL transaction, which filling changes."""
    if connection.dialect.name != "postgresql":
        return None
    return str(connection.exec_driver_sql("SELECT current_setting('TimeZone')").scalar())


def go_on_after(metadata: sa.MetaData, counts: Mapping[str, int]) -> None:
    """Let the next objects of each class be the rows after those that are there."""
    for mapper in mappers(metadata):
        table = mapper.base_mapper.local_table
        rows = counts.get(getattr(table, "fullname", ""))
        if rows is not None and mapper is mapper.base_mapper:
            factory_for(mapper.class_).reset_sequence(rows, force=True)  # type: ignore[no-untyped-call]


def fill_template(
    models: Any,
    rows: Rows,
    address: Mapping[str, Any],
    *,
    seed: int,
    now: datetime | None,
    locale: str,
) -> None:
    """Make the tables of *models* in a PostgreSQL database, and fill them."""
    metadata = metadata_of(models)
    plan = planned(metadata, rows, seed=seed, now=now or NOW, locale=locale, dialect="postgresql")
    engine = engine_for(sa.URL.create("postgresql", **address))
    try:
        with open_sink(engine) as sink:
            sink.create(metadata)
            run(plan, sink)
    finally:
        engine.dispose()
