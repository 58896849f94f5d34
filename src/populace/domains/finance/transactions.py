"""Transactions: the movements of the ledgers, with the card, the merchant and the channel of each."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.domains.finance.ledger import cents_of, field
from populace.domains.finance.merchants import found, is_online
from populace.domains.finance.movements import ATM, CARD, MOVEMENTS, cents_of_kind
from populace.domains.finance.values import words
from populace.generators.paths import Int64s, coded, moments
from populace.generators.references import parents
from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Rows

CHANNELS = ("pos", "cnp", "atm", "branch", "api")
AUTHS = ("chip", "contactless", "pin", "3ds", "none")
POS, CNP, AT_MACHINE, BRANCH, API = range(5)


def seq(rows: Rows) -> Array:
    """The number of the movement on its account, from 1."""
    return np.asarray(rows["→account_id#"]) + 1


def ts(rows: Rows) -> Array:
    """When it happened; later than the one before on the account."""
    return moments(field(rows, "ts"))


def kind(rows: Rows) -> Array:
    """What kind of movement it is."""
    return pick(MOVEMENTS, field(rows, "kind"))


def _is(rows: Rows, *kinds: int) -> Array:
    return np.isin(coded(rows["kind"], MOVEMENTS), kinds)


def amount(rows: Rows) -> Array:
    """What comes in (above 0) or goes out (below 0), as far as the account's limit allows."""
    cents, kind = field(rows, "amount"), coded(rows["kind"], MOVEMENTS)
    other = np.flatnonzero(kind != field(rows, "kind"))
    if len(other):
        accounts, before = rows.parent("account_id").some(other), field(rows, "before")[other]
        steps = accounts.of("·other").stepped(np.asarray(rows["→account_id#"])[other])
        room = before + cents_of(accounts["overdraft_limit"])
        room = np.where(kind[other] == ATM, room // 1000 * 1000, room)
        cents = cents.copy()
        cents[other] = np.maximum(cents_of_kind(accounts, steps, kind[other]), -np.maximum(room, 0))
    return cents / 100.0


def balance_after(rows: Rows, amount: Array) -> Array:
    """The balance once the amount is booked: that after the movement before, plus the amount."""
    return (field(rows, "before") + cents_of(amount)) / 100.0


def card_id(rows: Rows) -> Int64s:
    """The row of the owner's card, for what is paid with it; -1 for the rest."""
    account = rows.parent("account_id").index % np.uint64(max(1, parents(rows, "cards")))
    return np.where(_is(rows, CARD, ATM), account.astype(np.int64), -1)


def merchant_id(rows: Rows) -> Int64s:
    """The row of a merchant of the category; -1 where there is none."""
    steps = rows.parent("account_id").of("·merchant").stepped(rows["→account_id#"])
    merchant = found(steps, np.maximum(field(rows, "category"), 0), parents(rows, "merchants"))
    return np.where(_is(rows, CARD), merchant, -1)


def channel(rows: Rows) -> Array:
    """Where it came from: pos at a merchant's, cnp from afar, atm, branch, or api for what runs by itself."""
    paid = np.where(is_online(rows.parent("merchant_id")) == 1, CNP, POS)
    other = np.where(_is(rows, ATM), AT_MACHINE, API)
    return pick(CHANNELS, np.where(_is(rows, CARD), paid, other))


def mcc(rows: Rows) -> Array:
    """The merchant's category code, 6011 for cash; NULL for what is not paid by card."""
    known = pc.if_else(pa.array(_is(rows, ATM)), "6011", spelled(rows.parent("merchant_id")["mcc"]))
    return pc.if_else(pa.array(_is(rows, CARD, ATM)), known, pa.scalar(None, pa.string()))


def auth(rows: Rows) -> Array:
    """How the payer was known: chip or contactless at a merchant's, pin at a machine, 3ds from afar, or not at all."""
    at = coded(rows["channel"], CHANNELS)
    near, afar = rows.choice((0.35, 0.65)).astype(np.int64), np.where(rows.uniform("afar") < 0.55, 3, 4)
    return words(AUTHS, np.select([at == POS, at == CNP, at == AT_MACHINE], [near, afar, np.full(len(rows), 2)], 4))
