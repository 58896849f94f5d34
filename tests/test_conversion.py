"""Values as Python objects and back."""

import enum
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlalchemy as sa

from populace.conversion import Conversion
from populace.schema.types import raw_type, to_arrow


class Tier(enum.Enum):
    GOLD = "gold"
    TIN = "tin"


class Cents(sa.TypeDecorator):
    """Money as a whole number of cents."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return int(value * 100)

    def process_result_value(self, value, dialect):
        return Decimal(value) / 100


WAYS = [
    (sa.Integer(), pa.array([7]), 7),
    (sa.String(5), pa.array(["abc"]).dictionary_encode(), "abc"),
    (sa.Enum(Tier), pa.array(["TIN"]).dictionary_encode(), Tier.TIN),
    (sa.Enum("a", "b"), pa.array(["b"]).dictionary_encode(), "b"),
    (sa.JSON(), pa.array(['{"a": [1]}']), {"a": [1]}),
    (sa.Uuid(), pa.array(["12345678123456781234567812345678"]), uuid.UUID(int=0x12345678123456781234567812345678)),
    (sa.Numeric(8, 2), pa.array([Decimal("1.25")]), Decimal("1.25")),
    (sa.Numeric(), pa.array([1.25]), Decimal("1.25")),
    (sa.Float(), pa.array([1.25]), 1.25),
    (sa.Boolean(), pa.array([True]), True),
    (sa.Date(), pa.array([date(2026, 1, 2)]), date(2026, 1, 2)),
    (sa.DateTime(), pa.array([datetime(2026, 1, 2, 3, 4, 5)], pa.timestamp("us")), datetime(2026, 1, 2, 3, 4, 5)),
    (sa.Interval(), pa.array([timedelta(hours=5)], pa.duration("us")), timedelta(hours=5)),
    (sa.Time(), pa.array([time(5, 6)], pa.time64("us")), time(5, 6)),
    (sa.LargeBinary(), pa.array([b"\x00\xff"]), b"\x00\xff"),
    (Cents(), pa.array([125]), Decimal("1.25")),
]


@pytest.mark.parametrize(("sqltype", "stored", "value"), WAYS, ids=lambda way: type(way).__name__)
def test_stored_values_are_read_as_the_orm_reads_them(sqltype, stored, value):
    """NULL is None."""
    conversion = Conversion(sqltype, "sqlite")
    nothing = pa.nulls(1, stored.type)

    assert conversion.read(stored) == [value] and type(conversion.read(stored)[0]) is type(value)
    assert conversion.read(nothing) == [None]


@pytest.mark.parametrize(("sqltype", "stored", "value"), WAYS, ids=lambda way: type(way).__name__)
def test_objects_are_bound_as_generators_make_them(sqltype, stored, value):
    """What comes back is equal."""
    conversion = Conversion(sqltype, "sqlite")

    assert conversion.read(to_arrow(conversion.bind([value]), raw_type(sqltype))) == [value]


def test_moments_with_a_time_zone_are_utc():
    """As PostgreSQL gives them."""
    stored = pa.array([datetime(2026, 1, 2, tzinfo=UTC)], pa.timestamp("us", tz="UTC"))

    assert Conversion(sa.DateTime(timezone=True), "postgresql").read(stored) == [datetime(2026, 1, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("sqltype", "value"), [(sa.Enum("a"), "c"), (sa.Date(), "today"), (sa.SmallInteger(), 1 << 40)]
)
def test_a_value_of_another_kind_is_an_error(sqltype, value):
    """Which error depends on the type; `Records` names the column."""
    with pytest.raises((ValueError, TypeError, LookupError)):
        Conversion(sqltype, "sqlite").bind([value])
