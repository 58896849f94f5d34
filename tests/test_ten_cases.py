"""Ten schemas that factories usually fail on, stored and read back through the ORM on SQLite and PostgreSQL."""

import asyncio
import enum
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Numeric, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from populace.factories import factory_for, using

Opened = Callable[[type], Any]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request) -> str:
    """A database of each kind."""
    return str(request.getfixturevalue(request.param)).replace("sqlite:///", "sqlite+pysqlite:///")


@pytest.fixture
def stored(url: str) -> Opened:
    """A function that opens a session which factories use, with the tables of a Base; foreign keys are checked."""

    @contextmanager
    def session(base: type) -> Iterator[Session]:
        engine = sa.create_engine(url)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
        base.metadata.create_all(engine)
        try:
            with Session(engine) as session, using(session=session):
                yield session
                session.commit()
        finally:
            engine.dispose()

    return session


def read(session: Session, instance: Any) -> dict[str, Any]:
    """The columns of an object as the database gives them back."""
    session.flush()
    session.expire(instance)
    return {name: getattr(instance, name) for name in sa.inspect(type(instance)).column_attrs.keys()}


def test_composite_foreign_keys(stored):
    """Keys that share a tenant agree on it, whichever of the parents is given."""

    class Base(DeclarativeBase):
        pass

    class Tenant(Base):
        __tablename__ = "tenants"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(60))

    class Customer(Base):
        __tablename__ = "customers"
        tenant_id: Mapped[int] = mapped_column(ForeignKey(Tenant.id), primary_key=True)
        number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        name: Mapped[str] = mapped_column(String(60))
        tenant: Mapped[Tenant] = relationship()

    class Product(Base):
        __tablename__ = "products"
        tenant_id: Mapped[int] = mapped_column(ForeignKey(Tenant.id), primary_key=True)
        number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        tenant: Mapped[Tenant] = relationship()

    class Sale(Base):
        __tablename__ = "sales"
        id: Mapped[int] = mapped_column(primary_key=True)
        tenant_id: Mapped[int] = mapped_column(ForeignKey(Tenant.id))
        customer_number: Mapped[int]
        product_number: Mapped[int]
        tenant: Mapped[Tenant] = relationship(overlaps="customer,product")
        customer: Mapped[Customer] = relationship(overlaps="tenant,product")
        product: Mapped[Product] = relationship(overlaps="tenant,customer")
        __table_args__ = (
            ForeignKeyConstraint(["tenant_id", "customer_number"], ["customers.tenant_id", "customers.number"]),
            ForeignKeyConstraint(["tenant_id", "product_number"], ["products.tenant_id", "products.number"]),
        )

    with stored(Base) as session:
        tenant, customer = factory_for(Tenant).create(name="Acme"), factory_for(Customer).create()
        sales = [
            factory_for(Sale).create(),
            factory_for(Sale).create(tenant=tenant),
            factory_for(Sale).create(customer=customer),
            factory_for(Sale).create(tenant__name="Other"),
            factory_for(Sale).create(product__tenant=tenant, customer__tenant=tenant),
        ]
        session.expire_all()

        assert all(sale.tenant is sale.customer.tenant is sale.product.tenant for sale in sales)
        assert [sale.tenant.name for sale in sales if sale.tenant is tenant] == ["Acme", "Acme"]
        assert sales[2].customer is customer and sales[3].tenant.name == "Other"


def test_self_references(stored):
    """Roots by default, a chain when it is asked for, and the table's own tree by key."""

    class Base(DeclarativeBase):
        pass

    class Category(Base):
        __tablename__ = "categories"
        id: Mapped[int] = mapped_column(primary_key=True)
        parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
        name: Mapped[str] = mapped_column(String(80))
        parent: Mapped["Category | None"] = relationship(remote_side=[id], back_populates="children")
        children: Mapped[list["Category"]] = relationship(back_populates="parent")

    with stored(Base) as session:
        made = factory_for(Category)
        root, leaf = made.create(), made.create(parent__parent__name="Top")
        tree = made.create(children=[{"children": 2}, {}])
        session.expire_all()

        assert root.parent is None and leaf.parent.parent.name == "Top"
        assert [len(child.children) for child in sorted(tree.children, key=lambda c: c.id)] == [2, 0]


