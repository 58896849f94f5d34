"""Ledgers: all that moves on an account, in order, with the balance after each movement.

An account's movements are made together: what recurs each month (pay, rent, bills, what is put
aside, fees) and what the card pays at random, by hour and weekday. Amounts are whole cents, so a
balance is the sum of what came before, exactly. The account starts with as much as its way needs
to stay above the limit; where it is given another start, sums come in for what it cannot pay. A
movement beyond the counted ones, as a factory may ask for, is a small sum that comes in on the
last day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.finance.movements import TRANSFER, Lines, Span, random, recurring, span
from populace.generators.numbers import lognormal
from populace.generators.paths import Int64s, days, distinct
from populace.rows import Rows

_SECOND = 1_000_000
_FIELDS = ("ts", "kind", "amount", "before", "category")


@dataclass
class Ledger:
    """The movements of some accounts in order, and one more line for each account that ends them."""

    begins: Int64s
    many: Int64s
    second: Int64s
    kind: Int64s
    cents: Int64s
    category: Int64s
    before: Int64s
    """Cents, less the opening balance."""
    opening: Int64s


def ledger(of: Span) -> Ledger:
    """All movements of the accounts."""
    parts = [recurring(of), random(of), _endings(of)]
    owner_, second, kind, cents, category = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("owner", "second", "kind", "cents", "category")
    )
    order = np.argsort((owner_ << 32) + second, kind="stable")
    owner_, second, kind, cents, category = (part[order] for part in (owner_, second, kind, cents, category))
    size = np.bincount(owner_, minlength=len(of.first))
    begins = np.cumsum(size) - size
    place = np.arange(len(owner_)) - begins[owner_]
    later = np.maximum.accumulate((owner_ << 32) + second - place) + place  # never two in a second
    if "opening_balance" in of.accounts.known:
        opening = cents_of(of.accounts["opening_balance"])
        unpaid = _unpaid(opening + cents_of(of.accounts["overdraft_limit"]), cents, begins, size - 1)
        cents, kind, category = (
            np.where(unpaid, instead, own) for instead, own in ((-cents, cents), (TRANSFER, kind), (-1, category))
        )
    before = _before(cents, begins, owner_)
    if "opening_balance" not in of.accounts.known:
        opening = _opening(of, np.minimum.reduceat(before, begins))
    return Ledger(begins, size - 1, later - (owner_ << 32), kind, cents, category, before, opening)


def _before(cents: Int64s, begins: Int64s, owner_: Int64s) -> Int64s:
    """The sum of what the account moved before each line."""
    so_far = np.cumsum(cents) - cents
    before: Int64s = so_far - so_far[begins][owner_]
    return before


def _unpaid(room: Int64s, cents: Int64s, begins: Int64s, many: Int64s) -> NDArray[np.bool_]:
    """Which movements an account with a given balance cannot pay: as much is paid in instead."""
    unpaid = np.zeros(len(cents), dtype=bool)
    room = room.copy()
    for step in range(int(many.max(initial=0))):
        at = np.flatnonzero(many > step)
        line = begins[at] + step
        short = room[at] + cents[line] < 0
        unpaid[line] = short & (cents[line] < 0)
        room[at] += np.where(unpaid[line], -cents[line], cents[line])
    return unpaid


def _endings(of: Span) -> Lines:
    count = len(of.first)
    nothing = np.zeros(count, dtype=np.int64)
    return Lines(np.arange(count), (of.last + 1) * 86_400, nothing + TRANSFER, nothing, nothing - 1)


def _opening(of: Span, lowest: Int64s) -> Int64s:
    """The balance before the first movement, in cents: what is usual, or as much as the way needs."""
    limit = cents_of(of.accounts["overdraft_limit"])
    usual = lognormal(0.5, 0.9, 0.0, 12.0)(of.own.bits("opening")) * np.where(of.current, 1.0, 5.0) * of.pay
    drawn = np.where(of.first == days(of.accounts["opened"]), 0, np.rint(usual).astype(np.int64))
    needed = -lowest - limit
    cushion = np.rint(of.own.uniform("cushion") * of.pay / 4).astype(np.int64)
    return np.where(drawn < needed, needed + cushion, drawn)


def cents_of(amounts: object) -> Int64s:
    """Amounts of money as whole cents."""
    if isinstance(amounts, pa.Array):
        amounts = amounts.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.rint(np.asarray(amounts, dtype=np.float64) * 100).astype(np.int64)


def opening_balance(rows: Rows) -> NDArray[np.float64]:
    """The balance before the first movement that the table holds."""
    return ledger(span(rows)).opening / 100.0


def entry(rows: Rows) -> pa.Array:
    """What the ledger says of each transaction: a struct of numbers, for `field`."""
    number, accounts = np.asarray(rows["→account_id#"]), rows.parent("account_id")
    some, at = distinct(accounts)
    of = span(some)
    book = ledger(of)
    ends = (book.begins + book.many)[at]
    line, beyond = book.begins[at] + np.minimum(number, book.many[at]), number - book.many[at]
    extra, earlier = _extras(accounts.of("·ledger"), number, np.maximum(beyond + 1, 0))
    last = np.where(book.many[at] > 0, book.second[ends - 1], 0)
    ending = np.maximum((of.last[at] + 1) * 86_400 - 900, last) * _SECOND
    later = np.where(beyond < 600, (beyond + 1) * _SECOND, 600 * _SECOND + beyond * 100)
    counted = beyond < 0
    columns = (
        np.where(counted, book.second[line] * _SECOND, ending + later),
        book.kind[line],
        np.where(counted, book.cents[line], extra),
        book.opening[at] + book.before[line] + np.where(counted, 0, earlier),
        book.category[line],
    )
    return pa.StructArray.from_arrays([pa.array(column.astype(np.int64)) for column in columns], list(_FIELDS))


def _extras(own: Rows, number: Int64s, many: Int64s) -> tuple[Int64s, Int64s]:
    """The cents of movements beyond the counted ones, and of those beyond that come before."""
    if not many.any():
        return np.zeros(len(number), dtype=np.int64), np.zeros(len(number), dtype=np.int64)
    of = np.repeat(np.arange(len(number)), many)
    back = np.arange(len(of)) - (np.cumsum(many) - many)[of]
    cents = 100 + own.some(of).stepped(5_000_000 + number[of] - back).below(4_900, "extra")
    total = np.zeros(len(number), dtype=np.int64)
    np.add.at(total, of, cents)
    last = np.zeros(len(number), dtype=np.int64)
    last[of[back == 0]] = cents[back == 0]
    return last, total - last


def field(transactions: Rows, name: str) -> Int64s:
    """One number of the ledger's struct."""
    numbers: Int64s = transactions["·entry"].field(name).to_numpy()  # type: ignore[union-attr]
    return numbers
