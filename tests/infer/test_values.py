"""The generators of a table's own columns."""

import sqlalchemy as sa

from populace.plan import Plan


def test_text_keys_that_integers_point_to_are_digits() -> None:
    """A foreign key of another kind than its key still finds it."""
    schema = sa.MetaData()
    sa.Table("kinds", schema, sa.Column("id", sa.String(36), primary_key=True))
    sa.Table(
        "uses",
        schema,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind_id", sa.Integer, sa.ForeignKey("kinds.id")),
    )
    plan = Plan(schema, each=20)

    kinds = {int(key) for key in plan.batch("kinds", 0, 20)["id"].to_pylist()}
    assert {key for key in plan.batch("uses", 0, 20)["kind_id"].to_pylist() if key is not None} <= kinds
