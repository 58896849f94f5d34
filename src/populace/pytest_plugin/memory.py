"""The session of tests that define none: a SQLite database in memory.

It is opened once for a run. What a test does is undone by a savepoint of the connection, which
the session does not know of: a test may commit and roll back as it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, make_transient, make_transient_to_detached

from populace.schema.annotations import copied

OPENED = pytest.StashKey["Memory"]()
EXAMPLE = """
    @pytest.fixture
    def populace_session():
        with Session(engine) as session:
            yield session
"""


class Memory:
    """A database in memory, its session, and the models whose tables it has."""

    def __init__(self) -> None:
        engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False})
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", _begin)
        self.connection = engine.connect()
        self._outermost = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        sa.event.listen(self.session, "after_soft_rollback", lambda session, transaction: self._make_all())
        self._copies: dict[sa.MetaData, dict[str, sa.Table]] = {}
        self._refused: dict[sa.Table, str] = {}

    def close(self) -> None:
        self.session.close()
        self._copies.clear()
        self._outermost.rollback()
        self.connection.close()
        self.connection.engine.dispose()

    def make_for(self, model: Any) -> None:
        """The tables of a model and of all others of its metadata."""
        mapper = sa.inspect(model, raiseerr=False)
        if not isinstance(mapper, sa.orm.Mapper):
            return
        self.make(mapper.local_table.metadata)  # type: ignore[attr-defined]
        pending = [table for table in mapper.tables if isinstance(table, sa.Table)]
        seen: set[sa.Table] = set()
        while pending:
            table = pending.pop()
            if table in self._refused:
                raise RuntimeError(
                    f"{model.__name__} cannot be kept in SQLite, which is where objects are put when "
                    f"nobody says otherwise: {table.fullname}: {self._refused[table]}. "
                    f"Define populace_session in conftest.py, with a session of your own database:\n{EXAMPLE}"
                )
            seen.add(table)
            pending += {key.column.table for key in table.foreign_keys if not key.parent.nullable} - seen

    def make(self, metadata: sa.MetaData) -> None:
        """The tables of a metadata that are not there yet."""
        if self._copies.get(metadata, {}).keys() != metadata.tables.keys():
            self._copies[metadata] = dict(copied(metadata).tables)
            for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
                self._attach(schema)
            for table in self._copies[metadata].values():
                _count_keys(table)
            self._make_all()

    def _attach(self, schema: str) -> None:
        there = {name for _, name, _ in self.connection.exec_driver_sql("PRAGMA database_list")}
        if schema not in there:
            self.connection.exec_driver_sql(f"ATTACH ':memory:' AS {self._quoted(schema)}")

    def _quoted(self, name: str) -> str:
        return self.connection.dialect.identifier_preparer.quote_identifier(name)

    def _make_all(self) -> None:
        """Tables that a roll back took away are made again."""
        for metadata, tables in self._copies.items():
            for name, table in tables.items():
                if metadata.tables[name] not in self._refused:
                    self._make(metadata.tables[name], table)

    def _make(self, original: sa.Table, table: sa.Table) -> None:
        try:
            table.metadata.create_all(self.connection, tables=[table])
        except (sa.exc.CompileError, sa.exc.DBAPIError) as error:
            self._refused[original] = str(getattr(error, "orig", None) or error).splitlines()[0]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens meanwhile is undone, whoever committed it."""
        self.session.commit()
        held = list(self.session)
        level = self.connection.begin_nested()
        try:
            yield
        finally:
            self.session.rollback()
            level.rollback()
            self._restore(held)
            self._make_all()

    def _restore(self, held: list[object]) -> None:
        """The session has the objects that it had; what they hold is read anew."""
        for found in list(self.session):
            if not any(found is one for one in held):
                self.session.expunge(found)
        for one in held:
            if sa.inspect(one).was_deleted:
                make_transient(one)
                make_transient_to_detached(one)
            if sa.inspect(one).detached:
                self.session.add(one)
        self.session.expire_all()

    @contextmanager
    def kept(self) -> Iterator[list[object]]:
        """Objects that are stored meanwhile; they stay when a test rolls back."""
        kept: list[object] = []

        def keep(session: Session, stored: object) -> None:
            kept.append(stored)

        sa.event.listen(self.session, "pending_to_persistent", keep)
        try:
            yield kept
            self.session.commit()
        finally:
            sa.event.remove(self.session, "pending_to_persistent", keep)

    def remove(self, kept: list[object]) -> None:
        """Delete what was kept, as far as it is still there."""
        for one in kept:
            if one in self.session:
                self.session.delete(one)
        self.session.commit()


@contextmanager
def memory(config: pytest.Config) -> Iterator[Memory]:
    """A database for the run."""
    database = config.stash[OPENED] = Memory()
    try:
        yield database
    finally:
        del config.stash[OPENED]
        database.close()


def of(config: pytest.Config, session: Any) -> Memory | None:
    """The database in memory, if *session* is its session."""
    database = config.stash.get(OPENED, None)
    return database if database is not None and database.session is session else None


def _leave_transactions_to_us(connection: Any, record: object) -> None:
    """The driver's own idea of when a transaction begins leaves out savepoints."""
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _count_keys(table: sa.Table) -> None:
    """SQLite counts a primary key only if it is an INTEGER, not a BIGINT."""
    column = table.autoincrement_column
    if column is not None and isinstance(column.type, sa.Integer):
        column.type = sa.Integer()
