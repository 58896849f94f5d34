"""Products: codes, prices, when they were sold. Money is counted in cents between the functions of this world.

A fourth of the products has always been sold and always will be, so that every order, however
old, has something to sell. `Shelf` answers what an order asks about products: were they sold
at that moment, and at which price.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from populace.domains.retail.catalogue import node, tree
from populace.domains.retail.distributions import zipf
from populace.domains.retail.quantities import NEVER, Mask, Numbers, cents, flags, moments, reals, setting
from populace.generators.codes import Checked, Code
from populace.generators.numbers import lognormal
from populace.generators.vocabulary import joined, mapped
from populace.permute import permute
from populace.rows import Array, Rows

ALWAYS = 4
"""Every so manieth product is always sold."""

ENDINGS = np.array([99, 95, 49, 0])

gtin13 = Checked(before="2", width=13, check="ean", unique=True)
_number = Code("######", unique=True)


def _letters(name: str) -> str:
    return "".join(c for c in name.upper() if "A" <= c <= "Z")[:3]


def sku(rows: Rows) -> Array:
    """The shop's own code: three letters of the category and six digits."""
    return joined(mapped(rows.parent("category_id")["name"], _letters), "-", _number(rows))


def list_price(rows: Rows) -> Array:
    """What the product costs now; log-normal about the category's typical price, mostly ending in .99."""
    own = node(rows.parent("category_id"))
    spread = lognormal(1.0, setting("price_spread"), 0.0, 100.0)(rows.bits())
    whole = np.floor(tree().facts("price")[own] * spread).astype(np.int64)
    ending = ENDINGS[rows.choice(setting("price_endings"), "ending")]
    return np.maximum(whole * 100 + ending, 99) / 100.0


def cost(rows: Rows, list_price: Array) -> Array:
    """What the shop pays: the list price less the category's margin, give or take a tenth."""
    margin = tree().facts("margin")[node(rows.parent("category_id"))] * (0.9 + 0.2 * rows.uniform())
    return np.rint(cents(list_price) * (1 - margin)) / 100.0


def weight_g(rows: Rows) -> Array:
    """Weight in grams with packaging, about what is typical of the category."""
    typical = tree().facts("weight")[node(rows.parent("category_id"))]
    return np.maximum(np.rint(typical * lognormal(1.0, 0.35, 0.2, 5.0)(rows.bits())), 10).astype(np.int64)


def launched(rows: Rows) -> Array:
    """The first day of sale."""
    history = setting("history_days")
    days = np.where(_always(rows), history + 30 + rows.below(1500), rows.below(history + 600, "new"))
    return rows.now.astype("datetime64[D]") - days.astype("timedelta64[D]")


def retired(rows: Rows, launched: Array) -> Array:
    """The last day of sale, for those whose day has come."""
    first = np.asarray(launched).astype("datetime64[D]")
    sold = np.maximum((rows.now.astype("datetime64[D]") - first).astype(np.int64), 0)
    return first + (sold * (0.3 + 0.7 * rows.uniform())).astype(np.int64).astype("timedelta64[D]")


def not_retired(rows: Rows) -> Mask:
    """Products that are still sold."""
    return flags(_always(rows) | (rows.of("retired").uniform("any") >= setting("retired")))


def _always(rows: Rows) -> Mask:
    return flags(rows.index.astype(np.int64) % ALWAYS == 0)


def repriced(rows: Rows, repriced_at: Array) -> Array:
    """Whether the price was changed within two years."""
    given = moments(repriced_at) != NEVER
    return given if "repriced_at" in rows.known else rows.uniform() < setting("repriced")


def repriced_at(rows: Rows) -> Array:
    """Since when the list price is what it is, for prices that were changed; at midnight."""
    return (rows.now.astype("datetime64[D]") - (rows.below(730) + 1).astype("timedelta64[D]")).astype("datetime64[us]")


def previous_price(rows: Rows, list_price: Array) -> Array:
    """The price before: up to a fifth less or, for one in four, more."""
    now = cents(list_price)
    share = np.array([85, 90, 95, 97, 97, 95, 105, 110])[rows.below(8)]
    return np.maximum(now // 100 * share // 100 * 100 + now % 100, 49) / 100.0


def as_before(rows: Rows) -> Mask:
    """Products whose price was not changed."""
    return ~flags(rows["·repriced"])


@dataclass(frozen=True)
class Shelf:
    """Products as orders see them: the first and the last moment of sale, and prices in cents."""

    launched: Numbers
    retired: Numbers
    price: Numbers
    before: Numbers
    since: Numbers
    returns: NDArray[np.float64]

    @classmethod
    def of(cls, products: Rows) -> Shelf:
        """What is to be known of these products."""
        gone = moments(products["retired"])
        if "retired" not in products.known:
            gone = np.where(not_retired(products), NEVER, gone)
        since = np.where(as_before(products), 0, moments(products["repriced_at"]))
        return cls(
            launched=moments(products["launched"]),
            retired=gone,
            price=cents(products["list_price"]),
            before=cents(products["previous_price"]),
            since=since,
            returns=reals(products.parent("category_id")["return_rate"]),
        )

    def sold(self, places: Numbers, at: Numbers) -> Mask:
        """Whether the products at *places* were sold at these moments."""
        return (self.launched[places] <= at) & (at < self.retired[places])

    def prices(self, places: Numbers, at: Numbers) -> Numbers:
        """The list prices that were valid at these moments."""
        return np.where(at < self.since[places], self.before[places], self.price[places])


def ranked(rows: Rows, rank: Numbers, size: int) -> Numbers:
    """The products of so many ranks in sales; low row numbers are no more popular than others."""
    return permute(rank.astype(np.uint64), size, (rows.seed, "products", "·rank"))


def popular(rows: Rows, size: int, draw: str) -> Numbers:
    """Products as often as they are bought."""
    return ranked(rows, zipf(size, setting("product_exponent"))(rows.bits(draw)).astype(np.int64), size)


class Stock:
    """The products that an order may choose from: all of them at once if *many* are asked for, else those asked for."""

    def __init__(self, rows: Rows, many: int) -> None:
        assert rows.source is not None
        self.rows, self.size = rows, rows.source.size("products")
        self.whole = Shelf.of(self._products(np.arange(self.size))) if many > self.size else None

    def _products(self, index: Numbers) -> Rows:
        return Rows(index.astype(np.uint64), "products", seed=self.rows.seed, source=self.rows.source)

    def shelf(self, index: Numbers) -> tuple[Shelf, Numbers]:
        """A shelf with the products *index* on it, and where on it they are."""
        if self.whole is not None:
            return self.whole, index
        return Shelf.of(self._products(index)), np.arange(len(index))
