"""Which of a row's moments have come: an order that is pending was not shipped, a post without the flag not deleted.

The masks here say where a column of moments is NULL, from the status or the flag in the same row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.vocabulary import spelled
from populace.rows import Rows


def word(status: str) -> str:
    """A status as one lower-case word: ``IN_PROGRESS``, ``In progress`` and ``in-progress`` are the same."""
    return re.sub(r"[^a-z0-9]+", "", status.lower())


@dataclass(frozen=True)
class Unless:
    """NULL unless the status in the sibling *column* is one of *words*; one of *perhaps* leaves it open."""

    column: str
    words: frozenset[str]
    perhaps: frozenset[str] = frozenset()

    def __call__(self, rows: Rows) -> NDArray[np.bool_]:
        made = rows[self.column]
        if not isinstance(made, pa.Array) or not pa.types.is_dictionary(made.type):
            made = spelled(made).dictionary_encode()
        known = [word(str(status)) for status in made.dictionary.to_pylist()]
        codes = made.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        null: NDArray[np.bool_] = np.array([status not in self.words for status in known] or [True])[codes]
        if self.perhaps.intersection(known):
            open_ = np.array([status in self.perhaps for status in known])[codes]
            null = null & ~(open_ & (rows.uniform("perhaps") < 0.5))
        return null


@dataclass(frozen=True)
class UnlessFlag:
    """NULL unless the flag in the sibling *column* is up; unless it is down if *down*."""

    column: str
    down: bool = False

    def __call__(self, rows: Rows) -> NDArray[np.bool_]:
        values = rows[self.column]
        if isinstance(values, pa.Array):
            up = np.array([str(v).lower() in YES for v in spelled(values).to_pylist()], dtype=bool)
        else:
            up = np.asarray(values).astype(bool)
        return up if self.down else ~up


YES = frozenset("y yes t true 1 on".split())
