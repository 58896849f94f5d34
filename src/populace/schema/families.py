"""Class inheritance: which rows a discriminator column lets a table hold.

Only the mappers know it. A table of a family is annotated with all identities and with those it holds itself.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Mapper, configure_mappers
from sqlalchemy.orm import mapperlib as registries

from populace.schema.annotations import annotate


def annotate_families(models: sa.MetaData, copy: sa.MetaData) -> None:
    """Annotate *copy* with the joined and single-table inheritance of the classes mapped to *models*."""
    for base in _bases(models):
        discriminator = base.polymorphic_on
        if not isinstance(discriminator, sa.Column) or discriminator.table not in base.tables:
            continue
        classes = [mapper for mapper in base.self_and_descendants if not mapper.concrete]
        for table in {table.key: table for mapper in classes for table in _tables(mapper, models)}.values():
            holders = [mapper for mapper in classes if table in mapper.tables]
            annotate(
                copy.tables[table.key],
                family={
                    "discriminator": discriminator.name,
                    "identities": _identities(classes, discriminator),
                    "holds": _identities(holders, discriminator),
                    "base": discriminator.table.fullname,
                },
            )


def mappers(models: sa.MetaData) -> Iterator[Mapper[Any]]:
    """The mappers of all classes mapped to a table of *models*."""
    _configured()
    tables = set(models.tables.values())
    for registry in registries._all_registries():
        for mapper in registry.mappers:
            if mapper.local_table in tables:
                yield mapper


def _configured() -> None:
    """Configuring resolves discriminators; a broken relationship must not keep rows from being made."""
    try:
        configure_mappers()
    except (sa.exc.SQLAlchemyError, AttributeError, KeyError, NameError, TypeError):
        pass


def _bases(models: sa.MetaData) -> list[Mapper[Any]]:
    found = {mapper.base_mapper: None for mapper in mappers(models) if not mapper.concrete}
    return sorted((base for base in found if len(list(base.self_and_descendants)) > 1), key=str)


def _tables(mapper: Mapper[Any], models: sa.MetaData) -> list[sa.Table]:
    return [table for table in mapper.tables if isinstance(table, sa.Table) and table.key in models.tables]


def _identities(classes: list[Mapper[Any]], discriminator: sa.Column[Any]) -> list[object]:
    """The values of the database, each once: an Enum member becomes its label."""
    values = [mapper.polymorphic_identity for mapper in classes if mapper.polymorphic_identity is not None]
    return list(dict.fromkeys(_stored(value, discriminator) for value in values))


def _stored(value: object, column: sa.Column[Any]) -> object:
    dialect = DefaultDialect()
    try:
        bind = column.type.dialect_impl(dialect).bind_processor(dialect)
        stored = bind(value) if bind else value
    except (LookupError, TypeError, ValueError, AttributeError):
        stored = value
    return stored.value if isinstance(stored, Enum) else stored
