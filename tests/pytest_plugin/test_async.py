"""The same calls with an AsyncSession: objects are added, the test awaits."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace import factories
from populace.pytest_plugin.objects import Populace
from populace.pytest_plugin.seeds import Origin

pytest.importorskip("greenlet", reason="greenlet is not installed: pip install 'sqlalchemy[asyncio]'")


class Base(DeclarativeBase):
    """A small shop."""


class Customer(Base):
    """Its key is the database's."""

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


@pytest.fixture(params=["aiosqlite", pytest.param("asyncpg", marks=pytest.mark.slow)])
def url(request):
    """A database that is driven asynchronously."""
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    if request.param == "aiosqlite":
        return request.getfixturevalue("sqlite").replace("sqlite:", "sqlite+aiosqlite:")
    return request.getfixturevalue("postgres").replace("+psycopg", "+asyncpg")


def running(url, work):
    """Call *work* with the `populace` of an AsyncSession, within an event loop; the engine is gone afterwards."""
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    async def run():
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            with factories.using(session=session, seed=5):
                await work(Populace(session, Origin(5, None, "en_US"), None), session)
        async with engine.connect() as connection:
            left = await connection.scalar(sa.select(sa.func.count()).select_from(Customer))
        await engine.dispose()
        return left

    return asyncio.run(run())


def test_objects_are_added_and_the_test_flushes(url):
    """Parents and children come along; nothing is committed."""

    async def work(populace, session):
        customer = populace.create(Customer, orders=2)
        others = populace.create_batch(Order, 3)
        await session.flush()
        assert customer.id and all(order.customer_id for order in others)
        assert len((await session.scalars(sa.select(Order))).all()) == 5

    assert running(url, work) == 0


def test_tables_are_filled(url):
    """Here there is something to await; the application's next insert does not collide."""

    async def work(populace, session):
        assert await populace.seed(Base, rows={"customers": 4, "orders": 6}) == {"customers": 4, "orders": 6}
        session.add(Order(customer=Customer(email="app@example.com")))
        await session.flush()
        assert await session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 5
        await session.rollback()

    assert running(url, work) == 0


def test_a_task_that_began_before_the_test_has_its_values():
    """Runners of event loops keep the context variables of the time when they were made."""
    with factories.using(seed=5):
        populace = Populace(None, Origin(5, None, "en_US"), None)
        expected = populace.build(Customer).email
    with factories.using(seed=5):
        populace = Populace(None, Origin(5, None, "en_US"), None)

    assert populace.build(Customer).email == expected
