"""Classes of one family: rows of the base table take the classes in turn, and subclass tables follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from populace.generators.references import FamilyMember
from populace.infer.links import Link
from populace.making import Layout
from populace.rows import Array, Generator, Rows
from populace.schema.annotations import annotations as facts


@dataclass(frozen=True)
class Discriminator:
    """The class of each row: the *identities* in turn."""

    identities: tuple[Any, ...]

    def __call__(self, rows: Rows) -> Array:
        turn = (rows.index % np.uint64(len(self.identities))).astype(np.int32)
        if isinstance(self.identities[0], str):
            return pa.DictionaryArray.from_arrays(pa.array(turn), pa.array(self.identities, pa.string()))
        return np.asarray(self.identities)[turn]


def family(table: sa.Table) -> Mapping[str, Any]:
    """What is known of the table's family of classes; empty without one."""
    found: Mapping[str, Any] = facts(table).get("family", {})
    return found


def is_base(table: sa.Table) -> bool:
    return family(table).get("base") == table.fullname


def holds(table: sa.Table) -> tuple[int, ...]:
    """The places of the classes that *table* has rows of, among the family's."""
    known = family(table)
    return tuple(known["identities"].index(identity) for identity in known["holds"] if identity in known["identities"])


def links(table: sa.Table, found: list[Link]) -> dict[str, Generator]:
    """For a subclass's table: the link to the table above, and the arithmetic that finds the row there."""
    if not family(table) or is_base(table) or not holds(table):
        return {}
    own_key = {str(column.name) for column in table.primary_key.columns}
    for link in found:
        parent = table.metadata.tables.get(link.parent)
        if parent is not None and set(link.columns) == own_key and family(parent).get("base") == family(table)["base"]:
            above = tuple(range(len(family(table)["identities"]))) if is_base(parent) else holds(parent)
            return {link.name: FamilyMember(len(family(table)["identities"]), holds(table), above)}
    return {}


def size(table: sa.Table, layouts: Mapping[str, Layout]) -> int:
    """Rows of a subclass's table: those of the base table that are of its classes."""
    base, classes = layouts[family(table)["base"]].size, len(family(table)["identities"])
    return base // classes * len(holds(table)) + sum(place < base % classes for place in holds(table))
