"""What is in an order: how many lines, which products, how many pieces at which price, what is sent back.

The lines of an order are drawn from the order's own row, so that its totals and its lines
agree whichever of them is asked for. No product is in an order twice, unless there are too few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from populace.arrays import take
from populace.domains.people.values import among
from populace.domains.retail.distributions import negative_binomial, zipf
from populace.domains.retail.products import ALWAYS, Shelf, Stock, ranked
from populace.domains.retail.quantities import (
    Mask,
    Numbers,
    cents,
    flags,
    moments,
    numbers,
    present,
    reals,
    setting,
    share_of,
)
from populace.generators.children import counted
from populace.generators.numbers import lognormal
from populace.rows import Array, Rows

TRIES = 6
"""How often another product is drawn where one was not sold yet or is in the order already."""


def lines_of_an_order(orders: Rows) -> Numbers:
    """How many lines an order has: one, and a negative binomial number of others."""
    weights = negative_binomial(setting("lines_shape"), setting("lines_mean"))
    return counted(orders, "order_lines", orders.named("order_lines", "·lines").choice(weights).astype(np.int64) + 1)


def draws(orders: Rows, number: Numbers | int) -> Rows:
    """Rows to draw from for line *number* of each order."""
    return orders.stepped(number).named("order_lines", "·line")


def quantity(line: Rows) -> Numbers:
    """Pieces of a line: one as a rule."""
    return line.choice(setting("quantities"), "quantity").astype(np.int64) + 1


def markdown(line: Rows) -> Numbers:
    """Percent off the list price; 0 for most lines."""
    percent = np.array(setting("markdowns"))[line.choice(len(setting("markdowns")), "percent")]
    return np.where(line.uniform("markdown") < setting("markdown_share"), percent, 0)


@dataclass(frozen=True)
class Returned:
    """What is sent back of a line: pieces, and when."""

    pieces: Numbers
    moment: Numbers

    @classmethod
    def of(cls, line: Rows, rate: NDArray[np.float64], order: Rows, pieces: Numbers) -> Returned:
        """A line of a delivered *order* is sent back as often as *rate* says, wholly as a rule."""
        wait = lognormal(setting("return_days")[0], setting("return_days")[1], 0.5, 30.0)(line.bits("return"))
        moment = numbers(order["·delivered"]) + (wait * 86_400).astype(np.int64) * 1_000_000
        come = (line.uniform("returned") < rate) & (moment <= present(line)) & among(order["status"], ("delivered",))
        part = np.where(line.uniform("whole") < setting("whole_return"), pieces, 1 + line.below(pieces, "part"))
        return cls(np.where(come, part, 0), moment)


def chosen(orders: Rows, last: Numbers) -> tuple[Numbers, Numbers]:
    """The products of the lines 0 to *last* of each order, one order after the other; and where each order begins."""
    starts = np.cumsum(last + 1) - last - 1
    total = int((last + 1).sum())
    ranks, products = np.full(total, -1, dtype=np.int64), np.full(total, -1, dtype=np.int64)
    stock, at = Stock(orders, total), moments(orders["placed"])
    for number in range(int(last.max(initial=-1)) + 1):
        open_ = np.flatnonzero(last >= number)
        for attempt in range(TRIES):
            line = draws(orders.some(open_), number)
            places = starts[open_] + number
            ranks[places], products[places] = _drawn(line, attempt, stock.size, ranks[starts[open_]])
            shelf, on = stock.shelf(products[places])
            open_ = open_[~shelf.sold(on, at[open_]) | _before(products, starts[open_], number)]
            if not len(open_):
                break
        for step in range(number + 1):
            places = starts[open_] + number
            products[places] = (products[places] // ALWAYS + min(step, 1)) % -(-stock.size // ALWAYS) * ALWAYS
            open_ = open_[_before(products, starts[open_], number)]
    return products, starts


def _before(products: Numbers, starts: Numbers, number: int) -> Mask:
    """Whether the product of line *number* is in an earlier line of the order, too."""
    found = np.zeros(len(starts), dtype=bool)
    for earlier in range(number):
        found |= products[starts + earlier] == products[starts + number]
    return found


def _drawn(line: Rows, attempt: int, size: int, first: Numbers) -> tuple[Numbers, Numbers]:
    """Rank and row of a product; at the first attempt perhaps the one that goes with the order's *first*."""
    known = zipf(size, setting("product_exponent"))
    rank = known(line.bits(f"product {attempt}")).astype(np.int64)
    if attempt == 0:
        partner = np.where((first >= 0) & (first < min(2 * setting("complement_pairs"), size - 1)), first ^ 1, -1)
        often = np.diff(known.bounds, prepend=0.0)[partner] * (setting("complement_lift") - 1)
        rank = np.where((partner >= 0) & (line.uniform("partner") < often), partner, rank)
    return rank, ranked(line, rank, size)


