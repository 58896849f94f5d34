"""CHECK constraints agree with what the databases themselves say."""

import re
import sqlite3
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from populace.schema.checks import CheckError, derive, parse

NOW = np.datetime64("2026-01-01T12:00:00", "us")
TYPES = {
    "a": pa.int64(), "b": pa.int64(), "c": pa.int64(), "x": pa.string(), "y": pa.string(), "status": pa.string(),
    "done_at": pa.timestamp("us"), "price": pa.decimal128(10, 2), "quantity": pa.int32(), "total": pa.decimal128(10, 2),
    "d": pa.date32(), "e": pa.date32(), "f": pa.float64(), "flag": pa.bool_(), "l": pa.list_(pa.string()),
    "i": pa.duration("us"), "j": pa.string(), "t": pa.time64("us"),
}  # fmt: skip
POSTGRES_TYPES = {
    "done_at": "timestamp", "price": "numeric(10,2)", "total": "numeric(10,2)", "d": "date", "e": "date", "f": "float8",
    "flag": "boolean", "l": "text[]", "i": "interval", "j": "jsonb", "t": "time", "x": "text", "y": "text",
    "status": "text",
}  # fmt: skip
CHECKS = (Path(__file__).parent / "checks.txt").read_text().splitlines()
POSTGRES_CHECKS = [c.removeprefix("postgresql ") for c in CHECKS if c.startswith("postgresql ")]
SQLITE_CHECKS = [c.removeprefix("sqlite ") for c in CHECKS if c.startswith("sqlite ")]

TEXTS = ["", "a", "b", "A", "abc", "todo", "doing", "done", " a", "a ", "x@y", "a-b", "a b", "xyz", "ABC", "q", "12"]
MONEY = ["0", "0.10", "0.30", "1.50", "19.99", "59.97", "-1", "2.00", "3.00", "0.01"]
VALUES: dict[str, Any] = {
    "j": ["{}", "[]", '"a"', "1", '{"a": "b"}', "null", "true"],
    "d": [date(y, m, n) for y in (2000, 2008, 2019, 2020, 2026) for m in (1, 2, 12) for n in (1, 15, 28)],
    "done_at": [datetime(y, m, 1, h) for y in (2000, 2019, 2020, 2026) for m in (1, 2, 12) for h in (0, 12)],
    "i": [timedelta(days=n, seconds=s) for n in (-1, 0, 1, 30, 31) for s in (0, 60)],
    "t": [time(h, m) for h in (0, 8, 20) for m in (0, 30)],
    "l": [[], ["a"], ["a", "b"], ["a"] * 5],
    "f": [0.0, 1.5, -2.5, 0.004, 0.005, 2.5, 3.0, 100.0],
    "flag": [True, False],
    "price": [Decimal(m) for m in MONEY],
}
VALUES |= {"e": VALUES["d"], "total": VALUES["price"], "x": TEXTS, "y": TEXTS, "status": TEXTS}
INTEGERS = [-5, -3, -1, 0, 1, 2, 3, 4, 7]


def some_rows() -> list[dict[str, Any]]:
    """300 rows of the values above, a fifth of them NULL; in some the total is right."""
    random = np.random.default_rng(1)
    rows = []
    for n in range(300):
        row = {c: VALUES.get(c, INTEGERS)[random.integers(len(VALUES.get(c, INTEGERS)))] for c in TYPES}
        row |= {c: None for c in TYPES if random.random() < 0.2}
        if n < 60 and row["price"] is not None and row["quantity"] is not None:
            row["total"] = row["price"] * row["quantity"]
        rows.append(row)
    return rows


ROWS = some_rows()
ARRAYS = {c: pa.array([row[c] for row in ROWS], TYPES[c]) for c in TYPES}


@pytest.fixture(scope="module")
def server(postgres_server: sa.Engine) -> Any:
    """A connection with the rows in a temporary table."""
    with postgres_server.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET timezone = 'UTC'")
        columns = ", ".join(f"{c} {POSTGRES_TYPES.get(c, 'int')}" for c in TYPES)
        cursor.execute(f"CREATE TEMPORARY TABLE r (n int, {columns})")
        marks = ", ".join(["%s"] * (len(TYPES) + 1))
        cursor.executemany(f"INSERT INTO r VALUES ({marks})", [(n, *row.values()) for n, row in enumerate(ROWS)])
        yield cursor


