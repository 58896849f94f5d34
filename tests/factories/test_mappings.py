"""Classes mapped in every way that SQLAlchemy has."""

import enum
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    Session,
    WriteOnlyMapped,
    attribute_keyed_dict,
    column_property,
    composite,
    deferred,
    mapped_column,
    registry,
    relationship,
    synonym,
)

from populace.factories import ModelFactory, factory_for, using


@pytest.fixture
def stored():
    """A function that gives a session with the tables of a class."""
    opened = []

    def session(model):
        engine = sa.create_engine("sqlite://")
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
        sa.inspect(model).local_table.metadata.create_all(engine)
        opened.extend([made := Session(engine), context := using(session=made), engine])
        context.__enter__()
        return made

    yield session
    for session, context, engine in zip(opened[::3], opened[1::3], opened[2::3], strict=True):
        context.__exit__(None, None, None)
        session.close()
        engine.dispose()


def test_renamed_attributes(stored):
    """Attributes are what Python sees, columns what the table has."""

    class Base(DeclarativeBase):
        pass

    class Owner(Base):
        __tablename__ = "owners"
        key: Mapped[int] = mapped_column("owner_id", primary_key=True)
        mail: Mapped[str] = mapped_column("email", String(80), unique=True)

    class Pet(Base):
        __tablename__ = "pets"
        key: Mapped[int] = mapped_column("pet_id", primary_key=True)
        owner_key: Mapped[int] = mapped_column("owner_id", ForeignKey("owners.owner_id"))
        called: Mapped[str] = mapped_column("name", String(40))
        owner: Mapped[Owner] = relationship()

    session = stored(Pet)
    pet = factory_for(Pet).create(owner__mail="me@example.org")
    session.expire_all()

    assert (pet.owner.mail, pet.owner_key) == ("me@example.org", pet.owner.key) and pet.called


def test_what_only_sql_knows_is_left_alone(stored):
    """Properties, hybrids, computed columns, deferred ones, synonyms and versions."""

    class Base(DeclarativeBase):
        pass

    class Item(Base):
        __tablename__ = "items"
        id: Mapped[int] = mapped_column(primary_key=True)
        price: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
        gross: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2), sa.Computed("price * 2"))
        notes: Mapped[str] = deferred(mapped_column(String(90)))
        version: Mapped[int] = mapped_column()
        double = column_property(sa.literal_column("price * 2", sa.Numeric))
        cost = synonym("price")
        __mapper_args__ = {"version_id_col": version}

        @hybrid_property
        def half(self):
            return self.price / 2

    session = stored(Item)
    item = factory_for(Item).create(price=Decimal("3.00"))
    session.expire_all()

    assert (item.gross, item.half, item.version) == (Decimal("6.00"), Decimal("1.5"), 1) and item.notes


def test_dataclasses(stored):
    """Constructors with required, optional and left out parameters."""

    class Base(MappedAsDataclass, DeclarativeBase):
        pass

    class Team(Base):
        __tablename__ = "teams"
        id: Mapped[int] = mapped_column(init=False, primary_key=True)
        name: Mapped[str] = mapped_column(String(40))
        founded: Mapped[datetime] = mapped_column(init=False)
        players: Mapped[list["Player"]] = relationship(back_populates="team")

    class Player(Base):
        __tablename__ = "players"
        id: Mapped[int] = mapped_column(primary_key=True)
        team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
        team: Mapped[Team] = relationship(back_populates="players")
        name: Mapped[str] = mapped_column(String(40), kw_only=True)

    session = stored(Player)
    player = factory_for(Player).create()
    other = factory_for(Player).create(team_id=player.team_id)
    team = factory_for(Team).create(players=2)
    session.expire_all()

    assert player.team.founded and other.team is player.team and len(team.players) == 2


def test_imperative_mapping(stored):
    """A class of its own with a constructor of its own."""
    mapping = registry()
    table = sa.Table(
        "books", mapping.metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("isbn", sa.String(20), nullable=False, unique=True),
    )  # fmt: skip

    class Book:
        def __init__(self, title: str, *, shelf: str = "A") -> None:
            self.title, self.shelf = title, shelf

    mapping.map_imperatively(Book, table)
    session = stored(Book)
    book = factory_for(Book).create(shelf="B")

    assert (book.shelf, session.get(Book, 1)) == ("B", book) and book.isbn


