"""A MetaData made ready to plan."""

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from populace.plan import Plan
from populace.schema.prepare import prepared


def test_keys_are_as_short_as_what_points_to_them():
    """Down a chain of foreign keys; the user's own tables stay as they are."""
    metadata = sa.MetaData()
    states = sa.Table("states", metadata, sa.Column("name", sa.String(30), primary_key=True))
    sa.Table("aliases", metadata, sa.Column("name", sa.String(30), sa.ForeignKey("states.name"), primary_key=True))
    sa.Table("pools", metadata, sa.Column("state", sa.String(16), sa.ForeignKey("aliases.name")))

    tables = prepared(metadata).tables

    assert tables["aliases"].c.name.type.length == tables["states"].c.name.type.length == 16
    assert states.c.name.type.length == 30


@pytest.mark.parametrize(
    ("dialect", "kinds"),
    [("postgresql", (postgresql.UUID, postgresql.JSONB, sa.BigInteger)), ("sqlite", (sa.CHAR, sa.Text, sa.BigInteger))],
)
def test_types_are_those_of_the_database(dialect: str, kinds: tuple[type, ...]):
    """SQLite's INTEGER is as wide as any, so that keys may be large there, too."""
    things = sa.Table(
        "things",
        sa.MetaData(),
        sa.Column("key", sa.CHAR(32).with_variant(postgresql.UUID(), "postgresql")),
        sa.Column("notes", sa.Text().with_variant(postgresql.JSONB(), "postgresql")),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
    )

    columns = prepared(things.metadata, dialect).tables["things"].columns

    assert tuple(type(column.type) for column in columns) == kinds
    assert isinstance(things.c.key.type, sa.CHAR)


def test_values_are_of_the_type_of_the_database():
    metadata = sa.MetaData()
    sa.Table("things", metadata, sa.Column("zq", sa.CHAR(32).with_variant(postgresql.UUID(), "postgresql")))

    lengths = {
        dialect: {
            len(value)
            for value in Plan(metadata, each=50, dialect=dialect).batch("things", 0, 50)["zq"].to_pylist()
            if value
        }
        for dialect in ("postgresql", "mysql")
    }

    assert lengths["postgresql"] == {36} and max(lengths["mysql"]) <= 32
