"""Unique groups of a table: keys, constraints, indexes of expressions and of some rows."""

import sqlalchemy as sa

from populace.infer.groups import Group, groups, text_of
from populace.schema.annotations import annotate


def found(*items: sa.schema.SchemaItem, dialect: str = "sqlite") -> list[Group]:
    """The groups of a table with columns a and b and *items*."""
    return groups(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Text), sa.Column("b", sa.Text), *items), dialect)


def test_a_primary_key_holds_no_null() -> None:
    """Unlike a UNIQUE, whose NULLs repeat."""
    table = sa.Table(
        "t", sa.MetaData(), sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Text, unique=True)
    )

    assert [(g.columns, g.nulls_repeat) for g in groups(table, "sqlite")] == [(("a",), False), (("b",), True)]


def test_nulls_not_distinct_do_not_repeat() -> None:
    """An option of PostgreSQL."""
    (group,) = found(sa.UniqueConstraint("a", postgresql_nulls_not_distinct=True), dialect="postgresql")

    assert not group.nulls_repeat


def test_the_stricter_of_two_equal_groups_stays() -> None:
    """A UNIQUE on the columns of the primary key adds nothing."""
    table = sa.Table(
        "t", sa.MetaData(), sa.Column("a", sa.Integer, primary_key=True), sa.UniqueConstraint("a", name="u")
    )

    assert [group.name for group in groups(table, "sqlite")] == ["primary key"]


def test_smaller_groups_come_first_and_partial_ones_last() -> None:
    """The smaller ones keep the larger ones along."""
    partial = sa.Index("some", "a", unique=True, sqlite_where=sa.text("b IS NULL"))
    names = [
        g.name for g in found(sa.UniqueConstraint("a", "b", name="both"), sa.UniqueConstraint("b", name="one"), partial)
    ]

    assert names == ["one", "both", "some"]


def test_an_index_of_lower_case_is_a_group_of_its_column() -> None:
    """Texts that differ in lower case differ."""
    (group,) = found(sa.Index("low", sa.text("lower(a)"), unique=True))

    assert (group.columns, group.unsure) == (("a",), None)


def test_an_expression_that_may_merge_values_is_unsure() -> None:
    """The first letters of different texts may be the same."""
    (group,) = found(sa.Index("start", sa.text("substr(a, 1, 3)"), unique=True))

    assert (group.columns, group.unsure) == (("a",), "substr(a, 1, 3)")


def test_the_condition_of_an_index_is_kept_as_text() -> None:
    """Of the dialect's own option."""
    (group,) = found(sa.Index("some", "a", unique=True, sqlite_where=sa.text("b = 'x'")))

    assert group.where == "b = 'x'"


def test_an_index_that_is_not_unique_is_no_group() -> None:
    """It only makes queries fast."""
    assert found(sa.Index("fast", "a")) == []


def test_an_exclusion_constraint_keeps_ranges_apart() -> None:
    """No two bookings of a room at once."""
    table = sa.Table("t", sa.MetaData(), sa.Column("room", sa.Integer), sa.Column("during", sa.Text))
    annotate(table, exclude=[{"name": "x", "columns": [["room", "="], ["during", "&&"]], "where": None}])
    (group,) = groups(table, "postgresql")

    assert (group.columns, group.apart) == (("room", "during"), "during")


def test_the_text_of_an_expression_has_its_values_in_it() -> None:
    """And no names of tables."""
    column = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer)).c.n

    assert text_of(column > 3, "sqlite") == "n > 3"
    assert text_of(sa.text("n > 3"), "sqlite") == text_of("n > 3", "sqlite") == "n > 3"
