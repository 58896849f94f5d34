from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql

from populace.schema.types import arrow_type, to_arrow


class Shouted(sa.TypeDecorator[str]):
    impl = sa.String(10)
    cache_ok = True


@pytest.mark.parametrize(
    ("sqltype", "expected"),
    [
        (sa.SmallInteger(), pa.int16()),
        (sa.Integer(), pa.int32()),
        (sa.BigInteger(), pa.int64()),
        (sa.Float(), pa.float64()),
        (sa.Double(), pa.float64()),
        (sa.Numeric(10, 2), pa.decimal128(10, 2)),
        (sa.Numeric(10), pa.decimal128(10, 0)),
        (sa.Numeric(), pa.float64()),
        (sa.Numeric(78, 0), pa.float64()),
        (sa.Boolean(), pa.bool_()),
        (sa.Date(), pa.date32()),
        (sa.DateTime(), pa.timestamp("us")),
        (sa.DateTime(timezone=True), pa.timestamp("us", "UTC")),
        (sa.Time(), pa.time64("us")),
        (sa.Interval(), pa.duration("us")),
        (postgresql.INTERVAL(), pa.duration("us")),
        (sa.String(5), pa.string()),
        (sa.Enum("a", "b"), pa.dictionary(pa.int32(), pa.string())),
        (sa.Uuid(), pa.string()),
        (sa.JSON(), pa.string()),
        (postgresql.INET(), pa.string()),
        (postgresql.TSTZRANGE(), pa.string()),
        (sa.LargeBinary(), pa.binary()),
        (postgresql.BYTEA(), pa.binary()),
        (sa.PickleType(), pa.binary()),
        (sa.ARRAY(sa.Integer), pa.list_(pa.int32())),
        (postgresql.ARRAY(sa.Text), pa.list_(pa.string())),
        (postgresql.DOMAIN("positive", sa.Integer()), pa.int32()),
        (Shouted(), pa.string()),
        (sa.types.NullType(), pa.string()),
    ],
)
def test_every_sql_type_has_an_arrow_type(sqltype, expected):
    """The table of types that batches are made of."""
    assert arrow_type(sqltype) == expected


@given(st.lists(st.decimals(-99_999_999, 99_999_999, places=2), min_size=1))
def test_decimals_come_back(decimals):
    """Floats become the decimals they were written as, negative ones too."""
    array = to_arrow(np.array([float(d) for d in decimals]), sa.Numeric(10, 2))

    assert array.to_pylist() == decimals


def test_wide_decimals_get_no_invented_digits():
    """A float of few digits stays so in a column with many places."""
    array = to_arrow(np.array([123456.78, -0.1, 1e19]), sa.Numeric(38, 18))

    assert array.to_pylist() == [Decimal("123456.78"), Decimal("-0.1"), Decimal(10) ** 19]


def test_nulls_stay_null():
    """A null of the generator is a null of the column, whatever stands behind it."""
    assert to_arrow(pa.array([1.5, None]), sa.Numeric(5, 2)).to_pylist() == [Decimal("1.50"), None]
    assert to_arrow(pa.array([123456.78, None]), sa.Numeric(38, 18)).null_count == 1
    assert to_arrow(np.array(["2020-01-01", "NaT"], "M8[D]"), sa.DateTime()).null_count == 1


def test_whole_numbers_fit_a_numeric():
    """Up to as many digits as it has before the point."""
    numbers = np.array([-7, 0, 999_999])

    assert to_arrow(numbers, sa.Numeric(8, 2)).to_pylist() == [Decimal("-7.00"), Decimal("0.00"), Decimal("999999.00")]
    assert to_arrow(numbers.astype(np.int16), sa.Numeric(38, 20)).to_pylist()[0] == -7


@pytest.mark.parametrize(
    ("values", "sqltype", "message"),
    [
        (np.array([1000]), sa.Numeric(5, 2), "precision"),
        (np.array([2**31]), sa.Integer(), "2147483648"),
        (np.array([1.5]), sa.Integer(), "1.5"),
        (np.array([999.999]), sa.Numeric(5, 2), "999.999"),
        (np.array([np.nan]), sa.Numeric(5, 2), "nan"),
        (np.array([86_400_000_000], "m8[us]"), sa.Time(), "24 hours"),
        (np.array(["x"]), sa.Integer(), "'x'"),
    ],
)
def test_values_that_do_not_fit_are_refused(values, sqltype, message):
    """Overflow is an error that shows the value and the type, never a wrapped number."""
    with pytest.raises(ValueError, match=message):
        to_arrow(values, sqltype)


def test_text_may_stay_a_dictionary():
    """A vocabulary of a few words is not written out."""
    words = pa.array(["a", "b", "a"]).dictionary_encode()

    assert to_arrow(words, sa.String(5)) is words
    assert to_arrow(pa.array(["a"]), sa.Enum("a")).type == pa.dictionary(pa.int32(), pa.string())
