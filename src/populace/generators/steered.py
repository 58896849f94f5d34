"""Columns steered by the CHECKs of their table.

CHECKs that hang together can be satisfied in one of several cases; each row picks one, in
a hidden column, and the columns concerned keep what fits the case and replace the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.arrays import flat, scatter, take
from populace.generators.fitted import fit
from populace.rows import Array, Generator, Rows
from populace.schema.checks import derive
from populace.schema.domain import Domain
from populace.schema.expressions import Node, columns_of
from populace.schema.types import to_arrow


class Holding(Protocol):
    """A source that has columns as the table holds them: with NULLs, or with the values behind them."""

    def held(self, rows: Rows, column: str) -> pa.Array: ...

    def values(self, rows: Rows, column: str) -> pa.Array: ...


@dataclass(frozen=True)
class CaseOf:
    """Which case each row takes, by weights."""

    weights: tuple[float, ...]

    def __call__(self, rows: Rows) -> NDArray[np.int32]:
        return rows.choice(self.weights)


@dataclass(frozen=True)
class CaseFor:
    """Which case each row takes, by weights, of those that the values of *held* columns leave."""

    weights: tuple[float, ...]
    held: tuple[tuple[str, tuple[Domain, ...]], ...]
    wishes: tuple[tuple[Callable[[Rows], NDArray[np.bool_]], tuple[bool | None, ...]], ...] = ()
    """Who would be NULL in a column, and whether each case says that it is: kept where one of the cases can."""

    def __call__(self, rows: Rows) -> NDArray[np.int32]:
        able = np.ones((len(self.weights), len(rows)), dtype=bool)
        for column, domains in self.held:
            values = _as_held(rows, column, values_only=True)
            for domain in set(domains):
                able[[d == domain for d in domains]] &= np.asarray(domain.contains(values))
        able[:, ~able.any(axis=0)] = True
        for mask, wanted in self.wishes:
            null = mask(rows)
            fitting = able & np.stack([np.ones_like(null) if want is None else null == want for want in wanted])
            able = np.where(fitting.any(axis=0), fitting, able)
        shares = np.cumsum(able * np.array(self.weights)[:, None], axis=0)
        chosen = (shares <= rows.uniform() * shares[-1]).sum(axis=0)
        case: NDArray[np.int32] = np.minimum(chosen, len(self.weights) - 1).astype(np.int32)
        return case


@dataclass(frozen=True)
class InTurn:
    """The rows take *count* things in turn: partitions, classes."""

    count: int

    def __call__(self, rows: Rows) -> NDArray[np.int64]:
        return (rows.place % np.uint64(self.count)).astype(np.int64)


@dataclass(frozen=True)
class Ordered:
    """In case *case*, the column stands in relation *op* to column *other* (plus *offset*)."""

    case: int
    op: str
    other: str
    offset: object = None


@dataclass(frozen=True)
class Steered:
    """The values of *inner*, made to fit the domain, orders and equations of each row's case."""

    inner: Generator
    case: str
    domains: tuple[Domain | None, ...]
    kind: sa.types.TypeEngine[object]
    orders: tuple[Ordered, ...] = ()
    equations: tuple[tuple[int, Node], ...] = ()

    def __call__(self, rows: Rows) -> Array:
        values = cast(Array, self.inner(rows))
        case = cast("NDArray[np.int64]", rows[self.case])
        for number, domain in enumerate(self.domains):
            places = np.flatnonzero(case == number)
            if domain is not None and len(places):
                fitting = fit(take(values, places), domain, rows.some(places), self.kind)
                values = fitting if len(places) == len(rows) else scatter(values, places, fitting)
        for order in self.orders:
            values = self._ordered(values, case == order.case, order, rows)
        for number, expression in self.equations:
            values = self._derived(values, np.flatnonzero(case == number), expression, rows)
        return values

    def _ordered(self, values: Array, inside: NDArray[np.bool_], order: Ordered, rows: Rows) -> Array:
        other = rows[order.other]
        if not isinstance(values, np.ndarray) or not isinstance(other, np.ndarray):
            return values
        bound = other if order.offset is None else other + np.asarray(order.offset, dtype=_step_type(other))
        bound = bound.astype(values.dtype)
        if order.op == "=":
            return np.where(inside, bound, values)
        broken = inside & ~_COMPARE[order.op](values, bound)
        if not broken.any() or order.op == "<>":
            return values
        fixed = _beyond(values, bound, order.op, self.domains[order.case], self.kind)
        return np.where(broken, fixed, values)

    def _derived(self, values: Array, places: NDArray[np.int64], expression: Node, rows: Rows) -> Array:
        if not len(places):
            return values
        assert rows.source is not None
        siblings = {name: _as_held(rows, name) for name in columns_of(expression) if name != rows.column}
        if rows.column in columns_of(expression):
            siblings[rows.column] = to_arrow(values, self.kind)
        made = flat(derive(expression, siblings, rows.now)).take(pa.array(places))
        if isinstance(values, np.ndarray):
            numbers = pc.cast(made, pa.float64(), safe=False) if pa.types.is_decimal(made.type) else made
            made = numbers.fill_null(0).to_numpy(zero_copy_only=False).astype(values.dtype)
        return scatter(values, places, made)


