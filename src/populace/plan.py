"""A plan: enough to make any row of any table, alone or with others.

    plan = Plan(metadata, sizes={"customers": 1_000}, seed=7)
    plan.batch("customers", 0, 100)         # an Arrow record batch
    plan.rows("orders", [17])["total"]      # one column of one row

Inference runs once, when the plan is first asked for something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import ArrayLike, NDArray

from populace.errors import PlanError
from populace.infer.asked import Suggestion
from populace.infer.build import Inference, infer
from populace.infer.links import Link
from populace.names import closest
from populace.rows import Array, Generator, Rows
from populace.schema.types import arrow_type

BATCH = 65_536


def today() -> datetime:
    """Midnight of today, in UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Plan:
    """Which rows the tables of *metadata* get.

    *sizes* gives the rows of single tables, *each* those of every other table; without it,
    sizes follow from the foreign keys, and *scale* multiplies them. *generators* replaces
    what inference finds, by ``"table.column"``. *now* is the present of the data. *only*
    and *exclude* limit the tables (*only* takes the tables along that are pointed to).
    *retries* lists rows that a database refused, and how often: they are drawn anew.
    """

    metadata: sa.MetaData
    sizes: Mapping[str, int] = field(default_factory=dict)
    seed: int = 0
    now: datetime = field(default_factory=today)
    generators: Mapping[str, Generator] = field(default_factory=dict)
    locale: str = "en_US"
    each: int | None = None
    scale: float = 1.0
    only: Sequence[str] = ()
    exclude: Sequence[str] = ()
    dialect: str = "sqlite"

    @cached_property
    def inference(self) -> Inference:
        """What was found out about the tables: order, sizes, generators and why."""
        return infer(self)

    def reseeded(self, seed: int) -> Plan:
        """The same tables under another seed; what was inferred is shared."""
        plan = replace(self, seed=seed)
        found = self.inference
        plan.__dict__["inference"] = replace(found, making=found.making.reseeded(seed))
        return plan

    @property
    def tables(self) -> list[sa.Table]:
        """The tables in the order in which they are written, parents first."""
        return [self.inference.layouts[name].table for name in self.inference.order]

    @property
    def notes(self) -> list[str]:
        """What was guessed, limited or left out."""
        return self.inference.notes

    @property
    def late(self) -> Mapping[str, list[Link]]:
        """Foreign keys that close a ring of tables and may be NULL: written NULL first, set afterwards."""
        return self.inference.late

    @property
    def deferred(self) -> list[sa.ForeignKeyConstraint]:
        """Foreign keys that close a ring of tables and may not be NULL: to be checked at the end."""
        return self.inference.deferred

    @property
    def rings(self) -> list[list[str]]:
        """Rings of tables whose foreign keys to each other may not be NULL."""
        return self.inference.rings

    def table(self, name: str) -> sa.Table:
        """The table of that full name."""
        return self.inference.layouts[self.named(name)].table

    def key(self, table: str) -> list[str]:
        """Columns that tell the rows of *table* apart: its primary key, or else a unique group that is never NULL."""
        return self.inference.keys[self.named(table)]

    def free(self, link: Link, column: str) -> bool:
        """Whether *column* of a late *link* can be written NULL at first: it may be NULL and no other link fills it."""
        layout = next(layout for name, layout in self.inference.layouts.items() if link in self.inference.links[name])
        found = layout.table.columns[column]
        return bool(found.nullable) and not found.primary_key and layout.links[column][0] == link.name

    def refused(self, table: str) -> bool:
        """Whether a database has refused rows of *table*."""
        return bool(self.inference.making.redrawn.get(table))

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "inference"}

    def size(self, table: str) -> int:
        """How many rows *table* gets."""
        return self.inference.making.size(self.named(table))

    def suggestions(self, table: str) -> Mapping[str, Suggestion]:
        """How each column of *table* is made, and why; names that start with "·" or "→" are made along, not written."""
        return self.inference.layouts[self.named(table)].suggestions

    def named(self, table: str) -> str:
        """The full name of *table* if the plan has it, else an error with the closest one."""
        names = self.inference.layouts
        if table in names:
            return table
        raise PlanError(f"there is no table {table!r} in this plan{closest(table, names)}")

    def written(self, table: str) -> list[sa.Column[object]]:
        """The columns of *table* that are written; computed ones are the database's."""
        columns = self.inference.layouts[self.named(table)].table.columns
        return [column for column in columns if column.computed is None]

    def rows(self, table: str, index: ArrayLike, known: Mapping[str, Array] | None = None) -> Rows:
        """Rows *index* of *table*; *known* columns are as given and the rest fits them."""
        rows = self.inference.making.rows(self.named(table), np.atleast_1d(np.asarray(index, dtype=np.uint64)))
        rows.made.update(known or {})
        return rows

    def batch(self, table: str, start: int, stop: int) -> pa.RecordBatch:
        """Rows *start* to *stop* of *table*, as the database will hold them."""
        return self.take(table, np.arange(start, stop, dtype=np.uint64))

    def take(self, table: str, index: NDArray[np.uint64]) -> pa.RecordBatch:
        """Any rows of *table*, as the database will hold them."""
        making, name = self.inference.making, self.named(table)
        rows = making.rows(name, index)
        columns = self.written(name)
        arrays = [making.output(rows, str(column.name)) for column in columns]
        schema = pa.schema(
            [pa.field(str(column.name), array.type) for column, array in zip(columns, arrays, strict=True)]
        )
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def batches(self, table: str, size: int = BATCH) -> Iterator[pa.RecordBatch]:
        """All rows of *table*, in batches of *size*."""
        total = self.size(table)
        for start in range(0, total, size):
            yield self.batch(table, start, min(start + size, total))

    def schema(self, table: str) -> pa.Schema:
        """The Arrow schema of the batches of *table*."""
        return pa.schema(
            [
                pa.field(str(c.name), arrow_type(self.inference.making.kind(table, str(c.name))))
                for c in self.written(table)
            ]
        )

    def refuse(self, table: str, index: NDArray[np.uint64]) -> None:
        """Note rows of *table* that the database refused: from now on they come out anew."""
        redrawn = self.inference.making.redrawn.setdefault(table, {})
        for row in index.tolist():
            redrawn[row] = redrawn.get(row, 0) + 1
