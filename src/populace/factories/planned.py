"""What a table of the plan and a mapped class say of each other: columns and attributes, links and parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from populace.errors import PlanError
from populace.factories.context import Context
from populace.factories.mapping import Mapped, Parent, mapped
from populace.records import MARKS, Known, Records


@lru_cache(maxsize=512)
def names(kind: Mapped, table: sa.Table) -> Mapping[str, str]:
    """The attributes of a table's columns."""
    pairs = ((column, name) for name, columns in kind.columns.items() for column in columns)
    return {str(column.name): name for column, name in pairs if column.table is table}


@lru_cache(maxsize=512)
def links(kind: Mapped, records: Records, table: sa.Table) -> Mapping[str, Parent]:
    """The parents that the links of a table stand for."""
    parents = [parent for parent in kind.parents.values() if parent.table is table]
    return {
        link.name: parent
        for link in records.links.values()
        for parent in parents
        if {*link.columns} == parent.columns and link.parent == parent.referred.fullname
    }


@lru_cache(maxsize=4096)
def touching(records: Records, column: str) -> frozenset[str]:
    """What *column* follows when it is given: what it is made from, and what is made from the same as it is."""
    needs = records.needs(column)
    own = {need for need in needs if not need.startswith(MARKS)}
    return needs | {other for other in records.names if other != column and own & records.needs(other)}


def link(kind: Mapped, records: Records, parent: Parent) -> str | None:
    """The link of a parent whose class has a table of its own; row numbers of classes in a family are not theirs."""
    found = next((name for name, own in links(kind, records, parent.table).items() if own is parent), None)
    alone = parent.target is not None and len(list(parent.target.base_mapper.self_and_descendants)) == 1
    return found if alone else None


def behind(records: Records, parent: Parent, link: str) -> frozenset[str]:
    """What decides which row the *link* of a parent picks."""
    return frozenset().union(*(records.needs(str(column.name)) for column, _ in parent.pairs)) - {link}


def fitting(
    records: Records,
    rows: Sequence[int],
    wanted: Sequence[str],
    known: Mapping[str, Sequence[Any]],
    parents: Mapping[str, Known],
) -> dict[str, list[Any]]:
    """The columns *wanted*, following what is given; where a CHECK cannot hold with that, the rows' own.

    Whoever gives what a CHECK forbids wants the database to say so.
    """
    try:
        return records.columns(rows, wanted, known, parents, strict=False)
    except PlanError:
        return records.columns(rows, wanted)


def given_parents(parent: Parent, above: Sequence[object], context: Context) -> Known:
    """Parent objects as the plan takes them: their rows, what all of them hold, and their own parents."""
    rows = [row_of(one, context) for one in above]
    if parent.target is None:
        return Known(rows)
    kind = mapped(parent.target.class_)
    each = [{**columns_of(one, parent.referred, kind), **_of(one, context.places)} for one in above]
    shared = sorted(frozenset(each[0]).intersection(*each))
    further = {}
    for link, next_ in links(kind, context.records(parent.referred), parent.referred).items():
        held = [(vars(one) if next_.related else _of(one, context.above)).get(next_.name) for one in above]
        objects = [one for one in held if one is not None]
        if len(objects) == len(held):
            further[link] = given_parents(next_, objects, context)
    return Known(rows, {name: [one[name] for one in each] for name in shared}, further)


def _of(instance: object, kept: Mapping[Any, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What is kept of an object."""
    state = sa.inspect(instance, raiseerr=False)
    return {} if state is None else kept.get(state, {})


def place(context: Context, link: str, parent: Parent, above: object) -> int:
    """The place of the next child among the children of its parent."""
    state = sa.inspect(above, raiseerr=False)
    if state is None:
        return 0
    return context.next_child(state, f"{parent.table.key} {link}", lambda: _there(above, parent))


def row_of(instance: object, context: Context) -> int | None:
    """The table row of an object; None where factories did not make it."""
    state = sa.inspect(instance, raiseerr=False)
    return None if state is None else context.rows.get(state)


def columns_of(instance: object, table: sa.Table, kind: Mapped | None) -> Mapping[str, Any]:
    """What an object holds in the columns of a table, as far as it is loaded."""
    held = vars(instance)
    own = names(kind, table) if kind else {}
    return {column: held[name] for column, name in own.items() if held.get(name) is not None}


def _there(above: object, parent: Parent) -> int:
    """How many children of that kind the database has already."""
    session = object_session(above)
    if session is None or getattr(session.get_bind().dialect, "is_async", False):
        return 0
    kind = mapped(type(above))
    same = [own == getattr(above, kind.attribute(key) or str(key.name)) for own, key in parent.pairs]
    with session.no_autoflush:
        return session.scalar(sa.select(sa.func.count()).select_from(parent.table).where(*same)) or 0
