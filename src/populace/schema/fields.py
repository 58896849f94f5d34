"""Bounds that fields of a class have and its table does not: those of SQLModel and other Pydantic models.

``Field(ge=18)`` is checked by nobody when a row is written, but the code that reads it counts on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from populace.schema.annotations import annotate
from populace.schema.annotations import annotations as facts
from populace.schema.families import mappers

SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
LENGTHS = {"min_length": ">=", "max_length": "<="}


def annotate_fields(models: sa.MetaData, copy: sa.MetaData) -> None:
    """Annotate the columns of *copy* with the bounds of the fields that are mapped to those of *models*."""
    for mapper in mappers(models):
        fields = getattr(mapper.class_, "model_fields", {})
        for name, column in mapper.columns.items():
            checks = list(_checks(fields[name])) if name in fields else []
            if checks and isinstance(column, sa.Column) and column.table.key in copy.tables:
                own = next(c for c in copy.tables[column.table.key].columns if c.name == column.name)
                annotate(own, domain_checks=[*facts(own).get("domain_checks", ()), *checks])


def _checks(field: Any) -> Iterator[str]:
    """The bounds of a field as CHECKs of a value."""
    for bound in getattr(field, "metadata", ()):
        for name, sign in SIGNS.items():
            limit = getattr(bound, name, None)
            if isinstance(limit, int | float | Decimal):
                yield f"VALUE {sign} {limit}"
        for name, sign in LENGTHS.items():
            if isinstance(getattr(bound, name, None), int):
                yield f"length(VALUE) {sign} {getattr(bound, name)}"
