"""The fixture `populace`: objects of mapped classes in the session of a test."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from populace import factories
from populace.factories.context import OUTERMOST
from populace.plans import NOW
from populace.pytest_plugin import filling, memory, reports, seeds
from populace.pytest_plugin.named import factory_of, metadata_of, session_of
from populace.pytest_plugin.seeds import Origin

if TYPE_CHECKING:
    from populace.faker import Faker

T = TypeVar("T")


class Populace:
    """Makes objects and rows in the session of a test; nothing is ever committed.

    *origin* decides about values, so the same calls make the same objects each time.
    """

    def __init__(self, session: Any, origin: Origin, database: memory.Memory | None) -> None:
        self.session, self.origin = session, origin
        self._database = database
        self._context = contextvars.copy_context()

    @overload
    def create(self, model: type[T], /, **known: Any) -> T: ...
    @overload
    def create(self, model: str, /, **known: Any) -> Any: ...
    def create(self, model: type | str, /, **known: Any) -> Any:
        """An object of *model* in the session, flushed; *known* attributes are as given and the rest fits them.

        ``encounters=3`` makes children, ``customer__country="DE"`` speaks about a parent. *model* is a mapped
        class, one of its factories, or ``"module:Class"``. Objects of an AsyncSession are added, for you to flush.
        """
        made = self._stored(model)
        return self._within(lambda: made.create(**known))

    @overload
    def create_batch(self, model: type[T], size: int, /, **known: Any) -> list[T]: ...
    @overload
    def create_batch(self, model: str, size: int, /, **known: Any) -> list[Any]: ...
    def create_batch(self, model: type | str, size: int, /, **known: Any) -> list[Any]:
        """So many objects of *model* in the session."""
        made = self._stored(model)
        return cast("list[Any]", self._within(lambda: made.create_batch(size, **known)))

    @overload
    def build(self, model: type[T], /, **known: Any) -> T: ...
    @overload
    def build(self, model: str, /, **known: Any) -> Any: ...
    def build(self, model: type | str, /, **known: Any) -> Any:
        """An object of *model* that is in no session."""
        return self._within(lambda: factory_of(model).build(**known))

    @cached_property
    def faker(self) -> Faker:
        """A Faker with the methods of all installed domains, seeded for the test."""
        from populace.faker import Faker

        fake = Faker(self.origin.locale)
        fake.seed_instance(self.origin.seed)
        return fake

    def seed(
        self,
        models: sa.MetaData | type | str,
        rows: Mapping[str, int] | int | None = None,
        *,
        only: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> Any:
        """Fill the tables of *models* through the session; how many rows each has then, by its name.

        *models* is a MetaData, a declarative Base, or ``"module:Base"``. *rows* gives the sizes of single tables,
        or that of all; *only* and *exclude* choose tables. With an AsyncSession, await it. Objects that are
        created afterwards are the rows after these.
        """
        metadata = metadata_of(models)
        session, waits = session_of(self.session)
        if waits:
            return self.session.run_sync(lambda inner: self._seed(inner, metadata, rows, only, exclude))
        return self._seed(session, metadata, rows, only, exclude)

    def _seed(self, session: Any, metadata: sa.MetaData, rows: Any, only: Any, exclude: Any) -> dict[str, int]:
        if self._database is not None:
            self._database.make(metadata)
            asked = [
                t for t in metadata.tables.values() if t.fullname not in exclude and (not only or t.fullname in only)
            ]
            self._database.require("populace.seed: what was asked for", asked)
        options = {"seed": self.origin.seed, "now": self.origin.now or NOW, "locale": self.origin.locale}
        counts = filling.fill(session, metadata, rows, only=only, exclude=exclude, **options)
        self._within(lambda: filling.go_on_after(metadata, counts))
        return counts

    def _stored(self, model: type | str) -> Any:
        """The factory of a class whose tables are there."""
        made = factory_of(model)
        if self._database is not None:
            self._database.make_for(made._meta.model)
        return made

    def _within(self, work: Callable[[], Any]) -> Any:
        """Call with the session and seed of the test, also where a task of an event loop began without them."""
        return self._context.copy().run(work) if factories.current() is OUTERMOST else work()


@contextmanager
def of_test(request: pytest.FixtureRequest, session: Any) -> Iterator[Populace]:
    """The objects of a test; what it does to the session that populace itself opened is undone afterwards."""
    reports.note(request)
    database = memory.of(request.config, session)
    with _opened(session, seeds.of_test(request.node), database) as made:
        if database is None:
            yield made
        else:
            with database.undone():
                yield made


@contextmanager
def shared(request: pytest.FixtureRequest, session: Any, model: type | str, known: Mapping[str, Any]) -> Iterator[Any]:
    """An object that outlives a test; in the session that populace itself opened it goes with its fixture."""
    database = memory.of(request.config, session)
    with _opened(session, seeds.of_fixture(request), database) as populace:
        if database is None:
            made = populace.create(model, **known)
        else:
            with database.kept() as kept:
                made = populace.create(model, **known)
    yield made
    if database is not None:
        database.remove(kept)


@contextmanager
def _opened(session: Any, origin: Origin, database: memory.Memory | None) -> Iterator[Populace]:
    _check(session)
    with factories.using(session=session, seed=origin.seed, now=origin.now or NOW, locale=origin.locale):
        yield Populace(session, origin, database)


def _check(session: Any) -> None:
    if isinstance(session, sessionmaker) or not (hasattr(session, "add_all") and hasattr(session, "flush")):
        raise TypeError(
            f"populace_session returned {session!r}; return or yield a Session or an AsyncSession, "
            f"such as sessionmaker(engine)()"
        )
