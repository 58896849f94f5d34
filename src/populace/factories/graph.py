"""One call of a factory and all the objects that it makes: parents, children, their parents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from populace.factories.context import current


@dataclass
class Graph:
    """What the objects of one call share."""

    factory: Any
    reuse: Sequence[object] = ()
    """Objects that stand for every parent of their class."""
    batch: bool = False
    """Whether it is that of a batch, which is flushed as a whole."""
    inside: bool = False
    """Whether it belongs to a batch."""
    keyed: dict[object, Any] = field(default_factory=dict)
    """Objects by the key that asked for them."""
    _session: tuple[Session, bool] | None = None

    @property
    def persistence(self) -> str | None:
        """Whether the factory that was called flushes or commits."""
        found: str | None = self.factory and self.factory._meta.sqlalchemy_session_persistence
        return found

    def session(self, factory: Any) -> tuple[Session, bool]:
        """The session of the context, of *factory*, or of the one that was called; and whether it needs an await."""
        given = current().session
        for asked in (given, *(_of_meta(each) for each in (factory, self.factory) if given is None and each)):
            if asked is not None:
                return self._kept(asked, factory)
        raise RuntimeError(
            f"{(self.factory or factory).__name__}.create() has no session; call it inside "
            f"`with populace.factories.using(session=session):`, set Meta.sqlalchemy_session, or use build()"
        )

    def _kept(self, asked: Any, factory: Any) -> tuple[Session, bool]:
        if self._session is None:
            self._session = current().opened(asked)
        return self._session


def _of_meta(factory: Any) -> Any:
    return factory._meta.sqlalchemy_session_factory or factory._meta.sqlalchemy_session


_graph: ContextVar[Graph | None] = ContextVar("populace_graph", default=None)


def graph() -> Graph:
    """The graph in the making; one of its own for an object that a plain factory_boy factory asks for."""
    return _graph.get() or Graph(None)


def _listed(reuse: object) -> Sequence[object]:
    return tuple(reuse) if isinstance(reuse, list | tuple | set | frozenset) else (reuse,)


@contextmanager
def growing(factory: Any, reuse: object, batch: bool = False) -> Iterator[Graph]:
    """A new graph; what an outer one reuses is reused here, too."""
    outer = _graph.get()
    shared = (*_listed(reuse), *(outer.reuse if outer else ()))
    inner = Graph(factory, shared, batch, inside=outer is not None and outer.batch)
    token = _graph.set(inner)
    try:
        yield inner
    finally:
        _graph.reset(token)
