"""PostgreSQL's types beyond what SQLAlchemy reflects: composites, types of extensions, and what domains lose.

A domain's base type is reflected without what stands after its first parenthesis, so that numeric(12,2), varchar(30)[]
or timestamp(3) with time zone arrive as numeric, varchar and timestamp; only one of a domain's checks arrives at all.
"""

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import DOMAIN
from sqlalchemy.dialects.postgresql.base import ischema_names

from populace.schema.annotations import annotate
from populace.schema.ddl import without_parentheses

TYPE = re.compile(r"(?P<name>[^(\[]+?)\s*(?:\((?P<numbers>[^)]*)\))?(?P<rest>[^(\[]*)(?P<array>(?:\[\])*)")

COLUMNS = """
SELECT a.attrelid, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod), t.typtype::text,
       COALESCE(e.typrelid, t.typrelid)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN :tables"""
DOMAINS = """
SELECT t.oid, t.typbasetype, format_type(t.typbasetype, t.typtypmod), b.typtype::text, t.typnotnull,
       ARRAY(SELECT pg_get_expr(c.conbin, 0) FROM pg_constraint c
             WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname)
FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype WHERE t.typtype = 'd'"""
FIELDS = """
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_type t ON t.typrelid = a.attrelid AND t.typtype = 'c'
WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum"""


@dataclass(frozen=True)
class Domain:
    base: int
    base_text: str
    base_kind: str
    required: bool
    checks: list[str]


def complete_types(connection: sa.Connection, tables: dict[int, sa.Table]) -> None:
    """Repair the column types of reflected tables (by oid), and annotate those that SQLAlchemy does not know."""
    domains = {row[0]: Domain(*row[1:]) for row in connection.execute(sa.text(DOMAINS))}
    fields: dict[int, list[list[str]]] = {}
    for oid, name, text in connection.execute(sa.text(FIELDS)):
        fields.setdefault(oid, []).append([name, text])
    query = sa.text(COLUMNS).bindparams(sa.bindparam("tables", expanding=True))
    for table, name, type_oid, text, kind, composite in connection.execute(query, {"tables": list(tables)}):
        column = tables[table].c[name]
        chain = _chain(type_oid, domains)
        if chain:
            _complete_domain(column, chain)
            text, kind = chain[-1].base_text, chain[-1].base_kind
        if text == '"char"':
            column.type = sa.String(1)
        if isinstance(innermost(column.type), sa.types.NullType):
            _complete_unknown(column, text, kind, fields.get(composite, []))


def from_text(text: str) -> sa.types.TypeEngine[Any] | None:
    """The type that format_type() describes, if SQLAlchemy has one; a schema before its name is ignored."""
    match = TYPE.fullmatch(text)
    if match is None:
        return None
    name = f"{match['name']}{match['rest']}".lower()
    kind = ischema_names.get(name) or ischema_names.get(name.rpartition(".")[2].strip('"'))
    if kind is None:
        return None
    found = _with_numbers(kind, name, [int(n) for n in re.findall(r"\d+", match["numbers"] or "")])
    return sa.dialects.postgresql.ARRAY(found) if match["array"] else found


def innermost(type_: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """What a type is made of in the end: the base of a domain, the item of an array."""
    while True:
        if isinstance(type_, DOMAIN):
            type_ = type_.data_type
        elif isinstance(type_, sa.ARRAY):
            type_ = type_.item_type
        else:
            return type_


def _with_numbers(kind: Any, name: str, numbers: list[int]) -> sa.types.TypeEngine[Any]:
    options: dict[str, Any] = {}
    if name.startswith(("timestamp", "time")):
        options["timezone"] = name.endswith(("with time zone", "tz"))
        options["precision"] = numbers.pop(0) if numbers else None
    elif name == "bit varying":
        options["varying"] = True
    elif name.startswith("interval"):
        options["precision"] = numbers.pop(0) if numbers else None
    elif name == "double precision":
        numbers = [53]
    try:
        made: sa.types.TypeEngine[Any] = kind(*numbers, **options)
    except TypeError:
        made = kind()
    return made


def _chain(oid: int, domains: dict[int, Domain]) -> list[Domain]:
    """A domain, the domain it is made of, and so on."""
    chain = []
    while oid in domains:
        chain.append(domains[oid])
        oid = domains[oid].base
    return chain


def _complete_domain(column: sa.Column[Any], chain: list[Domain]) -> None:
    annotate(column, domain_checks=[without_parentheses(check) for domain in chain for check in domain.checks])
    if any(domain.required for domain in chain):
        column.nullable = False
    type_: Any = column.type
    for domain in chain:
        if not isinstance(type_, DOMAIN):
            return
        if "(" in domain.base_text or isinstance(type_.data_type, sa.types.NullType):
            type_.data_type = from_text(domain.base_text) or type_.data_type
        type_ = type_.data_type


def _complete_unknown(column: sa.Column[Any], text: str, kind: str, fields: list[list[str]]) -> None:
    known = from_text(text)
    if known is not None and isinstance(column.type, sa.types.NullType):
        column.type = known
        return
    annotate(column, sqltype=text, typtype=kind)
    if fields:
        annotate(column, composite=fields)
