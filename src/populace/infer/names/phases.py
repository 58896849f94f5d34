"""Where in the life of a thing a moment stands, and so which of a row's moments comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from populace.infer.asked import tokens

if TYPE_CHECKING:
    from populace.infer.names.rules import Named

PHASES = (
    "birth born dob birthday birthdate geburtsdatum",
    "first min minimum earliest initial",
    "from since before",
    "created create creation inserted added add registered register registration joined join signup "
    "crdate datec datecreated "
    "timecreated regdate creat published_first built written",
    "issued issue requested submitted queued enqueued received receipt ordered order opened open "
    "hired hire admitted admission "
    "posted post logged",
    "scheduled planned",
    "approved confirmed accepted verified validated activated paid sent",
    "start started begin began begun launched starttime startdate datestart timestart timeopen",
    "shipped ship shipping",
    "delivered delivery",
    "end ended finish finished stop stopped completed complete completion processed resolved "
    "discharged discharge returned "
    "closed close terminated termination left cancelled canceled endtime enddate dateend timeend timeclose finishtime",
    "updated update modified modification changed change edited edit tms tstamp timemodified mtime lastmodified upd",
    "last latest max maximum recent lastlogin lastvisit lastaccess lastactivity",
    "archived deleted deletion removed disabled",
    "to until till through thru",
    "expires expired expiry expiration expire revoked due valid deadline",
    "death died deceased",
)


PHASE = {word: place for place, words in enumerate(PHASES) for word in words.split()}


BIRTH, FIRST, FROM, CREATED = 0, 1, 2, 3


START, END, UPDATED, LAST, DELETED, TO, EXPIRES, DEATH = 7, 10, 11, 12, 13, 14, 15, 16


EPOCH = frozenset(
    "unix epoch ms millis milli milliseconds us micros micro microseconds ns nanos nano nanoseconds".split()
)
"""Words behind a moment that say in what unit a number counts the time since 1970."""


NOISE = EPOCH | frozenset("at on date time datetime timestamp ts utc dt day the is of gmt when stamp int".split())


PAIRS = {FIRST: {LAST}, FROM: {TO}}


"""Phases that stand only before some others."""


def phase(name: str) -> tuple[int | None, tuple[str, ...]]:
    """Where in the life of a thing a column's time stands, and the words that say what thing it is."""
    words = tuple(w.rstrip("0123456789") for w in tokens(name))
    leading = words[:1] if PHASE.get(words[0] if words else "") in (FIRST, LAST) else ()
    ends = [word for word in reversed(words) if PHASE.get(word) in (START, END)]
    for word in (*leading, *ends, *reversed(words)):
        if word in PHASE:
            return PHASE[word], tuple(w for w in words if PHASE.get(w) != PHASE[word] and w not in NOISE)
    return None, tuple(w for w in words if w not in NOISE)


def counted(words: tuple[str, ...]) -> bool:
    """Whether words such as start, time, unix, nano name a moment and the unit that it is counted in."""
    moment = list(words)
    while moment and moment[-1] in EPOCH:
        moment.pop()
    units = words[len(moment) :]
    if not moment or not units or {"min", "max", "minimum", "maximum"} & set(words):
        return False
    happened = any(word in PHASE for word in moment)
    return (
        moment[-1] in ("at", "timestamp", "ts", "datetime", "date")
        or moment[-1] == "time"
        and (happened or "unix" in units or "epoch" in units)
    )


def earlier(here: Named) -> tuple[str, ...]:
    """The columns whose moments this one's must not precede."""
    own, about = phase(here.asked.name)
    if own is None and not about:
        return ()
    out = []
    for name, _ in here.table.with_role("time"):
        other, thing = phase(name)
        if name == here.asked.name or other is None:
            continue
        if comes_before(other, thing, own, about):
            out.append(name)
    return tuple(out)


def comes_before(other: int, thing: tuple[str, ...], own: int | None, about: tuple[str, ...]) -> bool:
    """Whether the moment of phase *other* about *thing* comes before the one of phase *own*."""
    if own is None:
        return other == CREATED and not thing
    if other >= own:
        return False
    if other in (FIRST, FROM):
        return thing == about and (own in PAIRS[other] or (other == FROM and own in (TO, EXPIRES, END)))
    if thing == about:
        return own not in (FIRST, FROM)
    return other == CREATED and not thing and own in (END, UPDATED, LAST, DELETED)


def is_range(low: str, high: str) -> bool:
    """Whether two names are the ends of one range, as min_price and max_price or start_row and end_row are."""
    (first, about), (last, thing) = phase(low), phase(high)
    ends = {(FIRST, LAST), (FROM, TO), (START, END)}
    return (first, last) in ends and about == thing


def base(here: Named, name: str) -> str:
    """The column of moments behind *name*: itself, or a hidden one where it holds seconds or text."""
    asked = here.table.asked[name]
    if asked.kind in ("date", "datetime"):
        here.table.suggest(name)
        return name
    here.table.suggest(name)
    return "·" + name
