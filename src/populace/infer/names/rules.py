"""Rules: which names of columns mean what, and how a rule finds the column's siblings.

A rule lists names as their words run together; the longest name that ends a column's name
wins, so ``billing_zip_code`` is a zip code of the prefix ``billing``, and `customerEmail` an
e-mail address. A rule's *make* may decline by returning None; then the next one is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import sqlalchemy as sa

from populace.infer.asked import Asked, Nulls, Suggestion, tokens
from populace.infer.names import phases
from populace.rows import Generator

Make = Callable[["Named"], Generator | None]

SUFFIXES = frozenset("en fr de es it nl pt ja ru zh us uk old new orig raw prev text txt str string".split())
LOOSE = frozenset(
    "email phone address name date time title url description count price amount status type code number path password "
    "image comment content text created modified updated country city state zipcode username firstname lastname label "
    "version message format language category token score percent percentage weight height width "
    "size width level order "
    "author location quantity subject filename hash key color colour currency rate value expires "
    "timestamp published".split()
)
ASKING = frozenset(
    "is has can allow allows enable show shows use uses should require requires hide disable display needs was will "
    "did include exclude notify auto do force must may only prevent ignore keep wants send".split()
)
TIMELESS = frozenset(
    "candidate update template timetable lifetime sometimes overtime mandate consolidate invalidate".split()
)


@dataclass(frozen=True)
class Rule:
    """Columns whose names end in one of *names* and whose kind is one of *kinds* are made by *make*."""

    names: str
    make: Make
    what: str
    kinds: frozenset[str] = frozenset({"text"})
    nulls: Nulls | None = None
    role: str = ""
    subjects: str = ""
    """Only in tables about one of these (see `subject`); everywhere if empty."""


@dataclass
class Table:
    """The columns of a table that want a generator, while they are given one."""

    table: sa.Table
    asked: Mapping[str, Asked]
    book: Mapping[str, list[Rule]]
    found: dict[str, Suggestion | None] = field(default_factory=dict)
    subject: str = ""
    words: tuple[str, ...] = ()
    matches: dict[str, list[tuple[Rule, tuple[str, ...]]]] = field(default_factory=dict)

    def match(self, name: str) -> list[tuple[Rule, tuple[str, ...]]]:
        """The rules that fit a column, best first, each with the words before the matched ones."""
        if name not in self.matches:
            asked = self.asked[name]
            self.matches[name] = [
                (rule, before)
                for rule, before in _candidates(asked.tokens or tokens(name), self.book)
                if asked.kind in rule.kinds and (not rule.subjects or self.subject in rule.subjects.split())
            ]
        return self.matches[name]

    def suggest(self, name: str) -> Suggestion | None:
        """The generator of a column and why; None if no rule has one."""
        if name not in self.found:
            self.found[name] = None
            asked = self.asked[name]
            for rule, before in self.match(name):
                generator = rule.make(Named(asked, self, before, rule))
                if generator is not None and _enough(generator, asked):
                    self.found[name] = Suggestion(generator, f"name: {rule.what}", rule.nulls)
                    break
        return self.found[name]

    def hide(self, name: str, generator: Generator) -> None:
        """Add a column that is never written."""
        self.found.setdefault(name, Suggestion(generator, "hidden: what the row's columns share"))

    def with_role(self, role: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The columns whose first rule has this role, with the words before."""
        for name in self.asked:
            for rule, before in self.match(name)[:1]:
                if rule.role == role:
                    yield name, before


@dataclass(frozen=True)
class Named:
    """A column as the *make* of a rule sees it."""

    asked: Asked
    table: Table
    before: tuple[str, ...]
    rule: Rule

    @property
    def kind(self) -> str:
        return self.asked.kind

    @property
    def length(self) -> int | None:
        return self.asked.length

    @property
    def unique(self) -> bool:
        return self.asked.unique

    @property
    def subject(self) -> str:
        return self.table.subject

    def sibling(self, role: str, anywhere: bool = True) -> str | None:
        """The column of this role with the same prefix, else (if *anywhere*) the one without a prefix."""
        found = [(n, b) for n, b in self.table.with_role(role) if n != self.asked.name]
        same = [n for n, b in found if b == self.before]
        bare = [n for n, b in found if not b] if anywhere else []
        for name in same + bare:
            if self.table.suggest(name) is not None:
                return name
        return None

    def hidden(self, name: str, generator: Generator) -> str:
        """A column that is never written, one for each prefix."""
        full = "·" + "_".join((*self.before, name))
        self.table.hide(full, generator)
        return full

    def bare(self) -> Named:
        """The same without its prefix."""
        return replace(self, before=())


