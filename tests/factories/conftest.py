"""A small shop for the factories' tests, and a session that sees foreign keys."""

import enum
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from populace.factories import using


class Base(DeclarativeBase):
    pass


class Status(enum.Enum):
    open = "open"
    paid = "paid"


tagged = sa.Table(
    "tagged",
    Base.metadata,
    sa.Column("product_id", ForeignKey("products.id"), primary_key=True),
    sa.Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(String(50))
    last_name: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(120), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    born: Mapped[date | None]
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Employee(Base):
    __tablename__ = "employees"

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(100))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))
    manager: Mapped["Employee | None"] = relationship(remote_side=[id], back_populates="reports")
    reports: Mapped[list["Employee"]] = relationship(back_populates="manager")


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)


class Product(Base):
    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(20), unique=True)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    tags: Mapped[list[Tag]] = relationship(secondary=tagged)

    __table_args__ = (CheckConstraint("price > 0"),)


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))
    status: Mapped[Status]
    ordered_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    customer: Mapped[Customer] = relationship(back_populates="orders")
    employee: Mapped[Employee | None] = relationship()
    lines: Mapped[list["Line"]] = relationship(back_populates="order")

    __table_args__ = (CheckConstraint("paid_at IS NULL OR paid_at >= ordered_at", name="paid_after_order"),)


class Line(Base):
    __tablename__ = "lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[int]
    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()

    __table_args__ = (CheckConstraint("quantity BETWEEN 1 AND 100", name="quantity_sane"),)


class Refund(Base):
    """Its key has no relationship."""

    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    reason: Mapped[str] = mapped_column(String(200))


MODELS = SimpleNamespace(
    Base=Base, Status=Status, Customer=Customer, Employee=Employee, Tag=Tag, Product=Product, Order=Order, Line=Line,
    Refund=Refund,
)  # fmt: skip


@pytest.fixture
def shop() -> SimpleNamespace:
    """The classes of the shop."""
    return MODELS


@pytest.fixture
def database() -> Iterator[sa.Engine]:
    """The shop's tables in a SQLite that checks foreign keys."""
    engine = sa.create_engine("sqlite://")
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: sa.Engine) -> Iterator[Session]:
    """A session that the factories use."""
    with Session(database) as session, using(session=session):
        yield session


@pytest.fixture
def fresh() -> Iterator[None]:
    """Rows are counted from 0."""
    with using():
        yield
