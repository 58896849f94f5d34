"""The small language that CHECK constraints are translated to.

A node is a `Column`, a `Constant` or a `Call` of an operator, whatever the
dialect was. It is plain data: it compares, hashes and pickles, so a plan can
carry it to another machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pyarrow as pa

COMPARISONS = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The comparison operators, each with the one that says the same with its sides swapped."""

OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""The comparison that is true when the other is false."""

PREDICATES = {
    "and",
    "or",
    "not",
    "xor",
    "is null",
    "is true",
    "distinct",
    "in",
    "match",
    "json_valid",
    "items in",
    "has item",
    *COMPARISONS,
}


class CheckError(ValueError):
    """A CHECK constraint that cannot be read or evaluated."""


@dataclass(frozen=True)
class Span:
    """An interval that has months, which are no fixed number of days."""

    months: int
    rest: timedelta = timedelta(0)

    def __neg__(self) -> "Span":
        return Span(-self.months, -self.rest)

    def about(self) -> timedelta:
        """The length as PostgreSQL compares intervals: a month is 30 days."""
        return timedelta(days=30 * self.months) + self.rest


Value = None | bool | int | float | str | bytes | date | datetime | time | timedelta | Span | tuple["Value", ...]


@dataclass(frozen=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True)
class Constant:
    value: Value


@dataclass(frozen=True)
class Call:
    op: str
    args: "tuple[Node, ...]"


Node = Column | Constant | Call


def call(op: str, *args: "Node | Value") -> Call:
    """A call whose plain arguments become constants."""
    return Call(op, tuple(a if isinstance(a, Column | Constant | Call) else Constant(a) for a in args))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    if isinstance(node, Call):
        for arg in node.args:
            yield from walk(arg)


def columns_of(node: Node) -> frozenset[str]:
    """The names of the columns that the node reads."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Column))


def reads_clock(node: Node) -> bool:
    """Whether the value depends on the present."""
    return any(isinstance(n, Call) and n.op in ("now", "today") for n in walk(node))


def kind_of_type(type_: pa.DataType) -> str:
    """The kind of value that an Arrow type holds: integer, decimal, float, bool, text, date, datetime, …"""
    tests = {
        "bool": pa.types.is_boolean,
        "integer": pa.types.is_integer,
        "float": pa.types.is_floating,
        "decimal": pa.types.is_decimal,
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
        "time": pa.types.is_time,
        "interval": pa.types.is_duration,
        "list": lambda t: pa.types.is_list(t) or pa.types.is_large_list(t),
        "bytes": lambda t: pa.types.is_binary(t) or pa.types.is_large_binary(t) or pa.types.is_fixed_size_binary(t),
    }
    return next((kind for kind, test in tests.items() if test(type_)), "text")


KINDS_OF_VALUES = {
    bool: "bool", int: "integer", float: "decimal", str: "text", bytes: "bytes", datetime: "datetime", date: "date",
    time: "time", timedelta: "interval", Span: "interval", tuple: "list", type(None): "null",
}  # fmt: skip
NUMBERS = ("integer", "decimal", "float")
SAME_KIND = ("coalesce", "abs", "round", "floor", "ceil", "greatest", "least", "neg", "nullif", "*", "%", "//", "/")
RESULTS = {
    "integer": ("length", "octet_length", "items", "position", "count", "int"),
    "text": ("lower", "upper", "trim", "ltrim", "rtrim", "||", "substring", "left", "right", "replace", "initcap",
             "json_type", "typeof", "concat", "strftime"),
    "float": ("sqrt", "power"),
    "decimal": ("extract",),
    "datetime": ("now", "datetime"),
    "date": ("today",),
}  # fmt: skip
RESULT_OF = {op: kind for kind, ops in RESULTS.items() for op in ops}


def kind_of(node: Node) -> str:
    """The kind of value that a node gives; see `kind_of_type`."""
    if isinstance(node, Column):
        return node.kind
    if isinstance(node, Constant):
        return KINDS_OF_VALUES[type(node.value)]
    if node.op in PREDICATES:
        return "bool"
    if node.op == "cast":
        target = node.args[1]
        return str(target.value).split(":")[0] if isinstance(target, Constant) else "text"
    if node.op == "case":
        results = [*node.args[1::2], node.args[-1]]
        return _widest([kind_of(r) for r in results])
    if node.op in SAME_KIND:
        return _widest([kind_of(a) for a in node.args if kind_of(a) != "null"])
    if node.op in ("+", "-"):
        return _kind_of_sum(node.op, kind_of(node.args[0]), kind_of(node.args[1]))
    return "datetime" if node.op == "trunc" and kind_of(node.args[0]) != "date" else RESULT_OF.get(node.op, "date")


def _widest(kinds: list[str]) -> str:
    known = [k for k in kinds if k != "null"] or ["null"]
    return max(known, key=NUMBERS.index) if all(k in NUMBERS for k in known) else known[0]


def _kind_of_sum(op: str, left: str, right: str) -> str:
    left, right = ("integer" if kind == "bool" else kind for kind in (left, right))
    if op == "-" and left == right and left in ("date", "datetime", "time"):
        return "integer" if left == "date" else "interval"
    if {left, right} & {"date", "datetime"} and {left, right} & {"interval"}:
        return "datetime"
    if op == "-" and {left, right} == {"date", "datetime"}:
        return "interval"
    return next((k for k in ("datetime", "date", "time", "interval") if k in (left, right)), _widest([left, right]))
