"""`--populace-lint`: an object of each mapped class is made, stored, read back and compared."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session

from populace.factories.mapping import buildable
from populace.pytest_plugin.named import metadata_of, session_of
from populace.schema.families import mappers

if TYPE_CHECKING:
    from populace.pytest_plugin.objects import Populace

NAME = "populace-lint"


DIRECTORIES = pytest.StashKey[Sequence[pytest.Collector]]()


@pytest.hookimpl(wrapper=True)
def pytest_collect_directory(
    parent: pytest.Collector,
) -> Generator[None, pytest.Collector | None, pytest.Collector | None]:
    """Keep the directories: objects are tried in the one whose conftest has the session."""
    made = yield
    if made is not None:
        parent.config.stash[DIRECTORIES] = [*parent.config.stash.get(DIRECTORIES, ()), made]
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before others choose among the items."""
    items += lint_items(session, config.stash.get(DIRECTORIES, ()))


class Lint(pytest.Collector):
    """All classes of populace_models."""

    def collect(self) -> Iterator[pytest.Item]:
        for source in self.config.getini("populace_models"):
            for mapper in _mappers(source):
                yield LintItem.from_parent(self, name=_named(mapper), callobj=_test_of(mapper))


class LintItem(pytest.Function):
    """One class."""

    @property
    def lint_options(self) -> list[str]:
        """What chooses this item alone."""
        return ["--populace-lint", "-k", f"{NAME} and {self.name}"]


def lint_items(session: pytest.Session, directories: Sequence[pytest.Collector]) -> list[pytest.Item]:
    """An item for each class, in the directory that sees the user's populace_session."""
    if not session.config.getini("populace_models"):
        raise pytest.UsageError(
            "--populace-lint needs to know the models; write in pyproject.toml, below [tool.pytest.ini_options]: "
            'populace_models = ["app.models:Base"]'
        )
    collector = Lint.from_parent(_home(session, directories), name=NAME)
    return [item for item in collector.collect() if isinstance(item, pytest.Item)]


def _home(session: pytest.Session, directories: Sequence[pytest.Collector]) -> pytest.Collector:
    """The first directory, outer ones first, where populace_session is not ours."""
    for directory in sorted(directories, key=lambda one: (len(one.path.parts), str(one.path))):
        found = session._fixturemanager.getfixturedefs("populace_session", directory)
        if found and not found[-1].func.__module__.startswith("populace."):
            return directory
    return session


def _mappers(source: str) -> list[Mapper[Any]]:
    try:
        found = list(mappers(metadata_of(source)))
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise pytest.UsageError(f"populace_models: {source}: {error}") from None
    return sorted((m for m in found if buildable(m) is m), key=_named)


def _named(mapper: Mapper[Any]) -> str:
    return f"{mapper.class_.__module__}.{mapper.class_.__qualname__}"


def _test_of(mapper: Mapper[Any]) -> Any:
    def lint(populace: Populace) -> None:
        check(populace, mapper)

    lint.__doc__ = f"An object of {_named(mapper)} is stored and read back as it was made."
    return lint


def check(populace: Populace, mapper: Mapper[Any]) -> None:
    """Create, flush, expunge, read back, compare, roll back; an AssertionError tells what came back otherwise."""
    session, waits = session_of(populace.session)
    if waits:
        asyncio.run(_check_async(populace, mapper))
    else:
        _check(populace, mapper, session)


async def _check_async(populace: Populace, mapper: Mapper[Any]) -> None:
    """An event loop of its own, which no connection outlives."""
    session = populace.session
    try:
        await session.run_sync(lambda inner: _check(populace, mapper, inner))
    finally:
        await session.close()
        await session.bind.dispose()


def _check(populace: Populace, mapper: Mapper[Any], session: Session) -> None:
    savepoint = session.begin_nested()
    try:
        made = populace.create(mapper.class_)
        wrote = _held(made, mapper)
        session.flush()
        identity = sa.inspect(made).identity
        session.expunge_all()
        found = session.get(mapper.class_, identity)
        assert found is not None, f"{_named(mapper)} {identity} is not there after the flush"
        differences = [_difference(mapper, name, value, getattr(found, name)) for name, value in wrote.items()]
        assert not any(differences), "\n".join(filter(None, differences))
    finally:
        savepoint.rollback()


def _held(made: object, mapper: Mapper[Any]) -> dict[str, Any]:
    """The values of an object's columns, as far as it was given any."""
    return {prop.key: vars(made)[prop.key] for prop in mapper.column_attrs if vars(made).get(prop.key) is not None}


def _difference(mapper: Mapper[Any], name: str, wrote: Any, found: Any) -> str | None:
    if wrote == found or wrote == _in_zone_of(wrote, found):
        return None
    return f"{mapper.class_.__name__}.{name}: wrote {wrote!r}, read back {found!r}"


def _in_zone_of(wrote: Any, found: Any) -> Any:
    """What was read back, in the time zone that databases without one (SQLite, MySQL) drop."""
    if isinstance(wrote, datetime | time) and isinstance(found, datetime | time) and found.tzinfo is None:
        return found.replace(tzinfo=wrote.tzinfo)
    return found
