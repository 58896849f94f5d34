"""Foreign keys as links: declared, guessed, composite, twice the same."""

import sqlalchemy as sa

from populace.infer.links import Link, links
from populace.schema.annotations import annotate


def pointing(column: sa.Column[int], known: tuple[str, ...] = ("users",)) -> list[Link]:
    """The links of a table with one *column*, where there are users."""
    metadata = sa.MetaData()
    sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))
    return links(sa.Table("posts", metadata, column), known)


def guessed(*keys: sa.ForeignKey) -> sa.Column[int]:
    column: sa.Column[int] = sa.Column("owner_id", sa.Integer, *keys)
    annotate(column, references={"table": "users", "column": "id", "why": "owner_id names users"})
    return column


def test_a_link_is_named_after_its_columns() -> None:
    """Its name is the hidden column with the row number of the parent."""
    (link,) = pointing(sa.Column("author_id", sa.ForeignKey("users.id"), nullable=False))

    assert (link.name, link.columns, link.parent, link.keys) == ("→author_id", ("author_id",), "users", ("id",))
    assert not link.nullable
    assert link.why == "foreign key to users(id)"


def test_a_key_in_the_primary_key_is_never_null() -> None:
    """It tells the rows apart."""
    (link,) = pointing(sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True))

    assert not link.nullable


def test_a_composite_key_may_be_null_if_one_column_may() -> None:
    """One NULL is enough to point to nothing."""
    metadata = sa.MetaData()
    sa.Table("p", metadata, sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))
    child = sa.Table(
        "c", metadata, sa.Column("x", sa.Integer, nullable=False), sa.Column("y", sa.Integer),
        sa.ForeignKeyConstraint(["x", "y"], ["p.a", "p.b"]),
    )  # fmt: skip
    (link,) = links(child, ["p"])

    assert (link.name, link.keys, link.nullable) == ("→x,y", ("a", "b"), True)


def test_a_guess_is_a_link_that_says_so() -> None:
    """It has no constraint, and points only to tables that are there."""
    (link,) = pointing(guessed())

    assert link.constraint is None and link.why == "guess: owner_id names users"
    assert pointing(guessed(), known=("cities",)) == []


def test_what_is_declared_is_not_guessed_as_well() -> None:
    """A column has one link."""
    (link,) = pointing(guessed(sa.ForeignKey("users.id")))

    assert link.why == "foreign key to users(id)"


def test_one_column_may_point_to_two_tables() -> None:
    """Both links keep it, under different names."""
    metadata = sa.MetaData()
    for name in ("a", "b"):
        sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True))
    both: sa.Column[int] = sa.Column("id", sa.ForeignKey("a.id"), sa.ForeignKey("b.id"), primary_key=True)

    assert [link.name for link in links(sa.Table("c", metadata, both), ["a", "b"])] == ["→id→a", "→id→b"]


def test_the_same_constraint_twice_is_one_link() -> None:
    """Some databases hold a foreign key under two names."""
    metadata = sa.MetaData()
    sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True))
    twice = [sa.ForeignKeyConstraint(["a_id"], ["a.id"], name=name) for name in ("one", "two")]

    found = links(sa.Table("c", metadata, sa.Column("a_id", sa.Integer), *twice), ["a"])
    assert len({(link.columns, link.parent) for link in found}) == len(found) == 1
