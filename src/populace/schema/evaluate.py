"""Expressions of CHECKs over Arrow columns, with SQL's three truth values.

NULL comes out as null, as in the database. Decimals are computed as float64;
where two of them are compared, values that differ by rounding only are equal.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.schema.expressions import Call, CheckError, Column, Constant, Node, Span, kind_of
from populace.schema.kernels import ARROW_TYPES, FUNCTIONS, by_value, compared, plain, reader, same_type, search

Columns = Mapping[str, Any]


def evaluate(node: Node, columns: Columns, now: np.datetime64 | None) -> Any:
    """The value of *node*: an Arrow array as long as the columns, or a scalar if it reads none."""
    if isinstance(node, Column):
        return plain(columns[node.name], node.kind)
    if isinstance(node, Constant):
        return scalar(node.value)
    if node.op in SPECIAL:
        return SPECIAL[node.op](node, columns, now)
    args = [evaluate(a, columns, now) for a in node.args]
    if node.op not in FUNCTIONS:
        raise CheckError(f"{node.op} cannot be evaluated")
    return FUNCTIONS[node.op](*args)


def scalar(value: Any) -> Any:
    """A constant; spans of months stay Python objects."""
    if isinstance(value, Span | tuple):
        return value
    return pa.scalar(value, pa.duration("us")) if isinstance(value, timedelta) else pa.scalar(value)


def settled(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    """A comparison; of computed decimals, such as `total = price * quantity`, to 12 digits."""
    a, b = (evaluate(arg, columns, now) for arg in node.args)
    computed = any(isinstance(arg, Call) and arg.op in ("+", "-", "*", "/", "coalesce") for arg in node.args)
    if computed and "decimal" in (kinds := [kind_of(arg) for arg in node.args]) and "float" not in kinds:
        a, b = pc.cast(a, pa.float64()), pc.cast(b, pa.float64())
        close = pc.less_equal(pc.abs(pc.subtract(a, b)), pc.multiply(pc.add(pc.abs(a), pc.abs(b)), 1e-12))
        a = pc.if_else(pc.fill_null(close, False), b, a)
    return compared(node.op)(a, b)


def within(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    """`x IN (constants)`."""
    subject, values = evaluate(node.args[0], columns, now), node.args[1]
    assert isinstance(values, Constant) and isinstance(values.value, tuple)
    if not values.value:
        return pc.and_kleene(pc.is_null(subject), None)
    choices = pa.array(list(values.value))
    if pa.types.is_string(choices.type) and not pa.types.is_string(subject.type):
        subject = subject.cast(pa.string())
    elif choices.type != subject.type:
        subject = subject.cast(choices.type) if pa.types.is_floating(choices.type) else subject
        choices = choices.cast(subject.type, safe=False)
    found = pc.is_in(subject, value_set=choices)
    return pc.if_else(pc.is_valid(subject), found, pa.scalar(None, pa.bool_()))


def matched(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    """`x` has a part that the regex matches."""
    subject, pattern = evaluate(node.args[0], columns, now), node.args[1]
    assert isinstance(pattern, Constant) and isinstance(pattern.value, str)
    return search(subject if pa.types.is_string(subject.type) else subject.cast(pa.string()), pattern.value)


def cast(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    value, target = evaluate(node.args[0], columns, now), node.args[1]
    assert isinstance(target, Constant) and isinstance(target.value, str)
    kind, _, scale = target.value.partition(":")
    if kind == "list":
        return value
    if pa.types.is_string(value.type) and kind != "text":
        return by_value(reader(kind), value, ARROW_TYPES[kind])
    if kind == "integer" and pa.types.is_floating(value.type):
        value = pc.round(
            value, round_mode="half_to_even" if kind_of(node.args[0]) == "float" else "half_towards_infinity"
        )
    if scale and pa.types.is_floating(value.type):
        value = pc.round(value, int(scale), round_mode="half_towards_infinity")
    return pc.cast(value, ARROW_TYPES[kind], safe=False)


def case(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    *branches, default = node.args
    result = evaluate(default, columns, now)
    for condition, value in reversed(list(zip(branches[::2], branches[1::2], strict=True))):
        true = pc.fill_null(evaluate(condition, columns, now), False)
        result = pc.if_else(true, *same_type(evaluate(value, columns, now), result))
    return result


def _present(node: Call, columns: Columns, now: np.datetime64 | None) -> Any:
    if now is None:
        raise CheckError("the present is not known here")
    moment = pa.scalar(now.astype("datetime64[us]").item(), pa.timestamp("us"))
    return moment.cast(pa.date32(), safe=False) if node.op == "today" else moment


SPECIAL: dict[str, Callable[[Call, Columns, np.datetime64 | None], Any]] = {
    "in": within, "match": matched, "cast": cast, "case": case, "now": _present, "today": _present,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), settled),
}  # fmt: skip
