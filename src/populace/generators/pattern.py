"""Text that regular expressions match.

The texts of each length are counted on an automaton, so that a row number can be turned
into a text of its own. All rows advance together, one character at a time.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.automaton import Automaton, automaton
from populace.rows import Rows

ENOUGH = 2**48
"""So many different texts are as good as any number of them."""
SPREAD, LONGEST = 16, 128
"""Texts are at most so much longer than the shortest possible; and never longer than that."""


@dataclass(frozen=True)
class Pattern:
    """Text that *regex* matches from begin to end, all different if *unique*.

    Further regexes may be asked for by *also*, and others ruled out by *never*; those are
    searched for. Unbounded repeats stay short. Lookaround, references to groups and word
    boundaries are a ValueError.
    """

    regex: str
    unique: bool = False
    max_length: int | None = None
    min_length: int = 0
    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    draw: int = 0

    @property
    def capacity(self) -> int:
        """How many different texts there are, at most 2**48."""
        return self.texts().capacity

    @property
    def possible(self) -> bool:
        """Whether any text at all matches."""
        try:
            return self.capacity > 0
        except ValueError:
            return False

    def texts(self) -> "Texts":
        longest = LONGEST if self.max_length is None else min(self.max_length, LONGEST)
        return texts_of(self.regex, self.also, self.never, self.min_length, longest, self.unique)

    def __call__(self, rows: Rows) -> pa.Array:
        texts = self.texts()
        if not self.unique:
            lengths = np.asarray(texts.usual)[rows.choice(len(texts.usual), draw=self.draw)]
            return texts.spelled(rows, np.zeros(len(rows), np.int64), lengths, 1, self.draw + 1)
        ranks = rows.permuted(texts.capacity)
        if texts.capacity == ENOUGH:
            lengths = np.asarray(texts.roomy)[rows.choice(len(texts.roomy), draw=self.draw)]
        else:
            lengths, ranks = texts.by_length(ranks)
        return texts.spelled(rows, ranks, lengths, texts.capacity, self.draw + 1)


def template(text: str, unique: bool = False) -> Pattern:
    """A Pattern from a simple form: # is a digit, ? a capital letter, all else itself."""
    return Pattern("".join({"#": "[0-9]", "?": "[A-Z]"}.get(c) or re.escape(c) for c in text), unique)


