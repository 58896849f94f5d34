"""Shipments: one for each order that left the warehouse. Carriers are made up."""

from __future__ import annotations

import numpy as np

from populace.domains.people.values import among
from populace.domains.retail.baskets import lines_of_an_order
from populace.domains.retail.distributions import poisson
from populace.domains.retail.orders import SHIPPED
from populace.domains.retail.quantities import DAY, Mask, Numbers, moments, numbers, setting
from populace.generators.codes import Checked
from populace.generators.vocabulary import joined, mapped, pick
from populace.rows import Array, Rows

CARRIERS = ("Swiftparcel", "Northpost", "Courivo", "Parcelwise")
_SHARES = (0.4, 0.3, 0.2, 0.1)
_number = Checked(before="", width=12, check="luhn", unique=True)


def shipments_of_an_order(orders: Rows) -> Numbers:
    """One if the order was shipped."""
    return among(orders["status"], SHIPPED).astype(np.int64)


def carrier(rows: Rows) -> Array:
    """Who delivers."""
    return pick(CARRIERS, rows.choice(_SHARES))


def _letters(name: str) -> str:
    return name[:2].upper()


def tracking(rows: Rows, carrier: Array) -> Array:
    """Two letters of the carrier and twelve digits, the last of which is a check digit (Luhn)."""
    return joined(mapped(carrier, _letters), _number(rows))


def shipped(rows: Rows) -> Array:
    """When the carrier took the parcel."""
    return numbers(rows.parent("order_id")["·shipped"]).view("datetime64[us]")


def promised(rows: Rows) -> Array:
    """The day by which the shop promised to deliver, when the order was placed."""
    return _promised(rows.parent("order_id")).view("datetime64[D]")


def _promised(orders: Rows) -> Numbers:
    """Days since 1970."""
    least, more = setting("promise_days")
    days = least + orders.named("shipments", "·promised").choice(poisson(more)).astype(np.int64)
    return numbers(moments(orders["placed"]) // DAY + days)


def delivered(rows: Rows) -> Array:
    """When the customer got it."""
    return numbers(rows.parent("order_id")["·delivered"]).view("datetime64[us]")


def under_way(rows: Rows) -> Mask:
    """Parcels that have not arrived yet."""
    return ~among(rows.parent("order_id")["status"], ("delivered",))


def late(orders: Rows) -> Mask:
    """Whether orders arrive after the promised day."""
    late: Mask = numbers(orders["·delivered"]) >= (_promised(orders) + 1) * DAY
    return late


def cost(rows: Rows) -> Array:
    """What the carrier charges: more for the dearer ones, and for orders of more lines."""
    dearer = np.select([among(rows["carrier"], (name,)) for name in CARRIERS], [420, 390, 460, 510], 450)
    return (dearer + 35 * (lines_of_an_order(rows.parent("order_id")) - 1)) / 100.0
