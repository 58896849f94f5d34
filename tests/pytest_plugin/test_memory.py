"""The session of tests that define none."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace import factories
from populace.pytest_plugin.memory import Memory
from populace.pytest_plugin.objects import Populace
from populace.pytest_plugin.seeds import Origin

pytest_plugins = ["pytester"]


class Base(DeclarativeBase):
    """Tables that SQLite takes only with some help."""


class Team(Base):
    """Its key is a BIGINT, and its table in a schema."""

    __tablename__ = "teams"
    __table_args__ = {"schema": "club"}
    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    name: Mapped[str]
    players: Mapped[list["Player"]] = relationship(back_populates="team")


class Player(Base):
    """Points to another schema."""

    __tablename__ = "players"
    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("club.teams.id"))
    team: Mapped[Team] = relationship(back_populates="players")


class Document(Base):
    """No SQLite has its column."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list[str]] = mapped_column(sa.ARRAY(sa.Text))


class Page(Base):
    """Cannot be without a document."""

    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("documents.id"))


@pytest.fixture
def memory():
    """A database in memory."""
    database = Memory()
    yield database
    database.close()


def count(database: Memory, model: type) -> int:
    return database.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_tables_are_made_when_a_model_is_first_used(memory):
    """With keys that SQLite counts, and with schemas."""
    memory.make_for(Player)
    memory.session.add(Player(team=Team(name="Reds")))
    memory.session.flush()

    assert memory.session.scalars(sa.select(Player)).one().team.id == 1


@pytest.mark.parametrize("model", [Document, Page])
def test_a_model_that_sqlite_cannot_keep_names_what_to_define(memory, model):
    """Others of the same metadata can be used."""
    memory.make_for(Team)

    with pytest.raises(
        RuntimeError, match=rf"(?s){model.__name__} cannot be kept in SQLite.*documents.*ARRAY.*def populace_session"
    ):
        memory.make_for(model)


def test_whole_tables_that_sqlite_cannot_keep_name_what_to_define(memory):
    """The others can be filled."""
    with factories.using(session=memory.session):
        populace = Populace(memory.session, Origin(0, None, "en_US"), memory)
        assert populace.seed(Base, rows=2, exclude=["documents", "pages"]) == {"club.teams": 2, "players": 2}
        with pytest.raises(RuntimeError, match=r"(?s)populace.seed.*documents.*def populace_session"):
            populace.seed(Base, rows=2, only=["pages"])


def test_what_a_test_does_is_undone(memory):
    """Also what it commits, and what it changes in objects that were there before."""
    memory.make_for(Team)
    with memory.kept() as kept:
        team = Team(name="Reds")
        memory.session.add(team)
        memory.session.flush()
    with memory.undone():
        team.name = "Blues"
        memory.session.add(Team(name="Greens"))
        memory.session.commit()
        assert count(memory, Team) == 2

    assert count(memory, Team) == 1
    assert team.name == "Reds" and list(memory.session) == [team] == kept


def test_a_test_may_close_the_session_or_delete_what_is_shared(memory):
    """The next one has it all the same."""
    memory.make_for(Team)
    with memory.kept():
        team = Team(name="Reds")
        memory.session.add(team)
        memory.session.flush()
    with memory.undone():
        memory.session.close()
    assert team in memory.session
    with memory.undone():
        memory.session.delete(team)
        memory.session.commit()

    assert team.name == "Reds" and count(memory, Team) == 1


def test_tables_survive_a_roll_back(memory):
    """Those made in a transaction that a test takes back are made again."""
    with memory.undone():
        memory.session.execute(sa.text("SELECT 1"))
        memory.make_for(Team)
        memory.session.rollback()
        assert count(memory, Team) == 0

    assert count(memory, Team) == 0


def test_what_is_kept_goes_with_its_fixture(memory):
    """Parents that were made along, too."""
    memory.make_for(Player)
    with memory.kept() as kept:
        memory.session.add(Player(team=Team(name="Reds")))
        memory.session.flush()
    memory.remove(kept)

    assert (count(memory, Player), count(memory, Team)) == (0, 0)


class Elsewhere(DeclarativeBase):
    """Other models."""


class Squad(Elsewhere):
    """Its table has the name of another one's."""

    __tablename__ = "players"
    id: Mapped[int] = mapped_column(primary_key=True)
    motto: Mapped[str]


def test_tables_of_the_same_name_do_not_meet(memory):
    """Models that do not know of each other are in one session all the same, and both are undone."""
    memory.make_for(Player)
    with memory.undone():
        memory.make_for(Squad)
        memory.session.add_all([Squad(motto="On!"), Player(team=Team(name="Reds"))])
        memory.session.commit()
        assert (count(memory, Player), count(memory, Squad)) == (1, 1)
    assert (count(memory, Player), count(memory, Squad)) == (0, 0)
    with memory.undone():
        memory.session.add(Squad(motto="On!"))
        memory.session.flush()

    assert count(memory, Squad) == 0


def test_every_test_begins_with_no_rows(passes):
    """Fixtures of wider scopes keep theirs as long as they live."""
    passes(
        """
import pytest
from populace import fixture_for

shared = fixture_for(Order, scope="class")

def rows(populace):
    return [populace.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (Customer, Order)]

class TestShared:
    def test_first(self, populace, shared, customer):
        assert rows(populace) == [2, 1]
        populace.session.commit()

    def test_second(self, populace, shared):
        assert rows(populace) == [1, 1]
        assert populace.create(Order, customer=shared.customer).customer is shared.customer
        populace.session.rollback()

    def test_third(self, populace, shared):
        assert rows(populace) == [1, 1] and shared.customer.orders == [shared]

def test_none(populace):
    populace.create(Order)
    assert rows(populace) == [1, 1]
"""
    )
