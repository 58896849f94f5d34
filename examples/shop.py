"""A small shop: the models that the README and the tests seed."""

import enum
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class OrderStatus(enum.Enum):
    pending = "pending"
    paid = "paid"
    shipped = "shipped"
    cancelled = "cancelled"


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(String(50))
    last_name: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(120), unique=True)
    phone: Mapped[str | None] = mapped_column(String(30))
    birth_date: Mapped[date | None]
    tier: Mapped[str] = mapped_column(String(10), default="bronze")
    created_at: Mapped[datetime]
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")

    __table_args__ = (CheckConstraint("tier IN ('bronze', 'silver', 'gold')", name="tier_known"),)


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    street: Mapped[str] = mapped_column(String(100))
    city: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(40))
    postal_code: Mapped[str] = mapped_column(String(12))
    country_code: Mapped[str] = mapped_column(String(2), default="US")


class Category(Base):
    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    name: Mapped[str] = mapped_column(String(60))
    slug: Mapped[str] = mapped_column(String(80), unique=True)


class Product(Base):
    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    sku: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str | None] = mapped_column(Text)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    discount_price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    stock: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("discount_price > 0 AND discount_price < price", name="discount_is_lower"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
    )


promotion_products = Table(
    "promotion_products",
    Base.metadata,
    Column("promotion_id", ForeignKey("promotions.id"), primary_key=True),
    Column("product_id", ForeignKey("products.id"), primary_key=True),
)


class Promotion(Base):
    __tablename__ = "promotions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    percent_off: Mapped[int]
    start_date: Mapped[date]
    end_date: Mapped[date]
    products: Mapped[list[Product]] = relationship(secondary=promotion_products)

    __table_args__ = (
        CheckConstraint("percent_off BETWEEN 5 AND 60", name="percent_off_sane"),
        CheckConstraint("start_date <= end_date", name="starts_before_it_ends"),
    )


class Employee(Base):
    __tablename__ = "employees"

    id: Mapped[int] = mapped_column(primary_key=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))
    full_name: Mapped[str] = mapped_column(String(100))
    job_title: Mapped[str] = mapped_column(String(80))
    username: Mapped[str] = mapped_column(String(40), unique=True)
    hired_on: Mapped[date]


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employees.id"))
    status: Mapped[OrderStatus] = mapped_column(Enum(OrderStatus))
    ordered_at: Mapped[datetime]
    shipped_at: Mapped[datetime | None]
    customer: Mapped[Customer] = relationship(back_populates="orders")

    __table_args__ = (
        CheckConstraint("shipped_at IS NULL OR shipped_at >= ordered_at", name="shipped_after_order"),
    )


class OrderLine(Base):
    __tablename__ = "order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    line_number: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Numeric(10, 2))

    __table_args__ = (CheckConstraint("quantity BETWEEN 1 AND 100", name="quantity_sane"),)


class Return(Base):
    __tablename__ = "returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int]
    line_number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    returned_on: Mapped[date]

    __table_args__ = (
        ForeignKeyConstraint(["order_id", "line_number"], ["order_lines.order_id", "order_lines.line_number"]),
        UniqueConstraint("order_id", "line_number"),
    )


class Payment(Base):
    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    method: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    paid_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("method IN ('card', 'transfer', 'voucher')", name="method_known"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )


class Review(Base):
    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    rating: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(120))
    body: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("customer_id", "product_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_stars"),
    )
