"""Partitioned tables of MariaDB and MySQL: which values some partition takes; any other row is refused."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from populace.schema.annotations import annotate, literal, note
from populace.schema.pg_partitions import BOUND, bounds

PARTITIONS = """
SELECT table_name AS name, partition_name AS part, partition_method AS method, partition_expression AS expression,
  partition_description AS description, MIN(partition_ordinal_position) AS place
FROM information_schema.partitions WHERE table_schema = DATABASE() AND partition_name IS NOT NULL
GROUP BY 1, 2, 3, 4, 5 ORDER BY name, place"""
COLUMN = re.compile(r"`((?:[^`]|``)*)`")
FUNCTION = re.compile(r"(year|to_days|unix_timestamp)\(`((?:[^`]|``)*)`\)", re.IGNORECASE)
YEAR_ZERO = 366
"""TO_DAYS counts days from the year 0, Python from the year 1."""


def annotate_partitions(connection: sa.Connection, tables: dict[str, sa.Table]) -> None:
    """Annotate *tables* with the values that their partitions by range or list take."""
    found: dict[str, list[Any]] = {}
    for row in connection.execute(literal(PARTITIONS)):
        found.setdefault(row.name, []).append(row)
    for name, rows in found.items():
        method = str(rows[0].method).upper()
        if name not in tables or not method.startswith(("RANGE", "LIST")):
            continue
        if any(row.description == "DEFAULT" for row in rows):
            continue
        leaves = _leaves(tables[name], method, rows)
        if leaves is None:
            shown = rows[0].expression
            note(tables[name].metadata, f"{name}: it is partitioned by {shown}, which is not understood")
            continue
        columns = dict.fromkeys(column for leaf in leaves for column in leaf)
        annotate(tables[name], partitions={"columns": list(columns), "leaves": leaves, "hash": False})


def _leaves(table: sa.Table, method: str, rows: list[Any]) -> list[dict[str, dict[str, Any]]] | None:
    """What each partition takes; the bound of one by range is where the next one begins."""
    expression = str(rows[0].expression)
    function = FUNCTION.fullmatch(expression)
    names = [function[2]] if function else COLUMN.findall(expression)
    if not function and re.sub(r"[\s,]", "", COLUMN.sub("", expression)):
        return None
    columns = [table.columns.get(name.replace("``", "`")) for name in names]
    if any(column is None for column in columns):
        return None
    leaves, low = [], ", ".join(["MINVALUE"] * len(columns))
    for row in rows:
        high = str(row.description)
        if function and method == "LIST":
            return None
        if function and high != "MAXVALUE":
            high = _inverse(function[1].lower(), int(high))
        if method.startswith("LIST"):
            leaves.append(_listed(high, columns))
        else:
            leaves.append(bounds(f"FOR VALUES FROM ({low}) TO ({high})", columns))
        low = high
    return leaves


def _listed(text: str, columns: list[Any]) -> dict[str, dict[str, Any]]:
    """``1,2,3``, or ``('a',1),('b',2)``, of which the first combination is enough."""
    if len(columns) == 1:
        return bounds(f"FOR VALUES IN ({text})", columns)
    first = BOUND.findall(text)[: len(columns)]
    return {
        column.name: bounds(f"FOR VALUES IN ({value})", [column])[column.name]
        for column, value in zip(columns, first, strict=True)
    }


def _inverse(function: str, value: int) -> str:
    """The first moment for which *function* gives *value*."""
    if function == "year":
        return f"'{date(value, 1, 1)}'"
    if function == "to_days":
        return f"'{date(1, 1, 1) + timedelta(days=value - YEAR_ZERO)}'"
    return f"'{datetime.fromtimestamp(value, UTC).replace(tzinfo=None)}'"
