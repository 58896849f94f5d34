"""Seeding on one machine: all or nothing, rings of tables, rows that only the database can judge."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from populace.plan import Plan
from populace.runners.local import NotEmpty, seed
from populace.schema.reflect import reflect
from populace.sinks import open_sink

NOW = datetime(2026, 6, 1)


def reflected(url: str, *statements: str) -> tuple[sa.Engine, sa.MetaData]:
    """The database at *url* after the statements, and its tables."""
    engine, metadata = sa.create_engine(url, poolclass=sa.pool.NullPool), sa.MetaData()
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        metadata.reflect(connection)
    return engine, metadata


def rows(engine: sa.Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError])
def test_nothing_stays_when_it_is_broken_off(sqlite: str, failure: type[BaseException]) -> None:
    """Ctrl-C after the first table leaves that one empty too."""
    engine, metadata = reflected(sqlite, "CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (id integer)")

    def stop(table: str, done: int, total: int) -> None:
        raise failure

    with pytest.raises(failure), open_sink(engine) as sink:
        seed(Plan(metadata, each=10, now=NOW), sink, progress=stop)
    assert rows(engine, "SELECT count(*) FROM a") == [(0,)]


def test_a_table_with_rows_is_refused(sqlite: str) -> None:
    """The error names it, and nothing is written to the others."""
    engine, metadata = reflected(
        sqlite, "CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (id integer)", "INSERT INTO b VALUES (1)"
    )
    with pytest.raises(NotEmpty, match=r"not empty: b \(1 rows\)"), open_sink(engine) as sink:
        seed(Plan(metadata, each=10, now=NOW), sink)
    assert rows(engine, "SELECT count(*) FROM a") == [(0,)]


def test_rows_that_a_trigger_refuses_are_drawn_anew(sqlite: str) -> None:
    """All rows are there in the end, and none that the trigger minds."""
    trigger = """CREATE TRIGGER even BEFORE INSERT ON a WHEN NEW.n % 2 = 1
                 BEGIN SELECT RAISE(ABORT, 'odd'); END"""
    engine, metadata = reflected(sqlite, "CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL)", trigger)
    with open_sink(engine) as sink:
        seed(Plan(metadata, each=40, now=NOW), sink)
    assert rows(engine, "SELECT count(*), sum(n % 2) FROM a") == [(40, 0)]


def test_late_keys_are_set_afterwards(sqlite: str) -> None:
    """A ring that may be NULL holds keys in both directions."""
    engine, metadata = reflected(
        sqlite, "CREATE TABLE a (id integer PRIMARY KEY, b_id integer REFERENCES b)",
        "CREATE TABLE b (id integer PRIMARY KEY, a_id integer NOT NULL REFERENCES a)",
    )  # fmt: skip
    with open_sink(engine) as sink:
        seed(Plan(metadata, each=30, now=NOW), sink)
    assert rows(engine, "PRAGMA foreign_key_check") == []
    assert rows(engine, "SELECT count(b_id) > 10 FROM a") == [(1,)]


def test_a_late_key_of_a_table_without_a_key_is_written_at_once(sqlite: str) -> None:
    """There is no way to find its rows again."""
    engine, metadata = reflected(
        sqlite, "CREATE TABLE a (code text UNIQUE, b_id integer REFERENCES b)",
        "CREATE TABLE b (id integer PRIMARY KEY, a_code text REFERENCES a (code))",
    )  # fmt: skip
    with open_sink(engine) as sink:
        seed(Plan(metadata, each=30, now=NOW), sink)
    assert rows(engine, "PRAGMA foreign_key_check") == []
    assert rows(engine, "SELECT count(b_id) > 10 FROM a") == [(1,)]


def test_a_ring_that_is_never_null_on_postgresql(postgres: str) -> None:
    """Constraints that are not deferrable are so for the time of the load."""
    engine, metadata = reflected(
        postgres, "CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL)",
        "CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)",
        "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b",
    )  # fmt: skip
    with open_sink(engine) as sink:
        assert seed(Plan(metadata, each=20, now=NOW, dialect="postgresql"), sink) == {"a": 20, "b": 20}


def test_who_owns_nothing_writes_a_ring_in_one_statement(postgres: str) -> None:
    """Making a constraint deferrable takes the owner."""
    engine, metadata = reflected(
        postgres, "CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL)",
        "CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a)",
        "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b",
    )  # fmt: skip
    role = "populace_guest_" + sa.make_url(postgres).database[-8:]  # type: ignore[index]
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        connection.exec_driver_sql(f"GRANT ALL ON a, b TO {role}")
    guest = sa.create_engine(sa.make_url(postgres).set(username=role), poolclass=sa.pool.NullPool)
    try:
        with open_sink(guest) as sink:
            assert seed(Plan(metadata, each=20, now=NOW, dialect="postgresql"), sink) == {"a": 20, "b": 20}
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")


@pytest.mark.parametrize("when", ["BEFORE", "AFTER"])
def test_a_table_that_triggers_fill_is_left_to_them(sqlite: str, when: str) -> None:
    """Its rows are those of the trigger, one for each of the table written."""
    engine, _ = reflected(
        sqlite, "CREATE TABLE a (id integer PRIMARY KEY)",
        "CREATE TABLE logs (id integer PRIMARY KEY, a_id integer NOT NULL, what text)",
        f"CREATE TRIGGER logged {when} INSERT ON a BEGIN INSERT INTO logs (a_id, what) VALUES (NEW.id, 'new'); END",
    )  # fmt: skip
    with open_sink(engine) as sink:
        assert seed(Plan(reflect(engine), each=10, now=NOW), sink) == {"a": 10, "logs": 10}
    assert rows(engine, "SELECT DISTINCT what FROM logs") == [("new",)]
