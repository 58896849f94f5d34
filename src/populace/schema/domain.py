"""The values that one column may have in one case of its table's CHECKs."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from populace.schema.evaluate import evaluate
from populace.schema.expressions import Call, Column, Constant, kind_of_type
from populace.schema.kernels import plain, search

ASCII = "^[\\x00-\\x7f]*$"
Bound = int | float | str | date | datetime | time | timedelta


@dataclass(frozen=True, repr=False)
class Domain:
    """What a value must be; without arguments everything.

    *null* says whether it must (True), must not (False) or may (None) be NULL; the rest
    is about values that are not NULL. *values* are the only ones allowed. Lengths are of
    characters, of bytes if *octets*, and of items for arrays. *patterns* are regexes
    to be searched. *case* is "upper" or "lower", *stripped* means no spaces at the ends,
    *json* is the kind of JSON value, such as "object", or "any".
    """

    null: bool | None = None
    values: tuple[Any, ...] | None = None
    excluded: frozenset[Any] = frozenset()
    low: Bound | None = None
    high: Bound | None = None
    low_open: bool = False
    high_open: bool = False
    min_length: int | None = None
    max_length: int | None = None
    octets: bool = False
    patterns: tuple[str, ...] = ()
    not_patterns: tuple[str, ...] = ()
    case: str | None = None
    stripped: bool = False
    json: str | None = None

    def __repr__(self) -> str:
        set_ = [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if getattr(self, f.name) != f.default]
        return f"Domain({', '.join(set_)})"

    def intersect(self, other: "Domain") -> "Domain | None":
        """What lies in both; None if nothing does."""
        null = other.null if self.null is None else self.null
        if other.null is not None and other.null != null:
            return None
        both = self._values_of_both(other) if null is not True else None
        if both is None:
            return None if null is False else NULL
        return replace(both, null=null)

    def _values_of_both(self, other: "Domain") -> "Domain | None":
        if self.octets != other.octets and self._measures() and other._measures():
            ascii_only = replace(self, octets=True, patterns=(*self.patterns, ASCII))
            return ascii_only._values_of_both(replace(other, octets=True))
        low, low_open = _tighter(self.low, self.low_open, other.low, other.low_open, lower=True)
        high, high_open = _tighter(self.high, self.high_open, other.high, other.high_open, lower=False)
        cases, kinds = {self.case, other.case} - {None}, {self.json, other.json} - {None, "any"}
        if len(cases) > 1 or len(kinds) > 1:
            return None
        both = Domain(
            values=self.values if other.values is None else other.values,
            excluded=self.excluded | other.excluded,
            low=low, high=high, low_open=low_open, high_open=high_open,
            min_length=max((n for n in (self.min_length, other.min_length) if n is not None), default=None),
            max_length=min((n for n in (self.max_length, other.max_length) if n is not None), default=None),
            octets=self.octets or other.octets,
            patterns=tuple(dict.fromkeys(self.patterns + other.patterns)),
            not_patterns=tuple(dict.fromkeys(self.not_patterns + other.not_patterns)),
            case=next(iter(cases), None), stripped=self.stripped or other.stripped,
            json=next(iter(kinds), self.json or other.json),
        )  # fmt: skip
        if self.values is not None and other.values is not None:
            both = replace(both, values=tuple(v for v in self.values if v in other.values))
        return both._narrowed()

    def _measures(self) -> bool:
        return self.min_length is not None or self.max_length is not None

    def _narrowed(self) -> "Domain | None":
        """The same with its values sifted; None if no value is left."""
        if self.values is not None:
            rest = replace(self, values=None)
            values = tuple(v for v in self.values if rest == Domain() or rest.has(v))
            return Domain(values=values) if values else None
        if self.low is not None and self.high is not None:
            if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):  # type: ignore[operator]
                return None
            if self.low == self.high:
                return replace(self, values=(self.low,), low=None, high=None)._narrowed()
        if self.min_length is not None and self.max_length is not None and self.min_length > self.max_length:
            return None
        return self

    def within(self, other: "Domain") -> bool:
        """Whether everything in this domain is in *other* too, as far as it is easily seen."""
        return other.intersect(self) == self or self.intersect(other) == self

    def has(self, value: Any) -> bool:
        """Whether one value that is not NULL lies in the domain."""
        type_ = pa.duration("us") if isinstance(value, timedelta) else None
        return bool(self.contains(pa.array([value], type_))[0].as_py())

    def contains(self, values: pa.Array) -> pa.BooleanArray:
        """Which of the values lie in the domain; NULLs do unless *null* is False."""
        values = plain(values, kind := kind_of_type(_value_type(values.type)))
        if self.null is True:
            return pc.is_null(values)
        result = pc.is_valid(values)
        for test in self._tests(values, kind):
            result = pc.and_(result, pc.fill_null(test, False))
        return result if self.null is False else pc.or_(result, pc.is_null(values))

    def _tests(self, values: pa.Array, kind: str) -> Iterable[Any]:
        column = Column("x", kind)

        def holds(op: str, value: Any) -> Any:
            return evaluate(Call(op, (column, Constant(value))), {"x": values}, None)

        if self.values is not None:
            yield holds("in", self.values)
        if self.excluded:
            yield pc.invert(holds("in", tuple(self.excluded)))
        if self.low is not None:
            yield holds(">" if self.low_open else ">=", self.low)
        if self.high is not None:
            yield holds("<" if self.high_open else "<=", self.high)
        if self.min_length is not None or self.max_length is not None:
            size = self.length(values)
            yield pc.and_(pc.greater_equal(size, self.min_length or 0), pc.less_equal(size, self.max_length or 1 << 60))
        yield from (search(values, p) for p in self.patterns)
        yield from (pc.invert(search(values, p)) for p in self.not_patterns)
        yield from self._form_tests(values)

    def _form_tests(self, values: pa.Array) -> Iterable[Any]:
        if self.case is not None:
            yield pc.equal(values, pc.utf8_lower(values) if self.case == "lower" else pc.utf8_upper(values))
        if self.stripped:
            yield pc.equal(values, pc.utf8_trim(values, " "))
        if self.json is not None:
            kinds = evaluate(Call("json_type", (Column("x", "text"),)), {"x": values}, None)
            yield pc.is_valid(kinds) if self.json == "any" else pc.equal(kinds, self.json)

    def length(self, values: pa.Array) -> Any:
        """The lengths of *values* as the domain counts them."""
        if pa.types.is_list(values.type):
            return pc.list_value_length(values)
        octets = self.octets or pa.types.is_binary(values.type)
        return pc.binary_length(values) if octets else pc.utf8_length(values)


NULL = Domain(null=True)
NOT_NULL = Domain(null=False)


def _value_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _tighter(a: Any, a_open: bool, b: Any, b_open: bool, *, lower: bool) -> tuple[Any, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a > b) == lower else (b, b_open)
