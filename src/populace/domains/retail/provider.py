"""The rows of the shop as Faker methods, `fake.order()`, and single values such as `fake.sku()`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from populace.domains.retail.records import (
    CategoryRecord,
    CustomerRecord,
    OrderLineRecord,
    OrderRecord,
    PaymentRecord,
    ProductRecord,
    ReviewRecord,
    ShipmentRecord,
    WebEventRecord,
)
from populace.provider import DomainProvider


class Provider(DomainProvider):
    """A shop's assortment, customers, orders and visits; what is given is kept, and the rest fits it."""

    def category(self, **known: Any) -> CategoryRecord:
        """A department, a group or a category of products, with its usual margin and share of returns.

        :sample:
        """
        return self.record("categories", known)

    def product(self, **known: Any) -> ProductRecord:
        """An article: name and brand fit its category, and so do price, cost (less the margin) and weight in grams.

        :sample: list_price=Decimal("49.99")
        """
        return self.record("products", known)

    def customer(self, **known: Any) -> CustomerRecord:
        """Somebody who has bought: e-mail address made of the name, an address whose parts agree, purchase habits.

        How often somebody of a *segment* buys follows BG/NBD as fitted to CDNOW (Fader, Hardie, Lee 2005).

        :sample: segment="vip", country_code="DE"
        """
        return self.record("customers", known)

    def order(self, **known: Any) -> OrderRecord:
        """An order: subtotal - discount + shipping + tax = total, to the cent; its status fits its age.

        :sample: status="delivered"
        """
        return self.record("orders", known)

    def order_line(self, **known: Any) -> OrderLineRecord:
        """A product of an order at the list price of the time: qty x unit_price - discount = line_total.

        :sample: qty=3
        """
        return self.record("order_lines", known)

    def payment(self, **known: Any) -> PaymentRecord:
        """A charge or a refund, after the order was placed; some charges are declined.

        :sample: kind="refund"
        """
        return self.record("payments", known)

    def shipment(self, **known: Any) -> ShipmentRecord:
        """A parcel by a carrier that does not exist; about one in twelve is later than promised.

        :sample: carrier="Northpost"
        """
        return self.record("shipments", known)

    def review(self, **known: Any) -> ReviewRecord:
        """One to five stars with a title and a text in that mood; worse where the parcel was late.

        :sample: stars=1
        """
        return self.record("reviews", known)

    def web_event(self, **known: Any) -> WebEventRecord:
        """A view, search, add_to_cart, checkout or purchase; addresses are of RFC 5737.

        :sample: kind="add_to_cart"
        """
        return self.record("web_events", known)

    def sku(self) -> str:
        """A shop's own article code: three letters of the category, a dash and six digits.

        :sample:
        """
        return self.value("products", "sku")

    def gtin13(self) -> str:
        """A 13-digit article number of the range 200 to 299, which GS1 leaves to shops, with its check digit.

        :sample:
        """
        return self.value("products", "gtin13")

    def product_name(self) -> str:
        """What an article is called: style, material and thing.

        :sample:
        """
        return self.value("products", "name")

    def product_brand(self) -> str:
        """A made-up brand.

        :sample:
        """
        return self.value("products", "brand")

    def list_price(self) -> Decimal:
        """A shop's price, from 0.99: log-normal, more than half of them ending in .99.

        :sample:
        """
        return self.value("products", "list_price")

    def category_path(self) -> str:
        """The way to a category, such as ``home/kitchen/knives``.

        :sample:
        """
        return self.value("categories", "path")

    def order_no(self) -> str:
        """The number that a customer knows an order by: R and ten digits.

        :sample:
        """
        return self.value("orders", "order_no")

    def order_total(self) -> Decimal:
        """What an order costs with shipping and tax.

        :sample:
        """
        return self.value("orders", "total")

    def tracking_number(self) -> str:
        """Two letters of a made-up carrier and twelve digits with a check digit (Luhn).

        :sample:
        """
        return self.value("shipments", "tracking")

    def review_title(self) -> str:
        """The headline of a review.

        :sample:
        """
        return self.value("reviews", "title")

    def review_text(self) -> str:
        """One to three sentences about something that was bought, in one mood.

        :sample:
        """
        return self.value("reviews", "body")


RetailProvider = Provider
