"""Single rows: those of the table, with what is given, and all else fitting it."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from populace.errors import PlanError
from populace.generators.children import Children
from populace.generators.people import FirstName, Gender, Sex
from populace.plan import Plan
from populace.records import Known, Records
from populace.schema.declared import generated, shaped


def orders_of(rows):
    return rows.below(4, "orders")


def lines_of(rows):
    return 1 + rows.below(3, "lines")


def score(rows):
    return rows.below(1000)


def total(rows):
    return (np.asarray(rows.parent("customer_id")["score"]) * 10 + rows["→customer_id#"]) / 10


def number(rows):
    return rows["→order_id#"] + 1


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"
    __table_args__ = {"info": shaped(rows=50, hidden={"·sex": Sex()})}
    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    sex: Mapped[str] = mapped_column(
        sa.Enum("F", "M", native_enum=False), info=generated(Gender("·sex", forms=("F", "M")))
    )
    first_name: Mapped[str] = mapped_column(info=generated(FirstName()))
    email: Mapped[str] = mapped_column(unique=True)
    born: Mapped[date | None]
    score: Mapped[int] = mapped_column(info=generated(score))


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"), info=generated(Children(orders_of)))
    total: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2), info=generated(total))


class Line(Base):
    __tablename__ = "lines"
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id"), primary_key=True, info=generated(Children(lines_of))
    )
    number: Mapped[int] = mapped_column(primary_key=True, info=generated(number))


PLAN = Plan(Base.metadata, now=datetime(2026, 1, 1))
CUSTOMERS, ORDERS, LINES = (Records(PLAN, name) for name in ("customers", "orders", "lines"))
COMMON = CUSTOMERS.records(range(100, 5_000), open=True)


@pytest.mark.parametrize("records", [CUSTOMERS, ORDERS, LINES], ids=lambda records: records.name)
def test_a_record_is_the_row_of_the_table(records):
    """Alone, among others, and from a block that was made ahead."""
    rows = PLAN.batch(records.name, 0, 30).to_pylist()

    assert records.records(range(30)) == rows
    assert [records.record(n) for n in (0, 17)] == [rows[0], rows[17]]
    assert [{c: records.value(c, n) for c in records.names} for n in range(30)] == rows


def test_what_a_column_is_made_from_is_known():
    """Visible columns, hidden ones and links."""
    assert CUSTOMERS.needs("score") == frozenset()
    assert CUSTOMERS.needs("first_name") == {"·sex"}
    assert "first_name" in CUSTOMERS.needs("email")
    assert ORDERS.needs("total") == {"→customer_id", "→customer_id#"}


@given(st.integers(0, 10**6), st.sampled_from("FM"))
def test_a_given_sex_has_a_fitting_name(row, sex):
    """What lies behind the given value is that of another row that has it."""
    names = {own: set() for own in "FM"}
    for made in COMMON:
        names[made["sex"]].add(made["first_name"])
    record = CUSTOMERS.record(row, {"sex": sex}, open=True)

    assert record["sex"] == sex and record["first_name"] not in names["FM".replace(sex, "")] - names[sex]


def test_a_given_name_has_a_fitting_sex():
    """The other way round, for many rows at once."""
    made = CUSTOMERS.columns([0, 1, 2], ["sex"], {"first_name": ["Mary", "James", "Mary"]})

    assert made == {"sex": ["F", "M", "F"]}


def test_columns_follow_a_given_value():
    """An e-mail address is made of the name that is given."""
    record = CUSTOMERS.record(3, {"first_name": "Wilhelmine"})

    assert record["email"].startswith("wilhelmine.")


def test_null_may_be_given():
    """It is kept, and siblings see the value behind it."""
    assert CUSTOMERS.record(3, {"born": None})["born"] is None
    assert CUSTOMERS.columns([3, 4], ["born"], {"born": [None, date(1990, 5, 17)]}) == {
        "born": [None, date(1990, 5, 17)]
    }


def test_the_rows_of_given_parents_are_followed():
    """By their number, by columns of theirs, by a foreign key; the place among their children may be given, too."""
    parents = {"→customer_id": Known([4, None], {"score": [100, 200]})}
    made = ORDERS.columns([0, 1], ["customer_id", "total"], {"→customer_id#": [0, 3]}, parents)

    assert made["total"] == [Decimal("100.00"), Decimal("200.30")] and made["customer_id"][0] == 5
    assert ORDERS.record(0, {"customer_id": 8})["total"] // 1 == CUSTOMERS.record(7)["score"]


def test_a_primary_key_tells_the_row():
    """A counted one, and one of a parent's key and a number."""
    assert CUSTOMERS.row_of({"id": 18}) == 17
    assert [LINES.row_of(LINES.record(row)) for row in (0, 7, 20)] == [0, 7, 20]
    assert CUSTOMERS.row_of({"id": None}) is None and LINES.row_of({"order_id": 1, "number": 99}) is None


@given(st.integers(0, 2**64 - 1))
def test_rows_beyond_the_table_have_parents_beyond_theirs(bits):
    """Their keys lead to the same parents again."""
    order = ORDERS.record(ORDERS.random(bits), open=True)
    customer = CUSTOMERS.record(order["customer_id"] - 1, open=True)

    assert order["id"] > PLAN.size("orders") and order["total"] // 1 == customer["score"]


def test_a_value_that_its_column_does_not_take_is_an_error():
    """Which names the column; or it is kept, for tests of what an application refuses."""
    with pytest.raises(PlanError, match=r"customers.sex .* does not take 'X': it takes 'F', 'M'"):
        CUSTOMERS.record(0, {"sex": "X"})
    with pytest.raises(PlanError, match="customers has no column 'sexx' to write; did you mean 'sex'"):
        CUSTOMERS.record(0, {"sexx": "F"})

    assert CUSTOMERS.columns([0], ["sex"], {"sex": ["X"]}, strict=False) == {"sex": ["X"]}


def test_another_seed_gives_other_rows_of_the_same_tables():
    """Without inferring anything anew."""
    other = PLAN.reseeded(7)

    assert other.inference.layouts is PLAN.inference.layouts
    assert Records(other, "customers").record(0) != CUSTOMERS.record(0)
    assert PLAN.reseeded(0).batch("orders", 0, 9) == PLAN.batch("orders", 0, 9)


def test_blocks_end_where_the_table_does():
    """The parents of a row beyond the table are not the table's, those of its last rows are."""
    last = PLAN.size("orders") - 1
    rows = PLAN.batch("orders", last, last + 1).to_pylist()

    assert [{c: ORDERS.value(c, last) for c in ORDERS.names}] == rows
    assert ORDERS.value("total", last + 1) is not None
