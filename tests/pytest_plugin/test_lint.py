"""`--populace-lint`: every model is tried."""

import pytest

import populace.factories  # noqa: F401  NumPy cannot be imported twice, and pytester forgets what its runs import

pytest_plugins = ["pytester"]

INI = "[pytest]\npopulace_models = models:Base\npythonpath = .\n"


def test_there_is_one_more_test_for_each_class(project):
    """Besides those that are there."""
    project.pytester.makeini(INI)
    result = project.run("--populace-lint", "-v", test_it="def test_it(): pass")

    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*::populace-lint::models.Customer PASSED*", "*::populace-lint::models.Order PASSED*"])


def test_one_class_can_be_chosen(project):
    """By its name."""
    project.pytester.makeini(INI)
    result = project.run("--populace-lint", "-k", "populace-lint and Order", test_it="def test_it(): pass")

    result.assert_outcomes(passed=1, deselected=2)


def test_what_comes_back_otherwise_fails(project):
    """With the column, what was written and what was read; and the line for this item alone."""
    project.pytester.makeini(INI)
    project.pytester.makepyfile(
        models="""
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Shouting(sa.TypeDecorator):
    impl = sa.String
    cache_ok = True

    def process_result_value(self, value, dialect):
        return f"{value}!"

class Base(DeclarativeBase):
    pass

class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(Shouting(40))

class Other(Base):
    __tablename__ = "others"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
    )
    result = project.run("--populace-lint", conftest="")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*AssertionError: Note.first_name: wrote '*', read back '*'",
            "The same values again: pytest --populace-lint -k 'populace-lint and models.Note' --populace-seed=0",
        ]
    )
    assert project.run("--populace-lint", "-k", "populace-lint and models.Note").ret == 1


def test_time_zones_that_sqlite_drops_are_no_difference(project):
    project.pytester.makeini(INI)
    project.pytester.makepyfile(
        models="""
from datetime import datetime
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Visit(Base):
    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
"""
    )
    project.run("--populace-lint", conftest="").assert_outcomes(passed=1)


def test_the_session_of_the_tests_is_used(project):
    """Also one that a conftest in their directory defines; nothing stays in it."""
    project.pytester.makeini(INI + "testpaths = tests\n")
    project.pytester.mkdir("tests").joinpath("conftest.py").write_text(
        """
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from models import Base, Customer

@pytest.fixture
def populace_session(tmp_path):
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
        assert session.get_bind() is engine and session.query(Customer).count() == 0
        print("own session")
    engine.dispose()
""",
        encoding="utf-8",
    )
    project.pytester.path.joinpath("tests/test_it.py").write_text("def test_it(): pass", encoding="utf-8")
    result = project.run("--populace-lint", "-s")

    result.assert_outcomes(passed=3)
    assert result.stdout.str().count("own session") == 2


def test_the_session_may_be_asynchronous(project):
    """Each item has an event loop of its own."""
    pytest.importorskip("aiosqlite", reason="aiosqlite is not installed")
    project.pytester.makeini(INI)
    result = project.run(
        "--populace-lint",
        conftest="""
import asyncio
import pytest
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from models import Base

@pytest.fixture
def populace_session(tmp_path):
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/x.db")
    async def make():
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await engine.dispose()
    asyncio.run(make())
    return AsyncSession(engine)
""",
    )

    result.assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("ini", "message"),
    [
        ("", "*--populace-lint needs to know the models; write in pyproject.toml*populace_models*"),
        (
            "populace_models = models:Bases",
            "*populace_models: models:Bases: models has no 'Bases'; did you mean 'Base'*",
        ),
        ("populace_models = nowhere:Base", "*populace_models: nowhere:Base: No module named 'nowhere'*"),
    ],
)
def test_models_that_are_not_found_are_an_error(project, ini, message):
    """It says where they are looked for."""
    project.pytester.makeini(f"[pytest]\npythonpath = .\n{ini}")

    project.run("--populace-lint").stderr.fnmatch_lines([message])
