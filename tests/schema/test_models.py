"""Loading models from a module or a file, and what is said when that fails."""

import sys
import textwrap

import pytest
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from populace.plan import Plan
from populace.schema.annotations import annotations, copied
from populace.schema.models import ModelsError, load

BASE = """
from enum import Enum
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

class Base(DeclarativeBase): ...

class Thing(Base):
    __tablename__ = "things"
    id: Mapped[int] = mapped_column(primary_key=True, info={"unit": "piece"})
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a module into the current directory; modules are forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    known = set(sys.modules)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    yield write
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.mark.parametrize("source", "shop_a:Base shop_a:Base.metadata shop_a:Base.registry shop_a.py shop_a".split())
def test_a_base_is_found_however_it_is_named(module, source):
    """A Base, its MetaData, its registry, or the only candidate of a module or file."""
    module("shop_a.py", BASE)

    assert list(load(source).tables) == ["things"]


def test_a_copy_is_loaded(module):
    """The user's own tables are not annotated; Column.info is kept."""
    module("shop_b.py", BASE)

    metadata = load("shop_b:Base")

    assert metadata is not sys.modules["shop_b"].Base.metadata
    assert metadata.tables["things"].c.id.info == {"unit": "piece"}


def test_a_function_that_returns_models_is_called(module):
    """An application factory may return the db or the MetaData."""
    module("shop_c.py", BASE + "\ndef models(): return Base.metadata\n")

    assert list(load("shop_c:models").tables) == ["things"]


def test_sqlmodel_and_flask_sqlalchemy(module):
    """SQLModel and a Flask-SQLAlchemy db stand for their tables."""
    pytest.importorskip("sqlmodel")
    pytest.importorskip("flask_sqlalchemy")
    module("shop_d.py", """
        from sqlmodel import Field, SQLModel
        class Hero(SQLModel, table=True):
            id: int = Field(primary_key=True)
    """)
    module("shop_e.py", """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class User(db.Model):
            id = db.Column(db.Integer, primary_key=True)
    """)

    assert "hero" in load("shop_d:SQLModel").tables
    assert list(load("shop_e").tables) == list(load("shop_e:db").tables) == ["user"]


def test_relative_imports_of_a_file_in_a_package_work(module):
    """A file inside a package is imported by its dotted name."""
    module("shoppkg/__init__.py", "")
    module("shoppkg/base.py", BASE)
    module("shoppkg/models.py", "from .base import Base\n")

    assert list(load("shoppkg/models.py:Base").tables) == ["things"]


@pytest.mark.parametrize(
    "source, message",
    [
        ("nowhere_at_all:Base", "no module nowhere_at_all"),
        ("none.py:Base", "no file none.py"),
        ("shop_f:Bsae", "did you mean shop_f:Base"),
        ("shop_f:sa.Integer", "is a type, not models"),
        ("shop_g:Base", "ZeroDivisionError.*line 2: 1 / 0"),
        ("shop_h:Base", "No module named 'not_installed_x'.*install not_installed_x"),
        ("shop_i:Base", "has no tables: .*import the models' modules in shop_i"),
        ("shop_j", "write shop_j:A or shop_j:B"),
    ],
)
def test_errors_say_what_to_do(module, source, message):
    """Each mistake in naming models has its own advice."""
    module("shop_f.py", BASE)
    module("shop_g.py", "x = 1\n1 / 0\n")
    module("shop_h.py", "import not_installed_x\n")
    module("shop_i.py", "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n")
    module("shop_j.py", """
        from sqlalchemy import Column, Integer, MetaData, Table
        A, B = MetaData(), MetaData()
        a, b = Table("a", A, Column("id", Integer)), Table("b", B, Column("id", Integer))
    """)

    with pytest.raises(ModelsError, match=message):
        load(source)


def test_views_are_marked(module):
    """A table that is a view gets no rows of its own."""
    module("shop_k.py", BASE + "\nsa.Table('v', Base.metadata, sa.Column('a', sa.Integer), info={'is_view': True})\n")

    assert annotations(load("shop_k:Base").tables["v"]) == {"view": True}


def test_joined_inheritance_is_annotated(module):
    """Each table of a family knows the identities it holds rows of, as the database stores them."""
    module("shop_l.py", BASE + textwrap.dedent("""
        class Kind(Enum):
            CAT = "cat"
            DOG = "dog"
        class Animal(Base):
            __tablename__ = "animals"
            id: Mapped[int] = mapped_column(primary_key=True)
            kind: Mapped[Kind]
            __mapper_args__ = {"polymorphic_on": "kind"}
        class Cat(Animal):
            __tablename__ = "cats"
            id: Mapped[int] = mapped_column(sa.ForeignKey(Animal.id), primary_key=True)
            __mapper_args__ = {"polymorphic_identity": Kind.CAT}
        class Dog(Animal):
            __mapper_args__ = {"polymorphic_identity": Kind.DOG}
    """))

    metadata = load("shop_l:Base")

    family = {"discriminator": "kind", "identities": ["CAT", "DOG"], "base": "animals"}
    assert annotations(metadata.tables["animals"])["family"] == {**family, "holds": ["CAT", "DOG"]}
    assert annotations(metadata.tables["cats"])["family"] == {**family, "holds": ["CAT"]}


def test_concrete_inheritance_is_no_family(module):
    """Concrete classes have tables of their own, each complete."""
    module("shop_m.py", BASE + textwrap.dedent("""
        class Special(Thing):
            __tablename__ = "specials"
            id: Mapped[int] = mapped_column(primary_key=True)
            __mapper_args__ = {"concrete": True}
    """))

    assert all(not annotations(table) for table in load("shop_m:Base").tables.values())


def test_a_broken_relationship_does_not_matter(module):
    """Mappers that cannot be configured still have tables."""
    module("shop_n.py", BASE + textwrap.dedent("""
        from sqlalchemy.orm import relationship
        class Broken(Base):
            __tablename__ = "broken"
            id: Mapped[int] = mapped_column(primary_key=True)
            other = relationship("Nowhere")
    """))

    assert isinstance(load("shop_n:Base").tables["broken"], sa.Table)


def test_checks_at_columns_are_read():
    """`mapped_column(CheckConstraint(…))` is no less a CHECK than one among the table's arguments; the models stay."""
    metadata = sa.MetaData()
    amount = sa.Column("amount", sa.Integer, sa.CheckConstraint("amount BETWEEN 1 AND 20", name="few"), nullable=False)
    sa.Table("orders", metadata, sa.Column("id", sa.Integer, primary_key=True), amount)

    made = Plan(metadata, each=2_000).batch("orders", 0, 2_000)["amount"].to_pylist()

    assert min(made) >= 1 and max(made) <= 20 and len(set(made)) > 5
    assert len(amount.constraints) == 1
    assert "CONSTRAINT few CHECK" in str(CreateTable(copied(metadata).tables["orders"]))