def test_joined_inheritance(stored):
    """A row in each table, of one key; parents may be of the base class."""

    class Base(DeclarativeBase):
        pass

    class Person(Base):
        __tablename__ = "persons"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str] = mapped_column(String(20))
        email: Mapped[str] = mapped_column(String(90), unique=True)
        __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}

    class Doctor(Person):
        __tablename__ = "doctors"
        doctor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
        licence: Mapped[str] = mapped_column(String(20))
        __mapper_args__ = {"polymorphic_identity": "doctor"}

    class Visit(Base):
        __tablename__ = "visits"
        id: Mapped[int] = mapped_column(primary_key=True)
        doctor_id: Mapped[int] = mapped_column(ForeignKey("doctors.doctor_id"))
        patient_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
        doctor: Mapped[Doctor] = relationship(foreign_keys=doctor_id)
        patient: Mapped[Person] = relationship(foreign_keys=patient_id)

    session = stored(Visit)
    visits = [factory_for(Visit).create() for _ in range(3)]
    doctors = [factory_for(Doctor).create() for _ in range(3)]
    session.expire_all()

    assert [type(one) for one in (visits[0].doctor, visits[0].patient)] == [Doctor, Person]
    assert visits[0].doctor.kind == "doctor" and all(doctor.licence for doctor in doctors)
    assert session.query(Person).count() == 9


def test_single_table_inheritance_and_an_abstract_base(stored):
    """Columns of other classes stay NULL; a base that has no rows is never made."""

    class Base(DeclarativeBase):
        pass

    class Vehicle(Base):
        __tablename__ = "vehicles"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str] = mapped_column(String(20))
        colour: Mapped[str] = mapped_column(String(20))
        __mapper_args__ = {"polymorphic_on": kind, "polymorphic_abstract": True}

    class Car(Vehicle):
        doors: Mapped[int | None] = mapped_column(use_existing_column=True)
        __mapper_args__ = {"polymorphic_identity": "car"}

    class Ship(Vehicle):
        draught: Mapped[float | None] = mapped_column(use_existing_column=True)
        __mapper_args__ = {"polymorphic_identity": "ship"}

    class Trip(Base):
        __tablename__ = "trips"
        id: Mapped[int] = mapped_column(primary_key=True)
        vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"))
        vehicle: Mapped[Vehicle] = relationship()

    session = stored(Trip)
    ship = factory_for(Ship).create(draught=4.5)
    trip = factory_for(Trip).create()
    session.expire_all()

    assert (ship.kind, trip.vehicle.kind) == ("ship", "car")
    assert session.execute(sa.text("SELECT doors FROM vehicles WHERE kind = 'ship'")).scalar() is None


def test_natural_and_client_side_keys(stored):
    """What the database does not count is made."""

    class Base(DeclarativeBase):
        pass

    class Country(Base):
        __tablename__ = "countries"
        code: Mapped[str] = mapped_column(String(2), primary_key=True)
        name: Mapped[str] = mapped_column(String(60))

    class City(Base):
        __tablename__ = "cities"
        id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
        country_code: Mapped[str] = mapped_column(ForeignKey("countries.code"))
        name: Mapped[str] = mapped_column(String(60))

    session = stored(City)
    cities = [factory_for(City).create() for _ in range(3)]

    with using():
        assert factory_for(City).build().id == cities[0].id
    assert session.query(City).count() == 3 and all(len(city.country_code) == 2 for city in cities)


def test_types_of_python(stored):
    """Values are what the ORM reads back."""

    class Level(enum.Enum):
        low = 1
        high = 2

    class Shouted(sa.TypeDecorator):
        impl = String(50)
        cache_ok = True

        def process_bind_param(self, value, dialect):
            return None if value is None else value.upper()

        def process_result_value(self, value, dialect):
            return None if value is None else value.lower()

    class Base(DeclarativeBase):
        pass

    class Thing(Base):
        __tablename__ = "things"
        id: Mapped[int] = mapped_column(primary_key=True)
        level: Mapped[Level]
        token: Mapped[uuid.UUID]
        settings: Mapped[dict] = mapped_column(sa.JSON)
        lasts: Mapped[object] = mapped_column(sa.Interval)
        picture: Mapped[bytes]
        seen: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
        word: Mapped[str] = mapped_column(Shouted)

    session = stored(Thing)
    thing = factory_for(Thing).create()
    names = ("level", "token", "settings", "lasts", "picture", "word")
    made = [getattr(thing, name) for name in names]
    assert thing.seen.tzinfo is UTC or thing.seen.utcoffset() is not None
    session.expire_all()

    assert [getattr(thing, name) for name in names] == made


