"""The guard as the commands use it: who may be written to, who is protected, and names that must be typed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

import sqlalchemy as sa
import typer

from populace import marker
from populace.cli.options import Run
from populace.cli.report import say
from populace.config import ConfigError, resolved
from populace.guard import Refused, guard
from populace.schema.urls import engine_for, redact


def guarded(run: Run, engine: sa.Engine, known_as: str | None) -> str:
    """The name of the database, if it may be written to; else `Refused`, before anything is made."""
    with engine.connect() as connection:
        hosts = run.settings.allow_hosts
        return guard(connection, hosts=hosts, known_as=known_as, environment=os.environ).database


def confirm(database: str, typed: str | None, what: str) -> None:
    """`Refused`, unless the name of the database was typed: as an option, or now on a terminal."""
    if typed is None and _is_terminal():
        try:
            typed = str(typer.prompt(f"Type the name of the database to {what}", err=True))
        except typer.Abort:
            raise KeyboardInterrupt from None
    if typed is None:
        raise Refused(f"to {what}, its name must be typed; add --confirm {quote(database)}")
    if typed != database:
        raise Refused(f"{typed!r} was typed, but the database is {database}; nothing was changed")


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def protect(url: str) -> None:
    """Put the marker into a database."""
    with database_of(url) as connection:
        name = marker.name_of(connection)
        new = marker.protect(connection)
    say(f"{name} is {'now' if new else 'already'} protected: populace neither fills nor empties it")


def unprotect(url: str, typed: str | None) -> None:
    """Take the marker out of a database, whose name must be typed."""
    with database_of(url) as connection:
        name = marker.name_of(connection)
        if not marker.marked(connection):
            return say(f"{name} is not protected")
        confirm(name, typed, "take its protection away")
        marker.unprotect(connection)
    say(f"{name} is no longer protected")


@contextmanager
def database_of(url: str) -> Iterator[sa.Connection]:
    """A transaction in the database of *url*, which must be there."""
    engine = engine_for(resolved(url, os.environ))
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not file.startswith("file:") and not Path(file).exists():
        raise ConfigError(f"{redact(engine.url)}: there is no such file")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
