"""Engines for database URLs, and errors that never show a password."""

import importlib.util
from pathlib import Path

import pytest
import sqlalchemy as sa

from populace.schema import urls
from populace.schema.urls import ConnectError, engine_for, redact, with_driver

PASSWORD = "s3ntinel-pw"


def test_sqlite_enforces_foreign_keys(sqlite):
    """Every connection of a SQLite engine checks foreign keys."""
    engine = engine_for(sqlite)

    with engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize(
    "given, wanted",
    [
        ("postgres://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+asyncpg://h/d?ssl=require", "postgresql+psycopg://h/d?sslmode=require"),
        ("sqlite+aiosqlite:///x.db", "sqlite+pysqlite:///x.db"),
        ("mysql+aiomysql://h/d", "mysql+pymysql://h/d"),
    ],
)
def test_a_url_gets_an_installed_synchronous_driver(given, wanted, monkeypatch):
    """Short and asynchronous forms become the first driver that is installed."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: True)

    assert str(with_driver(sa.make_url(given))) == wanted


def test_another_installed_driver_will_do(monkeypatch):
    """Where psycopg is missing, pg8000 is used."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name == "pg8000" or None)

    assert with_driver(sa.make_url("postgresql+psycopg2://h/d")).drivername == "postgresql+pg8000"


def test_a_missing_driver_is_named_with_the_pip_command(monkeypatch):
    """Without any driver the error says what to install."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ConnectError) as error:
        engine_for("postgresql://h/d")
    assert str(error.value) == (
        "psycopg is not installed; it is needed for postgresql:// URLs. Run: pip install 'populace[postgres]'"
    )


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{PASSWORD}@host/shop",
        f"postgresql://host/shop?user=me&password={PASSWORD}",
        f"postgresql://me:{PASSWORD}@p@host/shop",
        f"host=h password={PASSWORD} dbname=d",
    ],
)
def test_redact_hides_passwords_everywhere(url):
    """Neither the password of the authority nor one in the query is shown."""
    assert PASSWORD not in redact(url) and "***" in redact(url)


def test_a_missing_directory_is_named(tmp_path):
    """A SQLite file in a directory that is not there: the error says which directory and how to make it."""
    with pytest.raises(ConnectError, match=f"mkdir -p {tmp_path}/none"):
        engine_for(f"sqlite:///{tmp_path}/none/x.db")


def test_a_file_that_is_no_database_is_named(tmp_path):
    """A text file is not taken for a database."""
    Path(tmp_path, "x.db").write_text("this is not a database " * 100)

    with pytest.raises(ConnectError, match="not a SQLite file"):
        engine_for(f"sqlite:///{tmp_path}/x.db")


def test_a_new_sqlite_file_is_not_made_by_looking(tmp_path):
    """An engine for a file that is not there yet leaves the directory as it is."""
    engine_for(f"sqlite:///{tmp_path}/x.db")

    assert list(tmp_path.iterdir()) == []


def test_a_path_is_not_a_url():
    """A bare file name gets the URL it should have been."""
    with pytest.raises(ConnectError, match="sqlite:///shop.db"):
        engine_for("shop.db")


def test_nothing_listening_is_said(postgres_server):
    """A closed port is named, the password is not."""
    with pytest.raises(ConnectError, match="nothing answers at 127.0.0.1:1;") as error:
        engine_for(f"postgresql://me:{PASSWORD}@127.0.0.1:1/shop")
    assert PASSWORD not in str(error.value)


def test_an_unknown_database_is_said(postgres):
    """The command that creates the database is in the error."""
    url = sa.make_url(postgres).set(database="populace_nowhere")

    with pytest.raises(ConnectError, match="no database populace_nowhere. Run: createdb"):
        engine_for(url)


def test_a_password_in_the_drivers_message_is_hidden():
    """A driver that repeats the password does not get it printed."""
    url = sa.make_url(f"postgresql://me:{PASSWORD}@h/d")

    assert PASSWORD not in urls._explained(url, f"password authentication failed for {PASSWORD}")
