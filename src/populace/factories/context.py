"""What the factories share: session, seed, present, locale, and how many objects of each table there are.

    with using(session=session, seed=7):
        OrderFactory.create()           # row 0 of the orders, of seed 7

Inside, row numbers begin at 0 again, and nothing is ever committed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Session

from populace.plans import NOW, plan_for
from populace.records import Records


@dataclass
class Context:
    """Where factories put their objects, and which rows come next."""

    session: Any = None
    """A Session, scoped_session or AsyncSession, or a function that returns one."""
    seed: int = 0
    now: datetime = NOW
    locale: str = "en_US"
    dialect: str | None = None
    """The database whose CHECKs are read; that of the session when nobody says so."""
    inner: bool = False
    """Whether it is one of `using`, where nothing is committed."""
    counters: dict[object, Any] = field(default_factory=dict)
    rows: WeakKeyDictionary[InstanceState[Any], int] = field(default_factory=WeakKeyDictionary)
    """The table row of each object made."""
    picked: dict[tuple[object, int], Any] = field(default_factory=dict)
    """The object of each table row that another one points to as its model says."""
    children: WeakKeyDictionary[InstanceState[Any], Counter[str]] = field(default_factory=WeakKeyDictionary)
    """How many children of each kind an object has."""
    above: WeakKeyDictionary[InstanceState[Any], dict[str, object]] = field(default_factory=WeakKeyDictionary)
    """The parents of each object that no relationship holds."""
    places: WeakKeyDictionary[InstanceState[Any], dict[str, int]] = field(default_factory=WeakKeyDictionary)
    """The places of an object among the children of its parents, where they were asked for."""
    _opened: Any = None
    _seen: str | None = None
    _records: dict[tuple[sa.Table, str], Records] = field(default_factory=dict)

    def records(self, table: sa.Table) -> Records:
        """The rows of a table of the user's."""
        if self.session is not None and self._seen is None and not callable(self.session):
            self.opened(self.session)
        dialect = self.dialect or self._seen or "sqlite"
        key = (table, dialect)
        if key not in self._records:
            plan = plan_for(table.metadata, table.fullname, locale=self.locale, dialect=dialect, now=self.now)
            self._records[key] = Records(plan.reseeded(self.seed), table.fullname)
        return self._records[key]

    def opened(self, session: Any) -> tuple[Session, bool]:
        """The Session itself, and whether it is an AsyncSession's: what needs the database then needs an await.

        The context's own function is called once; a registry of sessions says each time which one is current.
        """
        own = session is self.session
        if own and self._opened is not None:
            session = self._opened
        elif callable(session):
            registry, session = hasattr(session, "registry"), session()
            self._opened = session if own and not registry else self._opened
        found: Session = getattr(session, "sync_session", session)
        self._seen = self._seen or _dialect(found)
        return found, hasattr(session, "sync_session")

    def next_child(self, parent: InstanceState[Any], kind: str, there: Callable[[], int]) -> int:
        """The place of the next child of that *kind* among its parent's; *there* counts what the database has."""
        made = self.children.setdefault(parent, Counter())
        if kind not in made:
            made[kind] = 0 if parent in self.rows or not parent.persistent else there()
        made[kind] += 1
        return made[kind] - 1


OUTERMOST = Context()
_current: ContextVar[Context] = ContextVar("populace_factories", default=OUTERMOST)


def current() -> Context:
    """The context that factories are used in."""
    return _current.get()


@contextmanager
def using(
    *,
    session: Any = None,
    seed: int | None = None,
    now: datetime | None = None,
    locale: str | None = None,
    dialect: str | None = None,
) -> Iterator[Context]:
    """Factories take their *session*, *seed*, *now* and *locale* from here; row numbers begin at 0.

    *session* is a Session, scoped_session or AsyncSession, or a function that returns one. What is not
    given is as outside. Objects are flushed, never committed; those of an AsyncSession are only added.
    """
    outer = _current.get()
    inner = Context(
        session=outer.session if session is None else session,
        seed=outer.seed if seed is None else seed,
        now=outer.now if now is None else now,
        locale=outer.locale if locale is None else locale,
        dialect=outer.dialect if dialect is None else dialect,
        inner=True,
    )
    token = _current.set(inner)
    try:
        yield inner
    finally:
        _current.reset(token)


def _dialect(session: Session) -> str | None:
    """The database that a session is bound to, if it is."""
    try:
        return session.get_bind().dialect.name
    except sa.exc.UnboundExecutionError:
        return None
