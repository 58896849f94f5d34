"""Movements on an account: what recurs each month, and what is paid at random, by hour and weekday.

Pay comes in; rent, bills, a fee and what is put aside go out; cards pay at merchants by category.
All amounts are whole cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from populace.domains.finance.accounts import CURRENT, KINDS, owner, pay
from populace.domains.finance.values import series, setting, settings
from populace.generators.curves import counts
from populace.generators.numbers import lognormal
from populace.generators.paths import NEVER, Floats, Int64s, coded, days, today
from populace.rows import Rows

MOVEMENTS = ("card", "transfer", "salary", "fee", "atm", "direct_debit", "refund", "loan")
CARD, TRANSFER, SALARY, FEE, ATM, DEBIT = range(6)
MONTHS = 5
"""Calendar months that the days of a ledger can touch."""
RECURRING = 6
"""Pay, housing, two bills, what is put aside, the fee."""
_TYPICAL = 4_600
"""Cents of a usual payment."""


class Category(NamedTuple):
    """A kind of merchant: code, share of payments, amounts, share paid from afar, merchants in forty."""

    mcc: str
    name: str
    weight: float
    median: float
    spread: float
    afar: float
    merchants: int


@lru_cache(maxsize=1)
def categories() -> tuple[Category, ...]:
    """The kinds of merchants of this world."""
    return tuple(Category(*line) for line in settings()["categories"])


@dataclass
class Span:
    """The days that a ledger holds, and what its account is like."""

    accounts: Rows
    own: Rows
    """What the ledger draws its random numbers from."""
    first: Int64s
    last: Int64s
    current: NDArray[np.bool_]
    pay: Int64s
    salaried: NDArray[np.bool_]
    payday: Int64s
    """Day of the month, from 0."""


def span(accounts: Rows) -> Span:
    """Ninety days up to the day before the present, or up to closing."""
    own = accounts.of("·ledger")
    opened = days(accounts["opened"])
    last = np.maximum(np.minimum(days(accounts["closed"]), today(accounts) - 1), opened)
    first = np.maximum(opened, last - int(setting("history_days")) + 1)
    current = coded(accounts["kind"], KINDS) == CURRENT
    payday = np.array([0, 14, 24, 26, 27]).take(own.choice((0.25, 0.15, 0.2, 0.2, 0.2), "payday"))
    salaried = current & (own.uniform("salaried") < setting("salaried"))
    return Span(accounts, own, first, last, current, pay(accounts), salaried, payday)


def _recurring_days(of: Span, cents: Int64s) -> Int64s:
    """The day of each recurring movement: an array of accounts x kinds x months; `NEVER` where there is none."""
    month = of.first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)[:, None] + np.arange(MONTHS)
    start = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    paid = _weekday(start + of.payday[:, None])
    rent, bill, other = (of.own.below(n, name)[:, None] for n, name in ((3, "rent"), (28, "bill"), (28, "other")))
    aside = paid + 2
    made = np.stack([paid, start + rent, start + bill, start + other, aside, start], axis=1)
    there = np.stack(
        [of.salaried, of.salaried, of.current, of.current, of.salaried | ~of.current, of.current & _fee(of)], axis=1
    )
    inside = (made >= of.first[:, None, None]) & (made <= of.last[:, None, None]) & there[:, :, None]
    return np.where(inside & (cents != 0), made, NEVER)


def _weekday(day: Int64s) -> Int64s:
    """The day, or the Friday before a weekend."""
    return day - np.maximum((day + 3) % 7 - 4, 0)


def _fee(of: Span) -> NDArray[np.bool_]:
    """Whose account costs a fee: half of the mass segment."""
    mass: NDArray[np.bool_] = coded(owner(of.accounts)["segment"], ("mass",)) == 0
    return mass & (of.own.uniform("fee") < 0.5)


def _recurring_cents(of: Span) -> Int64s:
    """The amount of each recurring movement, in cents: accounts x kinds x months."""
    housing = -np.rint(of.pay * setting("housing_share") / 500).astype(np.int64) * 500
    one, two = (
        -np.rint(lognormal(middle, 0.5, 500.0, 90_000.0)(of.own.bits(f"bill {n}"))).astype(np.int64)
        for n, middle in enumerate(series("bills"))
    )
    spent = np.rint(setting("payments_a_day") * 30.4 * _TYPICAL * _spending(of)).astype(np.int64)
    left = of.pay + housing + one + two - spent
    put = np.maximum(np.rint(left * setting("saved_share") / 1000), 0) * -1000
    saved = np.rint(lognormal(15_000.0, 0.8, 1_000.0, 300_000.0)(of.own.bits("aside")) / 1000) * 1000
    aside = np.where(of.current, put, saved).astype(np.int64)
    fee = np.full(len(of.first), -int(setting("monthly_fee")))
    each = np.stack([of.pay, housing, one, two, aside, fee], axis=1)[:, :, None]
    vary = np.stack([of.own.stepped(month).uniform("vary") for month in range(MONTHS)], axis=1)[:, None, :]
    varies = np.array([0.0, 0.0, 0.1, 0.0, 0.0, 0.0])[None, :, None]
    cents: Int64s = np.rint(each * (1 - varies / 2 + varies * vary)).astype(np.int64)
    return cents


def _spending(of: Span) -> Floats:
    """What an account spends at a time, as a multiple of what is usual: more with a higher income."""
    least, more, most = series("spending_income")
    income = np.asarray(owner(of.accounts)["income"], dtype=np.float64) / setting("income_median")
    varied = lognormal(setting("spending_level"), setting("spending_spread"), 0.2, 5.0)(of.own.bits("spending"))
    out: Floats = np.minimum(least + more * income, most) * varied
    return out


def payments(of: Span) -> Int64s:
    """How many payments at random times an account makes; withdrawals, if it is for savings."""
    length = of.last - of.first + 1
    mean = np.where(of.current, setting("payments_a_day"), series("savings_rate")[0] / 30.4) * length
    made: Int64s = counts(setting("payments_shape"))(mean, of.own.uniform("count"), of.own.uniform("between"))
    held: Int64s = np.minimum(made, 40 * length)
    return held


def transactions_of_an_account(accounts: Rows) -> NDArray[np.int64]:
    """How many movements the ledger of an account has."""
    of = span(accounts)
    many: Int64s = (_recurring_days(of, _recurring_cents(of)) < NEVER).sum(axis=(1, 2))
    return many + payments(of)


@dataclass
class Lines:
    """Movements in any order: whose they are, when, what kind, how many cents, at which category of merchant."""

    owner: Int64s
    second: Int64s
    kind: Int64s
    cents: Int64s
    category: Int64s


def recurring(of: Span) -> Lines:
    """What recurs each month."""
    cents = _recurring_cents(of)
    day = _recurring_days(of, cents)
    owner_, what, month = np.nonzero(day < NEVER)
    steps = of.own.some(owner_).stepped(100 + what * MONTHS + month)
    hour = np.array([5, 7, 7, 8, 9, 6])[what]
    second = day[owner_, what, month] * 86_400 + hour * 3_600 + steps.below(3_600, "second")
    kind = np.array([SALARY, DEBIT, DEBIT, DEBIT, TRANSFER, FEE])[what]
    return Lines(owner_, second, kind, cents[owner_, what, month], np.full(len(owner_), -1))


def random(of: Span) -> Lines:
    """What is paid at random times: by card, in cash, or out of savings."""
    many = payments(of)
    owner_ = np.repeat(np.arange(len(many)), many)
    step = np.arange(len(owner_)) - (np.cumsum(many) - many)[owner_]
    steps = of.own.some(owner_).stepped(1_000 + step)
    day = _payment_days(of, owner_, steps)
    hour = steps.choice(tuple(settings()["hours"]), "hour").astype(np.int64)
    within = steps.below(np.where(hour == 23, 2_700, 3_600), "second")  # the last quarter is kept for extra ones
    current = of.current[owner_]
    cash = current & (steps.uniform("cash") < setting("cash_share"))
    kind = np.where(current, np.where(cash, ATM, CARD), TRANSFER)
    category = np.where(kind == CARD, steps.choice(tuple(c.weight for c in categories()), "category"), -1)
    cents = -np.where(kind == CARD, _prices(steps, category, _spending(of)[owner_]), _round_sums(steps, cash))
    return Lines(owner_, day * 86_400 + hour * 3_600 + within, kind, cents, category)


def _payment_days(of: Span, owner_: Int64s, steps: Rows) -> Int64s:
    """Days by their weight in the week; some more in the three days from payday."""
    week = np.concatenate([[0.0], np.cumsum(series("weekdays"))])
    total = float(week[-1])
    first, last = of.first[owner_], of.last[owner_] + 1
    begin, end = ((day + 3) // 7 * total + week[(day + 3) % 7] for day in (first, last))
    at = begin + steps.uniform("day") * (end - begin)
    whole = np.floor(at / total)
    day = (whole.astype(np.int64) * 7 + np.searchsorted(week, at - whole * total, side="right") - 1 - 3).clip(
        first, last - 1
    )
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    paid = month + of.payday[owner_] + steps.below(3, "after")
    extra = 3 * setting("after_payday") / (30.4 + 3 * setting("after_payday"))
    near = of.salaried[owner_] & (steps.uniform("near") < extra) & (paid >= first) & (paid < last)
    days_: Int64s = np.where(near, paid, day)
    return days_


def _prices(steps: Rows, category: Int64s, spending: Floats) -> Int64s:
    """Amounts by category, in cents: skewed, many of them ending in .99 or whole."""
    bits, ending = steps.bits("price"), steps.uniform("ending")
    price = np.zeros(len(steps))
    for number, known in enumerate(categories()):
        at = np.flatnonzero(category == number)
        price[at] = lognormal(known.median * 100.0, known.spread, 50.0, 3_000_000.0)(bits[at])
    cents = np.rint(price * spending).astype(np.int64)
    nines, whole = series("endings")
    euros = np.maximum((cents + 50) // 100, 1) * 100
    cents = np.where(ending < nines, euros - 1, np.where(ending < nines + whole, euros, cents))
    return np.maximum(cents, 50)


def _round_sums(steps: Rows, cash: NDArray[np.bool_]) -> Int64s:
    """Cash as machines pay it out, and what is taken from savings, in cents."""
    amounts = np.array(settings()["cash_amounts"], dtype=np.int64) * 100
    taken = amounts[steps.choice((20, 14, 20, 8, 8, 14, 5, 4, 5, 1, 1), "sum")]
    withdrawn = np.rint(lognormal(30_000.0, 0.9, 2_000.0, 500_000.0)(steps.bits("sum")) / 1000).astype(np.int64) * 1000
    return np.where(cash, taken, withdrawn)


def cents_of_kind(accounts: Rows, steps: Rows, kind: Int64s) -> Int64s:
    """An amount of the given kind of movement, for those who ask for one that the ledger has not there."""
    of = span(accounts)
    category = steps.choice(tuple(c.weight for c in categories()), "category").astype(np.int64)
    price = _prices(steps, category, _spending(of))
    bill = np.rint(lognormal(float(series("bills")[0]), 0.5, 500.0, 90_000.0)(steps.bits("bill"))).astype(np.int64)
    cash = _round_sums(steps, np.ones(len(steps), dtype=bool))
    other = _round_sums(steps, np.zeros(len(steps), dtype=bool))
    fee = np.full(len(steps), int(setting("monthly_fee")))
    made = np.stack([-price, other, of.pay, -fee, -cash, -bill, price, other * 10])
    cents: Int64s = made[kind, np.arange(len(steps))]
    return cents
