"""SQLite through its own driver, storing exactly what SQLAlchemy's types would.

Dates and times become text by Arrow when the column's bind processor would
write the same text (which a sample tells), else row by row through it. The
transaction is begun by hand: the driver's own would leave DDL outside.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.types import TypeEngine

from populace.schema.listed import python_list
from populace.schema.types import raw_type
from populace.sinks.errors import WriteError, from_driver
from populace.sinks.sql import SqlSink

_MOMENT = datetime(2001, 2, 3, 4, 5, 6, 7)
_SAMPLES: dict[str, tuple[Any, str]] = {
    "date32": (_MOMENT.date(), "2001-02-03"),
    "timestamp": (_MOMENT, "2001-02-03 04:05:06.000007"),
    "time64": (_MOMENT.time(), "04:05:06.000007"),
    "duration": (_MOMENT - datetime(1970, 1, 1), "2001-02-03 04:05:06.000007"),
}


class SQLiteSink(SqlSink):
    """A SQLite database."""

    transactional_ddl = True

    def begin(self, stack: ExitStack) -> None:
        """A transaction that holds DDL too, whatever the driver's own ideas about when one begins.

        SQLite writes nothing to tables with a foreign key to columns that are not unique, unless
        it checks no foreign keys at all: for schemas that have such a key it is told not to.
        """
        if not self._driver.in_transaction and self._mismatched():
            [(before,)] = self._driver.execute("PRAGMA foreign_keys").fetchall()
            stack.callback(self._driver.execute, f"PRAGMA foreign_keys = {before}")
            self._driver.execute("PRAGMA foreign_keys = OFF")
        super().begin(stack)
        if not self._driver.in_transaction:
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _mismatched(self) -> bool:
        """Whether some foreign key points to columns that are not unique; said when a statement is prepared."""
        for (name,) in self._driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            try:
                self._driver.execute(f"EXPLAIN DELETE FROM {self._quoted(name)}")
            except self.connection.dialect.loaded_dbapi.Error as error:
                if "foreign key mismatch" in str(error):
                    return True
        return False

    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None:
        """Insert the rows of *batch*."""
        names = batch.schema.names
        statement = (
            f"INSERT INTO {self._table(table)} ({', '.join(map(self._quoted, names))})"
            f" VALUES ({', '.join('?' * len(names))})"
        )
        self._run_many(table, statement, self._stored(table, batch))

    def update(self, table: sa.Table, key_columns: Sequence[str], batch: pa.RecordBatch) -> None:
        """Set the other columns of *batch* in the rows that its key columns name."""
        changed = [name for name in batch.schema.names if name not in key_columns]
        statement = (
            f"UPDATE {self._table(table)} SET {', '.join(f'{self._quoted(name)} = ?' for name in changed)}"
            f" WHERE {' AND '.join(f'{self._quoted(name)} = ?' for name in key_columns)}"
        )
        self._run_many(table, statement, self._stored(table, batch.select([*changed, *key_columns])))

    def taken(self, table: sa.Table, batch: pa.RecordBatch, refused: int | None) -> NDArray[np.bool_]:
        """Write what can be written of a refused batch, row by row: a savepoint costs next to nothing here."""
        return np.array([self._takes(table, batch.slice(row, 1)) for row in range(len(batch))], dtype=np.bool_)

    def defer(self, constraints: Iterable[sa.ForeignKeyConstraint]) -> bool:
        """Foreign keys are checked at the end of the transaction."""
        self.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return True

    def write_together(self, parts: Sequence[tuple[sa.Table, pa.RecordBatch]]) -> None:
        """Write several tables that refer to each other."""
        self.defer([])
        for table, batch in parts:
            self.write(table, batch)

    def _takes(self, table: sa.Table, row: pa.RecordBatch) -> bool:
        try:
            self.write(table, row)
        except WriteError:
            return False
        return True

    def _run_many(self, table: sa.Table, statement: str, lists: list[list[Any]]) -> None:
        try:
            self._driver.executemany(statement, zip(*lists, strict=True))
        except self.connection.dialect.loaded_dbapi.Error as error:
            raise from_driver(table, error) from error

    def _stored(self, table: sa.Table, batch: pa.RecordBatch) -> list[list[Any]]:
        types = {column.name: column.type for column in table.columns}
        return [
            stored(array, types[name], self.connection.dialect)
            for name, array in zip(batch.schema.names, batch.columns, strict=True)
        ]

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    def _quoted(self, name: str) -> str:
        return self.connection.dialect.identifier_preparer.quote_identifier(name)

    def _table(self, table: sa.Table) -> str:
        return ".".join(self._quoted(name) for name in (table.schema, table.name) if name)


def stored(array: pa.Array, sqltype: TypeEngine[Any], dialect: sa.Dialect) -> list[Any]:
    """What SQLite keeps for the values of a column."""
    raw = raw_type(sqltype, dialect)
    if pa.types.is_temporal(array.type):
        return _moments(array, raw, dialect)
    if pa.types.is_decimal(array.type):
        return python_list(array.cast(pa.float64()))
    if isinstance(raw, sa.Uuid):
        return python_list(pc.replace_substring(array.cast(pa.string()), "-", ""))
    return python_list(array)


def _moments(array: pa.Array, raw: TypeEngine[Any], dialect: sa.Dialect) -> list[Any]:
    process = raw.dialect_impl(dialect).bind_processor(dialect)
    sample, text = _SAMPLES[_family(array.type)]
    if process is None:  # kept as text in a column that is no date: as it would be written
        return python_list(_as_text(array))
    if _same(process, sample, text):
        return python_list(_as_text(array))
    naive = array.cast(pa.timestamp("us")) if pa.types.is_timestamp(array.type) else array
    return [process(value) for value in naive.to_pylist()]


def _same(process: Callable[[Any], Any], sample: date | time | timedelta, text: str) -> bool:
    return bool(process(sample) == text)


def _family(kind: pa.DataType) -> str:
    return str(kind).partition("[")[0]


def _as_text(array: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(array.type) or pa.types.is_duration(array.type):
        array = array.cast(pa.int64()).cast(pa.timestamp("us"))
    return array.cast(pa.string())
