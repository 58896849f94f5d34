"""The functions and operators of SQL over Arrow arrays and scalars."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.schema import calendar
from populace.schema.expressions import CheckError, Constant, Span
from populace.schema.literals import coerce

ARROW_TYPES = {
    "integer": pa.int64(), "decimal": pa.float64(), "float": pa.float64(), "text": pa.string(), "bool": pa.bool_(),
    "date": pa.date32(), "datetime": pa.timestamp("us"), "time": pa.time64("us"), "interval": pa.duration("us"),
    "bytes": pa.binary(),
}  # fmt: skip


def plain(array: Any, kind: str) -> pa.Array:
    """A column as this module computes with it: text as strings, times naive, numbers int64 or float64."""
    array = array if isinstance(array, pa.Array) else pa.array(array)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    wanted = ARROW_TYPES.get(kind)
    if kind == "time" and pa.types.is_duration(array.type):
        array = array.cast(pa.duration("us")).cast(pa.int64())
    if wanted is None or array.type == wanted:
        return array
    if pa.types.is_decimal(array.type) and kind in ("decimal", "float") and len(array):
        return floats(array)
    return array.cast(wanted, safe=False)


def floats(array: Any) -> Any:
    """Decimals as the nearest float64, which Arrow's own cast is not always."""
    small = pa.types.is_decimal128(array.type) and array.type.precision <= 15 and array.type.scale >= 0
    if not small:
        return array.cast(pa.float64())
    words = np.frombuffer(array.buffers()[1], np.int64)[::2][array.offset : array.offset + len(array)]
    return pa.array(words / 10.0**array.type.scale, mask=np.asarray(array.is_null()))


def compared(op: str) -> Callable[[Any, Any], Any]:
    function = {"=": pc.equal, "<>": pc.not_equal, "<": pc.less, "<=": pc.less_equal, ">": pc.greater,
                ">=": pc.greater_equal}[op]  # fmt: skip

    def compare(a: Any, b: Any) -> Any:
        a, b = (pa.scalar(x.about(), pa.duration("us")) if isinstance(x, Span) else x for x in (a, b))
        if pa.types.is_null(a.type) or pa.types.is_null(b.type):
            return pa.scalar(None, pa.bool_())
        if pa.types.is_string(a.type) != pa.types.is_string(b.type):
            a, b = (x.cast(pa.string()) for x in (a, b))
        return function(a, b)

    return compare


def arithmetic(op: str) -> Callable[[Any, Any], Any]:
    def compute(a: Any, b: Any) -> Any:
        if isinstance(a, Span) or isinstance(b, Span):
            return _shifted(op, a, b)
        a, b = (pc.cast(x, pa.int64()) if pa.types.is_boolean(x.type) else x for x in (a, b))
        if pa.types.is_date(a.type):
            return _dates(op, a, b)
        if op == "+" and pa.types.is_date(b.type):
            return _dates(op, b, a)
        if op in ("/", "//", "%"):
            return _divided(op, a, b)
        return {"+": pc.add, "-": pc.subtract, "*": pc.multiply}[op](a, b)

    return compute


def _shifted(op: str, a: Any, b: Any) -> Any:
    if isinstance(a, Span):
        a, b = b, a
    if isinstance(a, Span):
        raise CheckError("arithmetic of intervals in months cannot be evaluated")
    return calendar.plus(a, b if op == "+" else -b)


def _dates(op: str, a: Any, b: Any) -> Any:
    if pa.types.is_date(b.type):
        days = pc.subtract(pc.cast(pc.cast(a, pa.date32()), pa.int32()), pc.cast(pc.cast(b, pa.date32()), pa.int32()))
        return pc.cast(days, pa.int64())
    if pa.types.is_integer(b.type):
        number = pc.cast(pc.cast(a, pa.int32()), pa.int64())
        moved = pc.add(number, b) if op == "+" else pc.subtract(number, b)
        return pc.cast(pc.cast(moved, pa.int32()), pa.date32())
    moment = pc.cast(a, pa.timestamp("us"))
    return pc.add(moment, b) if op == "+" else pc.subtract(moment, b)