class Texts:
    """The texts of an automaton, by length: how many there are, and each by its number.

    `counts[n, state]` is the number of texts of n characters that lead from the state to an end.
    """

    def __init__(self, machine: Automaton, shortest: int, longest: int) -> None:
        width = max((len(t) for t in machine.transitions), default=0) or 1
        states = len(machine.final)
        self.targets = np.zeros((states, width), np.int64)
        self.sizes = np.zeros((states, width), np.int64)
        self.begins = np.zeros((states, width), np.int64)
        flat = ""
        for state, transitions in enumerate(machine.transitions):
            for k, (chars, target) in enumerate(transitions):
                self.targets[state, k], self.sizes[state, k], self.begins[state, k] = target, len(chars), len(flat)
                flat += chars
        self.alphabet = np.array([ord(c) for c in flat] or [0], np.uint32)
        self.counts = self._counted(np.array(machine.final), longest)
        self.lengths = [n for n in range(shortest, longest + 1) if self.counts[n, 0]]
        if not self.lengths:
            raise ValueError("no text matches")
        self.usual = [n for n in self.lengths if n <= self.lengths[0] + SPREAD]
        self.roomy = [n for n in self.usual if self.counts[n, 0] >= ENOUGH] or [
            n for n in self.lengths if self.counts[n, 0] >= ENOUGH
        ][:SPREAD]
        total = sum(int(self.counts[n, 0]) for n in self.lengths)
        self.capacity = ENOUGH if self.roomy else min(total, ENOUGH - 1)

    def _counted(self, final: NDArray[np.bool_], longest: int) -> NDArray[np.float64]:
        """Exact up to 2**53, and only a weight beyond."""
        counts = np.zeros((longest + 1, len(final)))
        counts[0] = final
        for n in range(1, longest + 1):
            counts[n] = np.minimum((counts[n - 1][self.targets] * self.sizes).sum(axis=1), 1e300)
        return counts

    def by_length(self, ranks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The length of the text with each number, and its number among those."""
        ends = np.cumsum([int(self.counts[n, 0]) for n in self.lengths])
        which = np.searchsorted(ends, ranks, side="right")
        return np.array(self.lengths)[which], ranks - np.concatenate([[0], ends])[which]

    def spelled(
        self, rows: Rows, ranks: NDArray[np.int64], lengths: NDArray[np.int64], enough: int, draw: int
    ) -> pa.Array:
        """A text for each row: random as long as *enough* texts are left to tell ranks apart, then by its rank."""
        longest = int(lengths.max(initial=0))
        codes = np.zeros((len(rows), longest), np.uint32)
        state = np.zeros(len(rows), np.int64)
        for position in range(longest):
            active = np.flatnonzero(lengths > position)
            left = lengths[active] - position - 1
            after = self.counts[left[:, None], self.targets[state[active]]]
            free = np.where(after >= enough, after * self.sizes[state[active]], 0.0)
            u = rows.uniform(draw + position)[active]
            chosen, char, rank = _random(free, self.sizes[state[active]], u, ranks[active])
            ranked = np.flatnonzero(free.sum(axis=1) == 0)
            if len(ranked):
                numbered = _numbered(after[ranked], self.sizes[state[active[ranked]]], ranks[active[ranked]])
                chosen[ranked], char[ranked], rank[ranked] = numbered
            codes[active, position] = self.alphabet[self.begins[state[active], chosen] + char]
            ranks[active] = rank
            state[active] = self.targets[state[active], chosen]
        return assembled(codes, lengths)


Choice = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _random(
    weights: NDArray[np.float64], sizes: NDArray[np.int64], u: NDArray[np.float64], rank: NDArray[np.int64]
) -> Choice:
    """A transition by weight and a character of it; ranks stay."""
    ends = np.cumsum(weights, axis=1)
    point = u * ends[:, -1]
    chosen = np.minimum((ends <= point[:, None]).sum(axis=1), weights.shape[1] - 1)
    row = np.arange(len(u))
    weight = weights[row, chosen]
    part = (point - (ends[row, chosen] - weight)) / np.where(weight > 0, weight, 1.0)
    size = sizes[row, chosen]
    char = np.clip((part * size).astype(np.int64), 0, np.maximum(size - 1, 0))
    return chosen, char, rank.copy()


def _numbered(after: NDArray[np.float64], sizes: NDArray[np.int64], rank: NDArray[np.int64]) -> Choice:
    """The transition and character of the text with the number *rank*, and its number among those that go on so."""
    counts = after.astype(np.int64)
    ends = np.cumsum(counts * sizes, axis=1)
    chosen = (ends <= rank[:, None]).sum(axis=1)
    row = np.arange(len(rank))
    count = counts[row, chosen]
    rest = rank - (ends[row, chosen] - count * sizes[row, chosen])
    return chosen, rest // count, rest % count


def assembled(codes: NDArray[np.uint32], lengths: NDArray[np.int64]) -> pa.Array:
    """Arrow text from a table of code points, of which the first *lengths* of each row count."""
    flat = codes[np.arange(codes.shape[1]) < lengths[:, None]]
    data = flat.astype("<u4").tobytes().decode("utf-32-le").encode()
    ends = np.concatenate([[0], np.cumsum(lengths)])
    octets = np.concatenate([[0], np.cumsum(1 + (flat > 0x7F) + (flat > 0x7FF).astype(np.int64) + (flat > 0xFFFF))])
    offsets = octets[ends].astype(np.int32)
    return pa.Array.from_buffers(pa.string(), len(lengths), [None, pa.py_buffer(offsets), pa.py_buffer(data)])


@lru_cache(256)
def texts_of(
    regex: str, also: tuple[str, ...], never: tuple[str, ...], shortest: int, longest: int, unique: bool
) -> Texts:
    """The texts of such a Pattern: of plain letters and digits if there are enough of those."""
    found: Texts | None = None
    for searched in (False, True) if not also else (True,):
        for plain in (True, False):
            try:
                found = Texts(automaton((regex, *also), never, searched=searched, plain=plain), shortest, longest)
            except ValueError as error:
                if "no text" not in str(error):
                    raise ValueError(f"Pattern {regex!r}: {error}") from error
                continue
            if not plain or not unique or found.capacity >= 2**40:
                return found
    if found is None:
        raise ValueError(f"Pattern {regex!r}: no text of {shortest} to {longest} characters matches")
    return found
