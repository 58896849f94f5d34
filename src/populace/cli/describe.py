"""A plan told as plain data: tables, columns, generators and why; and how one value came to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from populace.cli.report import notes_of, now_of
from populace.config import ConfigError
from populace.names import closest
from populace.plan import Plan
from populace.rows import Array, Rows

LONGEST = 160


def shown(generator: object, longest: int = LONGEST) -> str:
    """A generator as it would be written, cut where it lists hundreds of words."""
    name = getattr(generator, "__name__", None)
    text = f"{getattr(generator, '__module__', '')}:{name}" if name else repr(generator)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def whole(plan: Plan) -> dict[str, Any]:
    """The plan: what every table gets, in the order of writing."""
    return {
        "seed": plan.seed,
        "now": now_of(plan),
        "locale": plan.locale,
        "rows": sum(plan.size(table.fullname) for table in plan.tables),
        "tables": [table_of(plan, table) for table in plan.tables],
        "guessed_links": guessed(plan),
        "cycles": cycles(plan),
        "notes": notes_of(plan),
    }


def table_of(plan: Plan, table: sa.Table) -> dict[str, Any]:
    return {
        "table": table.fullname,
        "rows": plan.size(table.fullname),
        "columns": [column_of(plan, table, column) for column in table.columns],
    }


def column_of(plan: Plan, table: sa.Table, column: sa.Column[Any]) -> dict[str, Any]:
    """A column's type, its generator and why; a foreign key's is the one that picks the parents."""
    name = str(column.name)
    kind = f"{_type(column)}{'' if column.nullable else ' NOT NULL'}"
    if column.computed is not None:
        return {"column": name, "type": kind, "generator": None, "why": "the database computes it"}
    layout = plan.inference.layouts[table.fullname]
    suggestion = plan.suggestions(table.fullname)[layout.made_by.get(name, name)]
    generator, why = shown(suggestion.generator), suggestion.why
    if name in layout.links:
        hidden = layout.links[name][0]
        link = plan.suggestions(table.fullname).get(layout.made_by.get(hidden, hidden))
        generator = shown(link.generator) if link else generator
    return {"column": name, "type": kind, "generator": generator, "why": why}


def _type(column: sa.Column[Any]) -> str:
    known = column.info.get("populace", {})
    if isinstance(column.type, sa.types.NullType):
        return str(known.get("sqltype", "unknown"))
    try:
        return str(column.type)
    except (sa.exc.CompileError, sa.exc.UnsupportedCompilationError):
        return repr(column.type)


def guessed(plan: Plan) -> list[str]:
    """Foreign keys that nobody declared."""
    return [
        f"{table}.{', '.join(link.columns)} → {link.parent}.{', '.join(link.keys)} ({link.why.removeprefix('guess: ')})"
        for table, links in plan.inference.links.items()
        for link in links
        if link.constraint is None
    ]


def cycles(plan: Plan) -> list[str]:
    """How rings of tables that point to each other are written."""
    late = [
        f"{table}.{', '.join(link.columns)} → {link.parent}: written NULL, set when all tables are there"
        for table, links in plan.late.items()
        for link in links
    ]
    held = [
        f"{key.table.fullname}.{', '.join(c.name for c in key.columns)} → {key.referred_table.fullname}: "
        "checked at the end of the transaction"
        for key in plan.deferred
    ]
    return late + held


def explained(plan: Plan, column_name: str, row: int) -> dict[str, Any]:
    """The value of one column in one row, its generator, and the values that it is made from."""
    table, column = _split(plan, column_name)
    size = plan.size(table.fullname)
    if not 0 <= row < size:
        raise ConfigError(f"{table.fullname} has {size:,} rows, 0 to {size - 1:,}; there is no --row {row}")
    facts = column_of(plan, table, column)
    if column.computed is not None:
        raise ConfigError(f"{table.fullname}.{column.name} is computed by the database: {column.computed.sqltext}")
    values = row_values(plan, table.fullname, row)
    sources, parents = _sources(plan, table, str(column.name), row)
    return {
        **facts,
        "column": f"{table.fullname}.{column.name}",
        "row": row,
        "value": values[str(column.name)],
        "made_from": {name: values.get(name, value) for name, value in sources.items()},
        "parents": parents,
    }


def row_values(plan: Plan, table: str, row: int) -> dict[str, Any]:
    found: dict[str, Any] = plan.batch(table, row, row + 1).to_pylist()[0]
    return found


def _split(plan: Plan, name: str) -> tuple[sa.Table, sa.Column[Any]]:
    tables = {table.fullname: table for table in plan.tables}
    bare: dict[str, sa.Table] = {}
    for table in plan.tables:
        bare.setdefault(table.name, table)
    where, dot, column_name = name.rpartition(".")
    if not dot:
        raise ConfigError(f"{name!r} is no column; write TABLE.COLUMN, such as {next(iter(tables))}.id")
    found = tables.get(where, bare.get(where))
    if found is None:
        raise ConfigError(f"there is no table {where!r} in this plan{closest(where, tables)}")
    for column in found.columns:
        if column.name == column_name:
            return found, column
    names = [str(column.name) for column in found.columns]
    raise ConfigError(f"{found.fullname} has no column {column_name!r}{closest(column_name, names)}")


class _Asked(dict[str, Any]):
    """What was made for some rows, noting who asks for it."""

    def __init__(self, made: Mapping[str, Any]) -> None:
        super().__init__(made)
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        self.names[name] = None
        return super().__getitem__(name)


def _sources(plan: Plan, table: sa.Table, column: str, row: int) -> tuple[dict[str, Any], dict[str, str]]:
    """The sibling values and the parent rows that a value is made from: its generator is run again, and watched."""
    layout = plan.inference.layouts[table.fullname]
    rows = plan.rows(table.fullname, [row])
    rows[column]
    maker = layout.made_by.get(column, column)
    view = rows.of(maker)
    asked = _Asked(view.made)
    view.made = asked
    if maker in layout.names:
        view = view.named(layout.names[maker][0], maker, layout.names[maker][1])
    plan.suggestions(table.fullname)[maker].generator(view)
    told = [name for name in asked.names if name != column and not name.startswith(("→", "^", "∅", "·case"))]
    siblings = {name.lstrip("·"): _only(asked.get(name)) for name in told}
    links = {link: parent for link, parent in layout.links.values() if {link, "^" + link} & set(asked.names)}
    return siblings, {_columns(layout.links, link): _parent(rows, link, parent) for link, parent in links.items()}


def _columns(links: Mapping[str, tuple[str, str]], link: str) -> str:
    return ", ".join(column for column, (name, _) in links.items() if name == link)


def _parent(rows: Rows, link: str, parent: str) -> str:
    number = int(np.asarray(rows[link])[0])
    return f"{parent} row {number}" if number >= 0 else "none"


def _only(values: Array | None) -> Any:
    """The value of a column of one row."""
    if values is None:
        return None
    return values[0].as_py() if isinstance(values, pa.Array) else values[0].item()
