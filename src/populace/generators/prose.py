"""Prose by topic: what people write in reviews, tickets, notes, descriptions.

A topic is a few groups of sentences that may stand in any combination, one of each; they are
written in ``data/prose.txt`` with alternatives in braces. Where a row has a rating, the
sentences fit it: there are good, mixed and bad ones.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.vocabulary import digits, joined, numbered, pick, spelled, tiered
from populace.rows import Array, Rows

BAD, MIXED, GOOD = 0, 1, 2
MARKS = {"-": BAD, "~": MIXED, "+": GOOD}
Numbers = NDArray[np.int64]
Lines = tuple[tuple[str, ...], ...]
Moods = tuple[Lines, Lines, Lines]
"""What each line of a group stands for, for bad, mixed and good ratings; the same three times without ratings."""


@lru_cache(maxsize=1)
def _written() -> dict[str, list[list[str]]]:
    """The lines of each group of each topic, as they stand in the file."""
    topics: dict[str, list[list[str]]] = {}
    for line in files("populace.generators").joinpath("data/prose.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            groups = topics.setdefault(line[1:-1], [[]])
        elif line and not line.startswith("#"):
            groups[-1].append(line)
        elif topics and groups[-1]:
            groups.append([])
    return {topic: [group for group in groups if group] for topic, groups in topics.items()}


def topics() -> tuple[str, ...]:
    """All topics that there are sentences for."""
    return tuple(_written())


def alternatives(template: str) -> list[str]:
    """Every text that a template with ``{one|another}`` in it stands for; braces may hold further ones."""
    if "{" not in template:
        return [template]
    start = template.index("{")
    choices, depth, end = [""], 0, start
    for end in range(start, len(template)):
        mark = template[end]
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            break
        if mark == "|" and depth == 1:
            choices.append("")
        elif end > start:
            choices[-1] += mark
    inside = [text for choice in choices for text in alternatives(choice)]
    return [template[:start] + text + rest for text in inside for rest in alternatives(template[end + 1 :])]


@lru_cache(maxsize=64)
def groups(topic: str) -> tuple[Moods, ...]:
    """The sentences of *topic*, group by group."""
    return tuple(_group(lines, "" if topic.endswith(".title") else ".") for lines in _written()[topic])


def _group(lines: list[str], stop: str) -> Moods:
    moods: list[list[tuple[str, ...]]] = [[], [], []]
    for line in lines:
        wanted = (MARKS[line[0]],) if line[:2] in ("+ ", "~ ", "- ") else (BAD, MIXED, GOOD)
        texts = alternatives(line[2:] if len(wanted) == 1 else line)
        for mood in wanted:
            moods[mood].append(tuple(text if text[-1] in ".?!" else text + stop for text in texts))
    return tuple(moods[BAD]), tuple(moods[MIXED]), tuple(moods[GOOD])


@lru_cache(maxsize=256)
def passages(topic: str, sentences: int, length: int | None) -> tuple[Moods, ...] | None:
    """The first groups of *topic*, as many as are wanted and fit; None if not even one does."""
    known = groups(topic)[:sentences]
    if length is None:
        return known
    for many in range(len(known), 0, -1):
        held = _held(known[:many], length - many + 1)
        if held is not None:
            return held
    return None


def flat(lines: Lines) -> tuple[str, ...]:
    """All sentences of some lines, once each."""
    return tuple(dict.fromkeys(text for line in lines for text in line))


def sentences(topic: str, many: int) -> tuple[tuple[str, ...], ...]:
    """All sentences of the first *many* groups of *topic*."""
    return tuple(flat(group[GOOD]) for group in groups(topic)[:many])


def _held(known: tuple[Moods, ...], room: int) -> tuple[Moods, ...] | None:
    """Each group without its longest sentences, so that all together fit; None if too few are left."""
    lengths = [[sorted(map(len, flat(lines))) for lines in group] for group in known]
    caps = [max(mood[-1] for mood in group) for group in lengths]
    while sum(caps) > room:
        widest = caps.index(max(caps))
        caps[widest] -= 1
        if min(bisect_right(mood, caps[widest]) - min(5, len(mood) - 1) for mood in lengths[widest]) < 1:
            return None
    return tuple(_shorter(group, cap) for group, cap in zip(known, caps, strict=True))


def _shorter(group: Moods, cap: int) -> Moods:
    kept = [tuple(tuple(t for t in line if len(t) <= cap) for line in lines) for lines in group]
    bad, mixed, good = (tuple(line for line in lines if line) for lines in kept)
    return bad, mixed, good


@dataclass(frozen=True)
class Mood:
    """How content the writer of a row is: bad 0, mixed 1, good 2, as the sibling *rating* up to *best* says."""

    rating: str | None = None
    best: float = 5.0

    def __call__(self, rows: Rows) -> Array:
        if self.rating is None:
            return rows.choice((0.18, 0.17, 0.65)).astype(np.int64)
        share = np.asarray(rows[self.rating], dtype=np.float64) / self.best
        return np.where(share >= 0.7, GOOD, np.where(share >= 0.45, MIXED, BAD))


@dataclass(frozen=True)
class Prose:
    """So many *sentences* about a *topic* that fit *length*; in the *mood* that a sibling column holds."""

    sentences: int = 3
    length: int | None = None
    topic: str = "text"
    mood: str | None = None
    unique: bool = False

    @property
    def capacity(self) -> int:
        return self._tiers()[-1]

    def _room(self) -> int:
        """How many digits a number at the end may have."""
        return 0 if not self.unique else 8 if self.length is None else min(8, self.length // 4)

    def _groups(self) -> tuple[Moods, ...]:
        room = self._room() + 1 if self.unique else 0
        found = passages(self.topic, self.sentences, None if self.length is None else self.length - room)
        return found or (_short(self.length or 1),)

    def _tiers(self) -> tuple[int, ...]:
        return digits(self._room(), int(np.prod([len(flat(g[GOOD])) for g in self._groups()], dtype=np.int64)))

    def __call__(self, rows: Rows) -> Array:
        known = self._groups()
        if self.unique:
            return self._distinct(rows, known)
        mood: NDArray[np.int64] | None = None if self.mood is None else np.asarray(rows[self.mood])
        if mood is None and any(group[BAD] != group[GOOD] for group in known):
            mood = np.asarray(Mood()(rows.of(f"{rows.column} mood")))
        parts = [_drawn(rows, n, group, mood) for n, group in enumerate(known)]
        return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*map(spelled, parts), " ")

    def _distinct(self, rows: Rows, known: tuple[Moods, ...]) -> pa.Array:
        place = tiered(rows, self._tiers())
        rest, columns = place, []
        for group in known[::-1]:
            texts = flat(group[GOOD])
            columns.append(spelled(pick(texts, rest % len(texts))))
            rest = rest // len(texts)
        return joined(pc.binary_join_element_wise(*columns[::-1], " "), numbered(rest, " "))


def _drawn(rows: Rows, number: int, group: Moods, mood: NDArray[np.int64] | None) -> pa.Array:
    """One sentence of a group for each row: each line is as likely as the others, whatever it stands for."""
    texts, starts, sizes, first, many = _tabled(group)
    at = np.zeros(len(rows), dtype=np.int64) if mood is None else mood
    line = first[at] + rows.below(many[at], f"{number} line")
    return pick(texts, starts[line] + rows.below(sizes[line], number))


@lru_cache(maxsize=64)
def _tabled(
    group: Moods,
) -> tuple[pa.Array, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """All sentences in one list; where each line starts and how many it has; the same for the lines of each mood."""
    moods = group if group[BAD] != group[GOOD] else group[:1]
    lines = [line for mood in moods for line in mood]
    sizes, many = np.array([len(line) for line in lines]), np.array([len(mood) for mood in moods] * (4 - len(moods)))
    first = np.cumsum(many) - many if len(moods) > 1 else np.zeros(3, dtype=np.int64)
    return pa.array([text for line in lines for text in line]), np.cumsum(sizes) - sizes, sizes, first, many


@lru_cache(maxsize=64)
def _short(length: int) -> Moods:
    """Words for columns too narrow for a sentence."""
    from populace.generators.text import fitted

    gap, parts = fitted("label", length)
    words = tuple(gap.join(pair) for pair in product(*parts))
    return (words,), (words,), (words,)
