"""Any rows of the shop are what the whole tables have there, however many customers there are."""

import hashlib
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from populace import Plan
from populace.domains.retail import Base

NOW = datetime(2026, 6, 1)
PLAN = Plan(Base.metadata, sizes={"customers": 400}, seed=3, now=NOW)
TABLES = (
    "categories",
    "products",
    "customers",
    "orders",
    "order_lines",
    "payments",
    "shipments",
    "reviews",
    "web_events",
)
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
    """Not only customers: their orders and lines stay, too, as the assortment does not grow with them."""
    larger = Plan(Base.metadata, sizes={"customers": 900}, seed=3, now=NOW)
    for table in ("customers", "orders", "order_lines", "payments", "shipments", "reviews"):
        assert larger.batch(table, 0, 300).to_pylist() == whole(table)[:300]


@pytest.mark.parametrize("sizes", [{"categories": 5}, {"products": 3}, {"customers": 1}, {"categories": 200}])
def test_unusual_sizes_make_whole_shops(sizes: dict[str, int]) -> None:
    """Few products or categories are sold again and again, more categories than there are repeat the tree."""
    plan = Plan(Base.metadata, sizes={"customers": 40} | sizes, now=NOW)
    rows = {table.name: plan.batch(table.name, 0, plan.size(table.name)).to_pylist() for table in plan.tables}
    assert len({row["path"] for row in rows["categories"]}) == plan.size("categories")
    assert all(row["line_total"] > 0 for row in rows["order_lines"])


def test_orders_beyond_the_customers_own_lie_between_them_and_now() -> None:
    """A customer can be given 50 orders: their moments rise, and none is to come."""
    rows = PLAN.rows("orders", np.arange(51))
    rows.give({"→customer_id": np.full(51, 7), "→customer_id#": np.arange(51)})
    placed = np.asarray(rows["placed"])
    assert (np.diff(placed) >= np.timedelta64(0, "us")).all() and (np.diff(placed) > np.timedelta64(0, "us")).sum() > 40
    assert placed[-1] <= np.datetime64(NOW)


@pytest.mark.parametrize("status", ["pending", "paid", "shipped", "delivered", "cancelled"])
def test_moments_fit_a_given_status(status: str) -> None:
    """Orders of the last minutes that are said to be delivered were paid and shipped before, and by now."""
    rows = PLAN.rows("orders", np.arange(50))
    rows.give({"status": np.array([status] * 50), "placed": np.full(50, np.datetime64(NOW) - np.timedelta64(9, "m"))})
    steps = [np.asarray(rows[name]) for name in ("·paid", "·shipped", "·delivered")]
    assert (np.diff(steps, axis=0) >= 0).all()
    assert (steps[-1] <= np.datetime64(NOW, "us").astype(np.int64)).all()


@pytest.mark.parametrize(
    ("locale", "country", "currency"),
    [("de_DE", "DE", "EUR"), ("en_GB", "GB", "GBP"), ("ja_JP", "JP", "USD"), ("pt_BR", "BR", "BRL")],
)
def test_shops_follow_the_locale(locale: str, country: str, currency: str) -> None:
    plan = Plan(Base.metadata, sizes={"customers": 20}, now=NOW, locale=locale)
    assert {row["country_code"] for row in plan.batch("customers", 0, 20).to_pylist()} == {country}
    assert {row["currency"] for row in plan.batch("orders", 0, 20).to_pylist()} == {currency}


def test_the_same_seed_gives_the_same_rows() -> None:
    """A change here is a change of behaviour: it belongs into the changelog."""
    digest = hashlib.sha256()
    for table in TABLES:
        if table != "customers":  # names follow the version of Faker
            digest.update(repr(whole(table)[:40]).encode())
    assert digest.hexdigest()[:16] == "9bc3cdb1e14deef6"
