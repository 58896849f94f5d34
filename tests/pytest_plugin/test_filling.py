"""Whole tables within a test's transaction, and in a template database."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from populace import factories
from populace.plans import NOW
from populace.pytest_plugin import filling, template
from populace.pytest_plugin.named import metadata_of
from populace.pytest_plugin.objects import Populace
from populace.pytest_plugin.seeds import Origin


class Base(DeclarativeBase):
    """A small shop."""


class Customer(Base):
    """Its keys are the database's."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(100), unique=True)
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Order(Base):
    """Points to a customer."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    customer: Mapped[Customer] = relationship(back_populates="orders")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    """A database with empty tables."""
    engine = sa.create_engine(request.getfixturevalue(request.param))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    """A session as users make it."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def made(session):
    """What the fixture `populace` is for that session."""
    with factories.using(session=session, seed=5):
        yield Populace(session, Origin(5, None, "en_US"), None)


def there(engine):
    """The customers that another connection sees."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(Customer))


def test_tables_are_filled_and_nothing_is_committed(engine, session, made):
    """Rows are those of the seed; a roll back takes them away."""
    counts = made.seed(Base.metadata, rows={"customers": 5, "orders": 8})

    assert counts == {"customers": 5, "orders": 8}
    plan = filling.planned(Base.metadata, {"customers": 5}, seed=5, now=NOW, dialect=engine.dialect.name)
    assert (
        session.scalars(sa.select(Customer.email).order_by("id")).all()
        == plan.batch("customers", 0, 5)["email"].to_pylist()
    )
    session.rollback()
    assert there(engine) == 0


def test_a_number_of_rows_is_for_all_tables(session, made):
    """A Base is as good as its metadata; tables may be left out."""
    assert made.seed(Base, rows=3) == {"customers": 3, "orders": 3}
    session.rollback()
    assert made.seed(Base, rows=3, exclude=["orders"]) == {"customers": 3}


def test_objects_go_on_after_the_rows(made):
    """Object n is row n, and the first of them are there."""
    made.seed(Base, rows=20)
    objects = made.create_batch(Customer, 20)

    assert [customer.id for customer in objects] == list(range(21, 41))


@pytest.mark.parametrize("seeded", [True, False])
def test_the_next_insert_of_the_application_does_not_collide(session, made, seeded):
    """Keys that the database assigns are its own, after objects and after whole tables."""
    if seeded:
        made.seed(Base, rows={"customers": 3, "orders": 3})
    else:
        made.create_batch(Order, 3)
    session.add(Order(customer=Customer(email="app@example.com")))
    session.flush()

    assert session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 4


def test_rows_that_are_there_are_an_error_that_says_what_to_do(made):
    """They are not mixed with others unless the table is left out."""
    made.create(Customer)

    with pytest.raises(ValueError, match=r"there are rows already \(customers: 1\); .*exclude=\['customers'\]"):
        made.seed(Base, rows=3)


def test_the_time_zone_of_a_transaction_stays(postgres):
    """Filling sets it to UTC meanwhile."""
    engine = sa.create_engine(postgres)
    Base.metadata.create_all(engine)
    with Session(engine) as session, factories.using(session=session):
        session.execute(sa.text("SET TIME ZONE 'Asia/Tokyo'"))
        Populace(session, Origin(0, None, "en_US"), None).seed(Base, rows=1)
        assert session.scalar(sa.text("SHOW TimeZone")) == "Asia/Tokyo"
    engine.dispose()


@pytest.mark.parametrize("models", ["app.models", "json:nothing", dict])
def test_what_has_no_tables_is_an_error(models):
    """It says what to give."""
    with pytest.raises((ValueError, AttributeError, TypeError), match="app.models|json has no 'nothing'|Base.metadata"):
        metadata_of(models)


def test_a_template_database_is_filled(postgres):
    """By the keyword arguments that pytest-postgresql calls its loaders with; this time it is committed."""
    url = sa.make_url(postgres)
    load = template(Base.metadata, rows={"customers": 5}, seed=3)
    load(host=url.host, port=url.port or 5432, user=url.username, dbname=url.database, password=url.password or "")
    engine = sa.create_engine(postgres)

    assert there(engine) == 5
    with Session(engine) as session:
        session.add(Customer(email="app@example.com"))
        session.commit()
    engine.dispose()
