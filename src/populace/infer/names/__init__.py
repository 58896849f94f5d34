"""Which generator a column's name suggests.

The names of all columns of a table are matched with the rules of this package, so that the
fields of a row agree: an e-mail address is made of the row's names, `updated_at` comes after
`created_at`, a total is the sum of its parts. What siblings share but no column holds (the
sex of a person, the place of an address) is made in hidden columns, named with a ``·``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import sqlalchemy as sa

from populace.generators.numbers import AtLeast
from populace.infer.asked import Asked, Suggestion, tokens
from populace.infer.names import (
    choices,
    flags,
    identifiers,
    locales,
    money,
    people,
    phases,
    places,
    programs,
    prose,
    quantities,
    statuses,
    things,
    times,
    web,
)
from populace.infer.names.happened import agreeing
from populace.infer.names.make import NUMBERS
from populace.infer.names.rules import Rule, Table, book, subject

_TOPICS = (
    people, places, times, money, quantities, web, identifiers, things, locales, statuses, choices, programs, prose,
    flags,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(rule for topic in _TOPICS for rule in topic.RULES)


@lru_cache(maxsize=1)
def _book() -> dict[str, list[Rule]]:
    return book(RULES)


def suggest(table: sa.Table, asked: Mapping[str, Asked]) -> dict[str, Suggestion]:
    """Generators for the *asked* columns that a rule knows, and for hidden columns that these share."""
    open_ = {name: _ready(one) for name, one in asked.items() if _steerable(one)}
    looked = Table(table, open_, _book(), subject=subject(table.name), words=tokens(table.name))
    for name in open_:
        looked.suggest(name)
    found = {name: one for name, one in looked.found.items() if one is not None}
    found |= _ranges(looked, found)
    return found | agreeing(looked, found)


def _ranges(looked: Table, found: Mapping[str, Suggestion]) -> dict[str, Suggestion]:
    """The upper ends of ranges of numbers, such as max_price, which are no less than the lower ends."""
    timed = {name for name, _ in looked.with_role("time")}
    numbers = [
        n for n, one in looked.asked.items() if n in found and one.kind in NUMBERS and n not in timed and not one.unique
    ]
    out = {}
    for name in numbers:
        lower = next((low for low in numbers if low != name and phases.is_range(low, name)), None)
        if lower is not None:
            one = found[lower] if looked.asked[lower].kind == looked.asked[name].kind else found[name]
            out[name] = replace(one, generator=AtLeast(one.generator, lower), why=f"{one.why}, no less than {lower}")
    return out


def _ready(asked: Asked) -> Asked:
    """The column with its words, and its length no more than its CHECKs allow."""
    longest = getattr(asked.domain, "max_length", None)
    lengths = [n for n in (asked.length, longest) if n is not None]
    return replace(asked, tokens=asked.tokens or tokens(asked.name), length=min(lengths, default=None))


def _steerable(asked: Asked) -> bool:
    """Whether the values of a name rule can satisfy the column's own CHECKs."""
    domain = asked.domain
    return domain is None or (domain.values is None and not domain.patterns and (domain.min_length or 0) <= 1)
