"""Every type gets values that fit it, are pure functions of the row, and are accepted by the server."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import mysql, postgresql

from populace.errors import PlanError
from populace.generators.keys import Sequence, UniqueIntegers
from populace.generators.literals import DisjointRanges
from populace.generators.mariadb import OwnLiterals
from populace.generators.scalars import as_arrow
from populace.infer.asked import Asked
from populace.infer.types import kind_of, suggest
from populace.rows import Rows
from populace.schema.domain import Domain
from populace.schema.types import arrow_type, to_arrow


class Status(enum.Enum):
    new = "N"
    open = "O"
    closed = "C"


TYPES: list[sa.types.TypeEngine[Any]] = [
    sa.Integer(), sa.SmallInteger(), sa.BigInteger(), mysql.TINYINT(), mysql.MEDIUMINT(unsigned=True), mysql.YEAR(),
    sa.Float(), sa.Double(), sa.Numeric(), sa.Numeric(5, 2), sa.Numeric(3, 3), sa.Numeric(38, 18), sa.Numeric(10),
    sa.Boolean(), mysql.TINYINT(1), sa.Date(), sa.DateTime(), sa.DateTime(timezone=True), mysql.DATETIME(fsp=3),
    sa.Time(), sa.Time(timezone=True), sa.Interval(), postgresql.INTERVAL(), sa.Text(), sa.String(30), sa.String(5),
    sa.CHAR(1), sa.Enum("a", "b", "c"), sa.Enum(Status), postgresql.ENUM("x", "y", name="xy"), mysql.SET("p", "q"),
    sa.Uuid(), postgresql.UUID(), sa.JSON(), postgresql.JSONB(), sa.LargeBinary(), sa.BINARY(16), sa.VARBINARY(3),
    sa.ARRAY(sa.Integer), sa.ARRAY(sa.Text, dimensions=2), sa.ARRAY(sa.Enum("a", "b", name="ab")),
    postgresql.INET(), postgresql.CIDR(), postgresql.MACADDR(), postgresql.TSVECTOR(), postgresql.BIT(70),
    postgresql.HSTORE(), postgresql.INT4RANGE(), postgresql.TSTZMULTIRANGE(), postgresql.OID(), postgresql.MONEY(),
    postgresql.DOMAIN("age", sa.Integer), postgresql.CITEXT(),
]  # fmt: skip


def asked(sqltype: Any, *, info: dict[str, Any] | None = None, column: Any = None, **options: Any) -> Asked:
    """A NOT NULL column of this type that asks for a generator."""
    made = column if column is not None else sa.Column("c", sqltype, nullable=False, info={"populace": info or {}})
    sa.Table("t", sa.MetaData(), made)
    return Asked(made, kind_of(made.type), **options)


def values(wanted: Asked, count: int = 200) -> Any:
    return suggest(wanted).generator(Rows(np.arange(count), "t", "c"))


@pytest.mark.parametrize("unique", [False, True])
@pytest.mark.parametrize("sqltype", TYPES, ids=repr)
def test_values_fit_the_type_and_slices_agree(sqltype, unique):
    """Any slice of any type is made alone, comes out the same and becomes the column's Arrow type."""
    generator = suggest(asked(sqltype, unique=unique)).generator
    count = min(200, generator.capacity) if unique else 200
    whole = to_arrow(generator(Rows(np.arange(count), "t", "c")), sqltype)
    part = to_arrow(generator(Rows(np.arange(count // 2, count), "t", "c")), sqltype)

    assert whole.null_count == 0
    assert whole.to_pylist()[count // 2 :] == part.to_pylist()
    if unique:
        assert len({str(value) for value in whole.to_pylist()}) == count


@pytest.mark.parametrize(
    ("sqltype", "kind"),
    [
        (sa.Interval(), "interval"),
        (sa.PickleType(), "bytes"),
        (sa.Double(), "float"),
        (postgresql.DOMAIN("d", sa.Date), "date"),
        (postgresql.CITEXT(), "text"),
        (postgresql.DOUBLE_PRECISION(), "float"),
        (mysql.ENUM("a"), "enum"),
        (sa.types.NULLTYPE, "other"),
        (postgresql.INT4RANGE(), "other"),
    ],
)
def test_kinds_look_through_decorators_and_domains(sqltype, kind):
    """A type's kind is that of what the database stores."""
    assert kind_of(sqltype) == kind


def test_enums_of_python_classes_store_names_unless_told_otherwise():
    """The database holds member names, or what values_callable gives."""
    by_value = sa.Enum(Status, values_callable=lambda members: [member.value for member in members])

    assert set(values(asked(sa.Enum(Status))).to_pylist()) == {"new", "open", "closed"}
    assert set(values(asked(by_value)).to_pylist()) == {"N", "O", "C"}


@pytest.mark.parametrize(
    ("column", "common"),
    [
        (sa.Column("c", sa.Integer, default=7), 7),
        (sa.Column("c", sa.Integer, server_default="7"), 7),
        (sa.Column("c", sa.Enum(Status), default=Status.closed), "closed"),
        (sa.Column("c", sa.Enum("a", "b", "z", name="e"), server_default=sa.text("'z'::e")), "z"),
        (sa.Column("c", sa.Boolean, server_default=sa.false()), False),
    ],
    ids=lambda value: str(value),
)
def test_defaults_are_the_commonest_values(column, common):
    """About half of the rows hold what the column holds when nothing is said."""
    made = as_arrow(values(asked(None, column=column), 1000)).to_pylist()

    assert 400 < made.count(common) < 800


@pytest.mark.parametrize(
    ("sqltype", "domain", "expected"),
    [
        (sa.Integer(), Domain(low=1, high=10), 10),
        (sa.Integer(), Domain(low=0, high=11, low_open=True, high_open=True), 10),
        (sa.Date(), Domain(low=date(2026, 1, 1), high=date(2026, 1, 31)), 31),
        (sa.Numeric(5, 1), Domain(low=0, high=Decimal("1.5")), 16),
        (sa.Text(), Domain(values=("a", "b", "c")), 3),
        (sa.Date(), Domain(values=(date(2026, 1, 1), date(2026, 1, 2))), 2),
    ],
)
def test_unique_columns_use_all_that_their_checks_allow(sqltype, domain, expected):
    """The capacity is what the CHECK leaves; all of it is used, and not one more row is made."""
    wanted = asked(sqltype, unique=True, domain=domain)
    made = to_arrow(values(wanted, expected), sqltype)

    assert len(set(made.to_pylist())) == expected
    assert domain.contains(made).to_pylist() == [True] * expected
    with pytest.raises(PlanError, match=r"t\.c: row"):
        values(wanted, expected + 1)


def test_unbounded_unique_integers_count_from_1():
    """They count from 1, or from the least allowed, up to what the type holds."""
    assert suggest(asked(sa.SmallInteger(), unique=True)).generator == Sequence(1, 32767)
    assert suggest(asked(sa.Integer(), unique=True, domain=Domain(low=100))).generator == Sequence(100, 2**31 - 1)
    both = asked(sa.Integer(), unique=True, domain=Domain(low=-3, high=3))
    assert suggest(both).generator == UniqueIntegers(-3, 3)


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6))
def test_integers_stay_within_two_bounds(low, width):
    """Whatever the two bounds, all values are between them."""
    made = values(asked(sa.Integer(), domain=Domain(low=low, high=low + width)))

    assert low <= made.min() <= made.max() <= low + width


def test_unknown_types_are_null_where_they_may_be_and_else_an_error():
    """The error names the column and the type."""
    geometry = {"sqltype": "geometry(Point,4326)", "typtype": "b"}
    column = sa.Column("c", sa.types.NULLTYPE, info={"populace": geometry})

    assert values(asked(None, column=column), 3).to_pylist() == [None] * 3
    with pytest.raises(PlanError, match=r"t\.c: nothing is known of the type geometry"):
        suggest(asked(sa.types.NULLTYPE, info=geometry))


def test_spatial_types_of_mysql_are_not_the_points_of_postgresql():
    """Each has its own text; what PostgreSQL has no type for is not known there."""
    point = asked(sa.types.NULLTYPE, info={"sqltype": "point"})

    assert all(text.startswith("(") for text in values(point, 5).to_pylist())
    assert suggest(point, "mysql").generator == OwnLiterals("point")
    with pytest.raises(PlanError, match="multipoint"):
        suggest(asked(sa.types.NULLTYPE, info={"sqltype": "multipoint"}), "postgresql")


def test_unique_ranges_do_not_overlap():
    """A unique range column is fit for exclusion constraints."""
    assert suggest(asked(postgresql.TSRANGE(), unique=True)).generator == DisjointRanges("tsrange")


def test_mysql_keeps_whole_seconds_unless_it_has_a_fraction():
    """Unique moments must differ in what is kept."""
    generator = suggest(asked(sa.DateTime(), unique=True), "mysql").generator
    made = generator(Rows(np.arange(100), "t", "c"))

    assert (made.astype("M8[s]") == made).all() or len(set(made.astype("M8[s]").tolist())) == 100


def test_default_lists_make_json_lists():
    """A JSON column that is a list by default holds lists."""
    column = sa.Column("c", sa.JSON, default=list, nullable=False)

    assert all(text.startswith("[") for text in values(asked(None, column=column)).to_pylist())


def test_batches_of_arrays_have_the_columns_arrow_type():
    """Items of enum type arrive as lists of text."""
    sqltype = sa.ARRAY(sa.Enum("a", "b", name="ab"))

    assert arrow_type(sqltype).value_type == pa.dictionary(pa.int32(), pa.string())
    assert to_arrow(values(asked(sqltype)), sqltype).null_count == 0


def test_moments_end_at_the_present():
    """Two years up to the present of the data."""
    made = values(asked(sa.DateTime()), 1000)

    assert np.datetime64("2023-12-31") < made.min() < made.max() <= np.datetime64(datetime(2026, 1, 1))


def test_unique_text_of_one_character_has_room_for_fifty_rows():
    """Both cases, digits and marks where 36 codes are too few."""
    asked = Asked(sa.Column("c", sa.String(1)), "text", unique=True, length=1, rows=50)
    generator = suggest(asked).generator

    assert generator.capacity == 94
    assert len(set(generator(Rows(np.arange(94), "t", "c")).to_pylist())) == 94
