"""Generators held to domains."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from populace.errors import PlanError
from populace.generators.fitted import Fitted, fit
from populace.rows import Rows
from populace.schema.domain import Domain

TEXTS = pa.array(["", " Foo ", "bar", "A long text indeed", "Élan", "x"])
LISTS = pa.array([["p", "q", "r"][:n] for n in range(4)])
BYTES = pa.array([b"abc" * n for n in range(8)])


@dataclass(frozen=True)
class Some:
    """Values of one kind, a few of which lie in any domain."""

    name: str

    def __call__(self, rows: Rows) -> Any:
        number = rows.below(2_000)
        seconds = (number * 700).astype("timedelta64[s]").astype("timedelta64[us]")
        return {
            "text": lambda: TEXTS.take(pa.array(number % 6)),
            "coded": lambda: TEXTS.take(pa.array(number % 6)).dictionary_encode(),
            "list": lambda: LISTS.take(pa.array(number % 4)),
            "bytes": lambda: BYTES.take(pa.array(number % 8)),
            "integer": lambda: number - 1_000,
            "number": lambda: np.round((number - 1_000) / 7, 2),
            "bool": lambda: number < 500,
            "date": lambda: np.datetime64("2020-01-01") + number,
            "datetime": lambda: np.datetime64("2020-01-01", "us") + seconds,
            "interval": lambda: seconds,
            "time": lambda: seconds % np.timedelta64(86_400_000_000, "us"),
        }[self.name]()


CASES = [
    *[
        ("text", sa.Text(), domain)
        for domain in (
            Domain(min_length=3), Domain(min_length=3, max_length=4, case="upper"), Domain(stripped=True, min_length=1),
            Domain(patterns=("^[a-z]{3}$",)), Domain(patterns=("^a", "z$"), not_patterns=("q",), max_length=9),
            Domain(values=("a", "b")), Domain(excluded=frozenset({"x", "bar"}), min_length=1), Domain(json="object"),
            Domain(low="A", high="Z"), Domain(low="abc"), Domain(max_length=3, octets=True), Domain(patterns=("@",)),
            Domain(patterns=("(?i)^foo.*$",), case="upper"), Domain(not_patterns=(r"^\s|\s$",)),
        )
    ],
    ("coded", sa.Text(), Domain(case="lower", max_length=2)),
    *[
        ("integer", sa.Integer(), domain)
        for domain in (
            Domain(low=0), Domain(low=0, low_open=True, high=5), Domain(high=-7), Domain(values=(1, 5)),
            Domain(low=1, high=4, excluded=frozenset({2, 3})), Domain(low=2**31 - 5),
        )
    ],
    *[
        ("number", kind, domain)
        for kind in (sa.Numeric(10, 2), sa.Float())
        for domain in (Domain(low=0, low_open=True), Domain(low=0, high=1, high_open=True), Domain(high=-50.5))
    ],
    ("bool", sa.Boolean(), Domain(values=(True,))),
    ("bool", sa.Boolean(), Domain(excluded=frozenset({True}))),
    ("date", sa.Date(), Domain(low=date(2020, 1, 1), high=date(2020, 1, 3), high_open=True)),
    ("date", sa.Date(), Domain(high=date(2019, 1, 1))),
    ("datetime", sa.DateTime(), Domain(low=datetime(2026, 1, 2))),
    ("datetime", sa.DateTime(), Domain(low=datetime(2020, 1, 1), high=datetime(2020, 1, 1, 0, 0, 3), high_open=True)),
    ("interval", sa.Interval(), Domain(low=timedelta(0), low_open=True, high=timedelta(hours=1))),
    ("time", sa.Time(), Domain(low=time(8), high=time(9))),
    ("time", sa.Time(), Domain(excluded=frozenset({time(8)}), values=None)),
    ("bytes", sa.LargeBinary(), Domain(min_length=16, max_length=16)),
    ("list", sa.ARRAY(sa.Text), Domain(min_length=1, max_length=2)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "domain"), CASES)
def test_values_lie_in_the_domain(name: str, kind: Any, domain: Domain) -> None:
    """Every value does; what did before is kept; the array is of the same kind."""
    rows = Rows(np.arange(1_000), "t", "c")
    before, after = Some(name)(rows), Fitted(Some(name), domain, kind)(rows)

    if name != "time":
        assert domain.contains(pa.array(after)).false_count == 0
        kept = np.flatnonzero(np.asarray(domain.contains(pa.array(before))))
        assert pa.array(after).take(pa.array(kept)).to_pylist() == pa.array(before).take(pa.array(kept)).to_pylist()
    assert isinstance(after, np.ndarray) == isinstance(before, np.ndarray)


@pytest.mark.parametrize(("name", "kind", "domain"), CASES)
def test_a_slice_is_the_same_as_in_the_whole(name: str, kind: Any, domain: Domain) -> None:
    """A row has the same value whichever rows are made with it."""
    generator = Fitted(Some(name), domain, kind)

    whole = pa.array(generator(Rows(np.arange(1_000), "t", "c")))

    assert pa.array(generator(Rows([5, 700], "t", "c"))).to_pylist() == [whole[5].as_py(), whole[700].as_py()]


@settings(deadline=None, max_examples=60)
@given(st.integers(-9_999, 9_999), st.integers(0, 400), st.booleans(), st.booleans())
def test_money_within_any_bounds(low: int, width: int, low_open: bool, high_open: bool) -> None:
    """Numerics stay on their scale, and open ends are left out."""
    bounds = Domain(low=low / 100, high=(low + width + 2) / 100, low_open=low_open, high_open=high_open)

    values = fit(np.full(50, 1e6), bounds, Rows(np.arange(50), "t", "c"), sa.Numeric(10, 2))

    assert bounds.contains(pa.array(values)).false_count == 0
    assert (np.round(np.asarray(values), 2) == values).all()


def test_times_of_day_are_held_to_bounds() -> None:
    """Times are durations since midnight; bounds are times."""
    values = Fitted(Some("time"), Domain(low=time(8), high=time(9)), sa.Time())(Rows(np.arange(99), "t", "c"))

    assert (values >= np.timedelta64(8, "h")).all() and (values <= np.timedelta64(9, "h")).all()


def test_an_impossible_domain_names_the_column() -> None:
    """The error says where and what was asked."""
    with pytest.raises(PlanError, match=r"t\.c: no value is left .*low=1, high=1.5, low_open=True"):
        fit(np.array([0]), Domain(low=1, high=1.5, low_open=True), Rows([0], "t", "c"), sa.Integer())


def test_nulls_are_let_through() -> None:
    """A NULL is nobody's business here, even where the domain must not be NULL."""
    values = fit(pa.array([None, "x"]), Domain(null=False, values=("y",)), Rows([0, 1], "t", "c"), sa.Text())

    assert values.to_pylist() == [None, "y"]
