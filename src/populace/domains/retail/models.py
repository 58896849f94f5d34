"""The nine tables of a shop: what it sells, who buys, and what becomes of the orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace.domains.people import addresses
from populace.domains.people import values as people
from populace.domains.retail import (
    baskets,
    catalogue,
    customers,
    orders,
    payments,
    products,
    purchases,
    reviews,
    shipments,
    visits,
)
from populace.generators.children import Children, Through
from populace.schema.declared import generated, shaped

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Money = sa.Numeric(14, 2)
Share = sa.Numeric(4, 3)


def one_of(name: str, *labels: str) -> sa.Enum:
    """Text that is one of *labels*, held by a CHECK."""
    return sa.Enum(*labels, native_enum=False, create_constraint=True, name=name)


class Base(DeclarativeBase):
    """Declares the tables of the shop."""


class Category(Base):
    """A department, a group, or a category that products are in."""

    __tablename__ = "categories"
    __table_args__ = {"info": shaped(rows=len(catalogue.tree().nodes))}

    category_id: Mapped[int] = mapped_column(Key, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("categories.category_id"), index=True, info=generated(catalogue.above)
    )
    name: Mapped[str] = mapped_column(sa.String(60), info=generated(catalogue.name))
    path: Mapped[str] = mapped_column(sa.String(120), unique=True, info=generated(catalogue.path))
    margin: Mapped[Decimal] = mapped_column(Share, info=generated(catalogue.margin))
    return_rate: Mapped[Decimal] = mapped_column(Share, info=generated(catalogue.return_rate))

    parent: Mapped[Category | None] = relationship(back_populates="children", remote_side=[category_id])
    children: Mapped[list[Category]] = relationship(back_populates="parent")
    products: Mapped[list[Product]] = relationship(back_populates="category")


class Product(Base):
    """An article with its price now, and the one before where it was changed."""

    __tablename__ = "products"
    __table_args__ = (
        sa.CheckConstraint("cost <= list_price", name="products_cost"),
        sa.CheckConstraint("retired >= launched", name="products_retired"),
        {"info": shaped(rows=800, hidden={"·repriced": products.repriced})},
    )

    product_id: Mapped[int] = mapped_column(Key, primary_key=True)
    sku: Mapped[str] = mapped_column(sa.String(16), unique=True, info=generated(products.sku))
    gtin13: Mapped[str] = mapped_column(sa.String(13), unique=True, info=generated(products.gtin13))
    category_id: Mapped[int] = mapped_column(
        sa.ForeignKey("categories.category_id"), index=True, info=generated(catalogue.category_of_a_product)
    )
    name: Mapped[str] = mapped_column(sa.String(120), info=generated(catalogue.product_name))
    brand: Mapped[str] = mapped_column(sa.String(60), info=generated(catalogue.brand))
    list_price: Mapped[Decimal] = mapped_column(Money, info=generated(products.list_price))
    previous_price: Mapped[Decimal | None] = mapped_column(
        Money, info=generated(products.previous_price, nulls=products.as_before)
    )
    repriced_at: Mapped[datetime | None] = mapped_column(info=generated(products.repriced_at, nulls=products.as_before))
    cost: Mapped[Decimal] = mapped_column(Money, info=generated(products.cost))
    launched: Mapped[date] = mapped_column(info=generated(products.launched))
    retired: Mapped[date | None] = mapped_column(info=generated(products.retired, nulls=products.not_retired))
    weight_g: Mapped[int] = mapped_column(info=generated(products.weight_g))

    category: Mapped[Category] = relationship(back_populates="products")
    lines: Mapped[list[OrderLine]] = relationship(back_populates="product")
    web_events: Mapped[list[WebEvent]] = relationship(back_populates="product")


class Customer(Base):
    """Somebody who has bought at least once."""

    __tablename__ = "customers"
    __table_args__ = {"info": shaped(rows=1000, hidden={"·male": customers.male, **addresses.HIDDEN})}

    customer_id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(120), unique=True, info=generated(people.email))
    first_name: Mapped[str] = mapped_column(sa.String(60), info=generated(people.first_name))
    last_name: Mapped[str] = mapped_column(sa.String(60), info=generated(people.last_name))
    phone: Mapped[str | None] = mapped_column(sa.String(32), info=generated(people.phone, nulls=0.2))
    street: Mapped[str] = mapped_column(sa.String(100), info=generated(addresses.street))
    city: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.city))
    region: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.region))
    postcode: Mapped[str] = mapped_column(sa.String(16), info=generated(addresses.postcode))
    country_code: Mapped[str] = mapped_column(sa.String(2), info=generated(addresses.country_code))
    segment: Mapped[str] = mapped_column(
        one_of("customer_segment", *purchases.SEGMENTS), info=generated(purchases.segment)
    )
    joined: Mapped[datetime] = mapped_column(info=generated(customers.joined))
    marketing_opt_in: Mapped[bool] = mapped_column(info=generated(customers.marketing_opt_in))
    acquisition: Mapped[str] = mapped_column(
        one_of("customer_acquisition", *customers.ACQUISITIONS), info=generated(customers.acquisition)
    )

    orders: Mapped[list[Order]] = relationship(back_populates="customer")
    reviews: Mapped[list[Review]] = relationship(back_populates="customer")
    web_events: Mapped[list[WebEvent]] = relationship(back_populates="customer")


class Order(Base):
    """A purchase, from the checkout to the delivery; amounts in the order's currency."""

    __tablename__ = "orders"
    __table_args__ = (
        sa.CheckConstraint("abs(subtotal - discount + shipping + tax - total) < 0.005", name="orders_total"),
        sa.CheckConstraint("refunded BETWEEN 0 AND total", name="orders_refunded"),
        {"info": shaped(hidden=orders.HIDDEN)},
    )

    order_id: Mapped[int] = mapped_column(Key, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.customer_id"), index=True, info=generated(Children(purchases.orders_of_a_customer))
    )
    order_no: Mapped[str] = mapped_column(sa.String(16), unique=True, info=generated(orders.order_no))
    placed: Mapped[datetime] = mapped_column(index=True, info=generated(purchases.placed))
    status: Mapped[str] = mapped_column(one_of("order_status", *orders.STATUSES), info=generated(orders.status))
    channel: Mapped[str] = mapped_column(one_of("order_channel", *orders.CHANNELS), info=generated(orders.channel))
    subtotal: Mapped[Decimal] = mapped_column(Money, info=generated(orders.subtotal))
    discount: Mapped[Decimal] = mapped_column(Money, info=generated(orders.discount))
    shipping: Mapped[Decimal] = mapped_column(Money, info=generated(orders.shipping))
    tax: Mapped[Decimal] = mapped_column(Money, info=generated(orders.tax))
    total: Mapped[Decimal] = mapped_column(Money, info=generated(orders.total))
    refunded: Mapped[Decimal] = mapped_column(Money, info=generated(orders.refunded))
    currency: Mapped[str] = mapped_column(sa.String(3), info=generated(orders.currency))
    coupon: Mapped[str | None] = mapped_column(sa.String(20), info=generated(orders.coupon, nulls=orders.no_coupon))
    session_id: Mapped[str | None] = mapped_column(
        sa.String(16), info=generated(orders.session_id, nulls=orders.elsewhere)
    )

    customer: Mapped[Customer] = relationship(back_populates="orders")
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order")
    payments: Mapped[list[Payment]] = relationship(back_populates="order")
    shipments: Mapped[list[Shipment]] = relationship(back_populates="order")
    web_events: Mapped[list[WebEvent]] = relationship(back_populates="order")