@dataclass(frozen=True)
class NullsByCase:
    """Who is NULL: as each case says (True, False), and a *share* where it says nothing."""

    case: str
    wanted: tuple[bool | None, ...]
    share: float | Callable[[Rows], NDArray[np.bool_]] = 0.0

    def __call__(self, rows: Rows) -> NDArray[np.bool_]:
        mask = self.share(rows) if callable(self.share) else rows.uniform("null") < self.share
        case = cast("NDArray[np.int64]", rows[self.case])
        for number, wanted in enumerate(self.wanted):
            if wanted is not None:
                mask = np.where(case == number, wanted, mask)
        return mask


@dataclass(frozen=True)
class LinkByCase:
    """A link that is NULL as each case says: *inner* never is."""

    inner: Generator
    case: str
    wanted: tuple[bool | None, ...]
    share: float = 0.0

    def __call__(self, rows: Rows) -> Array | Mapping[str, Array]:
        made = self.inner(rows)
        nobody = NullsByCase(self.case, self.wanted, self.share)(rows)
        if not isinstance(made, Mapping):
            return np.where(nobody, -1, cast("NDArray[np.int64]", made))
        return {**made, rows.column: np.where(nobody, -1, cast("NDArray[np.int64]", made[rows.column]))}


_COMPARE: dict[str, Callable[[Array, Array], NDArray[np.bool_]]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "=": np.equal, "<>": np.not_equal,
}  # fmt: skip


def _as_held(rows: Rows, name: str, values_only: bool = False) -> pa.Array:
    source = cast(Holding, rows.source)
    return source.values(rows, name) if values_only else source.held(rows, name)


def _step_type(values: NDArray[np.generic]) -> str | None:
    return "timedelta64[us]" if values.dtype.kind in "Mm" else None


def _beyond(
    values: NDArray[Any], bound: NDArray[Any], op: str, domain: Domain | None, kind: sa.types.TypeEngine[Any]
) -> NDArray[Any]:
    """*values* mirrored to the other side of *bound*, at least one step away, or half way to the domain's end."""
    least: object = {"M": np.timedelta64(1, "s"), "m": np.timedelta64(1, "s"), "f": 0.01}.get(values.dtype.kind, 1)
    if values.dtype == np.dtype("datetime64[D]"):
        least = np.timedelta64(1, "D")
    distance: NDArray[Any] = np.maximum(np.abs(values - bound), least)  # type: ignore[call-overload]
    up = op in (">", ">=")
    mirrored: NDArray[Any] = (bound + distance if up else bound - distance).astype(values.dtype)
    end = None if domain is None else domain.high if up else domain.low
    if end is None:
        end = _greatest(kind) if up else None
    if end is None:
        return mirrored
    limit = np.asarray(end).astype(values.dtype)
    outside = mirrored > limit if up else mirrored < limit
    halfway = bound + ((limit - bound) / 2).astype((limit - bound).dtype)
    return np.where(
        outside, np.where(op in (">=", "<="), halfway, np.where(halfway == bound, limit, halfway)), mirrored
    ).astype(values.dtype)


def _greatest(kind: sa.types.TypeEngine[Any]) -> float | int | None:
    """The greatest number that a type with few digits holds."""
    if isinstance(kind, sa.Integer):
        return (1 << (15 if isinstance(kind, sa.SmallInteger) else 63 if isinstance(kind, sa.BigInteger) else 31)) - 1
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float) and kind.precision is not None:
        return float(10 ** (kind.precision - (kind.scale or 0)) - 10 ** -(kind.scale or 0))
    return None
