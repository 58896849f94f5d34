"""Any SQLAlchemy dialect: plain inserts through Core, in one transaction.

What a batch holds is the database's raw value, so a decorated column is bound
as the type behind its decorator. SQLite, PostgreSQL and MariaDB do better and say
how in their own files.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.types import TypeEngine

from populace.schema.listed import python_list
from populace.schema.types import raw_type
from populace.sinks.errors import WriteError, from_driver

Exit = Callable[[type[BaseException] | None, BaseException | None, TracebackType | None], None]


class SqlSink:
    """A database, with one connection and one transaction for all that is written."""

    transactional_ddl = False
    connection: sa.Connection

    def __init__(self, bind: sa.Engine | sa.Connection, *, dispose: bool = False) -> None:
        self._bind = bind
        self._dispose = dispose
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._made: list[tuple[sa.MetaData, list[sa.Table]]] = []
        with ExitStack() as stack:
            if isinstance(self._bind, sa.Engine):
                if self._dispose:
                    stack.callback(self._bind.dispose)
                self.connection = stack.enter_context(self._bind.connect())
            else:
                self.connection = self._bind
            stack.push(_on_error(self._drop_made))  # after the roll back: DDL would commit the rows
            self.begin(stack)
            stack.push(_on_success(self.settle))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._stack.__exit__(kind, error, trace)

    def begin(self, stack: ExitStack) -> None:
        """One transaction; a savepoint within the transaction of a connection that already has one."""
        nested = self.connection.in_transaction()
        stack.enter_context(self.connection.begin_nested() if nested else self.connection.begin())

    def settle(self) -> None:
        """The last work of the transaction, before it is committed."""

    def create(self, metadata: sa.MetaData) -> None:
        """Make the tables (and schemas) that are missing; undone when the sink is left with an exception."""
        tables = [table for table in metadata.tables.values() if not table.info.get("populace", {}).get("view")]
        if not self.transactional_ddl:
            inspector = sa.inspect(self.connection)
            missing = [table for table in tables if not inspector.has_table(table.name, schema=table.schema)]
            self._made.append((metadata, missing))
        metadata.create_all(self.connection, tables)

    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None:
        """Insert the rows of *batch*."""
        columns = _columns(table, batch)
        values = {column: sa.bindparam(f"v{i}", type_=self._bound(column.type)) for i, column in enumerate(columns)}
        self._execute(table, sa.insert(table).values(values), "v", batch)

    def update(self, table: sa.Table, key_columns: Sequence[str], batch: pa.RecordBatch) -> None:
        """Set the other columns of *batch* in the rows that its key columns name."""
        bound = {
            column: sa.bindparam(f"v{i}", type_=self._bound(column.type))
            for i, column in enumerate(_columns(table, batch))
        }
        keys = [column == value for column, value in bound.items() if column.name in key_columns]
        changes = {column: value for column, value in bound.items() if column.name not in key_columns}
        self._execute(table, sa.update(table).where(*keys).values(changes), "v", batch)

    def savepoint(self) -> AbstractContextManager[object]:
        """What fails inside is undone, and the rest of the transaction stays."""
        return self.connection.begin_nested()

    def try_write(self, table: sa.Table, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Write the rows that the database takes, and say which: all at once, else as `taken` finds out."""
        try:
            with self.savepoint():
                self.write(table, batch)
        except WriteError as error:
            if not error.of_rows:
                raise
            return self.taken(table, batch, error.row)
        return np.ones(len(batch), dtype=np.bool_)

    def taken(self, table: sa.Table, batch: pa.RecordBatch, refused: int | None) -> NDArray[np.bool_]:
        """Write what can be written of a refused batch by halves, or around the row *refused* where it is known."""
        written = np.zeros(len(batch), dtype=np.bool_)
        pending = _retries(0, len(batch), refused)
        while pending:
            start, stop = pending.pop()
            try:
                with self.savepoint():
                    self.write(table, batch.slice(start, stop - start))
            except WriteError as error:
                if not error.of_rows:
                    raise
                pending += _retries(start, stop, error.row)
            else:
                written[start:stop] = True
        return written

    def defer(self, constraints: Iterable[sa.ForeignKeyConstraint]) -> bool:
        """Whether these keys are now checked only at the end of the transaction; here they never are."""
        return not list(constraints)

    def write_together(self, parts: Sequence[tuple[sa.Table, pa.RecordBatch]]) -> None:
        """Write several tables that refer to each other, where the database can."""
        raise WriteError(
            ", ".join(table.fullname for table, _ in parts),
            f"{self.connection.dialect.name} cannot load a cycle of NOT NULL foreign keys; make one column nullable",
            of_rows=False,
        )

    def finish(self, tables: Iterable[sa.Table]) -> None:
        """Bring what numbers new rows past the rows written; most databases do that themselves."""

    def count(self, table: sa.Table) -> int:
        """The rows of *table*, counted by the database."""
        return int(self.connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)

    def nonempty(self, tables: Iterable[sa.Table]) -> dict[str, int]:
        """The tables that have rows, and how many; tables that do not exist have none."""
        inspector = sa.inspect(self.connection)
        counts = {
            table.fullname: self.count(table)
            for table in tables
            if inspector.has_table(table.name, schema=table.schema)
        }
        return {name: rows for name, rows in counts.items() if rows}

    def _drop_made(self) -> None:
        """Drop the tables that a roll back leaves, in databases that commit when they make one."""
        for metadata, tables in self._made:
            metadata.drop_all(self.connection, tables)
            self.connection.commit()

    def _execute(self, table: sa.Table, statement: sa.Executable, prefix: str, batch: pa.RecordBatch) -> None:
        if not len(batch):
            return
        names = [f"{prefix}{i}" for i in range(batch.num_columns)]
        lists = [python_list(array) for array in batch.columns]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]
        try:
            self.connection.execute(statement, rows)
        except (sa.exc.DBAPIError, sa.exc.StatementError) as error:
            raise from_driver(table, error) from error

    def _bound(self, sqltype: TypeEngine[Any]) -> TypeEngine[Any]:
        """The type whose bind processor takes the values of a batch."""
        raw = raw_type(sqltype, self.connection.dialect)
        if isinstance(raw, sa.Enum | sa.JSON):
            return sa.String()  # text already
        if isinstance(raw, sa.Uuid):
            return sa.Uuid(as_uuid=False, native_uuid=raw.native_uuid)
        return raw


def _columns(table: sa.Table, batch: pa.RecordBatch) -> list[sa.Column[Any]]:
    """The columns of *batch*, by their names in the database."""
    named = {column.name: column for column in table.columns}
    return [named[name] for name in batch.schema.names]


def _retries(start: int, stop: int, row: int | None) -> list[tuple[int, int]]:
    """What to try next, last first: around the refused row if it is known, else each half."""
    if row is not None and 0 <= row < stop - start:
        parts = [(start + row + 1, stop), (start, start + row)]
    elif stop - start == 1:
        parts = []
    else:
        middle = (start + stop) // 2
        parts = [(middle, stop), (start, middle)]
    return [(low, high) for low, high in parts if low < high]


def _on_error(work: Callable[[], None]) -> Exit:
    return lambda kind, error, trace: work() if kind else None


def _on_success(work: Callable[[], None]) -> Exit:
    return lambda kind, error, trace: None if kind else work()
