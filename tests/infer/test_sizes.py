"""Sizes that nobody gave."""

import sqlalchemy as sa

from populace.plan import Plan

SCHEMA = sa.MetaData()


def table(name: str, *columns: sa.Column[int]) -> None:
    sa.Table(name, SCHEMA, sa.Column("id", sa.Integer, primary_key=True), *columns)


table("countries")
table("customers")
table("orders", sa.Column("customer_id", sa.ForeignKey("customers.id")))
table("lines", sa.Column("order_id", sa.ForeignKey("orders.id")))


def sizes(**given: object) -> dict[str, int]:
    plan = Plan(SCHEMA, **given)  # type: ignore[arg-type]
    return {table.name: plan.size(table.name) for table in plan.tables}


def test_children_outnumber_their_parents() -> None:
    """Lookup tables are small, and each generation of children is larger than the one before."""
    assert sizes() == {"countries": 20, "customers": 100, "orders": 250, "lines": 625}


def test_children_follow_a_size_that_is_given() -> None:
    """Ten times the customers have ten times the orders; other tables stay as they are."""
    assert sizes(sizes={"customers": 1000}) == {"countries": 20, "customers": 1000, "orders": 2500, "lines": 6250}


def test_scale_multiplies_what_nobody_gave() -> None:
    """`scale` grows the whole database in proportion."""
    assert sizes(scale=2.0) == {"countries": 40, "customers": 200, "orders": 500, "lines": 1250}


def test_each_gives_every_table_as_many() -> None:
    """`each` overrides the proportions, a size of a single table overrides `each`."""
    assert sizes(each=7, sizes={"lines": 3}) == {"countries": 7, "customers": 7, "orders": 7, "lines": 3}


def test_fewer_rows_than_asked_for_are_told() -> None:
    """A table whose key has few values gets as many rows, its children too, and the plan says why."""
    schema = sa.MetaData()
    sa.Table("flags", schema, sa.Column("on", sa.Boolean, primary_key=True))
    sa.Table("details", schema, sa.Column("on", sa.ForeignKey("flags.on"), primary_key=True))
    plan = Plan(schema, each=50)

    assert [plan.size("flags"), plan.size("details")] == [2, 2]
    assert [note.split(":")[:2] for note in plan.notes] == [
        ["flags", " 2 rows instead of 50"],
        ["details", " 2 rows instead of 50"],
    ]