class OrderLine(Base):
    """One product of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (
        sa.CheckConstraint("qty > 0", name="order_lines_qty"),
        sa.CheckConstraint("returned_qty BETWEEN 0 AND qty", name="order_lines_returned"),
    )

    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.order_id"), primary_key=True, info=generated(Children(baskets.lines_of_an_order))
    )
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=generated(baskets.line_no))
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.product_id"), index=True, info=generated(baskets.product_of_a_line)
    )
    qty: Mapped[int] = mapped_column(info=generated(baskets.line_quantity))
    unit_price: Mapped[Decimal] = mapped_column(Money, info=generated(baskets.unit_price))
    discount: Mapped[Decimal] = mapped_column(Money, info=generated(baskets.line_discount))
    line_total: Mapped[Decimal] = mapped_column(Money, info=generated(baskets.line_total))
    returned_qty: Mapped[int] = mapped_column(info=generated(baskets.returned_qty))
    returned_at: Mapped[datetime | None] = mapped_column(
        info=generated(baskets.returned_at, nulls=baskets.nothing_returned)
    )

    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(back_populates="lines")
    reviews: Mapped[list[Review]] = relationship(back_populates="line")


class Payment(Base):
    """Money that came in or went back, or should have."""

    __tablename__ = "payments"
    __table_args__ = {"info": shaped(hidden={"·step": payments.step})}

    payment_id: Mapped[int] = mapped_column(Key, primary_key=True)
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.order_id"), index=True, info=generated(Children(payments.payments_of_an_order))
    )
    kind: Mapped[str] = mapped_column(one_of("payment_kind", *payments.KINDS), info=generated(payments.kind))
    method: Mapped[str] = mapped_column(one_of("payment_method", *orders.METHODS), info=generated(payments.method))
    amount: Mapped[Decimal] = mapped_column(Money, info=generated(payments.amount))
    paid_at: Mapped[datetime] = mapped_column(info=generated(payments.paid_at))
    status: Mapped[str] = mapped_column(one_of("payment_status", *payments.STATUSES), info=generated(payments.status))
    installments: Mapped[int] = mapped_column(info=generated(payments.installments))

    order: Mapped[Order] = relationship(back_populates="payments")


class Shipment(Base):
    """The parcel of an order."""

    __tablename__ = "shipments"
    __table_args__ = (sa.CheckConstraint("delivered >= shipped", name="shipments_delivered"),)

    shipment_id: Mapped[int] = mapped_column(Key, primary_key=True)
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.order_id"), index=True, info=generated(Children(shipments.shipments_of_an_order))
    )
    carrier: Mapped[str] = mapped_column(sa.String(40), info=generated(shipments.carrier))
    tracking: Mapped[str] = mapped_column(sa.String(20), unique=True, info=generated(shipments.tracking))
    shipped: Mapped[datetime] = mapped_column(info=generated(shipments.shipped))
    promised: Mapped[date] = mapped_column(info=generated(shipments.promised))
    delivered: Mapped[datetime | None] = mapped_column(info=generated(shipments.delivered, nulls=shipments.under_way))
    cost: Mapped[Decimal] = mapped_column(Money, info=generated(shipments.cost))

    order: Mapped[Order] = relationship(back_populates="shipments")


class Review(Base):
    """What a customer thinks of a product that was delivered."""

    __tablename__ = "reviews"
    __table_args__ = (
        sa.ForeignKeyConstraint(["order_id", "line_no"], ["order_lines.order_id", "order_lines.line_no"]),
        sa.UniqueConstraint("order_id", "line_no"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="reviews_stars"),
        {"info": shaped(hidden={"·mood": reviews.mood})},
    )

    review_id: Mapped[int] = mapped_column(Key, primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.BigInteger, info=generated(Children(reviews.reviews_of_a_line)))
    line_no: Mapped[int] = mapped_column()
    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.customer_id"),
        index=True,
        info=generated(Through("order_id", "order_id", "customer_id")),
    )
    stars: Mapped[int] = mapped_column(info=generated(reviews.stars))
    title: Mapped[str] = mapped_column(sa.String(80), info=generated(reviews.title))
    body: Mapped[str] = mapped_column(sa.String(1000), info=generated(reviews.body))
    written: Mapped[datetime] = mapped_column(info=generated(reviews.written))
    verified: Mapped[bool] = mapped_column(info=generated(reviews.verified))

    line: Mapped[OrderLine] = relationship(back_populates="reviews")
    customer: Mapped[Customer] = relationship(back_populates="reviews")


class WebEvent(Base):
    """Something a visitor did in the shop in the last weeks."""

    __tablename__ = "web_events"
    __table_args__ = {"info": shaped(hidden=visits.HIDDEN)}

    event_id: Mapped[int] = mapped_column(Key, primary_key=True)
    session_id: Mapped[str] = mapped_column(sa.String(16), index=True, info=generated(visits.session_id))
    customer_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("customers.customer_id"), index=True, info=generated(visits.customer)
    )
    happened: Mapped[datetime] = mapped_column(info=generated(visits.happened))
    kind: Mapped[str] = mapped_column(one_of("web_event_kind", *visits.KINDS), info=generated(visits.kind))
    product_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("products.product_id"), index=True, info=generated(visits.product)
    )
    order_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("orders.order_id"),
        index=True,
        info=generated(Children(visits.events_of_an_order), nulls=visits.no_purchase),
    )
    device: Mapped[str] = mapped_column(one_of("web_event_device", *visits.DEVICES), info=generated(visits.device))
    referrer: Mapped[str] = mapped_column(
        one_of("web_event_referrer", *visits.REFERRERS), info=generated(visits.referrer)
    )
    ip: Mapped[str] = mapped_column(sa.String(45), info=generated(visits.ip))

    customer: Mapped[Customer | None] = relationship(back_populates="web_events")
    product: Mapped[Product | None] = relationship(back_populates="web_events")
    order: Mapped[Order | None] = relationship(back_populates="web_events")
