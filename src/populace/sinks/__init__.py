"""Where rows go: a database, or a folder of files.

A sink is a context manager around one transaction: leave it well and all that
was written stays, leave it with an exception and everything is as before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib.metadata import entry_points
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, cast, runtime_checkable

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.sinks.errors import WriteError

__all__ = ["DatabaseSink", "Sink", "WriteError", "open_sink"]

_FOLDERS = ("csv", "jsonl", "parquet")


class Sink(Protocol):
    """A context manager that takes the tables of a plan, a batch at a time."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None: ...
    def create(self, metadata: sa.MetaData) -> None: ...
    def write(self, table: sa.Table, batch: pa.RecordBatch) -> None: ...


@runtime_checkable
class DatabaseSink(Sink, Protocol):
    """A sink that can also be asked, and that can load what plain inserts cannot."""

    def count(self, table: sa.Table) -> int: ...
    def nonempty(self, tables: Iterable[sa.Table]) -> Mapping[str, int]: ...
    def savepoint(self) -> AbstractContextManager[object]: ...
    def try_write(self, table: sa.Table, batch: pa.RecordBatch) -> NDArray[np.bool_]: ...
    def update(self, table: sa.Table, key_columns: Sequence[str], batch: pa.RecordBatch) -> None: ...
    def defer(self, constraints: Iterable[sa.ForeignKeyConstraint]) -> bool: ...
    def write_together(self, parts: Sequence[tuple[sa.Table, pa.RecordBatch]]) -> None: ...
    def finish(self, tables: Iterable[sa.Table]) -> None: ...


def open_sink(target: str | Path | sa.URL | sa.Engine | sa.Connection, *, force: bool = False) -> Sink:
    """The sink for a database (URL, engine or connection) or for ``parquet:DIR``, ``csv:DIR``, ``jsonl:DIR``.

    *force* lets files be replaced. Other names are looked up among the entry
    points ``populace.sinks``, which are called with what follows the colon.
    """
    if isinstance(target, sa.Engine | sa.Connection):
        return _database(target)
    if isinstance(target, sa.URL):
        return _from_url(target, force)
    name, colon, rest = str(target).partition(":")
    if not colon:
        raise ValueError(f"{str(target)!r} is no place for rows; {_known()}")
    if rest.startswith("//") and name not in _FOLDERS:
        return _from_url(sa.make_url(str(target)), force)
    return _opener(name)(rest, force=force)


def _from_url(url: sa.URL, force: bool) -> Sink:
    """A dialect with a sink of its own as an entry point goes first."""
    from populace.sinks.connect import engine_for

    name = url.get_backend_name()
    if list(entry_points(group="populace.sinks", name=name)):
        return _opener(name)(url.render_as_string(hide_password=False), force=force)
    return _database(engine_for(url), dispose=True)


def _database(bind: sa.Engine | sa.Connection, dispose: bool = False) -> Sink:
    """Each dialect's own way of loading, or plain inserts."""
    match bind.dialect.name:
        case "sqlite":
            from populace.sinks.sqlite import SQLiteSink

            return SQLiteSink(bind, dispose=dispose)
        case "postgresql":
            from populace.sinks.postgres import PostgresSink

            return PostgresSink(bind, dispose=dispose)
        case "mysql" | "mariadb":
            from populace.sinks.mariadb import MariaDBSink

            return MariaDBSink(bind, dispose=dispose)
    from populace.sinks.sql import SqlSink

    return SqlSink(bind, dispose=dispose)


def _opener(name: str) -> Callable[..., Sink]:
    for entry in entry_points(group="populace.sinks", name=name):
        return cast(Callable[..., Sink], entry.load())
    if name in _FOLDERS:  # the package may run from a source tree that was never installed
        from populace.sinks import files

        opener: Any = getattr(files, name)
        return cast(Callable[..., Sink], opener)
    raise ValueError(f"{name!r} is no sink; {_known()}")


def _known() -> str:
    names = sorted({*_FOLDERS, *(entry.name for entry in entry_points(group="populace.sinks"))})
    return f"give a database URL, such as sqlite:///shop.db, or one of {', '.join(f'{name}:…' for name in names)}"
