"""The generators of a table's own columns."""

from datetime import UTC, datetime
from typing import Any

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


class Microseconds(sa.TypeDecorator[Any]):
    """Moments as whole microseconds since 1970."""

    impl, cache_ok = sa.BigInteger, True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value.replace(tzinfo=UTC).timestamp() * 1_000_000)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


def test_moments_that_a_decorator_stores_as_numbers_are_in_order() -> None:
    """The names of such columns are understood, though what is stored is another kind."""
    columns = [sa.Column(name, Microseconds(), nullable=False) for name in ("created_at_int", "expires_at_int")]
    table = sa.Table("passwords", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), *columns)
    batch = Plan(table.metadata, each=50).batch("passwords", 0, 50)

    created, expires = (batch[column.name].to_pylist() for column in columns)
    assert all(early < late for early, late in zip(created, expires, strict=True))
