"""What visitors do in the shop: searches, product views, carts, checkouts and purchases.

Every order of the last weeks that was placed in the shop has a block of events: many visits
of people who bought nothing, then the visit that ended with the order. So the funnel from
views over carts to orders has its shape by construction. Only the purchase carries the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from populace.domains.people.values import among
from populace.domains.retail.baskets import chosen, lines_of_an_order
from populace.domains.retail.distributions import negative_binomial
from populace.domains.retail.orders import elsewhere
from populace.domains.retail.products import ALWAYS, Stock, popular
from populace.domains.retail.quantities import (
    DAY,
    HOUR,
    SECOND,
    Mask,
    Numbers,
    flags,
    moments,
    numbers,
    present,
    setting,
)
from populace.generators.codes import Hex
from populace.generators.internet import Ipv4
from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Rows

KINDS = ("view", "search", "add_to_cart", "checkout", "purchase")
VIEW, SEARCH, CART, CHECKOUT, PURCHASE = range(5)
DEVICES = ("phone", "desktop", "tablet")
REFERRERS = ("search", "direct", "email", "social", "affiliate")
PACE = 45
"""Seconds from one event of a visit to the next."""
BEFORE = 14
"""Visits without a purchase are at most so many days before the order of their block."""


def _drawn(orders: Rows, number: Numbers | int) -> Rows:
    """Rows to draw from for a visit of an order's block."""
    return orders.stepped(number).named("web_events", "·visit")


def _browsing(orders: Rows) -> Numbers:
    """How many visits of a block end without a purchase."""
    least, most = setting("visits")
    return numbers(least + orders.named("web_events", "·visits").below(most - least + 1))


@dataclass(frozen=True)
class Visits:
    """What happens in some visits; all of these happen one after the other, first the search."""

    search: Numbers
    views: Numbers
    carts: Numbers
    checkout: Numbers
    purchase: Numbers

    @classmethod
    def of(cls, orders: Rows, number: Numbers, browsing: Numbers) -> Visits:
        """Visit *number* of each order's block; the one after those without a purchase is the purchase."""
        visit = _drawn(orders, number)
        buys = number >= browsing
        lines = np.where(buys, lines_of_an_order(orders), 0)
        extra = visit.choice(negative_binomial(setting("views_shape"), setting("views_mean")), "views")
        left = ~buys & (visit.uniform("left") < setting("abandoned"))
        return cls(
            search=(visit.uniform("search") < setting("searches")).astype(np.int64),
            views=lines + extra.astype(np.int64) + ~buys,
            carts=lines + left,
            checkout=(buys | (left & (visit.uniform("checkout") < 0.4))).astype(np.int64),
            purchase=buys.astype(np.int64),
        )

    @property
    def length(self) -> Numbers:
        """How many events a visit has."""
        length: Numbers = self.search + self.views + self.carts + self.checkout + self.purchase
        return length

    def step(self, place: Numbers) -> tuple[Numbers, Numbers]:
        """What happens at *place* of each visit, and how many events of that kind were before."""
        kind, number = np.full(len(place), PURCHASE), place.copy()
        settled = np.zeros(len(place), dtype=bool)
        for name, many in ((SEARCH, self.search), (VIEW, self.views), (CART, self.carts), (CHECKOUT, self.checkout)):
            here = ~settled & (number < many)
            kind[here] = name
            settled |= here
            number = np.where(settled, number, number - many)
        return kind, number


def logged(orders: Rows) -> Mask:
    """Orders that were placed in the shop so lately that its log still knows; beyond the table, of any age."""
    since = present(orders) - setting("log_days") * DAY
    fresh = (moments(orders["placed"]) >= since) | orders.open
    perhaps = np.flatnonzero(fresh)
    fresh[perhaps] = ~elsewhere(orders.some(perhaps))
    return flags(fresh)


def events_of_an_order(orders: Rows) -> Numbers:
    """How many events are in the order's block."""
    counts = np.zeros(len(orders), dtype=np.int64)
    kept = np.flatnonzero(logged(orders))
    _, lengths, starts = _block(orders.some(kept))
    counts[kept] = np.add.reduceat(lengths, starts) if len(kept) else 0
    return counts


def _block(orders: Rows) -> tuple[Numbers, Numbers, Numbers]:
    """For every visit of some orders: the order's place and the visit's length; and where each order begins."""
    browsing = _browsing(orders)
    owner = np.repeat(np.arange(len(orders)), browsing + 1)
    starts = np.cumsum(browsing + 1) - browsing - 1
    number = np.arange(len(owner)) - starts[owner]
    return owner, Visits.of(orders.some(owner), number, browsing[owner]).length, starts


def visit(rows: Rows) -> dict[str, Array]:
    """The visit of each event, the event's place in it, what happens, and how often that happened in it before."""
    orders, event = rows.parent("order_id"), numbers(rows["→order_id#"])
    new = np.ones(len(rows), dtype=bool)
    new[1:] = np.diff(orders.index) != 0
    first, run = np.flatnonzero(new), np.cumsum(new) - 1
    _, lengths, starts = _block(orders.some(first))
    before = np.concatenate([[0], np.cumsum(lengths)])
    ends = np.concatenate([starts[1:], [len(lengths)]])
    whole = before[ends] - before[starts]
    at = before[starts[run]] + event % np.maximum(whole[run], 1)
    found = np.searchsorted(before, at, side="right") - 1
    number = found - starts[run]
    visits = Visits.of(orders, number, _browsing(orders))
    kind, count = visits.step(at - before[found])
    return {"·visit": number, "·event": at - before[found], "·drawn": kind, "·count": count, "·left": visits.length}


