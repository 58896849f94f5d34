"""Projects of users, for pytester to run: a module of models, and a conftest with fixtures for them."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import mapperlib

MODELS = """
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(sa.String(100), unique=True)
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    total: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    placed_at: Mapped[datetime]
    customer: Mapped[Customer] = relationship(back_populates="orders")
"""

CONFTEST = """
from populace import fixture_for
from models import Customer

customer = fixture_for(Customer)
order = fixture_for("models:Order")
buyer = fixture_for(Customer, orders=3)
"""

SHOW = """
from pathlib import Path

def show(*values):
    "Add a line to the file that the test outside reads."
    with Path(__file__).with_name("shown").open("a") as file:
        print(*values, sep="|", file=file)
"""


class Project:
    """A project of a user's, and what its tests have shown."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        pytester.makepyfile(models=MODELS, showing=SHOW, conftest=CONFTEST)

    def run(self, *arguments: str, **files: str) -> pytest.RunResult:
        """Run pytest, with new files where there are some."""
        self._write(files)
        before = mapperlib._all_registries()
        result = self.pytester.runpytest(*_without_others(arguments), *arguments)
        for registry in mapperlib._all_registries() - before:
            registry.dispose()  # a class of a run that is over must not be configured in the next one
        return result

    def subprocess(self, *arguments: str, **files: str) -> pytest.RunResult:
        """Run pytest in a Python of its own."""
        self._write(files)
        return self.pytester.runpytest_subprocess(*_without_others(arguments), *arguments)

    def _write(self, files: dict[str, str]) -> None:
        if files:
            self.pytester.makepyfile(**files)

    def shown(self) -> list[str]:
        """The lines that tests have shown since the last time."""
        file = self.pytester.path / "shown"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines


def _without_others(arguments: tuple[str, ...]) -> list[str]:
    """Plug-ins that need not be loaded, or that would change seeds unless a test is about them."""
    names = (
        ["hypothesispytest"]
        if any("randomly" in argument for argument in arguments)
        else ["hypothesispytest", "randomly"]
    )
    return [argument for name in names for argument in ("-p", f"no:{name}")]


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """A user's project: models, and fixtures `customer`, `order` and `buyer`."""
    return Project(pytester)


@pytest.fixture
def passes(project: Project) -> Callable[..., None]:
    """A function that runs tests of a user's, all of which must pass."""

    def run(tests: str, *arguments: str, **files: str) -> None:
        result = project.run(*arguments, **files, test_it=f"from models import *\nfrom showing import show\n{tests}")
        assert result.ret == 0, result.stdout.str()

    return run
