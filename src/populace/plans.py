"""Plans of models for whoever makes single rows: inferred once in a process, and kept."""

from __future__ import annotations

from datetime import datetime
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from populace.errors import PlanError
from populace.plan import Plan

NOW = datetime(2026, 1, 1)
"""The present of single rows when nobody says so: fixed, so that a test's values do not change overnight."""

_Key = tuple[object, ...]
_kept: WeakKeyDictionary[sa.MetaData, dict[_Key, Plan]] = WeakKeyDictionary()


def plan_for(
    metadata: sa.MetaData, table: str = "", *, locale: str = "en_US", dialect: str = "sqlite", now: datetime = NOW
) -> Plan:
    """The plan of all tables of *metadata*, of seed 0; of *table* and its parents where not all can be planned."""
    kept = _kept.setdefault(metadata, {})
    key: _Key = (frozenset(metadata.tables), locale, dialect, now)
    if key not in kept:
        plan = Plan(metadata, locale=locale, dialect=dialect, now=now)
        try:
            _ = plan.inference
        except PlanError:
            if not table:
                raise
            return _alone(plan, table, kept, (*key, table))
        kept[key] = plan
    return kept[key]


def _alone(plan: Plan, table: str, kept: dict[_Key, Plan], key: _Key) -> Plan:
    if key not in kept:
        kept[key] = Plan(plan.metadata, locale=plan.locale, dialect=plan.dialect, now=plan.now, only=(table,))
        _ = kept[key].inference
    return kept[key]