def _along(name: str) -> Callable[[Rows], Array]:
    def column(rows: Rows) -> Array:
        rows["·visit"]
        return rows.made[name]

    return column


def buys(rows: Rows) -> Mask:
    """Whether the visit of the event ends with a purchase."""
    last = numbers(rows["·visit"]) >= _browsing(rows.parent("order_id"))
    return flags(last | (numbers(rows["·kind"]) == PURCHASE))


def _visitor(rows: Rows, column: str = "·visit") -> Rows:
    """Rows to draw what is the same for all events of a visit from."""
    return _drawn(rows.parent("order_id"), numbers(rows["·visit"])).named("web_events", column)


def kind_number(rows: Rows) -> Numbers:
    """The number of what the visitor does."""
    if "kind" not in rows.known:
        return np.asarray(_along("·drawn")(rows))
    return np.array([KINDS.index(name) for name in spelled(rows["kind"]).to_pylist()], dtype=np.int64)


def kind(rows: Rows) -> Array:
    """What the visitor does."""
    return pick(KINDS, numbers(rows["·kind"]))


def session_id(rows: Rows) -> Array:
    """The session of the visit; that of the order where the visit ends with it."""
    others = Hex(16)(_visitor(rows, "session_id"))
    return pc.if_else(flags(rows["·buys"]), spelled(rows.parent("order_id")["session_id"]), spelled(others))


def begun(rows: Rows) -> Numbers:
    """When the visit began: just before the order, or some days before it."""
    placed = moments(rows.parent("order_id")["placed"])
    back = (_visitor(rows).uniform("back") * (BEFORE * DAY - HOUR)).astype(np.int64) // SECOND * SECOND + HOUR
    return placed - back


def happened(rows: Rows) -> Array:
    """When the event happened: a purchase when the order was placed, all else of its visit before that."""
    event, length = numbers(rows["·event"]), numbers(rows["·left"])
    placed = moments(rows.parent("order_id")["placed"])
    last = np.where(rows["·buys"], placed, numbers(rows["·begun"]) + (length - 1) * PACE * SECOND)
    ahead = (length - 1 - event) * PACE - np.where(event < length - 1, rows.below(PACE - 10), 0)
    return (last - ahead * SECOND).view("datetime64[us]")


def signed_in(rows: Rows) -> Mask:
    """Whether the shop knows who the visitor is: nobody before they have joined."""
    known = _visitor(rows).uniform("known") >= setting("anonymous")
    joined = moments(rows.parent("order_id").parent("customer_id")["joined"])
    return flags(flags(rows["·buys"]) | (known & (numbers(rows["·begun"]) >= joined)))


def customer(rows: Rows) -> Numbers:
    """The customer of the order, in visits where the shop knows it."""
    return np.where(rows["·signed_in"], rows.parent("order_id").parent("customer_id").index.astype(np.int64), -1)


def product(rows: Rows) -> Numbers:
    """The product that is looked at or put into the cart; those of the order in the visit that ends with it."""
    of_product = np.isin(numbers(rows["·kind"]), (VIEW, CART))
    drawn = _looked_at(rows)
    mine = np.flatnonzero(of_product & flags(rows["·buys"]))
    orders = rows.parent("order_id").some(mine)
    lines = lines_of_an_order(orders)
    number = numbers(rows["·count"])[mine]
    products, starts = chosen(orders, lines - 1)
    drawn[mine] = np.where(number < lines, products[starts + np.minimum(number, lines - 1)], drawn[mine])
    return np.where(of_product, drawn, -1)


def _looked_at(rows: Rows) -> Numbers:
    """A product that is looked at, as popular as it is bought; what is put into a cart is what was looked at last."""
    stock = Stock(rows, len(rows))
    cart = numbers(rows["·kind"]) == CART
    visit = _visitor(rows)
    views = Visits.of(rows.parent("order_id"), numbers(rows["·visit"]), _browsing(rows.parent("order_id"))).views
    turn = np.where(cart, views - 1, numbers(rows["·count"]))
    product = popular(visit.stepped(turn).named("web_events", "·product"), stock.size, "product")
    shelf, on = stock.shelf(product)
    return np.where(shelf.sold(on, numbers(rows["·begun"])), product, product // ALWAYS * ALWAYS)


def no_purchase(rows: Rows) -> Mask:
    """Events that are no purchase."""
    return ~among(rows["kind"], ("purchase",))


def device(rows: Rows) -> Array:
    """What the visitor uses: phones for the app."""
    app = among(rows.parent("order_id")["channel"], ("app",)) & flags(rows["·buys"])
    return pick(DEVICES, np.where(app, 0, _visitor(rows).choice((0.56, 0.37, 0.07), "device")))


def referrer(rows: Rows) -> Array:
    """Where the visitor came from."""
    return pick(REFERRERS, _visitor(rows).choice((0.42, 0.27, 0.12, 0.13, 0.06), "referrer"))


def ip(rows: Rows) -> Array:
    """The visitor's address, out of networks that are kept for documentation (RFC 5737)."""
    return Ipv4()(_visitor(rows, "ip"))


HIDDEN: Mapping[str, Callable[..., Array | Mapping[str, Array]]] = {
    "·visit": visit,
    "·event": _along("·event"),
    "·drawn": _along("·drawn"),
    "·kind": kind_number,
    "·count": _along("·count"),
    "·left": _along("·left"),
    "·buys": buys,
    "·begun": begun,
    "·signed_in": signed_in,
}
"""The hidden columns of web events."""
