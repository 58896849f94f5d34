"""Which tables are filled, and with how many rows."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from populace.errors import PlanError
from populace.plan import Plan
from populace.schema.annotations import annotate

SHOP = (
    "customers (id integer PRIMARY KEY)",
    "orders (id integer PRIMARY KEY, customer_id int NOT NULL REFERENCES customers)",
    "logs (id integer PRIMARY KEY, order_id int REFERENCES orders)",
)  # fmt: skip


def names(plan: Plan) -> list[str]:
    return [table.name for table in plan.tables]


def test_only_takes_along_what_may_not_be_missing(planned: Callable[..., Plan]) -> None:
    """Orders need customers, and a note says so; logs can do without orders."""
    plan = planned(*SHOP, only=["orders"])

    assert names(plan) == ["customers", "orders"]
    assert plan.notes == ["customers is taken along: orders.customer_id needs its rows"]
    assert names(planned(*SHOP, only=["logs"])) == ["logs"]


def test_patterns_choose_several(planned: Callable[..., Plan]) -> None:
    """As in a shell."""
    assert names(planned(*SHOP, exclude=["o*", "logs"])) == ["customers"]


@pytest.mark.parametrize("option", ["only", "exclude"])
def test_a_misspelt_table_is_an_error(planned: Callable[..., Plan], option: str) -> None:
    """With the closest name."""
    with pytest.raises(PlanError, match=r"no table is called 'costumers'; did you mean 'customers'\?"):
        _ = planned(*SHOP, **{option: ["costumers"]}).tables


def test_a_table_that_is_needed_cannot_be_excluded(planned: Callable[..., Plan]) -> None:
    """The error says what to do."""
    with pytest.raises(
        PlanError, match="orders.customer_id may not be NULL.*include customers or exclude orders as well"
    ):
        _ = planned(*SHOP, exclude=["customers"]).tables


def test_excluding_everything_is_an_error(planned: Callable[..., Plan]) -> None:
    """There is nothing to do."""
    with pytest.raises(PlanError, match="no table is left to fill"):
        _ = planned(*SHOP, exclude=["*"]).tables


def test_a_schema_without_tables_is_an_error() -> None:
    """It says what to do."""
    with pytest.raises(PlanError, match="the schema has no tables; create them first"):
        _ = Plan(sa.MetaData()).tables


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"order": 5}, r"rows are asked for 'order', which is no table to fill; did you mean 'orders'\?"),
        ({"orders": -1}, "orders: -1 rows were asked for; ask for 0 or more"),
    ],
)
def test_sizes_must_make_sense(planned: Callable[..., Plan], sizes: dict[str, int], message: str) -> None:
    """Tables that are there, and no rows below 0."""
    with pytest.raises(PlanError, match=message):
        _ = planned(*SHOP, sizes=sizes).tables


def test_each_and_scale_multiply(planned: Callable[..., Plan]) -> None:
    """Sizes asked for by name stand as they are."""
    plan = planned(*SHOP, each=10, scale=2.0, sizes={"logs": 7})

    assert [plan.size(name) for name in ("customers", "orders", "logs")] == [20, 20, 7]


def test_every_partition_gets_as_many_rows() -> None:
    """A table of three partitions gets three times as many."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("k", sa.Integer))
    annotate(table, partitions={"columns": ["k"], "leaves": [{"k": {"in": [n]}} for n in (1, 2, 3)], "hash": False})
    plan = Plan(table.metadata, each=10)

    assert plan.size("t") == 30
    assert sorted(set(plan.rows("t", range(30))["k"].tolist())) == [1, 2, 3]
