"""What the columns of this world share: its parameters, days as numbers, and identifiers that nobody has."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from populace.domains.people import addresses
from populace.generators.codes import concatenated, figures, luhn, text
from populace.generators.curves import Curve
from populace.generators.paths import Int64s
from populace.generators.people import Account
from populace.generators.vocabulary import pick
from populace.parameters import number, numbers, parameters
from populace.rows import Array, Rows

YEAR = 365.25

email = Account(first="given", last="family", mail=True, length=120, unique=True)


settings = partial(parameters, "populace.domains.healthcare")
setting = partial(number, "populace.domains.healthcare")
series = partial(numbers, "populace.domains.healthcare")


@lru_cache(maxsize=64)
def curve(ages: str, name: str) -> Curve:
    """The parameter *name* over the knots of the parameter *ages*."""
    return Curve(series(ages), series(name))


def men(patients: Rows) -> Int64s:
    """0 for women, 1 for men."""
    return np.asarray(patients["·male"]).astype(np.int64)


def npi(rows: Rows, first: int, tens: int = 10) -> pa.Array:
    """National provider identifiers that begin with *first*: none is given out that begins with 2.

    Ten digits; the last makes the Luhn sum of 80840 and all of them right. *tens* tenths of the numbers are used.
    """
    size = 10 ** (9 - len(str(first)))
    body = figures(rows.permuted(size // 10 * tens) + first * size, 9)
    check = luhn(concatenated(b"80840", body))
    return text(np.concatenate([body, check[:, None]], axis=1))


def ssn_like(rows: Rows) -> Array:
    """Nine digits in the form of a US social security number, in the areas 900 to 999 that are never issued.

    The middle group is below 50: from 50 on such numbers identify taxpayers.
    """
    number = rows.permuted(100 * 49 * 9_999)
    group, serial = number // 9_999, number % 9_999 + 1
    head, middle = figures(group // 49 + 900, 3), figures(group % 49 + 1, 2)
    return text(concatenated(head, b"-", middle, b"-", figures(serial, 4)))


def mrn(rows: Rows) -> Array:
    """Medical record numbers: MR and eight digits."""
    return text(concatenated(b"MR", figures(rows.permuted(10**8), 8)))


def country(rows: Rows) -> Array:
    """Two-letter code of the country of the locale."""
    return addresses.country_code(rows)


def place(rows: Rows, country: Array) -> Array:
    """The number of a locality in the country."""
    return addresses.place(rows, country)


def chosen(rows: Rows, words: tuple[str, ...], weights: tuple[float, ...], draw: int | str = 0) -> pa.Array:
    """One of the words by weight."""
    return pick(words, rows.choice(weights, draw))
