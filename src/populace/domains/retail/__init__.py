"""Retail: a web shop with its assortment, customers, orders, payments, parcels, reviews and visits.

Customers buy along a path of their own, popular products are bought more often, orders add up
to the cent, parcels come late at times and reviews are worse where they do.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.domains.retail.models import Base as Base
    from populace.domains.retail.models import Category as Category
    from populace.domains.retail.models import Customer as Customer
    from populace.domains.retail.models import Order as Order
    from populace.domains.retail.models import OrderLine as OrderLine
    from populace.domains.retail.models import Payment as Payment
    from populace.domains.retail.models import Product as Product
    from populace.domains.retail.models import Review as Review
    from populace.domains.retail.models import Shipment as Shipment
    from populace.domains.retail.models import WebEvent as WebEvent
    from populace.domains.retail.provider import Provider as Provider
    from populace.domains.retail.provider import RetailProvider as RetailProvider

_MODELS = (
    "Base", "Category", "Customer", "Order", "OrderLine", "Payment", "Product", "Review", "Shipment", "WebEvent",
)  # fmt: skip
_HOMES = dict.fromkeys(_MODELS, "models") | dict.fromkeys(("Provider", "RetailProvider"), "provider")
__all__ = list(_HOMES)
__getattr__ = exports("populace.domains.retail", _HOMES)
