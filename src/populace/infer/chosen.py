"""Which tables of a schema are filled, and with how many rows: what a plan asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Protocol

import sqlalchemy as sa

from populace.errors import PlanError
from populace.infer.links import Link, links
from populace.infer.order import Order
from populace.infer.sizes import default_sizes
from populace.names import closest
from populace.rows import Generator
from populace.schema.annotations import annotations as facts


class Asking(Protocol):
    """What inference wants to know: the fields of a plan."""

    @property
    def metadata(self) -> sa.MetaData: ...
    @property
    def sizes(self) -> Mapping[str, int]: ...
    @property
    def seed(self) -> int: ...
    @property
    def now(self) -> datetime: ...
    @property
    def generators(self) -> Mapping[str, Generator]: ...
    @property
    def locale(self) -> str: ...
    @property
    def each(self) -> int | None: ...
    @property
    def scale(self) -> float: ...
    @property
    def only(self) -> Sequence[str]: ...
    @property
    def exclude(self) -> Sequence[str]: ...
    @property
    def dialect(self) -> str: ...


def chosen_tables(tables: Mapping[str, sa.Table], asking: Asking) -> tuple[dict[str, sa.Table], list[str]]:
    """The tables to fill: those asked for, with those they cannot be without."""
    if not tables:
        raise PlanError("the schema has no tables; create them first, or give models (module:Base) as the source")
    for pattern in [*asking.only, *asking.exclude]:
        if not any(_named(name, [pattern]) for name in tables):
            raise PlanError(f"no table is called {pattern!r}{closest(pattern, tables)}")
    allowed = [name for name in sorted(tables) if not _named(name, asking.exclude)]
    chosen = [name for name in allowed if not asking.only or _named(name, asking.only)]
    notes, todo = [], list(chosen)
    while asking.only and todo:
        table = tables[todo.pop()]
        for link in links(table, tables):
            if not link.nullable and link.parent in allowed and link.parent not in chosen:
                chosen.append(link.parent)
                todo.append(link.parent)
                notes.append(f"{link.parent} is taken along: {table.fullname}.{', '.join(link.columns)} needs its rows")
    kept = {name: tables[name] for name in sorted(chosen)}
    if not kept:
        raise PlanError("no table is left to fill: --exclude takes every one that --only leaves")
    return kept, notes


def _named(table: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(table, p) or fnmatchcase(table.rsplit(".", 1)[-1], p) for p in patterns)


def sizes_of(
    asking: Asking, tables: Mapping[str, sa.Table], found: Mapping[str, list[Link]], sequence: Order
) -> dict[str, int]:
    """As many rows as were asked for; a table of several partitions gets as many for each."""
    for name, rows in asking.sizes.items():
        if name not in tables:
            raise PlanError(f"rows are asked for {name!r}, which is no table to fill{closest(name, tables)}")
        if rows < 0:
            raise PlanError(f"{name}: {rows} rows were asked for; ask for 0 or more")
    declared = {name: facts(t)["rows"] for name, t in tables.items() if facts(t).get("rows") is not None}
    sizes = default_sizes(found, sequence.tables, asking.scale, asking.sizes, declared)
    if asking.each is not None:
        for name, table in tables.items():
            partitions = facts(table).get("partitions", {})
            spread = 1.6 if partitions.get("hash") else 1.0
            sizes[name] = round(asking.each * max(1, len(partitions.get("leaves", []))) * spread * asking.scale)
    return sizes | dict(asking.sizes)
