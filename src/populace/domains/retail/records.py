"""What the Faker methods of this world return: a row of each table as a dict."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict


class CategoryRecord(TypedDict):
    """A row of ``categories``."""

    category_id: int
    parent_id: int | None
    name: str
    path: str
    margin: Decimal
    return_rate: Decimal


class ProductRecord(TypedDict):
    """A row of ``products``."""

    product_id: int
    sku: str
    gtin13: str
    category_id: int
    name: str
    brand: str
    list_price: Decimal
    previous_price: Decimal | None
    repriced_at: datetime | None
    cost: Decimal
    launched: date
    retired: date | None
    weight_g: int


class CustomerRecord(TypedDict):
    """A row of ``customers``."""

    customer_id: int
    email: str
    first_name: str
    last_name: str
    phone: str | None
    street: str
    city: str
    region: str
    postcode: str
    country_code: str
    segment: str
    joined: datetime
    marketing_opt_in: bool
    acquisition: str


class OrderRecord(TypedDict):
    """A row of ``orders``."""

    order_id: int
    customer_id: int
    order_no: str
    placed: datetime
    status: str
    channel: str
    subtotal: Decimal
    discount: Decimal
    shipping: Decimal
    tax: Decimal
    total: Decimal
    refunded: Decimal
    currency: str
    coupon: str | None
    session_id: str | None


class OrderLineRecord(TypedDict):
    """A row of ``order_lines``."""

    order_id: int
    line_no: int
    product_id: int
    qty: int
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    returned_qty: int
    returned_at: datetime | None


class PaymentRecord(TypedDict):
    """A row of ``payments``."""

    payment_id: int
    order_id: int
    kind: str
    method: str
    amount: Decimal
    paid_at: datetime
    status: str
    installments: int


class ShipmentRecord(TypedDict):
    """A row of ``shipments``."""

    shipment_id: int
    order_id: int
    carrier: str
    tracking: str
    shipped: datetime
    promised: date
    delivered: datetime | None
    cost: Decimal


class ReviewRecord(TypedDict):
    """A row of ``reviews``."""

    review_id: int
    order_id: int
    line_no: int
    customer_id: int
    stars: int
    title: str
    body: str
    written: datetime
    verified: bool


class WebEventRecord(TypedDict):
    """A row of ``web_events``."""

    event_id: int
    session_id: str
    customer_id: int | None
    happened: datetime
    kind: str
    product_id: int | None
    order_id: int | None
    device: str
    referrer: str
    ip: str
