"""The pytest plug-in: the fixtures `populace` and `populace_session`, and `fixture_for`.

    # conftest.py
    from populace import fixture_for
    patient = fixture_for("populace.domains.healthcare.models:Patient")

Only pytest and the standard library are imported here: a test run that asks for nothing pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from populace.lazy import exports

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import MetaData
    from sqlalchemy.orm import Session

    from populace.pytest_plugin.declared import fixture_for as fixture_for
    from populace.pytest_plugin.objects import Populace

__all__ = ["fixture_for", "template"]
__getattr__ = exports("populace.pytest_plugin", {"fixture_for": "declared"})


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("populace")
    group.addoption(
        "--populace-seed",
        metavar="N|random|last",
        help="Where the values of all tests come from: a number (0 unless said), a new one, or that of the last run.",
    )
    group.addoption(
        "--populace-lint",
        action="store_true",
        help="One more test for each class of populace_models: an object is made, stored and read back.",
    )
    parser.addini("populace_seed", "as --populace-seed", default="")
    parser.addini("populace_reference_date", "the present of the values, such as 2026-01-01", default="")
    parser.addini("populace_locale", "the language and country of names and addresses, such as de_DE", default="en_US")
    parser.addini("populace_domains", "worlds whose fixtures every test sees: healthcare, retail …", type="args")
    parser.addini("populace_models", "what --populace-lint tries: app.models:Base …", type="args")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "populace(seed, reference_date, locale): the seed, the present and the locale of populace's values in a test",
    )
    if _seed_is_given(config) or config.getini("populace_reference_date"):
        from populace.pytest_plugin import seeds

        seeds.check(config)
    if config.getini("populace_domains"):
        from populace.pytest_plugin import worlds

        worlds.register(config, config.getini("populace_domains"))
    if config.option.populace_lint:
        from populace.pytest_plugin import lint

        config.pluginmanager.register(lint, "populace-lint")


def _seed_is_given(config: pytest.Config) -> bool:
    """By a user or by pytest-randomly."""
    option = config.option
    return bool(option.populace_seed or config.getini("populace_seed") or hasattr(option, "randomly_seed"))


def pytest_report_header(config: pytest.Config) -> str | None:
    """The seed, where it is not simply 0."""
    if not _seed_is_given(config):
        return None
    from populace.pytest_plugin import seeds

    return f"populace: --populace-seed={seeds.base(config)}"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The workers of pytest-xdist have the seed of the process that started them."""
    from populace.pytest_plugin import seeds

    node.workerinput["populace_seed"] = seeds.base(node.config)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails says how to see its values again."""
    report = yield
    if report.failed:
        from populace.pytest_plugin import reports

        reports.add_section(item, report)
    return report


@pytest.fixture(scope="session")
def populace_session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The Session or AsyncSession that populace puts objects into; define your own in conftest.py.

    This one is of a SQLite database in memory, whose tables are made when a model is first used.
    Nothing is committed, and what a test does is undone after it.
    """
    from populace.pytest_plugin.memory import memory

    with memory(request.config) as database:
        yield database.session


@pytest.fixture
def populace(request: pytest.FixtureRequest, populace_session: Any) -> Iterator[Populace]:
    """Objects of any mapped class: populace.create(Model, **known), create_batch, build, faker, seed.

    Values are the same whenever the test runs, and different in every test.
    """
    from populace.pytest_plugin.objects import of_test

    with of_test(request, populace_session) as made:
        yield made


def template(
    models: MetaData | type | str,
    rows: Mapping[str, int] | int | None = None,
    *,
    seed: int = 0,
    now: datetime | None = None,
    locale: str = "en_US",
) -> Callable[..., None]:
    """A function that makes and fills the tables of *models*: one of the ``load=[…]`` of pytest-postgresql.

    *models* is a MetaData, a declarative Base, or where one is found: ``"app.models:Base"``.
    """

    def load(*, host: str, port: int, user: str, dbname: str, password: str | None = None, **_: Any) -> None:
        from populace.pytest_plugin.filling import fill_template

        address = {"host": host, "port": port, "username": user, "database": dbname, "password": password or None}
        fill_template(models, rows, address, seed=seed, now=now, locale=locale)

    return load
