"""Plans that are kept for single rows."""

import sqlalchemy as sa

from populace.plans import plan_for


def shop() -> sa.MetaData:
    metadata = sa.MetaData()
    sa.Table("customers", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String))
    return metadata


def test_a_plan_is_inferred_once():
    """For the same tables, locale, dialect and present."""
    metadata = shop()

    assert plan_for(metadata) is plan_for(metadata) is not plan_for(metadata, locale="de_DE")


def test_a_table_that_is_added_later_is_planned():
    """Models that a test defines join the metadata when they like."""
    metadata = shop()
    plan_for(metadata)
    sa.Table("orders", metadata, sa.Column("id", sa.Integer, primary_key=True))

    assert plan_for(metadata).size("orders") > 0


def test_a_table_that_cannot_be_planned_leaves_the_others():
    """Only the rows of the table itself cannot be made."""
    metadata = shop()
    sa.Table("odd", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.types.NullType))
    sa.Table("never", metadata, sa.Column("id", sa.Integer, sa.CheckConstraint("id < 0 AND id > 0"), primary_key=True))

    assert plan_for(metadata, "customers").batch("customers", 0, 2).num_rows == 2
