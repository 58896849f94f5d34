"""What lies behind a given value: the hidden parts of a row, taken from another row that has the value.

A person's sex decides about the first name in a hidden column. When the name is given, the
sex is that of some row with this name: a donor. Values that no donor has, such as a moment
or an amount, leave what lies behind them as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from populace.arrays import flat, scatter, take
from populace.making import Making
from populace.rows import Array, Rows
from populace.streams import mix, stream

Needs = Callable[[str], frozenset[str]]
COUNT = 1024
FIRST = 1 << 52


class Donors:
    """Rows far beyond the table, some of which have the value that is given."""

    def __init__(self, making: Making, table: str) -> None:
        self.making = making
        self.rows = making.rows(table, range(FIRST, FIRST + COUNT))
        self.rows.open = True

    def behind(
        self, rows: Rows, given: Sequence[str], nothing: Sequence[str], needs_of: Needs
    ) -> dict[str, Array | Rows]:
        """The columns behind the *given* ones of *rows*, as far as donors have them.

        Behind *nothing*, columns that are given as NULL, are hidden ones only: others have values of their own.
        """
        found: dict[str, Array | Rows] = {}
        for columns in _together([*given, *nothing], needs_of):
            needs = frozenset().union(*(needs_of(column) for column in columns))
            free = sorted(needs - set(rows.known))
            if not set(columns) & set(given):
                free = [name for name in free if name.startswith("·")]
            if free and not any(name.startswith("→") for name in needs):
                found |= self._donated(rows, columns, free)
        return found

    def _donated(self, rows: Rows, columns: list[str], free: list[str]) -> dict[str, Array | Rows]:
        keys = list(zip(*(self._given(rows, column) for column in columns), strict=True))
        own = list(zip(*map(self._own, columns), strict=True))
        able = {key: np.array([n for n, value in enumerate(own) if value == key], dtype=np.int64) for key in set(keys)}
        draws = mix(rows.index, *stream(rows.seed, rows.table, *columns, "donor"))
        places = np.array([n for n, key in enumerate(keys) if len(able[key])], dtype=np.int64)
        if not len(places):
            return {}
        picks = np.array([able[keys[n]][int(draws[n]) % len(able[keys[n]])] for n in places], dtype=np.int64)
        plain = _plain(rows) if len(places) < len(rows) else None
        found: dict[str, Array | Rows] = {}
        for name in free:
            values = take(self.rows[name], picks)
            found[name] = values if plain is None else scatter(plain[name], places, values)
        return found

    def _given(self, rows: Rows, column: str) -> list[Any]:
        return _listed(rows.known[column]) if column in rows.known else [None] * len(rows)

    def _own(self, column: str) -> list[Any]:
        """What the donors have, None for NULL."""
        values, nulls = _listed(self.rows[column]), self.making.nulls(self.rows, column)
        return values if nulls is None else [None if n else v for v, n in zip(values, nulls.tolist(), strict=True)]


def _together(given: Sequence[str], needs_of: Needs) -> list[list[str]]:
    """The given columns, those that are made from the same ones in one list."""
    lists: list[tuple[set[str], list[str]]] = []
    for column in given:
        needs = {column, *needs_of(column)}
        shared = [one for one in lists if one[0] & needs]
        lists = [one for one in lists if one not in shared]
        lists.append((needs.union(*(one[0] for one in shared)), [*(c for one in shared for c in one[1]), column]))
    return [columns for _, columns in lists]


def _plain(rows: Rows) -> Rows:
    """The same rows without anything that is known of them."""
    plain = rows.of("")
    plain.known, plain.made = {}, {}
    return plain


def _listed(values: Array | Rows) -> list[Any]:
    assert not isinstance(values, Rows)
    return values.tolist() if isinstance(values, np.ndarray) else flat(values).to_pylist()
