"""Merchants: forty in a round, as many of each category as its parameter says; every other round sells from afar.

So a payment finds a merchant of its category, near or afar, by arithmetic; the first rounds have
the most customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from populace.domains.finance.movements import categories
from populace.generators.curves import Curve
from populace.generators.paths import Int64s, coded
from populace.generators.people import LastName
from populace.generators.vocabulary import joined, pick
from populace.rows import Array, Rows

ROUND = 40
RISKS = ("low", "medium", "high")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "5411": ("Market", "Grocers", "Foods", "Pantry"),
    "5812": ("Kitchen", "Bistro", "Grill", "Table"),
    "5814": ("Burgers", "Noodle Bar", "Bagels", "Coffee"),
    "5541": ("Fuels", "Service Station", "Filling Station", "Motor Stop"),
    "5311": ("Department Store", "& Daughters", "Arcade", "Emporium"),
    "5732": ("Electronics", "Audio", "Computers", "Circuits"),
    "5999": ("Gifts", "Hobby Shop", "Outfitters", "Bazaar"),
    "5912": ("Pharmacy", "Chemists", "Apothecary", "Drugstore"),
    "4121": ("Cabs", "Rides", "Taxi", "Car Service"),
    "4814": ("Telecom", "Mobile", "Wireless", "Broadband"),
    "5968": ("Streaming", "Box Club", "Reads", "Audio Club"),
    "4511": ("Airways", "Air", "Airlines", "Wings"),
    "7011": ("Hotel", "Inn", "Lodge", "Guest House"),
    "5944": ("Jewellers", "Watches", "Gold & Silver", "Gems"),
    "8011": ("Medical Practice", "Family Doctors", "Clinic", "Surgery"),
    "5651": ("Clothing", "Fashion", "Tailors", "Wear"),
}


def merchants(sizes: Mapping[str, int]) -> int:
    """One for every two customers, but at least two rounds."""
    return max(2 * ROUND, sizes.get("customers", 1000) // 2 // ROUND * ROUND)


@lru_cache(maxsize=1)
def _slots() -> Int64s:
    """The category of each place in a round."""
    known = [number for number, each in enumerate(categories()) for _ in range(each.merchants)]
    slots = np.empty(ROUND, dtype=np.int64)
    slots[np.arange(ROUND) * 17 % ROUND] = known
    return slots


@lru_cache(maxsize=32)
def _rounds(count: int) -> Curve:
    """The round of a merchant by a random number: each later one is proportionally less likely, as Zipf found."""
    share = np.linspace(0, 1, 257)
    return Curve(share, (count + 1.0) ** share - 1)


def found(steps: Rows, category: Int64s, count: int) -> Int64s:
    """The row of a merchant of the category, out of *count*, near or afar as often as the category is paid."""
    afar = np.array([each.afar for each in categories()])[category]
    away = (steps.uniform("afar") < afar).astype(np.int64)
    pairs = max(count // (2 * ROUND), 1)
    turn = np.minimum(_rounds(pairs)(steps.uniform("merchant")).astype(np.int64), pairs - 1)
    places = [np.flatnonzero(_slots() == number) for number in range(len(categories()))]
    many = np.array([len(place) for place in places])[category]
    which = steps.below(many, "slot")
    table = np.zeros((len(places), max(map(len, places))), dtype=np.int64)
    for number, place in enumerate(places):
        table[number, : len(place)] = place
    row: Int64s = (2 * turn + away) * ROUND + table[category, which]
    return row % max(count, 1)


def _category(rows: Rows) -> Int64s:
    return _slots()[(rows.index % np.uint64(ROUND)).astype(np.int64)]


def mcc(rows: Rows) -> Array:
    """Merchant category code (ISO 18245)."""
    return pick(tuple(each.mcc for each in categories()), _category(rows))


def online(rows: Rows) -> Array:
    """Whether the merchant sells from afar: every other forty."""
    return rows.index // np.uint64(ROUND) % np.uint64(2) == 1


def merchant_name(rows: Rows, mcc: Array) -> Array:
    """A family name and what the shop is."""
    codes, endings = tuple(_NAMES), tuple(f" {word}" for words in _NAMES.values() for word in words)

    number = np.maximum(coded(mcc, codes), 0) * 4 + rows.below(4, "ending")
    return joined(LastName()(rows), pick(endings, number))


def risk(rows: Rows, online: Array) -> Array:
    """How risky payments there are: those from afar more often."""
    near, afar = rows.choice((0.9, 0.09, 0.01)), rows.choice((0.6, 0.33, 0.07))
    return pick(RISKS, np.where(np.asarray(online), afar, near))


def is_online(merchants: Rows) -> Int64s:
    """1 for merchants that sell from afar."""
    given = merchants["online"]
    return np.asarray(given.to_numpy(zero_copy_only=False) if isinstance(given, pa.Array) else given).astype(np.int64)
