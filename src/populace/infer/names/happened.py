"""When a moment is NULL: as the row's status or flag says, where there is one.

A status word says which steps lie behind: a delivered order was paid and shipped, a cancelled
one neither. Only a status column that has words for a step decides about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa

from populace.generators.happened import Unless, UnlessFlag, word
from populace.generators.numbers import Choice, Mostly
from populace.infer.asked import Suggestion, tokens
from populace.infer.groups import text_of
from populace.infer.names.rules import Table

AFTER_PAYMENT = (
    "shipped sent intransit transit dispatched outfordelivery delivered received completed complete fulfilled closed"
)
STEPS = {
    "paid payment": f"paid settled processing packed {AFTER_PAYMENT} refunded returned",
    "shipped ship shipping dispatched": f"{AFTER_PAYMENT.replace('closed', '')} returned",
    "delivered delivery arrived arrival received": "delivered received completed complete fulfilled returned",
    "returned return": "returned refunded",
    "refunded refund": "refunded",
    "cancelled canceled cancel cancellation": "cancelled canceled void voided aborted withdrawn",
    "completed complete completion finished finish done": "completed complete done finished success succeeded "
    "successful "
    "passed fulfilled delivered",
    "ended end stopped": "completed complete done finished success succeeded successful passed failed failure error "
    "cancelled canceled ended stopped terminated aborted timedout timeout expired killed crashed",
    "resolved resolution fixed": "resolved closed done fixed completed",
    "closed close": "closed resolved done completed archived wontfix rejected",
    "started start begun began": "",
    "published publication": "published public live online archived",
    "approved approval accepted": "approved accepted active completed complete published done paid",
    "confirmed": "confirmed active completed complete paid shipped delivered checkedin",
    "verified activated": "verified active activated confirmed",
    "rejected declined denied": "rejected declined denied",
    "failed": "failed failure error errored",
    "archived": "archived",
    "deleted removed trashed": "deleted removed trashed",
    "suspended banned blocked locked": "suspended banned blocked locked",
    "deactivated disabled": "inactive disabled deactivated suspended",
    "terminated left": "terminated left resigned former fired dismissed retired ended",
    "discharged discharge": "discharged",
    "revoked": "revoked",
    "sent": "sent delivered opened read clicked bounced",
    "read opened seen viewed": "read opened seen clicked",
    "submitted": "submitted review inreview approved accepted rejected declined published completed graded paid",
    "processed": "processed completed complete done success paid settled",
    "checkedout checkout": "checkedout completed",
    "checkedin checkin": "checkedin checkedout completed",
    "acknowledged": "acknowledged resolved closed",
    "redeemed used": "redeemed used",
    "expired": "expired",
}
"""The verb of a moment's name, and the statuses of rows in which it has come."""
WAITING = frozenset(
    "pending queued new scheduled open todo waiting draft created planned backlog notstarted upcoming submitted "
    "skipped ready deferred".split()
)
BY_VERB = {verb: frozenset(words.split()) for verbs, words in STEPS.items() for verb in verbs.split()}
DOWN = {
    "deactivated": "active",
    "disabled": "enabled",
    "terminated": "active",
    "left": "active",
    "inactivated": "active",
}
"""Moments at which a flag goes down."""


def agreeing(looked: Table, found: Mapping[str, Suggestion]) -> dict[str, Suggestion]:
    """The moments of *found* that are NULL where the row's status or flag says that they have not come."""
    out = {}
    for name, _ in looked.with_role("time"):
        column = looked.asked[name].column
        if name not in found or not column.nullable or column.primary_key:
            continue
        mask = by_flag(looked.table, name) or by_status(looked, name)
        if mask is not None:
            why = f"{found[name].why}, NULL as {mask.column} says"
            out[name] = replace(found[name], nulls=mask, why=why)
    return out


def verbs(name: str) -> list[str]:
    """The words of a moment's name that say what happened, the last one first."""
    return [w for w in reversed(tokens(name)) if w in BY_VERB or w in DOWN or w.endswith("ed")]


def by_flag(table: sa.Table, name: str) -> UnlessFlag | None:
    """The flag of the same event: is_deleted for deleted_at, email_verified for email_verified_at."""
    for verb in verbs(name):
        about = [w for w in tokens(name)[: tokens(name).index(verb)] if w not in ("date", "time", "is")]
        for column in table.columns:
            words = tuple(w for w in tokens(str(column.name)) if w not in ("is", "was", "flag", "has", "been"))
            if not _flag(column) or not words or str(column.name) == name:
                continue
            if words[-1] == verb and (words[:-1] == tuple(about) or not about or len(words) == 1):
                return UnlessFlag(str(column.name))
            if words == (DOWN.get(verb),):
                return UnlessFlag(str(column.name), down=True)
    return None


def _flag(column: sa.Column[object]) -> bool:
    named = "is" in tokens(str(column.name)) or "flag" in tokens(str(column.name))
    return isinstance(column.type, sa.Boolean) or (named and isinstance(column.type, sa.Integer | sa.String))


def by_status(looked: Table, name: str) -> Unless | None:
    """The status column that has words for the moment's verb."""
    for status, known in statuses(looked):
        for verb in verbs(name):
            if verb not in BY_VERB:
                continue
            words = BY_VERB[verb] or known - WAITING
            if words & known and known - words:
                perhaps = known & {"refunded", "returned"} if verb in ("cancelled", "canceled") else frozenset()
                return Unless(status, words, frozenset(perhaps))
    return None


def statuses(looked: Table) -> Iterable[tuple[str, frozenset[str]]]:
    """The status columns of a table and the words they hold."""
    for column in looked.table.columns:
        name = str(column.name)
        if (tokens(name)[-1:] or ("",))[0] not in ("status", "state", "stage", "phase", "outcome", "result"):
            continue
        if column.foreign_keys:
            continue
        known = [str(member) for member in getattr(column.type, "enums", ())] or _checked(looked.table, name)
        asked = looked.asked.get(name)
        if not known and asked is not None:
            suggestion = looked.suggest(name) if asked.kind == "text" else None
            known = _words(suggestion.generator if suggestion is not None else None)
        if known:
            yield name, frozenset(map(word, known))


def _checked(table: sa.Table, name: str) -> list[str]:
    """The words in quotes of the CHECKs that speak of a column."""
    checks = [c for c in table.constraints if isinstance(c, sa.CheckConstraint)]
    texts = (text_of(check.sqltext, "postgresql") for check in checks)
    return [
        found for text in texts if re.search(rf"\b{re.escape(name)}\b", text) for found in re.findall("'([^']+)'", text)
    ]


def _words(generator: object) -> list[str]:
    if isinstance(generator, Mostly):
        return [str(generator.value), *_words(generator.other)]
    return [v for v in generator.values if isinstance(v, str)] if isinstance(generator, Choice) else []
