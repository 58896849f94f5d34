"""A plan: any row of any table, alone or with others."""

import hashlib
import pickle
from collections.abc import Callable
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa

from populace.errors import PlanError
from populace.generators.numbers import Integers
from populace.plan import Plan, today

NOW = datetime(2026, 6, 1)
SHOP = (
    "customers (id integer PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, birth_date date)",
    "orders (id integer PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, total numeric(8, 2) NOT NULL, "
    "ordered_at timestamp NOT NULL)",
)


def ledger() -> sa.MetaData:
    """Tables without words: numbers, days, keys, labels."""
    metadata = sa.MetaData()
    sa.Table(
        "accounts", metadata, sa.Column("id", sa.Uuid, primary_key=True), sa.Column("number", sa.Integer, unique=True),
        sa.Column("kind", sa.Enum("cash", "card", name="kind"), nullable=False), sa.Column("opened_on", sa.Date),
    )  # fmt: skip
    sa.Table(
        "entries", metadata, sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False), sa.Column("amount", sa.Numeric(10, 2), nullable=False),
        sa.Column("booked_at", sa.DateTime), sa.UniqueConstraint("account_id", "position"),
    )  # fmt: skip
    return metadata


def test_the_rows_of_a_seed_are_the_same_on_every_machine() -> None:
    """Moving this checksum is a change of behaviour, and wants a line in the changelog."""
    plan, digest = Plan(ledger(), each=1_000, seed=0, now=NOW), hashlib.sha256()
    for table in plan.tables:
        for row in plan.batch(table.name, 0, 1_000).to_pylist():
            digest.update(repr(sorted(row.items())).encode())

    assert digest.hexdigest() == "7dc2e89b8bdda79d00e2e552e166f2762adc9158c67f126eccdf82001bfe40f1"


@pytest.mark.parametrize("table", ["customers", "orders"])
def test_every_slice_holds_the_same_rows(planned: Callable[..., Plan], table: str) -> None:
    """In batches, at once, or one by one in any order."""
    plan = planned(*SHOP, each=100)
    whole = plan.batch(table, 0, 100)

    assert pa.Table.from_batches(plan.batches(table, 33)).equals(pa.Table.from_batches(list(plan.batches(table))))
    assert plan.take(table, np.array([70, 3, 3], dtype=np.uint64)).equals(whole.take([70, 3, 3]))


def test_rows_give_single_columns(planned: Callable[..., Plan]) -> None:
    """Of one row or of several."""
    plan = planned(*SHOP, each=100)

    assert plan.rows("orders", 17)["id"].tolist() == [18]
    assert plan.rows("orders", [17, 2])["id"].tolist() == [18, 3]


def test_known_columns_are_as_given_and_the_rest_fits(planned: Callable[..., Plan]) -> None:
    """An e-mail address follows a name that is known already."""
    plan = planned(*SHOP, each=100)
    rows = plan.rows("orders", [0, 1], known={"customer_id": np.array([5, 6])})

    assert rows["customer_id"].tolist() == [5, 6]
    assert rows["total"].tolist() == plan.rows("orders", [0, 1])["total"].tolist()


@pytest.mark.parametrize("table", ["accounts", "entries"])
def test_the_schema_is_that_of_the_batches(table: str) -> None:
    """Known without making a row; an empty batch has it too."""
    plan = Plan(ledger(), each=10, now=NOW)

    assert plan.schema(table).equals(plan.batch(table, 0, 10).schema)
    assert plan.schema(table).equals(plan.batch(table, 0, 0).schema)


def test_a_computed_column_is_not_written() -> None:
    """It is the database's."""
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer), sa.Column("b", sa.Integer, sa.Computed("a + 1")))
    plan = Plan(table.metadata, each=3)

    assert [column.name for column in plan.written("t")] == ["a"] == plan.batch("t", 0, 3).schema.names


def test_a_given_generator_replaces_what_is_inferred(planned: Callable[..., Plan]) -> None:
    """By table and column; others stay."""
    plan, plain = planned(*SHOP, each=50, generators={"orders.total": Integers(7, 7)}), planned(*SHOP, each=50)

    assert set(plan.batch("orders", 0, 50)["total"].to_pylist()) == {7}
    assert plan.suggestions("orders")["total"].why == "given in the plan"
    assert plan.batch("orders", 0, 50)["ordered_at"].equals(plain.batch("orders", 0, 50)["ordered_at"])


