"""The SQL functions that a CHECK may call, by the names of sqlglot and of the databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlglot import exp

from populace.schema.expressions import CheckError, Constant, Node, Span, call, kind_of
from populace.schema.literals import coerce

FUNCTIONS: Mapping[str, str] = {
    "lower": "lower", "lcase": "lower", "upper": "upper", "ucase": "upper", "btrim": "trim", "trim": "trim",
    "ltrim": "ltrim", "rtrim": "rtrim", "length": "length", "len": "length", "char_length": "length",
    "character_length": "length", "octet_length": "octet_length", "cardinality": "items", "array_length": "items",
    "array_size": "items", "coalesce": "coalesce", "ifnull": "coalesce", "nullif": "nullif", "abs": "abs",
    "round": "round", "floor": "floor", "ceil": "ceil", "ceiling": "ceil", "sqrt": "sqrt", "pow": "power",
    "power": "power", "mod": "%", "greatest": "greatest", "least": "least", "left": "left", "right": "right",
    "substring": "substring", "substr": "substring", "replace": "replace", "initcap": "initcap",
    "jsonb_typeof": "json_type", "json_typeof": "json_type", "json_type": "json_type", "json_valid": "json_valid",
    "typeof": "typeof", "instr": "position", "strpos": "position", "position": "position", "date": "to_date",
    "datetime": "datetime", "strftime": "strftime", "concat": "concat", "now": "now", "age": "age",
    "getdate": "now", "current_timestamp": "now", "statement_timestamp": "now", "transaction_timestamp": "now",
    "clock_timestamp": "now", "curdate": "today", "current_date": "today", "localtimestamp": "now",
    "current_datetime": "now", "str_position": "position", "isempty": "isempty", "if": "iif", "iif": "iif",
    "date_part": "extract", "year": "year", "month": "month", "day": "day", "num_nonnulls": "nonnulls",
    "num_nulls": "nulls", "starts_with": "starts_with", "timestamp_trunc": "trunc", "date_trunc": "trunc",
}  # fmt: skip
"""Names of functions (as sqlglot's classes or the database has them) and the operators they become."""

NAMES: Mapping[str, str] = {
    "Greatest": "greatest", "Least": "least", "Coalesce": "coalesce", "Length": "length",
    "ArraySize": "array_length", "StrPosition": "position", "StartsWith": "starts_with", "Pow": "power",
    "CurrentTimestamp": "now", "CurrentDate": "today_", "TimestampTrunc": "date_trunc",
    "Substring": "substring", "TsOrDsToDate": "date", "Date": "date", "If": "iif",
    "TsOrDsToTimestamp": "datetime", "TimeToStr": "strftime", "Typeof": "typeof",
}  # fmt: skip
KEYS = ("this", "expression", "substr", "start", "length", "decimals", "replacement", "true", "false", "unit", "format")


def function(dialect: str, e: exp.Expression, node: Callable[[exp.Expression], Node]) -> Node:
    """The call that *e* is; arguments are translated by *node*."""
    if isinstance(e, exp.Dot) and isinstance(e.expression, exp.Anonymous):
        if e.this.name.lower() != "pg_catalog":
            raise CheckError(f"{e.sql()}: a function of the user cannot be evaluated")
        e = e.expression
    if isinstance(e, exp.Extract):
        return call("extract", node(e.expression), e.this.name.lower())
    if isinstance(e, exp.Trim):
        return _trim(e, node)
    name = _name(e)
    if name in ("max", "min") and e.expressions:
        name = {"max": "greatest", "min": "least"}[name]
    op = "today" if name == "today_" else FUNCTIONS.get(name)
    if op is None:
        raise CheckError(f"{e.sql()}: {name}() cannot be evaluated")
    if op == "trunc":
        unit, value = e.expressions if isinstance(e, exp.Anonymous) else (e.args["unit"], e.this)
        return call("trunc", node(value), unit.name.lower())
    if op == "initcap":
        return call("initcap", node(_arguments(e)[0]))
    return _called(op, [node(a) for a in _arguments(e)], dialect)


def _name(e: exp.Expression) -> str:
    if isinstance(e, exp.Anonymous):
        return e.name.lower()
    if (name := NAMES.get(type(e).__name__)) is not None:
        return name
    return e.sql_name().lower() if isinstance(e, exp.Func) else type(e).__name__.lower()


def _arguments(e: exp.Expression) -> list[exp.Expression]:
    found: list[Any] = [] if isinstance(e, exp.Anonymous) else [e.args.get(key) for key in KEYS]
    return [a for a in found if isinstance(a, exp.Expression)] + list(e.expressions)


def _trim(e: exp.Trim, node: Callable[[exp.Expression], Node]) -> Node:
    if e.expression is not None and e.expression.name.strip():
        raise CheckError(f"{e.sql()}: only spaces can be trimmed")
    sides = {"LEADING": "ltrim", "TRAILING": "rtrim"}
    return call(sides.get(str(e.args.get("position")).upper(), "trim"), node(e.this))


def _called(op: str, args: list[Node], dialect: str) -> Node:
    match op:
        case "nonnulls" | "nulls":
            nulls = [call("is null", a) for a in args]
            return _sum([call("int", n if op == "nulls" else call("not", n)) for n in nulls])
        case "isempty":
            return call("=", args[0], "empty")
        case "iif":
            return call("case", *args, *([Constant(None)] if len(args) == 2 else []))
        case "year" | "month" | "day":
            return call("extract", args[0], op)
        case "extract":
            return call("extract", args[1], args[0])
        case "items" | "json_type" | "length":
            return call("octet_length" if _counts_bytes(op, args[0]) else op, args[0])
        case "now" | "today":
            return call(op)
        case "age":
            return call("age", *(args if len(args) == 2 else [call("today"), args[0]]))
        case "to_date" | "datetime" | "strftime":
            return _time_of_sqlite(op, args)
        case "coalesce" | "nullif" | "greatest" | "least":
            return _alike(op, args, dialect)
    if any(kind_of(a) == "text" and not isinstance(a, Constant) for a in args) and op in ("abs", "round", "floor"):
        raise CheckError(f"{op}() of text cannot be evaluated")
    return call(op, *args)


def _counts_bytes(op: str, arg: Node) -> bool:
    return op == "length" and kind_of(arg) == "bytes"


def _alike(op: str, args: list[Node], dialect: str) -> Node:
    model = next((a for a in args if not isinstance(a, Constant)), args[0])
    args = [coerce(a, kind_of(model)) if isinstance(a, Constant) else a for a in args]
    if op in ("greatest", "least") and dialect != "postgresql":
        args.append(Constant("strict"))
    return call(op, *args)


def _sum(nodes: Sequence[Node]) -> Node:
    total = nodes[0]
    for node in nodes[1:]:
        total = call("+", total, node)
    return total


def _time_of_sqlite(op: str, args: list[Node]) -> Node:
    """date(x), date('now', '-1 day') and strftime('%Y', x)."""
    if op == "strftime":
        first, second = args
        form, value = (first, second) if isinstance(first, Constant) else (second, first)
        return call("strftime", value, form)
    kind = "date" if op == "to_date" else "datetime"
    if args and args[0] == Constant("now"):
        moment: Node = call("today" if kind == "date" else "now")
        for shift in args[1:]:
            if not (isinstance(shift, Constant) and isinstance(shift.value, str)):
                raise CheckError(f"{op}() with such a modifier cannot be evaluated")
            span = coerce(Constant(shift.value.replace("+", "")), "interval").value
            assert isinstance(span, Span) or span is not None
            moment = call("+", moment, span)
        return call("cast", moment, kind)
    if len(args) != 1:
        raise CheckError(f"{op}() with modifiers cannot be evaluated")
    if isinstance(args[0], Constant):
        return coerce(args[0], kind)
    return call("cast", args[0], kind)