def test_circular_foreign_keys(stored):
    """A ring that may be NULL somewhere is made from either side, and closed when it is asked for."""

    class Base(DeclarativeBase):
        pass

    class Team(Base):
        __tablename__ = "teams"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(60))
        captain_id: Mapped[int | None] = mapped_column(ForeignKey("players.id", use_alter=True, name="captain"))
        captain: Mapped["Player | None"] = relationship(foreign_keys=captain_id, post_update=True)
        players: Mapped[list["Player"]] = relationship(foreign_keys="Player.team_id", back_populates="team")

    class Player(Base):
        __tablename__ = "players"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(60))
        team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
        team: Mapped[Team] = relationship(foreign_keys=team_id, back_populates="players")

    with stored(Base) as session:
        player = factory_for(Player).create()
        team = factory_for(Team).create(players=2)
        team.captain = team.players[0]
        other = factory_for(Team).create(captain__name="Ada")
        session.flush()
        session.expire_all()

        assert player.team.captain is None
        assert team.captain.team is team and other.captain.name == "Ada"


def test_many_to_many(stored):
    """Plain association tables by count, association objects by their class."""

    class Base(DeclarativeBase):
        pass

    enrolled = sa.Table(
        "enrolled", Base.metadata,
        sa.Column("student_id", ForeignKey("students.id"), primary_key=True),
        sa.Column("course_id", ForeignKey("courses.id"), primary_key=True),
    )  # fmt: skip

    class Student(Base):
        __tablename__ = "students"
        id: Mapped[int] = mapped_column(primary_key=True)
        full_name: Mapped[str] = mapped_column(String(80))
        courses: Mapped[list["Course"]] = relationship(secondary=enrolled, back_populates="students")

    class Course(Base):
        __tablename__ = "courses"
        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str] = mapped_column(String(80))
        students: Mapped[list[Student]] = relationship(secondary=enrolled, back_populates="courses")

    class Grade(Base):
        __tablename__ = "grades"
        student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True)
        course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
        grade: Mapped[int]
        student: Mapped[Student] = relationship()
        course: Mapped[Course] = relationship()

    with stored(Base) as session:
        student = factory_for(Student).create(courses=3)
        course = factory_for(Course).create(students=[student, *factory_for(Student).create_batch(2)])
        grades = factory_for(Grade).create_batch(4, course=course)
        session.expire_all()

        assert len(student.courses) == 4 and len(course.students) == 3
        assert len({grade.student_id for grade in grades}) == 4 and {g.course for g in grades} == {course}


def test_joined_inheritance(stored):
    """Subclasses have a row in each table; parents may be of any of the classes."""

    class Base(DeclarativeBase):
        pass

    class Employee(Base):
        __tablename__ = "employees"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str] = mapped_column(String(20))
        email: Mapped[str] = mapped_column(String(90), unique=True)
        __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "employee"}

    class Manager(Employee):
        __tablename__ = "managers"
        id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
        level: Mapped[int]
        projects: Mapped[list["Project"]] = relationship(back_populates="manager")
        __mapper_args__ = {"polymorphic_identity": "manager"}
        __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),)

    class Project(Base):
        __tablename__ = "projects"
        id: Mapped[int] = mapped_column(primary_key=True)
        manager_id: Mapped[int] = mapped_column(ForeignKey("managers.id"))
        manager: Mapped[Manager] = relationship(back_populates="projects")

    with stored(Base) as session:
        employees = factory_for(Employee).create_batch(5) + factory_for(Manager).create_batch(5)
        project = factory_for(Project).create(manager__email="boss@example.org")
        manager = factory_for(Manager).create(projects=2)
        session.expire_all()

        assert [type(e).__name__ for e in employees] == ["Employee"] * 5 + ["Manager"] * 5
        assert {m.level for m in session.scalars(sa.select(Manager))} <= {1, 2, 3, 4, 5}
        assert (project.manager.kind, project.manager.email) == ("manager", "boss@example.org")
        assert len(manager.projects) == 2


