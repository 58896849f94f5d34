"""Orders: how far they have come, and what they cost.

An order is paid, shipped and delivered at moments that are drawn; its status says which of
these have come by now. Where the status is given, the moments fit it: what has not come by
itself is drawn together between the step before and now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from populace.domains.people.values import among
from populace.domains.retail.baskets import basket, last_return, sent_back
from populace.domains.retail.distributions import exponential
from populace.domains.retail.quantities import (
    SECOND,
    Mask,
    Numbers,
    cents,
    flags,
    moments,
    numbers,
    present,
    setting,
    share_of,
)
from populace.generators.codes import Code, Hex
from populace.generators.numbers import lognormal
from populace.generators.places import around
from populace.generators.vocabulary import joined, mapped, pick, spelled
from populace.rows import Array, Rows

STATUSES = ("pending", "paid", "shipped", "delivered", "cancelled")
SHIPPED = ("shipped", "delivered")
CHANNELS = ("web", "app", "marketplace")
METHODS = ("card", "wallet", "bank_transfer", "invoice")
COUPONS = {"WELCOME10": 10, "SPRING10": 10, "SUMMER15": 15, "AUTUMN10": 10, "WINTER20": 20, "THANKYOU5": 5}
"""Percent off the order; the first is for first orders."""
SEASONS = (3, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3)
"""Spring 0 to winter 3, by month."""
CENTLESS = ("JPY", "KRW", "VND", "IDR", "CLP", "IRR", "HUF")

session_id = Hex(16, unique=True)
_number = Code("##########", unique=True)


def order_no(rows: Rows) -> Array:
    """The number that the customer sees: R and ten digits."""
    return joined("R", _number(rows))


def channel(rows: Rows) -> Array:
    """Where the order was placed: on the customer's favourite channel as a rule."""
    shares = setting("channels")
    own = rows.parent("customer_id").named("customers", "·channel").choice(shares)
    return pick(CHANNELS, np.where(rows.uniform("loyal") < setting("channel_loyalty"), own, rows.choice(shares)))


def elsewhere(rows: Rows) -> Mask:
    """Orders that were not placed in the shop itself, and so in no session of it."""
    return among(rows["channel"], ("marketplace",))


def method(rows: Rows) -> Numbers:
    """The number of the payment method."""
    return rows.choice(setting("methods")).astype(np.int64)


def pays(rows: Rows, placed: Array) -> Numbers:
    """When the order is paid: at once, or after some hours where money is transferred."""
    wait = exponential()(rows.bits())
    transferred = numbers(rows["·method"]) == METHODS.index("bank_transfer")
    seconds = np.where(transferred, 4 * 3600 + wait * 80_000, 15 + wait * 40).astype(np.int64)
    return moments(placed) + seconds * SECOND


def ships(rows: Rows) -> Numbers:
    """When the parcel is handed to the carrier."""
    hours = lognormal(setting("handling_hours")[0], setting("handling_hours")[1], 1.0, 240.0)(rows.bits())
    return numbers(rows["·pays"]) + (hours * 3600).astype(np.int64) * SECOND


def arrives(rows: Rows) -> Numbers:
    """When the parcel arrives."""
    days = lognormal(setting("transit_days")[0], setting("transit_days")[1], 0.5, 60.0)(rows.bits())
    return numbers(rows["·ships"]) + (days * 86_400).astype(np.int64) * SECOND


def status(rows: Rows) -> Array:
    """How far the order has come by now."""
    now = present(rows)
    steps = sum((np.asarray(rows[name]) <= now).astype(np.int64) for name in ("·pays", "·ships", "·arrives"))
    return pick(STATUSES, np.where(rows.uniform() < setting("cancelled"), 4, steps))


def _by_now(rows: Rows, moment: Array, before: Array) -> Numbers:
    """The *moment*, or where that is yet to come, one between the step *before* and now."""
    now, earlier = present(rows), np.asarray(before)
    between = earlier + np.maximum(now - earlier, 0) // (2 * SECOND) * SECOND
    return np.where(np.asarray(moment) <= now, np.asarray(moment), between)


def paid(rows: Rows) -> Numbers:
    """When the order was paid, if it was."""
    return _by_now(rows, rows["·pays"], moments(rows["placed"]))


def shipped(rows: Rows) -> Numbers:
    """When it was shipped, if it was."""
    return _by_now(rows, rows["·ships"], rows["·paid"])


def delivered(rows: Rows) -> Numbers:
    """When it was delivered, if it was."""
    return _by_now(rows, rows["·arrives"], rows["·shipped"])


