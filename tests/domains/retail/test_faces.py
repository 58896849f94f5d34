"""The shop's rows as Faker methods and factories: what is given is kept, and the rest fits it."""

from datetime import datetime
from decimal import Decimal

import pytest
from faker import Faker

from populace.domains.retail import Order, RetailProvider
from populace.domains.retail.factories import CustomerFactory, OrderFactory, OrderLineFactory


@pytest.fixture
def fake() -> Faker:
    made = Faker()
    made.add_provider(RetailProvider)
    made.seed_instance(1)
    return made


def test_an_order_adds_up(fake: Faker) -> None:
    for _ in range(50):
        order = fake.order()
        assert order["subtotal"] - order["discount"] + order["shipping"] + order["tax"] == order["total"]


def test_a_line_follows_its_quantity(fake: Faker) -> None:
    line = fake.order_line(qty=7, unit_price=Decimal("2.50"), discount=Decimal("0.50"))
    assert line["line_total"] == Decimal("17.00")


def test_an_order_follows_its_subtotal_and_coupon(fake: Faker) -> None:
    """A fifth off, free shipping from 50 on, and the tax of the customer's country, here the US."""
    order = fake.order(subtotal=Decimal("100.00"), coupon="WINTER20")
    amounts = (order["discount"], order["shipping"], order["tax"], order["total"])
    assert amounts == (Decimal("20.00"), Decimal("0.00"), Decimal("5.60"), Decimal("85.60"))


def test_a_review_is_in_the_mood_of_its_stars(fake: Faker) -> None:
    bad = {fake.review(stars=1)["title"] for _ in range(30)}
    good = {fake.review(stars=5)["title"] for _ in range(30)}
    assert not bad & good


def test_a_purchase_has_its_order_and_customer(fake: Faker) -> None:
    event = fake.web_event(kind="purchase")
    assert event["order_id"] and event["customer_id"] and event["product_id"] is None
    assert fake.web_event(kind="view")["order_id"] is None


def test_a_customer_abroad_lives_at_one_place(fake: Faker) -> None:
    assert {fake.customer(country_code="DE")["postcode"].isdigit() for _ in range(20)} == {True}


def test_a_price_fits_its_cost(fake: Faker) -> None:
    for _ in range(20):
        product = fake.product(list_price=Decimal("200.00"))
        assert Decimal("60.00") < product["cost"] < Decimal("200.00")


def test_codes_have_their_forms(fake: Faker) -> None:
    assert fake.gtin13()[0] == "2" and len(fake.gtin13()) == 13
    assert fake.sku()[3] == "-" and fake.order_no()[0] == "R" and len(fake.tracking_number()) == 14


def test_a_factory_fits_an_order_to_its_customer() -> None:
    """The order of a customer who joined an hour ago is placed within that hour."""
    customer = CustomerFactory.build(joined=datetime(2025, 12, 31, 23))
    order = OrderFactory.build(customer=customer)
    assert isinstance(order, Order) and order.placed >= customer.joined


def test_a_factory_fits_a_line_to_its_product() -> None:
    line = OrderLineFactory.build(qty=2, product__list_price=Decimal("2000.00"))
    assert line.unit_price in (line.product.list_price, line.product.previous_price)
    assert line.line_total == 2 * line.unit_price - line.discount
