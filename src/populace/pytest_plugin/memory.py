"""The session of tests that define none: a SQLite database in memory.

It is opened once for a run. What a test does is undone by a savepoint of the connection, which
the session does not know of: a test may commit and roll back as it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class Place:
    """A SQLite database in memory, and the transaction that all of a run happens in."""

    def __init__(self) -> None:
        engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False})
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", _begin)
        self.connection = engine.connect()
        self.names: set[str] = set()
        self._transaction = self.connection.begin()
        self._level: sa.NestedTransaction | None = None

    def mark(self) -> None:
        """What follows can be undone."""
        self._level = self.connection.begin_nested()

    def undo(self) -> None:
        """Back to the mark; to the beginning of a place that was opened since."""
        if self._level is not None:
            self._level.rollback()
        else:
            self._transaction.rollback()
            self._transaction = self.connection.begin()
        self._level = None

    def attach(self, schema: str) -> None:
        """A schema is a database of its own."""
        there = {name for _, name, _ in self.connection.exec_driver_sql("PRAGMA database_list")}
        if schema not in there:
            quoted = self.connection.dialect.identifier_preparer.quote_identifier(schema)
            self.connection.exec_driver_sql(f"ATTACH ':memory:' AS {quoted}")

    def close(self) -> None:
        self._transaction.rollback()
        self.connection.close()
        self.connection.engine.dispose()


class Memory:
    """A session, and the models whose tables it has; models with tables of the same name have places of their own."""

    def __init__(self) -> None:
        self._places = [Place()]
        self.session = Session(self._places[0].connection, join_transaction_mode="create_savepoint")
        sa.event.listen(self.session, "after_soft_rollback", lambda session, transaction: self._make_again())
        self._made: dict[sa.MetaData, tuple[Place, dict[str, sa.Table]]] = {}
        self._refused: dict[sa.Table, str] = {}
        self._lasting = True
        """Whether no roll back takes a table away."""

    def close(self) -> None:
        self.session.close()
        self._made.clear()
        for place in self._places:
            place.close()

    def make_for(self, model: Any) -> None:
        """The tables of a model and of all others of its metadata."""
        mapper = sa.inspect(model, raiseerr=False)
        if not isinstance(mapper, sa.orm.Mapper):
            return
        self.make(mapper.local_table.metadata)  # type: ignore[attr-defined]
        self.require(model.__name__, [table for table in mapper.tables if isinstance(table, sa.Table)])

    def require(self, name: str, tables: Iterable[sa.Table]) -> None:
        """An error if SQLite cannot have these tables, or one that they cannot do without."""
        pending, seen = list(tables), set[sa.Table]()
        while pending:
            table = pending.pop()
            if table in self._refused:
                raise RuntimeError(
                    f"{name} cannot be kept in SQLite, which is where objects are put when nobody says "
                    f"otherwise: {table.fullname}: {self._refused[table]}. "
                    f"Define populace_session in conftest.py, with a session of your own database:\n{EXAMPLE}"
                )
            seen.add(table)
            pending += {key.column.table for key in table.foreign_keys if not key.parent.nullable} - seen

    def make(self, metadata: sa.MetaData) -> None:
        """The tables of a metadata that are not there yet."""
        if metadata in self._made and self._made[metadata][1].keys() == metadata.tables.keys():
            return
        place = self._made[metadata][0] if metadata in self._made else self._place(metadata)
        place.names |= metadata.tables.keys()
        for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
            place.attach(schema)
        if place is not self._places[0]:
            for table in metadata.tables.values():
                self.session.bind_table(table, place.connection)
        copies = dict(copied(metadata).tables)
        for table in copies.values():
            _count_keys(table)
        self._made[metadata] = (place, copies)
        self._lasting = False
        self._make_again()

    def _place(self, metadata: sa.MetaData) -> Place:
        """The first place where no other models have tables of these names."""
        for place in self._places:
            if not place.names & metadata.tables.keys():
                return place
        self._places.append(Place())
        return self._places[-1]

    def _make_again(self) -> None:
        """The tables that a roll back took away, if it did."""
        if self._lasting:
            return
        for metadata, (place, tables) in self._made.items():
            for name, table in tables.items():
                if metadata.tables[name] not in self._refused:
                    self._make(place, metadata.tables[name], table)

    def _make(self, place: Place, original: sa.Table, table: sa.Table) -> None:
        try:
            table.metadata.create_all(place.connection, tables=[table])
        except (sa.exc.CompileError, sa.exc.DBAPIError) as error:
            self._refused[original] = str(getattr(error, "orig", None) or error).splitlines()[0]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens meanwhile is undone, whoever committed it."""
        self.session.commit()
        held = list(self.session)
        for place in self._places:
            place.mark()
        try:
            yield
        finally:
            self.session.rollback()
            for place in self._places:
                place.undo()
            self._restore(held)
            self._make_again()
            self._lasting = True

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