@dataclass(frozen=True)
class Basket:
    """All lines of some orders: whose they are, and amounts in cents."""

    owner: Numbers
    total: Numbers
    returned: Returned
    back: Numbers
    """What the returned pieces cost."""

    @classmethod
    def of(cls, orders: Rows) -> Basket:
        """Every line of each of these orders."""
        count = lines_of_an_order(orders)
        products, starts = chosen(orders, count - 1)
        owner = np.repeat(np.arange(len(orders)), count)
        order = orders.some(owner)
        order.made.update({name: np.asarray(orders[name])[owner] for name in ("placed", "·delivered")})
        order.made["status"] = take(orders["status"], owner)
        line = draws(order, np.arange(len(owner)) - starts[owner])
        shelf, on = Stock(orders, len(owner)).shelf(products)
        pieces = quantity(line)
        gross = pieces * shelf.prices(on, moments(order["placed"]))
        total = gross - share_of(gross, markdown(line), 100)
        returned = Returned.of(line, shelf.returns[on], order, pieces)
        return cls(owner, total, returned, share_of(total, returned.pieces, pieces))

    def sums(self, values: Numbers, orders: int) -> Numbers:
        """The sum of *values* of the lines of each order."""
        return np.bincount(self.owner, values, orders).astype(np.int64)


def basket(rows: Rows) -> dict[str, Array]:
    """Of each order, in cents: the sum of its lines, that of what was sent back, and when the last of it was."""
    made = Basket.of(rows)
    last = np.zeros(len(rows), dtype=np.int64)
    np.maximum.at(last, made.owner, np.where(made.returned.pieces > 0, made.returned.moment, 0))
    return {
        "·basket": made.sums(made.total, len(rows)),
        "·sent_back": made.sums(made.back, len(rows)),
        "·last_return": last,
    }


def sent_back(rows: Rows) -> Numbers:
    """The cents that the returned pieces cost."""
    return _along(rows, "·sent_back")


def last_return(rows: Rows) -> Numbers:
    """The moment of the last return."""
    return _along(rows, "·last_return")


def _along(rows: Rows, name: str) -> Numbers:
    rows["·basket"]
    return np.asarray(rows.made[name])


def may_come_back(orders: Rows) -> Mask:
    """Orders that could have returned lines, found without looking at products: their draws are low enough."""
    count = lines_of_an_order(orders)
    owner = np.repeat(np.arange(len(orders)), count)
    number = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    low = draws(orders.some(owner), number).uniform("returned") < HIGHEST
    return np.bincount(owner, low, len(orders)) > 0


HIGHEST = 0.25
"""No category has a higher share of returns."""


def product_of_a_line(rows: Rows) -> Numbers:
    """The row of the product."""
    orders, number = rows.parent("order_id"), numbers(rows["→order_id#"])
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (np.diff(orders.index) != 0) | (np.diff(moments(orders["placed"])) != 0)
    first, run = np.flatnonzero(new), np.cumsum(new) - 1
    products, starts = chosen(orders.some(first), np.maximum.reduceat(number, first) if len(first) else number)
    return numbers(products[starts[run] + number])


def line_no(rows: Rows) -> Numbers:
    """The lines of an order are numbered from 1."""
    return numbers(rows["→order_id#"]) + 1


def line_draws(rows: Rows) -> Rows:
    """Rows of order_lines as those that their order draws from."""
    return draws(rows.parent("order_id"), numbers(rows["→order_id#"]))


def line_quantity(rows: Rows) -> Numbers:
    """Pieces ordered: one as a rule."""
    return quantity(line_draws(rows))


def unit_price(rows: Rows) -> Array:
    """The list price that was valid when the order was placed."""
    placed = moments(rows.parent("order_id")["placed"])
    return Shelf.of(rows.parent("product_id")).prices(np.arange(len(rows)), placed) / 100.0


def line_discount(rows: Rows, qty: Array, unit_price: Array) -> Array:
    """What the line is reduced by: 10 to 30 % where it is."""
    return share_of(np.asarray(qty) * cents(unit_price), markdown(line_draws(rows)), 100) / 100.0


def line_total(rows: Rows, qty: Array, unit_price: Array, discount: Array) -> Array:
    """What the line costs: pieces times price less the discount."""
    return (np.asarray(qty) * cents(unit_price) - cents(discount)) / 100.0


def _returned(rows: Rows) -> Returned:
    rate = reals(rows.parent("product_id").parent("category_id")["return_rate"])
    return Returned.of(line_draws(rows), rate, rows.parent("order_id"), numbers(rows["qty"]))


def returned_qty(rows: Rows) -> Numbers:
    """Pieces that were sent back."""
    return _returned(rows).pieces


def returned_at(rows: Rows) -> Array:
    """When they were sent back: within a month of delivery."""
    moment = _returned(rows).moment
    arrived = numbers(rows.parent("order_id")["·delivered"])
    now = present(rows)
    return np.where(moment <= now, moment, arrived + np.maximum(now - arrived, 0) // 2).view("datetime64[us]")


def nothing_returned(rows: Rows) -> Mask:
    """Lines of which nothing was sent back."""
    return flags(numbers(rows["returned_qty"]) == 0)