@pytest.fixture(scope="module")
def file() -> sqlite3.Connection:
    """A SQLite database with the rows."""
    connection = sqlite3.connect(":memory:")
    connection.create_function("regexp", 2, lambda p, text: None if text is None else bool(re.search(p, text)))
    text = {"x", "y", "status", "d", "e", "done_at", "i", "l", "j", "t"}
    real = {"price", "total", "f"}
    names = [f"{c} {'TEXT' if c in text else 'REAL' if c in real else 'INTEGER'}" for c in TYPES]
    connection.execute(f"CREATE TABLE r (n int, {', '.join(names)})")
    marks = ", ".join("?" * (len(TYPES) + 1))
    rows = [(n, *map(as_sqlite, row.values())) for n, row in enumerate(ROWS)]
    connection.executemany(f"INSERT INTO r VALUES ({marks})", rows)
    return connection


def as_sqlite(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | timedelta):
        return None
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("text", POSTGRES_CHECKS)
def test_agrees_with_postgresql(server: Any, text: str) -> None:
    """A CHECK lets pass the rows that PostgreSQL lets pass."""
    server.execute(f"SELECT ({text}) IS NOT FALSE, now()::timestamp FROM r ORDER BY n")
    rows = server.fetchall()

    passed = parse("c", text, "postgresql", TYPES).test(ARRAYS, np.datetime64(rows[0][1], "us"))

    assert passed.to_pylist() == [row[0] for row in rows]


@pytest.mark.parametrize("text", SQLITE_CHECKS)
def test_agrees_with_sqlite(file: sqlite3.Connection, text: str) -> None:
    """A CHECK lets pass the rows that SQLite lets pass."""
    truths = [row[0] for row in file.execute(f"SELECT ({text}) FROM r ORDER BY n")]

    passed = parse("c", text, "sqlite", TYPES).test(ARRAYS, np.datetime64("now", "us"))

    assert passed.to_pylist() == [truth is None or bool(truth) for truth in truths]


def test_names_of_any_kind_are_found() -> None:
    """Quoted names, names in other capitals and names with a table in front are the columns."""
    types = {'co"l': pa.int64(), "Order ID": pa.int64(), "plain": pa.int64()}

    check = parse("c", '"co""l" > 0 AND "Order ID" > 0 AND sales."order".PLAIN > 0', "postgresql", types)

    assert check.columns == {'co"l', "Order ID", "plain"}
    assert parse("c", "`plain` > 0 AND `Order ID` > 0", "mysql", types).columns == {"plain", "Order ID"}
    assert parse("c", "[plain] > 0", "sqlite", types).columns == {"plain"}


def test_value_of_a_domain_is_the_column() -> None:
    """VALUE in the CHECK of a domain stands for the column that has the domain as its type."""
    check = parse("year_check", "((VALUE >= 1901) AND (VALUE <= 2155))", "postgresql", {"y": pa.int32()}, "y")

    assert check.test({"y": pa.array([1900, 2000, None])}, NOW).to_pylist() == [False, True, True]


def test_dictionaries_and_numpy_arrays_are_read() -> None:
    """Text may come as a dictionary, numbers and dates from numpy."""
    check = parse("c", "x = 'a' AND d > '2020-01-01'", "postgresql", TYPES)
    columns = {"x": pa.array(["a", "b"]).dictionary_encode(), "d": np.array(["2020-01-02"] * 2, "datetime64[D]")}

    assert check.test(columns, NOW).to_pylist() == [True, False]


@pytest.mark.parametrize(
    "text",
    ["is_ok(x)", "public.is_ok(x)", "nope > 0", "x >", "a IN (SELECT 1)", "x @> '{}'", "d > 'no date'", "a = ALL (l)"],
)
def test_what_cannot_be_evaluated_is_an_error(text: str) -> None:
    """The error names the CHECK and quotes it."""
    with pytest.raises(CheckError, match="CHECK my_check"):
        parse("my_check", text, "postgresql", TYPES)


def test_the_side_of_an_equation_is_derived() -> None:
    """An expression gives a value for each row."""
    check = parse("c", "total = price * quantity", "postgresql", TYPES)
    columns = {"price": pa.array([1.5, None]), "quantity": pa.array([3, 1])}

    assert derive(check.expression.args[1], columns, NOW).to_pylist() == [4.5, None]  # type: ignore[union-attr]


@settings(deadline=None, max_examples=60)
@given(st.decimals(0, 10_000, places=2), st.integers(0, 1_000))
def test_money_is_compared_to_the_cent(price: Decimal, quantity: int) -> None:
    """An exact product passes, one that is a cent off does not."""
    check = parse("c", "total = price * quantity", "postgresql", TYPES)
    total = price * quantity
    columns = {"price": [price] * 2, "quantity": [quantity] * 2, "total": [total, total + Decimal("0.01")]}

    assert check.test({c: pa.array(v) for c, v in columns.items()}, NOW).to_pylist() == [True, False]