def _divided(op: str, a: Any, b: Any) -> Any:
    b = pc.if_else(pc.equal(b, 0), pa.scalar(None, b.type), b)
    if op == "/":
        return pc.divide(pc.cast(a, pa.float64()), pc.cast(b, pa.float64()))
    whole = pc.trunc(pc.divide(a, b))
    if op == "//":
        return pc.cast(whole, pa.int64())
    return pc.subtract(a, pc.multiply(whole, b))


def logical(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *conditions: function(*map(_truth, conditions))


def _truth(condition: Any) -> Any:
    return condition.cast(pa.bool_()) if pa.types.is_null(condition.type) else condition


def search(array: Any, pattern: str) -> Any:
    """Where *pattern* is found; by RE2, and by Python for what RE2 has not."""
    try:
        if re.search(r"\\[wWbBdDsS]", pattern) and not pc.all(pc.string_is_ascii(array)).as_py():
            raise pa.ArrowInvalid("RE2 knows no letters beyond ASCII")
        return pc.match_substring_regex(array, f"(?s){pattern}")
    except pa.ArrowInvalid:
        try:
            regex = re.compile(pattern, re.S)
        except re.error as error:
            raise CheckError(f"{pattern!r} is no regular expression: {error}") from error
        return by_value(lambda text: regex.search(text) is not None, array, pa.bool_())


def by_value(function: Callable[[Any], Any], array: Any, type_: pa.DataType) -> Any:
    """A Python function of each different value."""
    if isinstance(array, pa.Scalar):
        return pa.scalar(None if array.as_py() is None else function(array.as_py()), type_)
    encoded = array.dictionary_encode()
    results = pa.array([None if v is None else function(v) for v in encoded.dictionary.to_pylist()], type_)
    return results.take(encoded.indices)


def items_in(lists: Any, allowed: Any) -> Any:
    """Whether all items of each array are among the *allowed* ones."""
    if isinstance(lists, pa.Scalar):
        return pa.scalar(None, pa.bool_())
    choices = pa.array(list(allowed)) if allowed else pa.array([], lists.type.value_type)
    strange = pc.invert(pc.is_in(lists.flatten(), value_set=choices.cast(lists.type.value_type)))
    owners = np.asarray(pc.list_parent_indices(lists))[np.asarray(strange)]
    return pa.array(np.bincount(owners, minlength=len(lists)) == 0, mask=np.asarray(lists.is_null()))


def has_item(item: Any, lists: Any) -> Any:
    """Whether each array has the item: `item = ANY (array)`."""
    found = pc.equal(lists.flatten(), item.cast(lists.type.value_type))
    owners = np.asarray(pc.list_parent_indices(lists))[np.asarray(pc.fill_null(found, False))]
    return pa.array(np.bincount(owners, minlength=len(lists)) > 0, mask=np.asarray(lists.is_null()))


def reader(kind: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return coerce(Constant(text), kind).value
        except CheckError:
            return None

    return read


def same_type(*values: Any) -> list[Any]:
    types = [v.type for v in values if not pa.types.is_null(v.type)] or [pa.null()]
    wanted = pa.float64() if any(map(pa.types.is_floating, types)) else types[0]
    return [pc.cast(v, wanted) for v in values]


def distinct(a: Any, b: Any) -> Any:
    unequal = compared("<>")(a, b)
    return pc.if_else(pc.or_(pc.is_null(a), pc.is_null(b)), pc.xor(pc.is_null(a), pc.is_null(b)), unequal)


def extremum(function: Callable[..., Any]) -> Callable[..., Any]:
    def compute(*values: Any) -> Any:
        strict = isinstance(values[-1], pa.StringScalar) and values[-1].as_py() == "strict" and len(values) > 2
        return function(*same_type(*(values[:-1] if strict else values)), skip_nulls=not strict)

    return compute


def _coalesce(*values: Any) -> Any:
    return pc.coalesce(*same_type(*values))


def _text(value: Any) -> Any:
    return value if pa.types.is_string(value.type) else pc.cast(value, pa.string())


def _sliced(text: Any, start: Any, length: Any = None) -> Any:
    first = start.as_py()
    if isinstance(first, str):
        raise CheckError("substring() by a pattern cannot be evaluated")
    begin = max(first - 1, 0) if first > 0 else first
    return pc.utf8_slice_codeunits(text, begin, None if length is None else max(first - 1 + length.as_py(), 0))


def _end(text: Any, count: Any) -> Any:
    n = count.as_py()
    return pc.utf8_slice_codeunits(text, -n) if n > 0 else pc.utf8_slice_codeunits(text, 0, 0)


def _extracted(value: Any, field: Any) -> Any:
    return calendar.extract(value, field.as_py())


def _json_type(text: str) -> str | None:
    names = {dict: "object", list: "array", str: "string", int: "number", float: "number", bool: "boolean"}
    return names.get(type(json.loads(text)), "null") if _is_json(text) else None


@lru_cache(4096)
def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _typeof(value: Any) -> Any:
    name = "text" if pa.types.is_string(value.type) else "real" if pa.types.is_floating(value.type) else "integer"
    return pc.if_else(pc.is_valid(value), name, "null")


def _strftime(value: Any, form: Any) -> Any:
    value = by_value(reader("datetime"), value, pa.timestamp("us")) if pa.types.is_string(value.type) else value
    return pc.strftime(value, format=form.as_py())


def _ascii_octets(value: Any) -> Any:
    return pc.cast(pc.binary_length(value), pa.int64())


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "and": logical(pc.and_kleene), "or": logical(pc.or_kleene), "not": logical(pc.invert), "xor": logical(pc.xor),
    "is null": pc.is_null, "is true": lambda x: pc.fill_null(_truth(x), False),
    "int": lambda x: pc.cast(x, pa.int64()), "distinct": distinct,
    **{op: arithmetic(op) for op in ("+", "-", "*", "/", "//", "%")},
    "neg": pc.negate, "abs": pc.abs, "floor": pc.floor, "ceil": pc.ceil, "sqrt": pc.sqrt, "power": pc.power,
    "round": lambda x, n=None: pc.round(x, n.as_py() if n is not None else 0, round_mode="half_towards_infinity"),
    "greatest": extremum(pc.max_element_wise), "least": extremum(pc.min_element_wise), "coalesce": _coalesce,
    "nullif": lambda a, b: pc.if_else(pc.fill_null(compared("=")(a, b), False), pa.scalar(None, a.type), a),
    "lower": pc.utf8_lower, "upper": pc.utf8_upper, "initcap": pc.utf8_title,
    "trim": lambda x: pc.utf8_trim(x, " "), "ltrim": lambda x: pc.utf8_ltrim(x, " "),
    "rtrim": lambda x: pc.utf8_rtrim(x, " "),
    "length": lambda x: pc.cast(pc.utf8_length(_text(x)), pa.int64()), "octet_length": _ascii_octets,
    "items": lambda x: pc.cast(pc.list_value_length(x), pa.int64()),
    "||": lambda a, b: pc.binary_join_element_wise(_text(a), _text(b), ""),
    "concat": lambda *xs: pc.binary_join_element_wise(*map(_text, xs), "", null_handling="replace"),
    "left": lambda x, n: pc.utf8_slice_codeunits(x, 0, n.as_py()), "right": _end, "substring": _sliced,
    "replace": lambda x, a, b: pc.replace_substring(x, a.as_py(), b.as_py()),
    "position": lambda x, part: pc.add(pc.cast(pc.find_substring(x, part.as_py()), pa.int64()), 1),
    "starts_with": lambda x, part: pc.starts_with(x, part.as_py()),
    "json_type": lambda x: by_value(_json_type, x, pa.string()),
    "json_valid": lambda x: by_value(_is_json, x, pa.bool_()),
    "items in": items_in, "has item": has_item,
    "typeof": _typeof, "strftime": _strftime, "extract": _extracted,
    "trunc": lambda x, unit: pc.floor_temporal(x, unit=unit.as_py()),
}  # fmt: skip
