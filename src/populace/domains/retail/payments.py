"""Payments of an order: perhaps a charge that is declined, the charge, perhaps a refund, in this order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from populace.domains.people.values import among
from populace.domains.retail.baskets import may_come_back
from populace.domains.retail.distributions import exponential
from populace.domains.retail.orders import METHODS
from populace.domains.retail.quantities import MINUTE, SECOND, Numbers, cents, flags, moments, numbers, present, setting
from populace.generators.vocabulary import pick
from populace.rows import Array, Rows

KINDS = ("charge", "refund")
STATUSES = ("succeeded", "failed", "pending")
DECLINED, CHARGE, REFUND, AGAIN = range(4)


def _declined(orders: Rows) -> Numbers:
    """1 for orders whose first charge fails."""
    return numbers((orders.named("payments", "·declined").uniform() < setting("declined")).astype(np.int64))


def payments_of_an_order(orders: Rows) -> Numbers:
    """How often money moved, or should have."""
    cancelled = among(orders["status"], ("cancelled",))
    refund = (cancelled & flags(orders["·charged"])).astype(np.int64)
    perhaps = np.flatnonzero(among(orders["status"], ("delivered",)) & may_come_back(orders))
    refund[perhaps] = numbers(orders.some(perhaps)["·sent_back"]) > 0
    return 1 + _declined(orders) + refund


def step(rows: Rows) -> Numbers:
    """What a payment is to its order; those beyond the ones that the order has are declined again."""
    orders, number = rows.parent("order_id"), numbers(rows["→order_id#"])
    known = number + 1 - _declined(orders)
    refund = (known == REFUND) & (cents(orders["refunded"]) > 0)
    return np.where(refund, REFUND, np.where(known >= REFUND, AGAIN, known))


def kind(rows: Rows) -> Array:
    """Whether money comes in or goes back."""
    return pick(KINDS, numbers(rows["·step"]) == REFUND)


def method(rows: Rows) -> Array:
    """How the customer pays; refunds go the same way."""
    return pick(METHODS, numbers(rows.parent("order_id")["·method"]))


def amount(rows: Rows, kind: Array) -> Array:
    """The whole order, or what is refunded of it."""
    orders = rows.parent("order_id")
    return np.where(among(kind, ("refund",)), cents(orders["refunded"]), cents(orders["total"])) / 100.0


def status(rows: Rows) -> Array:
    """Charges of orders that are not paid yet are pending, those of orders that never were have failed."""
    orders, step = rows.parent("order_id"), numbers(rows["·step"])
    failed = (step == DECLINED) | (step == AGAIN)
    pending = (step == CHARGE) & among(orders["status"], ("pending",))
    unpaid = (step == CHARGE) & ~pending & ~flags(orders["·charged"])
    return pick(STATUSES, np.where(failed | unpaid, 1, np.where(pending, 2, 0)))


def paid_at(rows: Rows) -> Array:
    """When it happened: the charge when the order was paid, the refund after the last return or the cancellation."""
    orders, step, now = rows.parent("order_id"), numbers(rows["·step"]), present(rows)
    placed, paid = moments(orders["placed"]), numbers(orders["·paid"])
    wait = exponential()(rows.bits())
    early = placed + np.minimum((wait * 5).astype(np.int64) * SECOND, np.maximum(paid - placed, 0))
    pending = among(orders["status"], ("pending",))
    after = np.maximum(np.where(step == REFUND, np.asarray(_last_return(orders, step)), 0), paid)
    later = after + (60 + wait * 1440).astype(np.int64) * MINUTE
    later = np.where(later <= now, later, after + np.maximum(now - after, 0) // 2)
    first = np.where(step == CHARGE, np.where(pending, placed, paid), early)
    return np.where(step >= REFUND, later, first).view("datetime64[us]")


def _last_return(orders: Rows, step: Numbers) -> Numbers:
    """When the last return of the order came; looked up for refunds only."""
    last = np.zeros(len(orders), dtype=np.int64)
    refunds = np.flatnonzero(step == REFUND)
    last[refunds] = numbers(orders.some(refunds)["·last_return"])
    return last


def installments(rows: Rows) -> NDArray[np.int64]:
    """In how many parts the customer pays: one, but for larger sums by card or invoice."""
    orders = rows.parent("order_id")
    large = (cents(orders["total"]) >= 15_000) & (numbers(orders["·method"]) % 3 == 0)
    parts = np.array([1, 3, 6, 12])[orders.named("payments", "·parts").choice((0.55, 0.25, 0.12, 0.08))]
    return np.where(large, parts, 1)
