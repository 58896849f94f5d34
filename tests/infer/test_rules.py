"""What CHECKs say about columns, and which of them are left to the database."""

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from populace.infer.raw import dialect_named
from populace.infer.rules import Rules, hull, only_case, rules
from populace.schema.domain import Domain

NOW = np.datetime64("2026-06-01", "us")


def read(*items: sa.schema.SchemaItem, dialect: str = "sqlite") -> Rules:
    """The rules of a table t with the given columns and constraints."""
    return rules(sa.Table("t", sa.MetaData(), *items), dialect_named(dialect), NOW)


def test_a_check_gives_a_column_its_domain() -> None:
    """What is asked for lies within."""
    found = read(sa.Column("n", sa.Integer), sa.CheckConstraint("n BETWEEN 3 AND 9"))
    domain = found.asked(100)["n"].domain

    assert domain is not None and (domain.low, domain.high) == (3, 9)


def test_a_check_that_cannot_be_read_is_noted() -> None:
    """Its table is named, and the database decides."""
    found = read(sa.Column("n", sa.Integer), sa.CheckConstraint("my_function(n) = 1", name="odd"))

    assert found.checks == []
    assert len(found.notes) == 1 and found.notes[0].startswith("t: ")
    assert found.notes[0].endswith("its rows are left to the database to accept")


def test_the_check_of_an_enum_says_nothing_new() -> None:
    """SQLAlchemy makes it along with the type."""
    found = read(sa.Column("state", sa.Enum("on", "off", name="state", create_constraint=True, native_enum=False)))

    assert found.checks == []


def test_a_check_of_a_computed_column_is_the_databases() -> None:
    """The value is not ours to make."""
    found = read(
        sa.Column("n", sa.Integer), sa.Column("m", sa.Integer, sa.Computed("n + 1")), sa.CheckConstraint("m > 0")
    )

    assert found.checks == []
    assert set(found.asked(10)) == {"n"}


def test_columns_that_must_differ_are_apart() -> None:
    """With the lesser one named where there is one."""
    columns = [sa.Column(name, sa.Integer, nullable=False) for name in "abcd"]
    found = read(*columns, sa.CheckConstraint("a <> b"), sa.CheckConstraint("d > c"))

    assert found.apart() == {frozenset("ab"): "<>", frozenset("cd"): "c"}


def test_a_condition_about_nulls_only_is_idle() -> None:
    """A unique index on n WHERE n IS NOT NULL leaves out what may repeat anyway."""
    found = read(sa.Column("n", sa.Integer), sa.Column("m", sa.Integer))

    assert found.idle("n IS NOT NULL", ["n"])
    assert not found.idle("m = 1", ["n"])
    assert not found.idle("my_function(n)", ["n"])


def test_the_hull_of_domains_is_around_all_of_them() -> None:
    """Those that only say NULL do not count."""
    assert hull([Domain(low=1, high=5), Domain(low=3, high=9), Domain(null=True)]) == Domain(low=1, high=9)
    assert hull([Domain(values=("a", "b")), Domain(values=("b", "c"))]).values == ("a", "b", "c")
    assert hull([Domain(low=1), Domain(high=9)]) == Domain()
    assert hull([Domain(null=True)]) == Domain(null=True)


def test_only_what_all_cases_say_is_the_only_case() -> None:
    """Of n they say the same, of m they do not."""
    found = read(
        sa.Column("n", sa.Integer), sa.Column("m", sa.Integer), sa.CheckConstraint("n = 1 AND (m = 2 OR m > 7)")
    )
    (component,) = [c for c in found.components() if "m" in c.columns]

    assert only_case(component, "m") is None


class Key(sa.TypeDecorator[str]):
    impl, cache_ok = sa.CHAR, True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[str]:
        return postgresql.UUID() if dialect.name == "postgresql" else sa.CHAR(32)  # type: ignore[return-value]


def test_lengths_are_those_of_the_database() -> None:
    """Text of 32 characters elsewhere, a UUID of 36 in PostgreSQL."""
    here, there = (read(sa.Column("key", Key()), dialect=name).known["key"] for name in ("sqlite", "postgresql"))

    assert (here.max_length, there.max_length) == (32, None)
