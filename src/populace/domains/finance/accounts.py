"""Accounts, who holds them, and their cards.

Row n of the accounts is owned by row n of the customers. Customers beyond the accounts have the
use of somebody else's; so row n of the holders is of customer n, and has the card of row n.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from populace.domains.finance.values import YEAR, series, setting, words
from populace.generators.paths import NEVER, Int64s, coded, dates, days, no_later, rows_of, today
from populace.generators.references import parents
from populace.generators.vocabulary import pick
from populace.permute import permute
from populace.rows import Array, Rows

KINDS = ("current", "savings", "credit")
STATUSES = ("active", "closed")
ROLES = ("owner", "disponent")
CARD_STATUSES = ("active", "blocked", "closed")
NETWORKS = ("visa", "mastercard", "maestro")
CURRENT, SAVINGS = 0, 1


def accounts(sizes: Mapping[str, int]) -> int:
    """0.84 for each customer."""
    return max(1, round(setting("accounts_per_customer") * sizes.get("customers", 1000)))


def holders(sizes: Mapping[str, int]) -> int:
    """One owner for each account, and the customers who have the use of somebody else's."""
    own = sizes.get("accounts", accounts(sizes))
    return own + min(own, max(0, sizes.get("customers", 1000) - own))


def owner(accounts: Rows) -> Rows:
    """The customers who own the accounts."""
    count = np.uint64(max(1, parents(accounts, "customers")))
    return rows_of(accounts, "customers", (accounts.index % count).astype(np.int64))


def held(rows: Rows) -> Int64s:
    """The row of the account of a holder or a card: their own number, or that of whoever lets them."""
    count, own = parents(rows, "accounts"), rows.index
    other = np.where(own < count, 0, own - np.minimum(own, np.uint64(count))) % np.uint64(max(1, count))
    lent = permute(other.astype(np.uint64), count, (rows.seed, "account_holders", "account_id"))
    return np.where(own < count, own.astype(np.int64), lent)


def holding(rows: Rows) -> Int64s:
    """The row of the customer of a holder or a card: their own number."""
    return (rows.index % np.uint64(max(1, parents(rows, "customers")))).astype(np.int64)


def role(rows: Rows) -> Array:
    """Each account has one owner; the others have the use of it."""
    return pick(ROLES, (rows.index >= np.uint64(parents(rows, "accounts"))).astype(np.int64))


def bic(rows: Rows) -> Array:
    """The bank's BIC: a bank that does not exist, at a location for tests."""
    return pick(("ZZZZDEF0",), np.zeros(len(rows), dtype=np.int64))


def kind(rows: Rows) -> Array:
    """Current account or savings."""
    return pick(KINDS, (rows.uniform() < setting("savings_share")).astype(np.int64))


def currency(rows: Rows) -> Array:
    """Currency of the accounts (ISO 4217)."""
    return pick(("EUR",), np.zeros(len(rows), dtype=np.int64))


def opened(rows: Rows) -> Array:
    """The day on which the account was opened: when the owner joined, or later."""
    joined = days(owner(rows)["joined"])
    span = np.maximum(today(rows) - 5 - joined, 0)
    later = np.where(rows.uniform("later") < 0.6, 0.0, rows.uniform())
    return no_later(rows, joined + (later * span).astype(np.int64), "closed", 31).astype("datetime64[D]")


def closed(rows: Rows, opened: Array) -> Array:
    """The day on which the account was closed, within the last year; NULL for most."""
    last = today(rows) - 1 - rows.below(365)
    gone = (rows.uniform("gone") < setting("closed_share")) & (last > days(opened) + 30)
    return dates(np.where(gone, last, NEVER))


def status(rows: Rows, closed: Array) -> Array:
    """Closed accounts are closed, all others active."""
    return pick(STATUSES, (days(closed) < NEVER).astype(np.int64))


def pay(accounts: Rows) -> Int64s:
    """What the owner earns a month, in cents after deductions."""
    income = np.asarray(owner(accounts)["income"], dtype=np.float64)
    cents: Int64s = np.rint(income * setting("net_share") / 12 * 100).astype(np.int64)
    return cents


def overdraft_limit(rows: Rows, kind: Array) -> Array:
    """How far below 0 the balance may go: up to two months' pay, in hundreds; 0 for savings."""
    months = series("overdraft_months").take(rows.choice(tuple(series("overdraft").tolist())))
    limit = np.rint(pay(rows) / 10_000 * months) * 100.0
    return np.where(coded(kind, KINDS) == CURRENT, limit, 0.0)


def issued(rows: Rows) -> Array:
    """The day on which the card was issued: with the account, or in the last years; before all payments."""
    opened, end = (days(rows.parent("account_id")[name]) for name in ("opened", "closed"))
    latest = np.maximum(np.minimum(end, today(rows)) - 92, opened)
    back = (rows.uniform() * np.minimum(latest - opened, round(3.7 * YEAR) - 92)).astype(np.int64)
    return no_later(rows, latest - back, "expires", round(5 * YEAR)).astype("datetime64[D]")


def expires(rows: Rows, issued: Array) -> Array:
    """The last day of the month five years after the card was issued."""
    month = days(issued).astype("datetime64[D]").astype("datetime64[M]") + np.timedelta64(61, "M")
    return month.astype("datetime64[D]") - np.timedelta64(1, "D")


def card_status(rows: Rows) -> Array:
    """Closed with its account; one in fifty of the others is blocked."""
    shut = days(rows.parent("account_id")["closed"]) < NEVER
    return pick(CARD_STATUSES, np.where(shut, 2, (rows.uniform() < 0.02).astype(np.int64)))


def network(rows: Rows) -> Array:
    """Whose network the card uses."""
    return words(NETWORKS, rows.choice((0.5, 0.4, 0.1)).astype(np.int64))
