"""What a single comparison or predicate says about its columns.

The functions give no terms for what they do not understand. A term may be stricter
than the comparison (text that must not be blank is asked to have no outer spaces too).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from populace.schema.domain import Domain
from populace.schema.expressions import COMPARISONS, Call, Column, Constant, Node, Span, columns_of, kind_of
from populace.schema.terms import Term, nullness, one

MARGIN = timedelta(days=1)
"""How much later than the present of the data a value must be that must be in the future: clocks differ."""


def predicate(node: Node, value: bool, lenient: bool) -> list[Term]:
    """IN, patterns and the like."""
    null = None if lenient else False
    match node:
        case Call(op="in", args=(Column(name=name), Constant(value=tuple(values)))):
            return one(name, Domain(null, values=values) if value else Domain(null, excluded=frozenset(values)))
        case Call(op="in", args=(Call(op="lower" | "upper" | "trim" as form, args=(Column(name=name),)),
                                 Constant(value=tuple(values)))) if value:  # fmt: skip
            return one(name, Domain(null, values=tuple(v for v in values if _FORMS[form](str(v)) == v)))
        case Call(op="match", args=(Column(name=name, kind="text"), Constant(value=str(pattern)))):
            return one(name, Domain(null, patterns=(pattern,)) if value else Domain(null, not_patterns=(pattern,)))
        case Call(op="starts_with", args=(Column(name=name), Constant(value=str(text)))):
            pattern = "^" + re.escape(text)
            return one(name, Domain(null, patterns=(pattern,)) if value else Domain(null, not_patterns=(pattern,)))
        case Call(op="json_valid", args=(Column(name=name),)) if value:
            return one(name, Domain(null, json="any"))
    return []


_TYPES = {"integer": "integer", "bool": "integer", "float": "real", "decimal": "real"}
_FORMS: dict[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "trim": str.strip}


def comparison(op: str, left: Node, right: Node, lenient: bool, clock: bool) -> list[Term]:
    """`left op right`, where a constant, if there is one, is on the right."""
    null = None if lenient else False
    if isinstance(right, Constant):
        if isinstance(left, Column):
            domain = bounded(op, right.value, left.kind, clock)
            return [] if domain is None else one(left.name, replace(domain, null=null))
        return (
            measured(op, left, right.value, null)
            or moved(op, left, right.value, lenient)
            or (isolated(left, right, lenient) if op == "=" else near(op, left, lenient))
        )
    if (terms := ordered(op, left, right, lenient)) or op != "=":
        return terms
    return equation(left, right, lenient) or equation(right, left, lenient) or isolated(left, right, lenient)


def bounded(op: str, value: Any, kind: str, clock: bool = False) -> Domain | None:
    """The domain of a column of *kind* that compares so with a constant."""
    later = op in (">", ">=")
    if clock and isinstance(value, date) and later:
        value = value + MARGIN
    if isinstance(value, Span):
        value = value.about()
    if kind == "date" and isinstance(value, datetime):
        op, value = (">" if later and value.time() != time() else op), value.date()
    if kind == "datetime" and isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if (kind == "text") != isinstance(value, str):
        return None
    if value == "" and op in ("<>", ">"):
        return Domain(min_length=1)
    match op:
        case "=":
            return Domain(values=(value,))
        case "<>":
            return Domain(excluded=frozenset((value,)))
        case "<" | "<=":
            return Domain(high=value, high_open=op == "<")
    return Domain(low=value, low_open=op == ">")


def measured(op: str, left: Node, value: Any, null: bool | None) -> list[Term]:
    """A function of one column compared with a constant."""
    match left:
        case Call(op="length" | "octet_length" | "items" as measure, args=(Column(name=name),)):
            domain = lengths(op, value, measure == "octet_length")
        case Call(op="length", args=(Call(op="trim" | "ltrim" | "rtrim", args=(Column(name=name),)),)):
            domain = lengths(op, value, False)
            domain = domain and replace(domain, stripped=True)
        case Call(op="trim" | "ltrim" | "rtrim", args=(Column(name=name, kind="text"),)) if op in ("<>", ">"):
            domain = Domain(min_length=1, stripped=True) if value == "" else None
        case Call(op="lower" | "upper" | "trim" as form, args=(Column(name=name, kind="text"),)) if op == "=":
            domain = Domain(values=(value,)) if _FORMS[form](value) == value else None
        case Call(op="position", args=(Column(name=name), Constant(value=str(part)))) if op == ">" and value == 0:
            domain = Domain(patterns=(re.escape(part),))
        case Call(op="position", args=(Column(name=name), Constant(value=str(part)))) if op == "=" and value == 0:
            domain = Domain(not_patterns=(re.escape(part),))
        case Call(op="left" | "right" | "substring" as part, args=(Column(name=name, kind="text"), *numbers)) if (
            op == "="
        ):
            domain = _edge(part, [n.value for n in numbers if isinstance(n, Constant)], value)
        case Call(op="typeof", args=(Column(name=name, kind=kind),)) if op == "=" and _TYPES.get(kind, "text") == value:
            return one(name, Domain(null=False))
        case Call(op="json_type", args=(Column(name=name),)) if op == "=":
            domain = Domain(json=value)
        case Call(op="extract", args=(Column(name=name, kind="date" | "datetime" as kind), Constant(value="year"))):
            domain = year(op, int(value), kind)
        case Call(op="cast", args=(Column(name=name, kind=kind), Constant(value=str(target)))):
            domain = casted(op, value, kind, target)
        case _:
            return []
    return [] if domain is None else one(name, replace(domain, null=null))


def _edge(part: str, numbers: list[Any], text: str) -> Domain | None:
    """Text that begins, or ends, with *text*."""
    if not text or (numbers != [len(text)] if part != "substring" else numbers != [1, len(text)]):
        return None
    return Domain(patterns=(f"{re.escape(text)}$" if part == "right" else f"^{re.escape(text)}",))


def lengths(op: str, n: Any, octets: bool) -> Domain | None:
    """The domain of text, bytes or arrays whose length compares so with *n*."""
    number = int(n)
    match op:
        case "=":
            return Domain(min_length=number, max_length=number, octets=octets)
        case "<" | "<=":
            return Domain(max_length=number - (op == "<"), octets=octets)
        case ">" | ">=":
            return Domain(min_length=number + (op == ">"), octets=octets)
    return Domain(min_length=1, octets=octets) if number == 0 else None


def year(op: str, number: int, kind: str) -> Domain | None:
    """Dates whose year compares so with *number*."""
    first = datetime(number, 1, 1) if kind == "datetime" else date(number, 1, 1)
    after = first.replace(year=number + 1)
    match op:
        case "=":
            return Domain(low=first, high=after, high_open=True)
        case "<" | "<=":
            return Domain(high=first if op == "<" else after, high_open=True)
        case ">" | ">=":
            return Domain(low=after if op == ">" else first)
    return None


def casted(op: str, value: Any, kind: str, target: str) -> Domain | None:
    """A column compared after a cast: numbers are asked to lie a whole step beyond what rounding may move."""
    to, _, scale = target.partition(":")
    if kind == "datetime" and to == "date" and isinstance(value, date):
        day = datetime(value.year, value.month, value.day)
        next_day = day + timedelta(days=1)
        low = {"=": day, ">=": day, ">": next_day}.get(op)
        high = {"=": next_day, "<=": next_day, "<": day}.get(op)
        return None if op == "<>" else Domain(low=low, high=high, high_open=high is not None)
    if (kind, to) == ("date", "datetime"):
        return bounded(op, value, kind)
    if to in ("decimal", "integer") and kind in ("float", "decimal", "integer") and isinstance(value, int | float):
        step = 0 if kind == "integer" or (to == "decimal" and not scale) else 10.0 ** -int(scale or 0)
        if op == "=" and step:
            return Domain(values=(value,))
        if op == "<>" and step:
            return None
        bound = {">": value + step, "<": value - step}.get(op, value) if step else value
        return bounded(f"{op[0]}=" if step else op, bound, kind)
    if to in ("decimal", "float") and kind in ("integer", "decimal", "float"):
        return bounded(op, value, kind)
    return None


def line(node: Node) -> tuple[str, Any] | None:
    """A node of the form column + offset."""
    match node:
        case Column(name=name):
            return name, None
        case Call(op="+" | "-" as op, args=(inner, Constant(value=int() | float() | timedelta() | Span() as offset))):
            if (found := line(inner)) is not None:
                offset = timedelta(days=offset) if isinstance(offset, int) and kind_of(inner) == "date" else offset
                return found[0], _plus(found[1], offset if op == "+" else -offset)
        case Call(op="+", args=(Constant(), Column())):
            return line(Call("+", (node.args[1], node.args[0])))
        case Call(op="cast", args=(Column(kind=kind) as inner, Constant(value=str(target)))):
            if (kind in ("integer", "decimal", "float") and target in ("float", "decimal")) or target == "text":
                return inner.name, None
    return None


def _plus(a: Any, b: Any) -> Any:
    if isinstance(a, Span) and isinstance(b, timedelta):
        return Span(a.months, a.rest + b)
    if isinstance(a, Span) and isinstance(b, Span):
        return Span(a.months + b.months, a.rest + b.rest)
    if isinstance(b, Span) and isinstance(a, timedelta):
        return _plus(b, a)
    return b if a is None else a if b is None else a + b


def _sure(op: str, offset: Any) -> Any:
    """An offset in months as days, such that what holds with it holds with the months."""
    if not isinstance(offset, Span):
        return offset
    shorter = (op in ("<", "<=")) == (offset.months > 0)
    return offset.rest + timedelta(days=(28 if shorter else 31) * offset.months)


def ordered(op: str, left: Node, right: Node, lenient: bool) -> list[Term]:
    """Two columns compared, perhaps at a distance: a op b + offset."""
    a, b = line(left), line(right)
    if a is None or b is None or a[0] == b[0]:
        return []
    offset = _sure(op, b[1] if a[1] is None else _plus(b[1], -a[1]))
    if isinstance(offset, timedelta) and op == "=":
        return []
    return [_not_null(Term(orders=((a[0], op, b[0], offset or None),)), {a[0], b[0]}, lenient)]


def moved(op: str, left: Node, value: Any, lenient: bool) -> list[Term]:
    """`a - b op constant`, `column + constant op constant`, `-column op constant`."""
    if isinstance(value, Span):
        value = value.about()
    match left:
        case Call(op="-", args=(Column(name=a, kind=kind), Column(name=b))) if a != b:
            offset = timedelta(days=value) if kind == "date" and isinstance(value, int) else value
            return [_not_null(Term(orders=((a, op, b, offset or None),)), {a, b}, lenient)]
        case Call(op="neg", args=(Column() as column,)):
            return comparison(COMPARISONS[op], column, Constant(-value), lenient, False)
    if (found := line(left)) is not None and found[1] is not None and isinstance(value, int | float):
        column = next(c for c in _columns(left))
        return comparison(op, column, Constant(value - found[1]), lenient, False)
    return []


def _columns(node: Node) -> list[Column]:
    if isinstance(node, Call):
        return [c for arg in node.args for c in _columns(arg)]
    return [node] if isinstance(node, Column) else []


def isolated(left: Node, right: Node, lenient: bool) -> list[Term]:
    """`a + b = c` and `a - b = c` as an equation for one of the columns on the left."""
    match left:
        case Call(op="+", args=(first, Column(kind="integer" | "decimal" | "float") as last)):
            return equation(last, Call("-", (right, first)), lenient)
        case Call(op="+", args=(Column(kind="integer" | "decimal" | "float") as first, last)):
            return equation(first, Call("-", (right, last)), lenient)
        case Call(op="-", args=(Column(kind="integer" | "decimal" | "float") as first, last)):
            return equation(first, Call("+", (right, last)), lenient)
    return []


def near(op: str, left: Node, lenient: bool) -> list[Term]:
    """`abs(a - expression) < small`: an equation that leaves room for rounding."""
    match left:
        case Call(op="abs", args=(Call(op="-", args=(a, b)),)) if op in ("<", "<="):
            return equation(a, b, lenient) or equation(b, a, lenient)
    return []


def equation(left: Node, right: Node, lenient: bool) -> list[Term]:
    """A column that is derived from others by an expression, or brought into a form of its own."""
    if not isinstance(left, Column):
        return []
    match right:
        case Call(op="lower" | "upper" as case, args=(Column(name=left.name),)):
            return one(left.name, Domain(None if lenient else False, case=case))
        case Call(op="trim", args=(Column(name=left.name),)):
            return one(left.name, Domain(None if lenient else False, stripped=True))
    return [_not_null(Term(equations=((left.name, right),)), {left.name} | columns_of(right), lenient)]


def _not_null(term: Term, columns: set[str], lenient: bool) -> Term:
    return term if lenient else replace(term, domains=nullness(columns, False).domains)
