"""References whose table depends on another column: (commentable_type, commentable_id)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from populace.arrays import flat
from populace.generators.references import parents
from populace.infer.asked import Asked, Suggestion
from populace.making import Making
from populace.rows import Array, Rows
from populace.schema.annotations import annotations as facts


@dataclass(frozen=True)
class TypeName:
    """The kind of thing referred to: one of the *names*, the first ones more often."""

    names: tuple[str, ...]

    def __call__(self, rows: Rows) -> Array:
        chosen = rows.choice(tuple(1 / (place + 1) for place in range(len(self.names))))
        return pa.DictionaryArray.from_arrays(pa.array(chosen), pa.array(self.names, pa.string()))


@dataclass(frozen=True)
class Polymorphic:
    """The key of a row of the table that *type_column* names; *targets* are (name, table, its column)."""

    type_column: str
    targets: tuple[tuple[str, str, str], ...]
    text: bool

    def __call__(self, rows: Rows) -> Array:
        names = flat(cast(pa.Array, rows[self.type_column]))
        place = rows.uniform()
        place *= place
        keys, where = [], np.empty(len(rows), dtype=np.int64)
        done = 0
        covered = np.zeros(len(rows), dtype=bool)
        for number, (name, table, column) in enumerate(self.targets):
            mine = pc.equal(names, name).fill_null(False).to_numpy(zero_copy_only=False) & ~covered
            if number == len(self.targets) - 1:
                mine = ~covered
            covered |= mine
            places = np.flatnonzero(mine)
            assert rows.source is not None
            index = (place[places] * parents(rows, table)).astype(np.uint64)
            made = cast(Making, rows.source).rows(table, index)[column]
            keys.append(_keys(made, self.text))
            where[places] = done + np.arange(len(places))
            done += len(places)
        whole = pa.chunked_array(keys).combine_chunks().take(pa.array(where))
        return whole if self.text else whole.to_numpy(zero_copy_only=False)


def _keys(values: Array, text: bool) -> pa.Array:
    plain = flat(values) if not isinstance(values, np.ndarray) else pa.array(values)
    return pc.cast(plain, pa.string()) if text else pc.cast(plain, pa.int64())


def polymorphic(table: sa.Table, asked: Mapping[str, Asked], making: Making) -> dict[str, Suggestion]:
    """Generators for the pairs of columns that reflection took for polymorphic references."""
    found = {}
    for name, column in asked.items():
        known = facts(column.column).get("polymorphic")
        if not known or column.unique or column.kind not in ("integer", "text", "uuid"):
            continue
        targets = tuple(
            (str(kind), *target)
            for kind, target in known["targets"].items()
            if target[0] in making.layouts and making.layouts[target[0]].size
        )
        if not targets:
            continue
        kind = known["type_column"]
        why = f"guess: refers to {', '.join(target[1] for target in targets)} as {kind} says"
        found[name] = Suggestion(Polymorphic(kind, targets, column.kind != "integer"), why)
        if kind in asked and asked[kind].kind == "text" and not asked[kind].unique:
            found[kind] = Suggestion(
                TypeName(tuple(t[0] for t in targets)), f"guess: the kind of thing that {name} refers to"
            )
    return found
