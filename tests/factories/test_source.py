"""The source of factories that `populace factories` prints."""

import subprocess
import sys
import textwrap

import pytest

from populace.cli.factories_source import source
from populace.schema.models import ModelsError

MODELS = """
    import enum
    from sqlalchemy import ForeignKey, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

    class Base(DeclarativeBase):
        pass

    class Colour(enum.Enum):
        red = 1
        blue = 2

    class Owner(Base):
        __tablename__ = "owners"
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(String(80), unique=True)
        pets: Mapped[list["Pet"]] = relationship(back_populates="owner")

    class Pet(Base):
        __tablename__ = "pets"
        id: Mapped[int] = mapped_column(primary_key=True)
        owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"))
        mother_id: Mapped[int | None] = mapped_column(ForeignKey("pets.id"))
        colour: Mapped[Colour]
        owner: Mapped[Owner] = relationship(back_populates="pets")
"""


def test_source_runs_and_says_what_is_derived(tmp_path, monkeypatch):
    """Written to a file, it has a factory for each class, parents first."""
    (tmp_path / "petshop_models.py").write_text(textwrap.dedent(MODELS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    text = source("petshop_models:Base")
    code = f"{text}\nprint(PetFactory.build(owner__email='me@example.org').owner.email)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert done.stdout == "me@example.org\n", done.stderr
    assert "from petshop_models import Owner, Pet" in text
    assert text.index("class OwnerFactory(ModelFactory[Owner]):") < text.index("class PetFactory(ModelFactory[Pet]):")
    assert "    # owner: an Owner of its own; owner__…= goes through to it" in text
    assert "    # mother_id: None, or a Pet when mother_id__…= is given" in text
    assert "    # colour = Colour." in text and "    # pets: none; a number" in text


def test_tables_without_classes_are_told(tmp_path, monkeypatch):
    """Factories make objects."""
    (tmp_path / "bare_tables.py").write_text(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\nsa.Table('t', metadata, sa.Column('id', sa.Integer))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModelsError, match="no mapped classes"):
        source("bare_tables:metadata")
