"""PostgreSQL by COPY, as CSV: every type in the server's own text form.

COPY beats inserts four times over and, in CSV, knows every type there is:
domains, composites, ranges, enums. What CSV cannot do (update, several tables in
one statement, row level security) goes through UNNEST of text arrays, cast to
the type that the catalogue gives for the column.
"""

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.sinks import pg_catalog
from populace.sinks.errors import WriteError, from_driver
from populace.sinks.pg_catalog import quoted
from populace.sinks.pg_rows import write_one_by_one
from populace.sinks.sql import SqlSink
from populace.sinks.text import column_with, csv_bytes, row_of_line, text_lists

_COPY_DRIVERS = ("psycopg", "psycopg2")
_SLOT = "\0"  # stands for a parameter: no identifier can hold it
_LINE = re.compile(r"^COPY .*, line (\d+)", re.MULTILINE)


class PostgresSink(SqlSink):
    """A PostgreSQL database."""

    transactional_ddl = True

    def __init__(self, bind: sa.Engine | sa.Connection, *, dispose: bool = False) -> None:
        if bind.dialect.driver not in _COPY_DRIVERS:
            from populace.sinks.connect import engine_for

            bind, dispose = engine_for(bind.engine.url.set(drivername="postgresql")), True
        super().__init__(bind, dispose=dispose)

    def begin(self, stack: ExitStack) -> None:
        """A transaction with the session's clock at UTC, so that triggers see the same days everywhere."""
        super().begin(stack)
        self._path = str(self._scalar("SELECT current_setting('search_path')"))
        self._schema: str | None = None
        self._deferred: list[pg_catalog.ForeignKey] = []
        self._finishing: list[sa.Table] = []
        self._types: dict[str, dict[str, str]] = {}
        self._by_insert: dict[str, bool] = {}
        self._run("SET LOCAL TIME ZONE 'UTC'")

    def settle(self) -> None:
        """Check what was deferred, put constraints back as they were, and move sequences on."""
        if self._deferred:
            self._run("SET CONSTRAINTS ALL IMMEDIATE")
        for key in self._deferred:
            self._run(key.restored())
        self._look_in(None)
        for table in self._finishing:
            pg_catalog.advance_sequences(self.connection, table)

    def create(self, metadata: sa.MetaData) -> None:
        """Make the schemas and tables that are missing; undone when the sink is left with an exception."""
        present = set(sa.inspect(self.connection).get_schema_names())
        for schema in sorted({table.schema for table in metadata.tables.values() if table.schema} - present):
            self.connection.execute(sa.schema.CreateSchema(schema))
        super().create(metadata)

    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None:
        """COPY the rows of *batch*, or INSERT them where row level security forbids COPY."""
        if not len(batch):
            return
        self._look_in(table.schema)
        if self._needs_insert(table):
            return self.write_together([(table, batch)])
        data = csv_bytes(batch)
        if b"\0" in data:
            name = column_with(batch, "\0")
            raise WriteError(f"{table.fullname}.{name}", "a text has a NUL character, which PostgreSQL cannot store")
        columns = ", ".join(map(quoted, batch.schema.names))
        try:
            self._copy(f"COPY {_name(table)} ({columns}) FROM STDIN (FORMAT csv)", data)
        except self.connection.dialect.loaded_dbapi.Error as error:
            raise from_driver(table, error, _row(error, batch)) from error

    def update(self, table: sa.Table, key_columns: Sequence[str], batch: pa.RecordBatch) -> None:
        """Set the other columns of *batch* in the rows that its key columns name."""
        if not len(batch):
            return
        self._look_in(table.schema)
        changes = ", ".join(
            f"{quoted(name)} = new.{quoted(name)}" for name in batch.schema.names if name not in key_columns
        )
        keys = " AND ".join(f"old.{quoted(name)} = new.{quoted(name)}" for name in key_columns)
        source, values = self._unnested(table, batch)
        self._run_with(table, f"UPDATE {_name(table)} AS old SET {changes} FROM ({source}) AS new WHERE {keys}", values)

    def write_together(self, parts: Sequence[tuple[sa.Table, pa.RecordBatch]]) -> None:
        """Insert into several tables by one statement: foreign keys are checked when it ends."""
        schemas = [table.schema for table, _ in parts]
        self._look_in(schemas[0] if all(schemas) else None)
        inserts, values = [], []
        for i, (table, batch) in enumerate(parts):
            source, lists = self._unnested(table, batch)
            columns = ", ".join(map(quoted, batch.schema.names))
            inserts.append(f"t{i} AS (INSERT INTO {_name(table)} ({columns}) OVERRIDING SYSTEM VALUE {source})")
            values += lists
        self._run_with(parts[0][0], f"WITH {', '.join(inserts)} SELECT 1", values)

    def defer(self, constraints: Iterable[sa.ForeignKeyConstraint]) -> bool:
        """Check these foreign keys at the end of the transaction; False if that takes an owner and we are not.

        A key that is not deferrable is made so within the transaction, and is
        as before when it is committed. Ask before the tables are written.
        """
        self._look_in(None)
        keys = [pg_catalog.foreign_key(self.connection, constraint) for constraint in constraints]
        try:
            with self.connection.begin_nested():
                for key in keys:
                    self._run(key.deferred())
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", getattr(error.orig, "pgcode", None)) != "42501":
                raise
            return False
        self._deferred += [key for key in keys if not key.is_deferrable]
        return True

    def finish(self, tables: Iterable[sa.Table]) -> None:
        """Move sequences past the rows written, just before the commit (a sequence is not rolled back)."""
        self._finishing += tables

    def count(self, table: sa.Table) -> int:
        """The rows of *table* itself (without tables that inherit from it), counted by the database."""
        self._look_in(None)
        only = "" if pg_catalog.is_partitioned(self.connection, table) else "ONLY "
        return int(self._scalar(f"SELECT count(*) FROM {only}{_name(table)}"))

    def _copy(self, statement: str, data: bytes) -> None:
        driver: Any = self.connection.connection
        with driver.cursor() as cursor:
            if self.connection.dialect.driver == "psycopg2":
                cursor.copy_expert(statement, io.BytesIO(data))
            else:
                with cursor.copy(statement) as copy:
                    copy.write(data)

    def taken(self, table: sa.Table, batch: pa.RecordBatch, refused: int | None) -> NDArray[np.bool_]:
        """Write what can be written of a refused batch by a loop on the server; by savepoints without TEMP there."""
        try:
            with self.connection.begin_nested():
                types = self._column_types(table)
                return write_one_by_one(self.connection, self._copy, _name(table), types, batch)
        except sa.exc.ProgrammingError:
            return super().taken(table, batch, refused)

    def _column_types(self, table: sa.Table) -> dict[str, str]:
        if table.fullname not in self._types:
            self._types[table.fullname] = pg_catalog.column_types(self.connection, table)
        return self._types[table.fullname]

    def _needs_insert(self, table: sa.Table) -> bool:
        if table.fullname not in self._by_insert:
            self._by_insert[table.fullname] = pg_catalog.has_row_security(self.connection, table)
        return self._by_insert[table.fullname]

    def _unnested(self, table: sa.Table, batch: pa.RecordBatch) -> tuple[str, list[list[str | None]]]:
        """A SELECT of the rows of *batch* from text arrays, cast to the column's types."""
        types = self._column_types(table)
        names = batch.schema.names
        casts = ", ".join(f"v{i}::{types[name]} AS {quoted(name)}" for i, name in enumerate(names))
        arrays = ", ".join([f"{_SLOT}::text[]"] * len(names))
        return (
            f"SELECT {casts} FROM unnest({arrays}) AS v({', '.join(f'v{i}' for i in range(len(names)))})",
            text_lists(batch),
        )

    def _look_in(self, schema: str | None) -> None:
        """Triggers and their functions see *schema* first, then what they see without us."""
        if schema != self._schema:
            path = f"{quoted(schema)}, {self._path or 'public'}" if schema else self._path
            self.connection.execute(sa.select(sa.func.set_config("search_path", path, True)))
            self._schema = schema

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement.replace("%", "%%"))

    def _scalar(self, statement: str) -> Any:
        return self.connection.exec_driver_sql(statement.replace("%", "%%")).scalar()

    def _run_with(self, table: sa.Table, statement: str, values: Sequence[Any]) -> None:
        escaped = statement.replace("%", "%%").replace(_SLOT, "%s")
        try:
            self.connection.exec_driver_sql(escaped, tuple(values))
        except sa.exc.DBAPIError as error:
            raise from_driver(table, error) from error


def _name(table: sa.Table) -> str:
    return ".".join(quoted(name) for name in (table.schema, table.name) if name)


def _row(error: Exception, batch: pa.RecordBatch) -> int | None:
    """The row that the server was at, if it says."""
    context = getattr(getattr(error, "diag", None), "context", None) or ""
    found = _LINE.search(context)
    return row_of_line(batch, int(found[1])) if found else None
