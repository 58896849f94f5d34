"""A generator held to a domain: what its values lie in already stays, the rest is drawn anew.

Text keeps as much of itself as it can: it is trimmed, cut, lengthened or written in
capitals before it is given up for text that a pattern makes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.arrays import flat, scatter, take
from populace.errors import PlanError
from populace.generators.draws import as_durations, durations, moments, numbers
from populace.generators.pattern import Pattern
from populace.rows import Array, Generator, Rows
from populace.schema.domain import Domain

DRAW = 900
"""The first draw number used here, beyond those of any generator inside."""
TRIES, STRIDE = 6, 200
USUAL = 6
"""The length of text of which only a part is prescribed."""
JSON_TEXTS = {"object": "{}", "array": "[]", "string": '""', "number": "0", "boolean": "true", "null": "null"}


@dataclass(frozen=True)
class Fitted:
    """The values of *generator* that lie in *domain*, and others from the domain where they do not.

    *kind* is the SQL type of the column. NULLs are let through as they are.
    """

    generator: Generator
    domain: Domain
    kind: sa.types.TypeEngine[Any]

    def __call__(self, rows: Rows) -> Array:
        values = self.generator(rows)
        if not isinstance(values, np.ndarray | pa.Array):
            raise PlanError(
                f"{rows.table}.{rows.column}: a generator of several columns cannot be fitted to one domain"
            )
        return fit(values, self.domain, rows, self.kind)


def fit(array: Array, domain: Domain, rows: Rows, kind: sa.types.TypeEngine[Any]) -> Array:
    """The values of *array*, those that do not lie in *domain* replaced by some that do."""
    values: Any = array if isinstance(array, pa.Array) else pa.array(array)
    domain = replace(as_durations(domain) if isinstance(kind, sa.Time) else domain, null=None)
    places = outside(values, domain)
    if not len(places):
        return array
    values = flat(values)
    for tries in range(TRIES):
        chosen = drawn(take(values, places), domain, rows.some(places), kind, DRAW + STRIDE * tries)
        values = scatter(values, places, as_arrow(chosen, values.type))
        places = places[outside(take(values, places), domain)]
        if not len(places):
            return values if isinstance(array, pa.Array) else as_numpy(values, array)
    raise PlanError(f"{rows.table}.{rows.column}: no values were found that its CHECK constraints allow ({domain})")


def outside(values: pa.Array, domain: Domain) -> NDArray[np.int64]:
    """The places of the values that do not lie in *domain*."""
    return np.flatnonzero(np.asarray(pc.invert(domain.contains(values))))


def as_arrow(chosen: Any, type_: pa.DataType) -> pa.Array:
    """Values as an Arrow array of the type of those they stand in for."""
    found = chosen if isinstance(chosen, pa.Array) else pa.array(chosen)
    return found if found.type == type_ else found.cast(type_, safe=False)


def as_numpy(values: pa.Array, like: Any) -> Array:
    """An Arrow array without NULLs as the numpy array it was."""
    return np.asarray(values.to_numpy(zero_copy_only=False)).astype(like.dtype, copy=False)


def drawn(values: pa.Array, domain: Domain, rows: Rows, kind: sa.types.TypeEngine[Any], draw: int) -> Any:
    """A value for each row from the domain, as far as one drawing can tell."""
    type_ = values.type
    if domain.values is not None:
        choices = pa.array(list(domain.values), pa.duration("us") if pa.types.is_duration(type_) else None)
        return choices.take(pa.array(rows.choice(len(domain.values), draw)))
    if pa.types.is_boolean(type_):
        return chosen_truths(domain, rows, draw)
    if pa.types.is_date(type_) or pa.types.is_timestamp(type_):
        return moments(domain, rows, kind, draw)
    if pa.types.is_duration(type_) or pa.types.is_time(type_):
        return durations(domain, rows, kind, draw)
    if pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_):
        return numbers(domain, rows, kind, draw)
    if pa.types.is_binary(type_):
        return fitted_bytes(values, domain, rows, draw)
    if pa.types.is_list(type_):
        return fitted_lists(values, domain)
    return fitted_text(values, domain, rows, draw)


def chosen_truths(domain: Domain, rows: Rows, draw: int) -> pa.Array:
    """Truth values that are not excluded."""
    allowed = [b for b in (True, False) if b not in domain.excluded]
    return pa.array(np.array(allowed)[rows.choice(len(allowed), draw)])


def fitted_text(values: pa.Array, domain: Domain, rows: Rows, draw: int) -> pa.Array:
    """Text changed as little as may be, and where that is not enough made by the domain's patterns."""
    if domain.json is not None:
        return pa.repeat(JSON_TEXTS.get(domain.json, "{}"), len(values))
    changed = lengthened(formed(values, domain), domain, rows, draw)
    inside = domain.contains(changed)
    if inside.false_count == 0:
        return changed
    if domain.low is not None or domain.high is not None:
        return pc.if_else(inside, changed, text_between(domain, rows, draw))
    try:
        return pc.if_else(inside, changed, pattern_of(domain, draw)(rows))
    except ValueError as error:
        raise PlanError(f"{rows.table}.{rows.column}: {error}") from error


