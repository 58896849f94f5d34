"""factory_boy factories of the shop; object n is row n of its table."""

from __future__ import annotations

from populace.domains.retail import models
from populace.factories import ModelFactory


class CategoryFactory(ModelFactory[models.Category]):
    """Categories; those below others come with the ones above."""


class ProductFactory(ModelFactory[models.Product]):
    """Articles, each in a category."""


class CustomerFactory(ModelFactory[models.Customer]):
    """Customers; ``orders=3`` gives them orders."""


class OrderFactory(ModelFactory[models.Order]):
    """Orders, each with its customer; ``lines=2`` gives them lines."""


class OrderLineFactory(ModelFactory[models.OrderLine]):
    """Lines, each with its order and its product."""


class PaymentFactory(ModelFactory[models.Payment]):
    """Charges and refunds of an order."""


class ShipmentFactory(ModelFactory[models.Shipment]):
    """Parcels of an order."""


class ReviewFactory(ModelFactory[models.Review]):
    """Reviews of a line by its buyer."""


class WebEventFactory(ModelFactory[models.WebEvent]):
    """What visitors do in the shop."""