def test_a_misspelt_generator_is_an_error(planned: Callable[..., Plan]) -> None:
    """With the closest column."""
    plan = planned(*SHOP, generators={"orders.totl": Integers(1, 2)})

    with pytest.raises(PlanError, match=r"'orders\.totl', which is no column; did you mean 'orders\.total'"):
        _ = plan.tables


def test_a_misspelt_table_is_an_error(planned: Callable[..., Plan]) -> None:
    """With the closest one."""
    with pytest.raises(PlanError, match=r"there is no table 'order' in this plan; did you mean 'orders'\?"):
        planned(*SHOP).batch("order", 0, 1)


def test_a_pickled_plan_is_small_and_makes_the_same_rows(planned: Callable[..., Plan]) -> None:
    """What was found out stays behind, and is found out again."""
    plan = planned(*SHOP, each=100_000)
    batch, data = plan.batch("orders", 90_000, 90_050), pickle.dumps(plan)

    assert len(data) < 20_000
    assert pickle.loads(data).batch("orders", 90_000, 90_050).equals(batch)


def test_another_seed_gives_other_rows(planned: Callable[..., Plan]) -> None:
    """Of the same form."""
    one, two = (planned(*SHOP, each=50, seed=seed).batch("orders", 0, 50) for seed in (1, 2))

    assert one.schema.equals(two.schema) and one["id"].equals(two["id"])
    assert not one["total"].equals(two["total"])


def test_moments_follow_the_present(planned: Callable[..., Plan]) -> None:
    """None lies after it, and a year later all are a year later."""
    early, late = (planned(*SHOP, each=50, now=datetime(year, 6, 1)).batch("orders", 0, 50) for year in (2025, 2026))

    assert max(early["ordered_at"].to_pylist()) < datetime(2025, 6, 1) < max(late["ordered_at"].to_pylist())
    assert early["total"].equals(late["total"])


def test_the_present_is_midnight_if_nobody_says() -> None:
    """So that two runs of a day agree."""
    assert (today().hour, today().microsecond, today().utcoffset().total_seconds()) == (0, 0, 0)  # type: ignore[union-attr]


def test_a_locale_changes_words_only(planned: Callable[..., Plan]) -> None:
    """Names are of the country, keys stay."""
    here, there = (planned(*SHOP, each=50, locale=locale).batch("customers", 0, 50) for locale in ("en_US", "ja_JP"))

    assert here["id"].equals(there["id"])
    assert not any(name.isascii() for name in there["name"].to_pylist())


def test_renaming_a_column_changes_no_other(planned: Callable[..., Plan]) -> None:
    """Randomness is drawn by name."""
    table = "t (id integer PRIMARY KEY, a int NOT NULL, {} int NOT NULL)"
    one, two = (planned(table.format(name), each=90).batch("t", 0, 90) for name in "bc")

    assert one.select(["id", "a"]).equals(two.select(["id", "a"]))
    assert not one["b"].equals(two["c"])


def test_a_new_column_or_table_changes_nothing_else(planned: Callable[..., Plan]) -> None:
    """A migration keeps the rows that were there."""
    before = planned(*SHOP, each=80)
    after = planned(SHOP[0], SHOP[1].replace("total", "rebate int, total"), "logs (id integer PRIMARY KEY)", each=80)

    assert before.batch("customers", 0, 80).equals(after.batch("customers", 0, 80))
    assert before.batch("orders", 0, 80).equals(after.batch("orders", 0, 80).drop_columns(["rebate"]))


def test_more_rows_leave_the_first_ones(planned: Callable[..., Plan]) -> None:
    """Of a table that points to no other."""
    few, many = (
        planned("t (id integer PRIMARY KEY, n int NOT NULL)", each=10),
        planned("t (id integer PRIMARY KEY, n int NOT NULL)", each=1000),
    )

    assert few.batch("t", 0, 10).equals(many.batch("t", 0, 10))


def test_the_key_tells_rows_apart(planned: Callable[..., Plan]) -> None:
    """The primary key, or a unique group that is never NULL, or nothing."""
    plan = planned("a (x int, y int, PRIMARY KEY (x, y))", "b (x int UNIQUE, y int NOT NULL UNIQUE)", "c (x int)")

    assert [plan.key(table) for table in "abc"] == [["x", "y"], ["y"], []]
