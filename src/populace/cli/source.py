"""From what the user names to a schema and a plan: models, a database, or the two together."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import sqlalchemy as sa

from populace import domains
from populace.cli.options import Run
from populace.config import ConfigError, Settings, is_url, resolved
from populace.names import closest
from populace.overrides import Place, Sparse, generator, nulls
from populace.plan import Plan, today
from populace.rows import Generator
from populace.schema.annotations import annotations, notes
from populace.schema.models import ModelsError, load
from populace.schema.reflect import merge, reflect
from populace.schema.urls import engine_for, redact

PARENT = "SELECT CAST(CAST(inhparent AS regclass) AS text) FROM pg_inherits WHERE inhrelid = to_regclass(:name)"


@dataclass(frozen=True)
class Source:
    """A schema, its name without a password, and the database that it is in or shall go to."""

    metadata: sa.MetaData
    name: str
    engine: sa.Engine | None = None
    models: bool = False

    @property
    def dialect(self) -> str:
        return self.engine.dialect.name if self.engine else "sqlite"

    def table(self, name: str) -> str:
        """The full name of a table that rows can go to; else an error that says what *name* is."""
        tables = {t.fullname: t for t in self.metadata.tables.values() if not annotations(t).get("view")}
        if name in tables:
            return name
        same = [full for full, table in tables.items() if table.name == name]
        if len(same) > 1:
            raise ConfigError(f"{name} is in several schemas; write {' or '.join(same)}")
        if same:
            return same[0]
        raise ConfigError(self._unfit(name) or f"there is no table {name!r} in {self.name}{closest(name, tables)}")

    def _unfit(self, name: str) -> str | None:
        """Why rows do not go to *name*, which is something else than a table to fill."""
        if name in annotations(self.metadata).get("views", ()) or name in self.metadata.tables:
            return f"{name} is a view; rows go to the tables that it reads"
        if self.engine is None:
            return None
        left_out = [note for note in notes(self.metadata) if note.startswith(f"{name}:")]
        if left_out:
            return left_out[0]
        with self.engine.connect() as connection:
            if self.dialect == "postgresql":
                quoted = connection.dialect.identifier_preparer.quote(name)
                parent = connection.scalar(sa.text(PARENT), {"name": quoted})
                if parent:
                    return f"{name} is a partition of {parent}; name {parent}, its rows go to the partitions that fit"
            if name in sa.inspect(connection).get_view_names():
                return f"{name} is a view; rows go to the tables that it reads"
        return None


@contextmanager
def opened(settings: Settings, *, target: bool = False) -> Iterator[Source]:
    """The schema that the settings name; a *target* database must be named, too."""
    source, url = _named(settings)
    if source is None and url is None:
        raise ConfigError(
            "no source is given; name a database URL or models such as shop.py:Base, "
            'or write source = "…" into populace.toml'
        )
    if target and url is None:
        raise ConfigError(
            f"{source} are models; add the database to create them in: populace seed {source} sqlite:///shop.db"
        )
    if url is None:
        yield _read(source, None, "")
        return
    engine = engine_for(url)
    file = _file(engine.url)
    new = file is not None and not file.exists()
    try:
        yield _read(source, engine, redact(url))
    finally:
        engine.dispose()
        if new:
            _remove_empty(file)


def _file(url: sa.URL) -> Path | None:
    """The file of a SQLite database."""
    name = url.database if url.get_backend_name() == "sqlite" else None
    return Path(name) if name and name != ":memory:" and not name.startswith("file:") else None


def _remove_empty(file: Path | None) -> None:
    """SQLite makes a file when it is only looked at; one without content is not left behind."""
    if file is not None and file.exists() and not file.stat().st_size:
        file.unlink()


def _named(settings: Settings) -> tuple[str | None, str | None]:
    """Models and URL of the settings: a source that is a URL is both the schema and the place for the rows."""
    source, url = settings.source, settings.url
    url = resolved(url, os.environ) if url else None
    if source and is_url(source):
        if url:
            shown = redact(url)
            raise ConfigError(f"two databases are named; give models as the source of {shown}, such as shop.py:Base")
        return None, resolved(source, os.environ)
    return source, url


def _read(source: str | None, engine: sa.Engine | None, name: str) -> Source:
    if source is None:
        assert engine is not None
        found = reflect(engine)
        if not found.tables:
            raise ConfigError(
                f"{name} has no tables that rows can go to; create them first (run your migrations), "
                f"or give your models: populace seed models.py:Base {name}"
            )
        return Source(found, name, engine)
    models = _models(source)
    there = reflect(engine) if engine else sa.MetaData()
    metadata = merge(models, there) if there.tables or annotations(there).get("views") else models
    return Source(metadata, source, engine, models=True)


def _models(source: str) -> sa.MetaData:
    """The models that *source* names: those of a domain, or the user's own."""
    if source in domains.names():
        return load(f"{domains.package(source)}.models:Base")
    try:
        return load(source)
    except ModelsError as error:
        if ":" in source or not get_close_matches(source, domains.names()):
            raise
        raise ModelsError(f"{error}; nor is there a domain {source!r}{closest(source, domains.names())}") from error


def planned(run: Run, source: Source) -> Plan:
    """The plan that the settings ask for."""
    settings = run.settings
    for name in [*settings.only, *settings.exclude]:
        if not any(sign in name for sign in "*?["):
            source.table(name)
    plan = Plan(
        source.metadata,
        sizes={source.table(name): rows for name, rows in settings.sizes.items()},
        seed=settings.seed or 0,
        now=settings.now or today(),
        locale=settings.locale or "en_US",
        each=settings.rows,
        scale=1.0 if settings.scale is None else settings.scale,
        only=settings.only,
        exclude=settings.exclude,
        dialect=source.dialect,
    )
    return _overridden(plan, run, source)


def _overridden(plan: Plan, run: Run, source: Source) -> Plan:
    """*plan* with the generators of the configuration; a share of NULLs alone keeps the generator inferred."""
    given: dict[str, Generator] = {}
    shares: dict[tuple[str, str], float] = {}
    for (table, column), options in run.settings.columns.items():
        full = source.table(table)
        place = Place(f"{full}.{column}", run.settings.root, run.plugins)
        _check_column(source.metadata.tables[full], column, options, place)
        made, share = generator(options, place), nulls(options, place)
        if made is not None:
            given[place.column] = made if share is None else Sparse(made, share)
        elif share is not None:
            shares[full, column] = share
    plan = replace(plan, generators=given)
    if not shares:
        return plan
    inferred = {f"{t}.{c}": Sparse(plan.suggestions(t)[c].generator, share) for (t, c), share in shares.items()}
    return replace(plan, generators={**given, **inferred})


def _check_column(table: sa.Table, name: str, options: Mapping[str, object], place: Place) -> None:
    column = next((column for column in table.columns if column.name == name), None)
    if column is None:
        raise place.wrong(f"there is no such column{closest(name, [str(c.name) for c in table.columns])}")
    if options.get("nulls") and (not column.nullable or column.primary_key):
        raise place.wrong("nulls is given, but the column is NOT NULL")
    if "nulls" in options and len(options) == 1 and column.foreign_keys:
        raise place.wrong("nulls alone is not for foreign keys; leave it out")