def formed(values: pa.Array, domain: Domain) -> pa.Array:
    """In the case, without the outer spaces and cut to the length that the domain asks for."""
    if domain.case is not None:
        values = pc.utf8_lower(values) if domain.case == "lower" else pc.utf8_upper(values)
    if domain.max_length is not None:
        values = pc.utf8_slice_codeunits(values, 0, domain.max_length)
    return pc.utf8_trim(values, " ") if domain.stripped else values


def lengthened(values: pa.Array, domain: Domain, rows: Rows, draw: int) -> pa.Array:
    """With letters added where the text is too short."""
    least = domain.min_length or 0
    short = pc.less(pc.utf8_length(values), least)
    if not pc.any(short).as_py():
        return values
    most = least if domain.max_length is None else min(domain.max_length, least + 8)
    letters = Pattern("[A-Z]+" if domain.case == "upper" else "[a-z]+", False, max(least, most), least, draw=draw)(rows)
    longer = pc.utf8_slice_codeunits(pc.binary_join_element_wise(values, letters, ""), 0, max(least, most))
    return pc.if_else(short, longer, values)


def pattern_of(domain: Domain, draw: int) -> Pattern:
    """The Pattern of the text in a domain."""
    never = domain.not_patterns + tuple(f"^{re.escape(text)}$" for text in sorted(map(str, domain.excluded)))
    never += {"lower": ("[A-Z]",), "upper": ("[a-z]",)}.get(domain.case or "", ())
    never += ("^ ", " $") if domain.stripped else ()
    least = domain.min_length or 0
    first, *also = domain.patterns or ("[A-Z]+" if domain.case == "upper" else "[a-z]+",)
    found = Pattern(first, False, domain.max_length, least, tuple(also), never, draw)
    whole = first.removeprefix("(?i)").startswith("^") and first.endswith("$")
    if also or whole or not domain.patterns:
        return found
    inner = replace(found, also=("",), min_length=max(least, min(USUAL, domain.max_length or USUAL)))
    return inner if inner.possible else found


def text_between(domain: Domain, rows: Rows, draw: int) -> pa.Array:
    """Text between two others: single characters, or what begins as the lower one does."""
    letters = [chr(c) for c in range(0x20, 0x7F)]
    singles = pa.array([c for c in letters if domain.has(c)])
    if len(singles):
        return singles.take(pa.array(rows.choice(len(singles), draw)))
    start = str(domain.low or "")
    ends = Pattern("[0-9]+", min_length=1, max_length=6, draw=draw)(rows)
    return pc.binary_join_element_wise(pa.repeat(start, len(rows)), ends, "")


def fitted_bytes(values: pa.Array, domain: Domain, rows: Rows, draw: int) -> pa.Array:
    """Bytes cut to the longest length allowed, and filled up to the shortest."""
    if domain.max_length is not None:
        values = pc.binary_slice(values, 0, domain.max_length)
    least = domain.min_length or 0
    blocks = -(-least // 8)
    if not blocks:
        return values
    filling = np.stack([rows.bits(draw + block) for block in range(blocks)], axis=1).tobytes()
    filled = pa.FixedSizeBinaryArray.from_buffers(pa.binary(8 * blocks), len(rows), [None, pa.py_buffer(filling)])
    longer = pc.binary_slice(pc.binary_join_element_wise(values, filled.cast(pa.binary()), b""), 0, least)
    return pc.if_else(pc.less(pc.binary_length(values), least), longer, values)


def fitted_lists(values: pa.Array, domain: Domain) -> pa.Array:
    """Arrays cut to the most items allowed, and their items repeated up to the least."""
    sizes = np.asarray(pc.fill_null(pc.list_value_length(values), 0)).astype(np.int64)
    wanted = np.clip(sizes, domain.min_length or 0, 1 << 30 if domain.max_length is None else domain.max_length)
    starts = np.asarray(values.offsets)[:-1].astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(wanted)])
    place = np.arange(offsets[-1]) - np.repeat(offsets[:-1], wanted)
    size = np.repeat(sizes, wanted)
    index = np.repeat(starts, wanted) + place % np.maximum(size, 1)
    items = values.values.take(pa.array(np.where(size > 0, index, 0), mask=size == 0)) if len(values.values) else None
    if items is None:
        items = pa.nulls(int(offsets[-1]), values.type.value_type)
    filler = {"text": "a", "integer": 1}.get("text" if pa.types.is_string(values.type.value_type) else "integer")
    items = pc.fill_null(items, pa.scalar(filler).cast(values.type.value_type)) if items.null_count else items
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), items)
