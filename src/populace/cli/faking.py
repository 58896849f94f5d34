"""`populace fake` and `populace domains`: records and values of the domains, without a database."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from inspect import signature
from types import ModuleType
from typing import Any, get_args, get_type_hints
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
from populace.provider import UnknownColumn

FORMATS = ("json", "csv", "sql")
_READERS: dict[type, Callable[[str], Any]] = {
    bool: lambda text: {"true": True, "false": False}[text.lower()],
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
    make = getattr(world.Provider(_generator(locale, seed)), method)
    tables = [table] if table is not None else list(world.Base.metadata.tables.values())
    kinds = _kinds(make, tables)
    given = dict(_given(method, kinds, text) for text in known)
    made = (make(**given) for _ in range(1 if repeat is None else repeat))
    try:
        _write(made, method, table, form or ("json" if table is not None else "text"), repeat is None)
    except UnknownColumn as error:
        raise ConfigError(str(error)) from None


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


def _kinds(make: Callable[..., Any], tables: Sequence[sa.Table]) -> dict[str, tuple[type, bool]]:
    """What a method can be told: the type of each, and whether it may be NULL."""
    parameters, hints = signature(make).parameters.values(), get_type_hints(make)
    kinds: dict[str, tuple[type, bool]] = {}
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        for column in (column for table in tables for column in table.columns):
            kinds[str(column.name)] = (column.type.python_type, bool(column.nullable))
    for parameter in parameters:
        if parameter.kind is not parameter.VAR_KEYWORD:
            kinds[parameter.name] = ((*get_args(hints[parameter.name]), hints[parameter.name])[0], True)
    return kinds


def _given(method: str, kinds: Mapping[str, tuple[type, bool]], text: str) -> tuple[str, Any]:
    """Something known and its value, read as its type says."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"{text!r} says no value; write COLUMN=VALUE")
    if name not in kinds:
        raise ConfigError(f"{method} takes no {name!r}{closest(name, kinds) if kinds else ', and nothing else'}")
    kind, nullable = kinds[name]
    if value == "NULL" and nullable:
        return name, None
    try:
        return name, _READERS.get(kind, str)(value)
    except (ValueError, ArithmeticError, KeyError):
        raise ConfigError(f"{name}={value} is not of the type {kind.__name__}") from None


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
    for number, name in enumerate(domains.names()):
        world = domains.load(name)
        first = " ".join((world.__doc__ or "").partition("\n\n")[0].split())
        said = first[len(name) + 2 :] if first.lower().startswith(f"{name}: ") else first
        if number:
            typer.echo()
        typer.echo(f"{name}: {clean(said)}")
        typer.echo(f"  tables  {', '.join(world.Base.metadata.tables)}")
        typer.echo(f"  fake    {', '.join(domains.methods(world))}")