def charged(rows: Rows) -> Mask:
    """Whether the order was paid; some that are cancelled were not."""
    kept = rows.uniform() < setting("cancelled_paid")
    return flags(among(rows["status"], ("paid", *SHIPPED)) | (among(rows["status"], ("cancelled",)) & kept))


def coupon_number(rows: Rows) -> Numbers:
    """The number of the coupon; -1 for none."""
    if "coupon" in rows.known:
        return np.array([_coupon(code) for code in spelled(rows["coupon"]).to_pylist()], dtype=np.int64)
    first = numbers(rows["→customer_id#"]) == 0
    share = np.where(first, setting("welcome_share"), setting("coupon_share"))
    season = moments(rows["placed"]).view("datetime64[us]").astype("datetime64[M]").astype(np.int64) % 12
    code = np.where(first, 0, np.where(rows.uniform("thanks") < 0.3, 5, 1 + np.array(SEASONS)[season]))
    return np.where(rows.uniform() < share, code, -1)


def _coupon(code: str | None) -> int:
    return -1 if code is None else list(COUPONS).index(code) if code in COUPONS else 1


def coupon(rows: Rows) -> Array:
    """The code of the coupon: that for newcomers with a first order, that of a season with others."""
    return pick(tuple(COUPONS), np.maximum(numbers(rows["·coupon"]), 0))


def no_coupon(rows: Rows) -> Mask:
    """Orders without a coupon."""
    return numbers(rows["·coupon"]) < 0


def subtotal(rows: Rows) -> Array:
    """The sum of the order's lines."""
    return numbers(rows["·basket"]) / 100.0


def discount(rows: Rows, subtotal: Array) -> Array:
    """What the coupon takes off."""
    percent = np.array([*COUPONS.values(), 0])[numbers(rows["·coupon"])]
    return share_of(cents(subtotal), percent, 100) / 100.0


def shipping(rows: Rows, subtotal: Array, discount: Array) -> Array:
    """Free from a sum on, else a flat fee."""
    worth = cents(subtotal) - cents(discount)
    return np.where(worth >= setting("free_shipping"), 0, setting("shipping_fee")) / 100.0


def tax(rows: Rows, subtotal: Array, discount: Array, shipping: Array) -> Array:
    """Tax on goods and shipping, at the rate of the customer's country."""
    return share_of(cents(subtotal) - cents(discount) + cents(shipping), _rates(rows), 10_000) / 100.0


def _rates(rows: Rows) -> Numbers:
    """Basis points."""
    named = spelled(rows.parent("customer_id")["country_code"]).dictionary_encode()
    known: Mapping[str, int] = setting("tax_rates")
    rates = [known.get(code, setting("tax_elsewhere")) for code in named.dictionary.to_pylist()]
    return numbers(np.array(rates, dtype=np.int64)[np.asarray(named.indices)])


def total(rows: Rows, subtotal: Array, discount: Array, shipping: Array, tax: Array) -> Array:
    """What the customer pays."""
    return (cents(subtotal) - cents(discount) + cents(shipping) + cents(tax)) / 100.0


def refunded(rows: Rows, total: Array) -> Array:
    """What goes back to the customer: all of a cancelled order that was paid, the goods' share of what was returned."""
    goods = np.maximum(cents(total) - cents(rows["shipping"]), 0)
    back = share_of(goods, numbers(rows["·sent_back"]), cents(rows["subtotal"]))
    back = np.minimum(back, goods)
    cancelled = among(rows["status"], ("cancelled",))
    return np.where(cancelled, np.where(rows["·charged"], cents(total), 0), back) / 100.0


def currency(rows: Rows) -> Array:
    """The currency of the customer's country (ISO 4217); US dollars where that has no cents."""
    place = numbers(rows.parent("customer_id")["·locality"])
    return mapped(around(rows.locale, place).field("currency", place), _with_cents)


def _with_cents(code: str) -> str:
    return "USD" if code in CENTLESS else code


HIDDEN: Mapping[str, Callable[..., Array | Mapping[str, Array]]] = {
    "·method": method,
    "·pays": pays,
    "·ships": ships,
    "·arrives": arrives,
    "·paid": paid,
    "·shipped": shipped,
    "·delivered": delivered,
    "·charged": charged,
    "·coupon": coupon_number,
    "·basket": basket,
    "·sent_back": sent_back,
    "·last_return": last_return,
}
"""The hidden columns of orders."""