def test_unique_columns_at_ten_thousand_rows(stored):
    """Single columns, and combinations with a shared parent."""

    class Base(DeclarativeBase):
        pass

    class Account(Base):
        __tablename__ = "accounts"
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(String(120), unique=True)
        username: Mapped[str] = mapped_column(String(30), unique=True)
        token: Mapped[uuid.UUID] = mapped_column(unique=True)

    class Seat(Base):
        __tablename__ = "seats"
        id: Mapped[int] = mapped_column(primary_key=True)
        hall_id: Mapped[int] = mapped_column(ForeignKey("halls.id"))
        number: Mapped[int]
        hall: Mapped["Hall"] = relationship(back_populates="seats")
        __table_args__ = (UniqueConstraint("hall_id", "number"),)

    class Hall(Base):
        __tablename__ = "halls"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(String(40))
        seats: Mapped[list[Seat]] = relationship(back_populates="hall")

    with stored(Base) as session:
        factory_for(Account).create_batch(10_000)
        hall = factory_for(Hall).create(seats=30)
        session.expire_all()

        count = [sa.func.count(c.distinct()) for c in (Account.email, Account.username, Account.token)]
        assert session.execute(sa.select(*count)).one() == (10_000, 10_000, 10_000)
        assert len({seat.number for seat in hall.seats}) == 30


def test_checks(stored):
    """Ranges, orders of columns and lists hold, also beside what is given."""

    class Base(DeclarativeBase):
        pass

    class Booking(Base):
        __tablename__ = "bookings"
        id: Mapped[int] = mapped_column(primary_key=True)
        guests: Mapped[int]
        arrives: Mapped[date]
        leaves: Mapped[date]
        status: Mapped[str] = mapped_column(String(12))
        price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
        deposit: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
        __table_args__ = (
            CheckConstraint("guests BETWEEN 1 AND 6", name="guests_fit"),
            CheckConstraint("leaves > arrives", name="leaves_after_arrival"),
            CheckConstraint("status IN ('held', 'booked', 'cancelled')", name="status_known"),
            CheckConstraint("price > 0 AND (deposit IS NULL OR deposit <= price)", name="deposit_is_part"),
        )

    with stored(Base) as session:
        made = factory_for(Booking)
        made.create_batch(500)
        late = made.create(arrives=date(2031, 5, 1))
        cheap = made.create_batch(50, price=Decimal("1.00"))
        session.expire_all()

        assert late.leaves > date(2031, 5, 1)
        assert all(b.deposit is None or b.deposit <= 1 for b in cheap)
        assert session.query(Booking).count() == 551
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            made.create(guests=7)


def test_checks_are_read_as_the_database_does(postgres):
    """A pattern of PostgreSQL holds where the session is one of PostgreSQL."""

    class Base(DeclarativeBase):
        pass

    class Part(Base):
        __tablename__ = "parts"
        id: Mapped[int] = mapped_column(primary_key=True)
        code: Mapped[str] = mapped_column(String(9))
        __table_args__ = (CheckConstraint("code ~ '^[A-Z]{3}-[0-9]{4}$'", name="code_form"),)

    engine = sa.create_engine(postgres)
    Base.metadata.create_all(engine)
    with Session(engine) as session, using(session=lambda: session):
        parts = [factory_for(Part).create(), *factory_for(Part).create_batch(20)]
    engine.dispose()

    assert all(len(part.code) == 8 and part.code[3] == "-" for part in parts)


