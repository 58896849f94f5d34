"""Any rows are what the whole tables have there, however many customers there are."""

import hashlib
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from populace import Plan
from populace.domains.finance import Base

NOW = datetime(2026, 6, 1)
PLAN = Plan(Base.metadata, sizes={"customers": 200}, seed=3, now=NOW)
TABLES = ("customers", "accounts", "account_holders", "cards", "merchants", "transactions")
WHOLE: dict[str, list[dict[str, object]]] = {}


def whole(table: str) -> list[dict[str, object]]:
    if table not in WHOLE:
        WHOLE[table] = PLAN.batch(table, 0, PLAN.size(table)).to_pylist()
    return WHOLE[table]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), table=st.sampled_from(TABLES))
def test_any_rows_are_those_of_the_whole_table(data: st.DataObject, table: str) -> None:
    index = data.draw(st.lists(st.integers(0, PLAN.size(table) - 1), min_size=1, max_size=20))
    made = PLAN.take(table, np.array(index, dtype=np.uint64)).to_pylist()
    assert made == [whole(table)[row] for row in index]


def test_more_customers_leave_the_first_as_they_were() -> None:
    """Accounts and their movements, too; only at whose shop is paid depends on how many there are."""
    larger = Plan(Base.metadata, sizes={"customers": 700}, seed=3, now=NOW)
    for table in ("customers", "accounts", "transactions"):
        first = larger.batch(table, 0, 100).to_pylist()
        for row, old in zip(first, whole(table), strict=False):
            assert {k: v for k, v in row.items() if k not in SHOP} == {k: v for k, v in old.items() if k not in SHOP}


SHOP = {"merchant_id"}


def test_movements_beyond_the_counted_ones_go_on() -> None:
    """An account can be given 1,500: time and balance go on, and the limit holds."""
    rows = PLAN.rows("transactions", np.arange(1_500))
    rows.give({"→account_id": np.full(1_500, 7), "→account_id#": np.arange(1_500)})
    ts, cents = np.asarray(rows["ts"]), np.rint(np.asarray(rows["amount"]) * 100).astype(int)
    balance = np.rint(np.asarray(rows["balance_after"]) * 100).astype(int)
    account = rows.parent("account_id")

    assert (np.diff(ts) > np.timedelta64(0, "us")).all() and ts[-1] < np.datetime64(NOW)
    assert (np.diff(balance) == cents[1:]).all() and (cents != 0).all()
    assert balance[0] == round(float(np.asarray(account["opening_balance"])[0]) * 100) + cents[0]
    assert (balance >= -100 * np.asarray(account["overdraft_limit"])[0]).all()


def test_movements_follow_a_given_limit() -> None:
    """Without an overdraft the account starts with more."""
    index, number = np.repeat(np.arange(100), 40), np.tile(np.arange(40), 100)
    accounts = PLAN.rows("accounts", index)
    accounts.give({"overdraft_limit": np.zeros(4_000)})
    rows = PLAN.rows("transactions", np.arange(4_000))
    rows.give({"^→account_id": accounts, "→account_id": index, "→account_id#": number})

    assert (np.asarray(rows["balance_after"]) >= 0).all()


def test_an_account_that_starts_empty_stays_above_its_limit() -> None:
    """What it cannot pay does not happen; money comes in instead, and the sums go on."""
    index, number = np.repeat(np.arange(100), 60), np.tile(np.arange(60), 100)
    accounts = PLAN.rows("accounts", index)
    accounts.give({"overdraft_limit": np.zeros(6_000), "opening_balance": np.zeros(6_000)})
    rows = PLAN.rows("transactions", np.arange(6_000))
    rows.give({"^→account_id": accounts, "→account_id": index, "→account_id#": number})
    balance = np.rint(np.asarray(rows["balance_after"]) * 100).reshape(100, 60)
    amount = np.rint(np.asarray(rows["amount"]) * 100).reshape(100, 60)

    assert (balance >= 0).all() and (amount != 0).all()
    assert (balance == np.cumsum(amount, axis=1)).all()


@pytest.mark.parametrize("kind", ["card", "atm", "salary", "direct_debit", "fee", "transfer", "refund", "loan"])
def test_amounts_fit_a_given_kind(kind: str) -> None:
    """Pay comes in, cash goes out in tens, and never more than there is."""
    rows = PLAN.rows("transactions", np.arange(200))
    rows.give({"kind": np.array([kind] * 200)})
    amount = np.asarray(rows["amount"])

    assert kind == "transfer" or ((amount >= 0) if kind in ("salary", "refund", "loan") else (amount <= 0)).all()
    assert kind != "atm" or (np.rint(amount * 100) % 1_000 == 0).all()
    assert set(rows["channel"].to_pylist()) <= {"card": {"pos", "cnp"}, "atm": {"atm"}}.get(kind, {"api"})


@pytest.mark.parametrize("sizes", [{"merchants": 3}, {"accounts": 90}, {"accounts": 1}, {"customers": 1}])
def test_unusual_sizes_make_whole_banks(sizes: dict[str, int]) -> None:
    """More accounts than customers, three merchants, or one of each."""
    plan = Plan(Base.metadata, sizes={"customers": 40} | sizes, now=NOW)
    rows = {table.name: plan.batch(table.name, 0, plan.size(table.name)).to_pylist() for table in plan.tables}
    owners = [row["account_id"] for row in rows["account_holders"] if row["role"] == "owner"]
    shops = {row["merchant_id"]: row["mcc"] for row in rows["merchants"]}

    assert sorted(owners) == list(range(1, plan.size("accounts") + 1))
    assert all(row["mcc"] == shops[row["merchant_id"]] for row in rows["transactions"] if row["merchant_id"])


@pytest.mark.parametrize(("locale", "country"), [("de_DE", "DE"), ("en_GB", "GB"), ("ja_JP", "JP"), ("pt_BR", "BR")])
def test_banks_follow_the_locale(locale: str, country: str) -> None:
    plan = Plan(Base.metadata, sizes={"customers": 20}, now=NOW, locale=locale)
    rows = plan.batch("customers", 0, 20).to_pylist()
    assert {row["country"] for row in rows} == {country}
    assert rows[0]["given"] != whole("customers")[0]["given"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("customers", "d6819af5cfe0b542"),
        ("accounts", "3baaa4e882cc4431"),
        ("cards", "2e1dca37bdd3c950"),
        ("transactions", "90bde69c391dd1af"),
    ],
)
def test_the_same_seed_gives_the_same_rows(table: str, expected: str) -> None:
    """A change here is a change of behaviour: it belongs into the changelog."""
    own = [{k: v for k, v in row.items() if k not in FAKERS} for row in whole(table)[:50]]
    assert hashlib.sha256(repr(own).encode()).hexdigest()[:16] == expected


FAKERS = {"family", "given", "email", "phone"}
"""Texts that come from Faker's data."""