def test_collections_of_every_shape(stored):
    """Sets, dicts, write-only ones and one to one."""

    class Base(DeclarativeBase):
        pass

    class Note(Base):
        __tablename__ = "notes"
        id: Mapped[int] = mapped_column(primary_key=True)
        page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
        keyword: Mapped[str] = mapped_column(String(60))

    class Mark(Base):
        __tablename__ = "marks"
        id: Mapped[int] = mapped_column(primary_key=True)
        page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))

    class Cover(Base):
        __tablename__ = "covers"
        page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
        colour: Mapped[str] = mapped_column(String(20))
        page: Mapped["Page"] = relationship(back_populates="cover")

    class Page(Base):
        __tablename__ = "pages"
        id: Mapped[int] = mapped_column(primary_key=True)
        notes: Mapped[dict[str, Note]] = relationship(collection_class=attribute_keyed_dict("keyword"))
        marks: WriteOnlyMapped[Mark] = relationship()
        cover: Mapped[Cover | None] = relationship(back_populates="page")

    session = stored(Page)
    page = factory_for(Page).create(notes=[{"keyword": "a"}, {"keyword": "b"}], marks=2, cover=True)
    session.expire_all()

    assert set(page.notes) == {"a", "b"} and page.cover.page is page
    assert len(session.scalars(page.marks.select()).all()) == 2
    with pytest.raises(TypeError, match="cover=2: give 0 or 1"):
        factory_for(Page).create(cover=2)


def test_composites(stored):
    """Their columns are made."""

    class Base(MappedAsDataclass, DeclarativeBase):
        pass

    class Point:
        def __init__(self, x, y):
            self.x, self.y = x, y

        def __composite_values__(self):
            return self.x, self.y

        def __eq__(self, other):
            return (self.x, self.y) == (other.x, other.y)

    class Place(Base):
        __tablename__ = "places"
        id: Mapped[int] = mapped_column(init=False, primary_key=True)
        x: Mapped[float] = mapped_column(init=False)
        y: Mapped[float] = mapped_column(init=False)
        at: Mapped[Point] = composite(Point, "x", "y")

    session = stored(Place)
    place = factory_for(Place).create()
    session.expire_all()

    assert place.at == Point(place.x, place.y) and place.x is not None


def test_keys_that_exclude_each_other(stored):
    """Where a CHECK speaks of nullable keys, parents are there as the CHECK wants them."""

    class Base(DeclarativeBase):
        pass

    class Post(Base):
        __tablename__ = "posts"
        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str] = mapped_column(String(80))

    class Photo(Base):
        __tablename__ = "photos"
        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str] = mapped_column(String(80))

    class Comment(Base):
        __tablename__ = "comments"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str] = mapped_column(String(9))
        post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
        photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"))
        post: Mapped[Post | None] = relationship()
        photo: Mapped[Photo | None] = relationship()
        __table_args__ = (
            sa.CheckConstraint(
                "(kind = 'post' AND post_id IS NOT NULL AND photo_id IS NULL) "
                "OR (kind = 'photo' AND photo_id IS NOT NULL AND post_id IS NULL)"
            ),
        )

    session, made = stored(Comment), factory_for(Comment)
    session.add(mine := Post(title="Mine"))
    comments = [*(made.create() for _ in range(6)), *made.create_batch(6)]

    assert {comment.kind for comment in comments} == {"post", "photo"}
    assert {comment.photo_id is None for comment in made.create_batch(4, kind="photo")} == {False}
    assert {comment.kind for comment in made.create_batch(4, photo__title="x")} == {"photo"}
    assert {comment.kind for comment in made.create_batch(4, post=mine)} == {"post"}


def test_a_ring_of_keys_that_may_not_be_null_is_told():
    """It can only be closed by hand."""

    class Base(DeclarativeBase):
        pass

    class Egg(Base):
        __tablename__ = "eggs"
        id: Mapped[int] = mapped_column(primary_key=True)
        hen_id: Mapped[int] = mapped_column(ForeignKey("hens.id"))
        hen: Mapped["Hen"] = relationship(foreign_keys=hen_id)

    class Hen(Base):
        __tablename__ = "hens"
        id: Mapped[int] = mapped_column(primary_key=True)
        egg_id: Mapped[int] = mapped_column(ForeignKey("eggs.id"))
        egg: Mapped[Egg] = relationship(foreign_keys=egg_id)

    with (
        using(),
        pytest.raises(TypeError, match="Hen.egg may not be NULL and needs another Egg.*Egg → Hen → Egg.*give egg=…"),
    ):
        factory_for(Egg).build()


def test_models_may_be_completed_after_the_factory(stored):
    """Relationships to classes that are not there yet do not matter at the class statement."""

    class Base(DeclarativeBase):
        pass

    class First(Base):
        __tablename__ = "firsts"
        id: Mapped[int] = mapped_column(primary_key=True)
        second_id: Mapped[int] = mapped_column(ForeignKey("seconds.id"))
        second: Mapped["Second"] = relationship()

    class FirstFactory(ModelFactory[First]):
        pass

    class Second(Base):
        __tablename__ = "seconds"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(40))

    stored(First)
    assert FirstFactory.create().second.name
