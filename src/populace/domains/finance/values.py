"""The parameters of this world, and customers: who they are and what they earn."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from populace.domains.people import addresses
from populace.generators.codes import concatenated, figures, text
from populace.generators.numbers import lognormal
from populace.generators.paths import Int64s, days, no_later, today
from populace.generators.people import Account
from populace.generators.times import Births
from populace.generators.vocabulary import pick
from populace.generators.vocabulary import words as kept
from populace.parameters import number, numbers, parameters
from populace.rows import Array, Rows
from populace.tabulated import Inverse

SEGMENTS = ("mass", "affluent", "private")
KYC_LEVELS = ("basic", "standard", "enhanced")
YEAR = 365.25

email = Account(first="given", last="family", mail=True, length=120, unique=True)


settings = partial(parameters, "populace.domains.finance")
setting = partial(number, "populace.domains.finance")
series = partial(numbers, "populace.domains.finance")


def words(values: tuple[str, ...], codes: Int64s, missing: Array | None = None) -> pa.Array:
    """The words with these numbers; NULL where *missing*."""
    if missing is None:
        return pick(values, codes)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=missing), kept(values))


def country(rows: Rows) -> Array:
    """Two-letter code of the country of the locale."""
    return addresses.country_code(rows)


def place(rows: Rows, country: Array) -> Array:
    """The number of a locality in the country."""
    return addresses.place(rows, country)


def birth_date(rows: Rows) -> Array:
    """Birth dates of people of 19 to 89; of age when they joined, if that was given."""
    return no_later(rows, days(Births(19, 89)(rows)), "joined", round(18 * YEAR) + 1).astype("datetime64[D]")


def tax_id_like(rows: Rows) -> Array:
    """Nine digits in the form of a US social security number, in the areas 900 to 999 that are never issued.

    The middle group is below 50: from 50 on such numbers identify taxpayers.
    """
    number = rows.permuted(100 * 49 * 9_999)
    group, serial = number // 9_999, number % 9_999 + 1
    head, middle = figures(group // 49 + 900, 3), figures(group % 49 + 1, 2)
    return text(concatenated(head, b"-", middle, b"-", figures(serial, 4)))


def joined(rows: Rows, birth_date: Array) -> Array:
    """The day on which the customer joined the bank: of age, in the last 20 years."""
    of_age = days(birth_date) + round(18 * YEAR)
    earliest = np.maximum(today(rows) - round(20 * YEAR), np.minimum(of_age, today(rows) - 120))
    span = np.maximum(today(rows) - 120 - earliest, 0)
    return (earliest + (rows.uniform() * (span + 1)).astype(np.int64)).astype("datetime64[D]")


def income(rows: Rows) -> Array:
    """Income a year before taxes; half of the customers have less than the median, few have much more."""
    return np.round(_incomes()(rows.bits()), 2)


@lru_cache(maxsize=1)
def _incomes() -> Inverse:
    return lognormal(setting("income_median"), setting("income_spread"), 4_000.0, 2_000_000.0)


def segment(rows: Rows, income: Array) -> Array:
    """How the bank serves the customer: by income, with a few exceptions."""
    earned = np.asarray(income, dtype=np.float64) * (0.85 + 0.3 * rows.uniform())
    return pick(SEGMENTS, (earned > 110_000).astype(np.int64) + (earned > 250_000))


def pep(rows: Rows) -> Array:
    """Whether the customer is politically exposed."""
    return rows.uniform() < setting("pep_share")


def kyc_level(rows: Rows, pep: Array) -> Array:
    """How closely the customer is known: politically exposed people always closely."""
    codes = rows.choice((0.25, 0.70, 0.05)).astype(np.int64)
    return pick(KYC_LEVELS, np.where(np.asarray(pep), 2, codes))