def test_types(stored):
    """What is built is what the database gives back, to the last digit."""

    class Base(DeclarativeBase):
        pass

    class Colour(enum.Enum):
        red = "r"
        blue = "b"

    class Sample(Base):
        __tablename__ = "samples"
        id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
        colour: Mapped[Colour]
        payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
        amount: Mapped[Decimal] = mapped_column(Numeric(14, 4))
        lasted: Mapped[timedelta] = mapped_column(sa.Interval)
        image: Mapped[bytes]
        taken: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
        at: Mapped[object] = mapped_column(sa.Time)
        ratio: Mapped[float]
        active: Mapped[bool]
        double: Mapped[Decimal] = mapped_column(Numeric(16, 4), sa.Computed("amount * 2", persisted=True))

    with stored(Base) as session:
        for sample in factory_for(Sample).create_batch(20):
            made = {name: value for name, value in vars(sample).items() if not name.startswith("_sa_")}
            found = read(session, sample)
            if session.get_bind().dialect.name == "sqlite":
                found["taken"] = found["taken"].replace(tzinfo=made["taken"].tzinfo)

            assert found | {"double": None} == made | {"double": None}
            assert found["double"] == found["amount"] * 2


def test_async_sessions(url):
    """The same calls, without an await: objects are added, the test flushes."""
    driver = pytest.importorskip("aiosqlite" if url.startswith("sqlite") else "asyncpg", reason="no async driver")
    pytest.importorskip("greenlet", reason="SQLAlchemy's asyncio needs greenlet")
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    class Base(DeclarativeBase):
        pass

    class Author(Base):
        __tablename__ = "authors"
        id: Mapped[int] = mapped_column(primary_key=True)
        full_name: Mapped[str] = mapped_column(String(80))
        books: Mapped[list["Book"]] = relationship(back_populates="author")

    class Book(Base):
        __tablename__ = "books"
        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str] = mapped_column(String(120))
        author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
        author: Mapped[Author] = relationship(back_populates="books")

    class Note(Base):
        __tablename__ = "notes"
        id: Mapped[int] = mapped_column(primary_key=True)
        book_id: Mapped[int] = mapped_column(ForeignKey("books.id"))

    async def run() -> None:
        engine = create_async_engine(sa.make_url(url).set(drivername=url.split("+")[0] + "+" + driver.__name__))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            with using(session=session):
                author = factory_for(Author).create(books=2)
                books = factory_for(Book).create_batch(30, author=author)
                with pytest.raises(TypeError, match=r"AsyncSession.*run_sync"):
                    factory_for(Note).create()
            assert author.id is None
            await session.commit()
            found = await session.execute(sa.select(sa.func.count()).select_from(Book).where(Book.author == author))
            assert found.scalar_one() == 32 == len(books) + 2

            def noted(sync: Session) -> int:
                with using(session=sync):
                    return factory_for(Note).create(book_id=1).book_id

            assert await session.run_sync(noted) == 1
        await engine.dispose()

    asyncio.run(run())


def test_sqlmodel(stored):
    """Bounds of fields that the table itself does not know."""
    sqlmodel = pytest.importorskip("sqlmodel", reason="SQLModel is not installed")

    class Base(sqlmodel.SQLModel, registry=sa.orm.registry()):
        metadata = sa.MetaData()

    class Team(Base, table=True):
        id: int | None = sqlmodel.Field(default=None, primary_key=True)
        name: str = sqlmodel.Field(max_length=20, index=True)

    class Hero(Base, table=True):
        id: int | None = sqlmodel.Field(default=None, primary_key=True)
        age: int = sqlmodel.Field(ge=18, le=21)
        rank: float = sqlmodel.Field(gt=0, lt=0.5)
        team_id: int = sqlmodel.Field(foreign_key="team.id")
        team: Team = sqlmodel.Relationship()

    with stored(Base) as session:
        heroes = factory_for(Hero).create_batch(100)
        given = factory_for(Hero).create(age=19, team__name="X")
        session.expire_all()

        assert {hero.age for hero in heroes} <= {18, 19, 20, 21} and all(0 < hero.rank < 0.5 for hero in heroes)
        assert (given.age, given.team.name) == (19, "X")
        assert all(len(team.name) <= 20 for team in session.scalars(sa.select(Team)))
