"""Rows drawn until their CHECKs hold.

Columns that CHECKs speak of are made together and tested, and the rows that fail are drawn
again. What comes out depends on the row alone, not on which others are made with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.arrays import scatter
from populace.errors import PlanError
from populace.rows import Array, Rows

if TYPE_CHECKING:
    from populace.making import Layout, Making
    from populace.schema.checks import Check

REDRAWS = 64
"""How often a row is drawn for its CHECKs before that is an error; draws of a later round count from the next 64."""


@dataclass(frozen=True)
class Together:
    """Columns that are made together and tested, with the hidden ones they hang on."""

    columns: frozenset[str]
    checks: tuple[Check, ...]


def settled(making: Making, rows: Rows, layout: Layout, together: Together) -> Mapping[str, Array]:
    """The tested columns of *rows* and which of them are NULL, rows drawn again until every CHECK holds."""
    columns = sorted(together.columns)
    visible = [column for column in columns if column in layout.table.columns]
    index, places = rows.index, np.arange(len(rows))
    made: dict[str, Array] = {}
    base = rows.attempt - rows.attempt % REDRAWS
    for attempt in range(REDRAWS):
        trial = making.rows(rows.table, index, base + attempt)
        trial.open, trial.asked, trial.trial = rows.open, rows.asked, together.columns
        if rows.known:
            trial.give(rows.some(places).known)
        fresh = {column: trial[column] for column in columns}
        for column in visible:
            mask = making.nulls(trial, column)
            fresh["∅" + column] = np.zeros(len(trial), dtype=bool) if mask is None else mask
        made = {key: scatter(made[key], places, fresh[key]) for key in made} if made else fresh
        failed = _failed(making, trial, together.checks, visible)
        if not failed:
            return made
        bad = np.flatnonzero(np.logical_or.reduce([mask for _, mask in failed]))
        index, places = index[bad], places[bad]
    raise _unsolved(making, trial, layout, failed)


def _failed(
    making: Making, trial: Rows, checks: tuple[Check, ...], visible: list[str]
) -> list[tuple[Check, NDArray[np.bool_]]]:
    """The CHECKs that do not hold in every row, and where."""
    outputs = {column: making.output(trial, column) for column in visible}
    outputs |= {c: pa.array(trial[c]) for check in checks for c in check.columns if c not in outputs}
    failed = []
    for check in checks:
        passed = check.test(outputs, making.now).fill_null(True).to_numpy(zero_copy_only=False)
        if not passed.all():
            failed.append((check, ~passed))
    return failed


def _unsolved(making: Making, trial: Rows, layout: Layout, failed: list[tuple[Check, NDArray[np.bool_]]]) -> PlanError:
    check, mask = failed[0]
    place = int(np.flatnonzero(mask)[0])
    columns = [c for c in sorted(check.columns) if c in layout.table.columns]
    shown = ", ".join(f"{c} = {making.output(trial, c)[place].as_py()!r}" for c in columns)
    return PlanError(
        f"{trial.table}: no rows found in {REDRAWS} draws that satisfy CHECK {check.name or ''} ({check.text}); "
        f"row {int(trial.index[place])} has {shown}. "
        f"Give {' or '.join(f'{trial.table}.{c}' for c in columns)} a generator: "
        f"generators={{'{trial.table}.{columns[0]}': ...}}"
    )
