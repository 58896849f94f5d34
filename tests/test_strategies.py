"""Hypothesis draws rows of tables."""

import sys

import pytest
import sqlalchemy as sa
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from populace import factories, strategies


class Base(DeclarativeBase):
    """A small shop."""


class Customer(Base):
    """A parent."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    email: Mapped[str] = mapped_column(sa.String(100), unique=True)
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Order(Base):
    """A child with a status and an amount."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    status: Mapped[str] = mapped_column(sa.Enum("open", "paid", native_enum=False))
    quantity: Mapped[int] = mapped_column(sa.CheckConstraint("quantity BETWEEN 1 AND 20"))
    customer: Mapped[Customer] = relationship(back_populates="orders")


class Bit(Base):
    """Has as many rows as there are values."""

    __tablename__ = "bit_types"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.Enum("off", "on", native_enum=False), unique=True)


def row(model: type, number: int) -> object:
    with factories.using():
        return factories.factory_for(model).build(__sequence=number)


@given(strategies.rows(Order))
@settings(max_examples=30)
def test_an_object_keeps_the_constraints_of_its_table(order):
    """It has its parent, and is in no session."""
    assert 1 <= order.quantity <= 20 and order.status in ("open", "paid")
    assert "@" in order.customer.email
    assert sa.inspect(order).transient


@given(strategies.rows(Order, status=st.sampled_from(["paid"]), quantity=st.integers(5, 6), customer__first_name="Ann"))
@settings(max_examples=20)
def test_known_values_may_be_strategies(order):
    """And plain values, also about parents."""
    assert (order.status, order.customer.first_name) == ("paid", "Ann") and order.quantity in (5, 6)


def test_a_failing_example_shrinks_towards_the_first_row():
    """Row 0 if that fails as well."""
    simplest = find(strategies.rows(Order), lambda order: True, settings=settings(database=None))

    assert simplest.customer.email == row(Order, 0).customer.email


def test_every_row_that_is_drawn_can_be_made():
    """A table with a unique column has as many rows as that has values."""
    seen = set()

    @given(strategies.rows(f"{__name__}:Bit"))
    @settings(database=None, phases=[Phase.generate])
    def draw(bit):
        seen.add(bit.kind)

    sys.modules.setdefault(__name__, sys.modules[Bit.__module__])
    draw()
    assert seen == {"off", "on"}


def test_objects_can_be_stored(sqlite):
    """The keys are the database's."""
    engine = sa.create_engine(sqlite)
    Base.metadata.create_all(engine)

    @given(strategies.rows(Customer, orders=2))
    @settings(max_examples=5, database=None)
    def store(customer):
        with Session(engine) as session:
            session.add(customer)
            session.flush()
            assert len({order.id for order in customer.orders}) == 2

    store()
    engine.dispose()


def test_without_hypothesis_the_error_says_what_to_install(monkeypatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    with pytest.raises(ImportError, match=r"pip install 'populace\[hypothesis\]'"):
        strategies.rows(Order)
