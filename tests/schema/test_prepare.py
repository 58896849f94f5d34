"""A MetaData made ready to plan."""

import sqlalchemy as sa

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