def book(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Rules by each of their names, those for tables about one thing first."""
    out: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.names.split():
            out.setdefault(name, []).append(rule)
    return {name: sorted(known, key=lambda rule: not rule.subjects) for name, known in out.items()}


def _candidates(words: tuple[str, ...], known: Mapping[str, list[Rule]]) -> list[tuple[Rule, tuple[str, ...]]]:
    """Rules whose name ends *words*, longest first; then with digits and language endings taken off; then loosely."""
    out = _endings(words, known)
    stripped = tuple(w for w in (re.sub(r"\d+$", "", word) for word in words) if w)
    if stripped != words:
        out += _endings(stripped, known)
    if len(stripped) > 1 and (stripped[-1] in SUFFIXES or len(stripped[-1]) == 1):
        out += _endings(stripped[:-1], known)
    if len(stripped) > 1 and stripped[0] in ("date", "time"):
        out += [(rule, stripped[1:]) for rule in known.get(stripped[0], ())]
    if stripped:
        out += _loosely(stripped, known)
    if len(stripped) > 1 and stripped[0] in ASKING:
        out = [(rule, stripped) for rule in known.get("·asking", ())] + out
    if phases.counted(stripped):
        out = [(rule, stripped) for rule in known.get("·epoch", ())] + out
    return [*out, *((rule, stripped) for rule in known.get("·moment", ()))]


def _endings(words: tuple[str, ...], known: Mapping[str, list[Rule]]) -> list[tuple[Rule, tuple[str, ...]]]:
    out = []
    for start in range(len(words)):
        out += [(rule, words[:start]) for rule in known.get("".join(words[start:]), ())]
    return out


def _loosely(words: tuple[str, ...], known: Mapping[str, list[Rule]]) -> list[tuple[Rule, tuple[str, ...]]]:
    """Words run together without a mark between them, such as ``customeremail`` and ``datecreated``."""
    last = words[-1]
    if last in TIMELESS:
        return []
    for start in range(2, len(last) - 2):
        if last[start:] in LOOSE:
            return [(rule, (*words[:-1], last[:start])) for rule in known.get(last[start:], ())]
    for end in range(len(last) - 2, 3, -1):
        if last[:end] in ("date", "time") and last[end:] in LOOSE | {"added", "sent", "closed", "joined", "expired"}:
            return [(rule, (*words[:-1], "")) for rule in known.get(last[end:] + "date", known.get("date", ()))]
    return []


def _enough(generator: Generator, asked: Asked) -> bool:
    """Whether a unique column gets a generator with enough values of its own."""
    if not asked.unique:
        return True
    return bool(getattr(generator, "unique", False)) and getattr(generator, "capacity", 0) >= max(asked.rows, 1)


SUBJECTS = {
    "person": "user person people employee author patient customer contact member student teacher staff actor "
    "doctor nurse "
    "client subscriber participant guest visitor player artist speaker candidate applicant lead owner driver voter "
    "salesperson adherent utilisateur account passenger cast profile citizen agent instructor "
    "respondent friend physician",
    "product": "product item good article merchandise sku part service listing menu dish variant accessory toy",
    "company": "company organization organisation supplier vendor manufacturer shipper firm business publisher "
    "merchant "
    "employer carrier airline bank shop store customergroup partner societe tenant brand dealer "
    "institution hospital club",
    "country": "country nation",
    "city": "city town municipality place village",
    "state": "state province region county territory district department_fr zone",
    "currency": "currency currencies",
    "language": "language lang locale",
    "category": "category categories section topic collection",
    "tag": "tag label keyword hashtag interest skill",
    "role": "role permission group usergroup privilege authority",
    "department": "department dept division",
    "genre": "genre style",
    "file": "file attachment document upload asset image photo picture media video blob thumbnail",
    "title": "post book movie film album song track page news thread forum blog article story entry episode "
    "course lesson "
    "chapter show series playlist game recipe paper journal work",
    "task": "task issue ticket todo job milestone project bug story card request",
    "event": "event meeting conference appointment session tournament activity",
    "team": "team squad",
    "host": "host server node machine device network computer",
    "setting": "setting option config configuration preference parameter variable property metadata meta attribute",
    "order": "order sale purchase cart invoice payment transaction shipment booking reservation bill receipt",
}


@lru_cache(maxsize=4096)
def subject(name: str) -> str:
    """What the rows of a table are, by the last word of its name that says so; else an empty string."""
    words = tokens(re.sub(r"^\w+\.", "", name))
    for word in reversed(words):
        for singular in singulars(word):
            for thing, known in SUBJECTS.items():
                if singular in known.split():
                    return thing
    return ""


def singulars(word: str) -> tuple[str, ...]:
    out = [word]
    if word.endswith("ies"):
        out.append(word[:-3] + "y")
    if word.endswith("es"):
        out.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        out.append(word[:-1])
    return tuple(out)
