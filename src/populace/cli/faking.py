"""`populace fake` and `populace domains`: records and values of the domains, without a database."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from types import ModuleType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import typer
from faker.config import AVAILABLE_LOCALES
from faker.generator import Generator
from sqlalchemy.engine.default import DefaultDialect

from populace import domains
from populace.cli.failures import clean
from populace.config import ConfigError
from populace.names import closest

FORMATS = ("json", "csv", "sql")
_READERS: dict[type, Callable[[str], Any]] = {
    int: int,
    float: float,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
    UUID: UUID,
    bytes: bytes.fromhex,
    dict: json.loads,
    list: json.loads,
}


class _Standard(DefaultDialect):
    """SQL that PostgreSQL, SQLite and others read."""

    supports_native_boolean = True


def fake(name: str, known: list[str], repeat: int | None, locale: str, form: str | None, seed: int | None) -> None:
    """Records of an entity, or values."""
    if form not in (None, *FORMATS):
        raise ConfigError(f"--format {form} is not known; write --format json, csv or sql")
    world, method = _found(name)
    entities = domains.entities(world)
    table = world.Base.metadata.tables[entities[method]] if method in entities else None
    if form == "sql" and table is None:
        raise ConfigError(f"{method} is a value, not a row of a table; --format sql is for {' or '.join(entities)}")
    tables = [table] if table is not None else list(world.Base.metadata.tables.values())
    given = dict(_given(method, tables, text) for text in known)
    make = getattr(world.Provider(_generator(locale, seed)), method)
    made = (make(**given) for _ in range(1 if repeat is None else repeat))
    _write(made, method, table, form or ("json" if table is not None else "text"), repeat is None)


def _generator(locale: str, seed: int | None) -> Generator:
    """What Faker draws from, without Faker's own providers."""
    name = locale.replace("-", "_")
    if name not in AVAILABLE_LOCALES:
        raise ConfigError(f"there is no locale {locale!r}{closest(name, AVAILABLE_LOCALES)}")
    generator = Generator(locale=name)  # type: ignore[arg-type]  # Faker gives it as text, too
    generator.seed_instance(seed)
    return generator


def _found(name: str) -> tuple[ModuleType, str]:
    """The domain and the method that a name stands for: ``patient``, or ``healthcare.patient``."""
    wanted, dot, method = name.rpartition(".")
    if dot and wanted not in domains.names():
        raise ConfigError(f"there is no domain {wanted!r}{closest(wanted, domains.names())}")
    worlds = {domain: domains.load(domain) for domain in ([wanted] if dot else domains.names())}
    known = {domain: domains.methods(world) for domain, world in worlds.items()}
    having = [domain for domain in known if method in known[domain]]
    if len(having) > 1:
        choices = " or ".join(f"{domain}.{method}" for domain in having)
        raise ConfigError(f"several domains have {method!r}; write {choices}")
    if not having:
        every = [f"{domain}.{other}" for domain in known for other in known[domain]]
        raise ConfigError(f"{wanted or 'no domain'} has {'no ' if dot else ''}{method!r}{closest(method, every)}")
    return worlds[having[0]], method


def _given(method: str, tables: Sequence[sa.Table], text: str) -> tuple[str, Any]:
    """A known column and its value, read as the column's type says."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"{text!r} says no value; write COLUMN=VALUE")
    columns = {str(column.name): column for table in tables for column in table.columns}
    if name not in columns:
        raise ConfigError(f"{method} has no column {name!r}{closest(name, columns)}")
    return name, _read(columns[name], value)


def _read(column: sa.Column[Any], text: str) -> Any:
    if text == "NULL" and column.nullable:
        return None
    kind = column.type.python_type
    if kind is bool:
        if text.lower() not in ("true", "false"):
            raise ConfigError(f"{column.name}={text} is not true or false")
        return text.lower() == "true"
    try:
        return _READERS.get(kind, str)(text)
    except (ValueError, InvalidOperation):
        raise ConfigError(f"{column.name} is a {kind.__name__} ({column.type}), which {text!r} is not") from None


def _write(made: Iterator[Any], method: str, table: sa.Table | None, form: str, single: bool) -> None:
    if form == "text":
        for value in made:
            typer.echo(clean(value))
    elif form == "json":
        found = next(made) if single else list(made)
        typer.echo(json.dumps(found, indent=2 if table is not None else None, ensure_ascii=False, default=str))
    elif form == "csv":
        _write_csv(made, [method] if table is None else None)
    elif table is not None:
        for record in made:
            typer.echo(insert(table, record))


def _write_csv(made: Iterator[Any], names: list[str] | None) -> None:
    """With a line of names; NULL is nothing."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, record in enumerate(made):
        if number == 0:
            writer.writerow(names or record)
        writer.writerow([record] if names else record.values())


def insert(table: sa.Table, record: Mapping[str, Any]) -> str:
    """The statement that puts *record* into *table*."""
    statement = sa.insert(table).values(dict(record))
    return f"{statement.compile(dialect=_Standard(), compile_kwargs={'literal_binds': True})};"


def list_domains() -> None:
    """Every domain: its name, what it is, and its tables."""
    for name in domains.names():
        world = domains.load(name)
        first = (world.__doc__ or "").strip().partition("\n\n")[0]
        typer.echo(f"{name}  {clean(' '.join(first.split()))}")
        typer.echo(f"  tables  {', '.join(world.Base.metadata.tables)}")
        typer.echo(f"  fake    {', '.join(domains.methods(world))}\n")
