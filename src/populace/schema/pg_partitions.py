"""Partitioned PostgreSQL tables: which values some partition takes.

Rows are written to the root; a row outside every partition's bounds is refused.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from populace.schema.annotations import annotate, note
from populace.schema.pg_types import innermost

# Every partition below a root, with its parent's key and its own bounds; sub-partitioned ones are no leaves.
PARTITIONS = """
WITH RECURSIVE tree AS (
  SELECT i.inhrelid AS oid, i.inhparent AS parent, i.inhparent AS root FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhparent WHERE c.relkind = 'p' AND NOT c.relispartition
  UNION ALL SELECT i.inhrelid, i.inhparent, tree.root FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
SELECT tree.oid, tree.parent, tree.root, c.relkind = 'p', pg_get_expr(c.relpartbound, c.oid), p.partstrat::text,
  ARRAY(SELECT COALESCE(a.attname::text, '') FROM unnest(p.partattrs::int2[]) WITH ORDINALITY k(num, place)
        LEFT JOIN pg_attribute a ON a.attrelid = tree.parent AND a.attnum = k.num AND k.num > 0 ORDER BY k.place)
FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_partitioned_table p ON p.partrelid = tree.parent
ORDER BY c.relname"""
BOUND = re.compile(r"MINVALUE|MAXVALUE|NULL|'(?:[^']|'')*'|[^\s,()']+")

Domain = dict[str, dict[str, Any]]


def annotate_partitions(connection: sa.Connection, tables: dict[int, sa.Table], empty_roots: set[int]) -> None:
    """Annotate the roots among *tables* (by oid) with the values that their leaf partitions take."""
    rows = [tuple(row) for row in connection.execute(sa.text(PARTITIONS))]
    domains: dict[int, Domain] = {}
    for root, table in tables.items():
        mine = [row for row in rows if row[2] == root]
        if not mine:
            if root in empty_roots:
                note(table.metadata, f"{table.fullname}: it has no partition, so it takes no rows")
                annotate(table, partitions={"columns": [], "leaves": [], "hash": False})
            continue
        _collect(root, mine, table, domains)
        leaves = [domains[row[0]] for row in mine if not row[3]]
        columns = dict.fromkeys(name for row in mine for name in row[6] if name and row[5] != "h")
        hashed = any(row[5] == "h" for row in mine)
        annotate(table, partitions={"columns": list(columns), "leaves": leaves, "hash": hashed})
        if any("" in row[6] for row in mine):
            note(table.metadata, f"{table.fullname}: it is partitioned by an expression, which is not understood")


def _collect(parent: int, rows: list[tuple[Any, ...]], table: sa.Table, domains: dict[int, Domain]) -> None:
    """The bounds of each partition are those of its parents and its own."""
    for oid, above, _, _, bound, _, columns in rows:
        if above == parent:
            domains[oid] = _narrowed(domains.get(parent, {}), bounds(bound, [table.c.get(name) for name in columns]))
            _collect(oid, rows, table, domains)


def _narrowed(outer: Domain, inner: Domain) -> Domain:
    return {name: {**outer.get(name, {}), **inner.get(name, {})} for name in {**outer, **inner}}


def bounds(text: str, columns: list[sa.Column[Any] | None]) -> Domain:
    """What `FOR VALUES ...` allows: {column: {"in": [...]}} or {column: {"low": x, "high": y}}, high exclusive."""
    if any(column is None for column in columns):
        return {}
    known = [column for column in columns if column is not None]
    if " IN (" in text:
        values = [_value(v, known[0]) for v in BOUND.findall(text.partition(" IN (")[2])]
        return {known[0].name: {"in": [value for value in values if value is not None]}}
    match = re.fullmatch(r"FOR VALUES FROM \((.*)\) TO \((.*)\)", text, re.DOTALL)
    if match is None:
        return {}
    return _range(BOUND.findall(match[1]), BOUND.findall(match[2]), known)


def _range(lows: list[str], highs: list[str], columns: list[sa.Column[Any]]) -> Domain:
    """Bounds of several columns are compared in order; a box inside them is enough to place rows."""
    found: Domain = {}
    for low, high, column in zip(lows, highs, columns, strict=True):
        if low == high and low not in ("MINVALUE", "MAXVALUE") and len(columns) > 1:
            found[column.name] = {"in": [_value(low, column)]}
            continue
        ends = {"low": _value(low, column), "high": _value(high, column)}
        later = lows[len(found) + 1 :]
        if isinstance(ends["low"], int) and any(bound != "MINVALUE" for bound in later):
            ends["low"] += 1
        found[column.name] = {end: value for end, value in ends.items() if value is not None}
        break
    return found


def _value(text: str, column: sa.Column[Any]) -> Any:
    """A bound as a value of its column; None for NULL and for bounds without end."""
    if text in ("MINVALUE", "MAXVALUE", "NULL"):
        return None
    text = text[1:-1].replace("''", "'") if text.startswith("'") else text
    type_ = innermost(column.type)
    if isinstance(type_, sa.Boolean):
        return text in ("t", "true")
    if isinstance(type_, sa.Integer):
        return int(text)
    if isinstance(type_, sa.Numeric):
        return Decimal(text)
    if isinstance(type_, sa.DateTime):
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return date.fromisoformat(text) if isinstance(type_, sa.Date) else text
