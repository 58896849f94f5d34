"""Blocks of rows: their random numbers, their slices, their keys."""

from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from populace.errors import PlanError
from populace.rows import Rows

COUNT = 200_000


def rows(index=range(COUNT), table="orders", column="total", seed=7, **others):
    return Rows(index, table, column, seed=seed, **others)


def test_uniform_numbers_are_even_and_below_one():
    """Uniform numbers fill [0, 1) evenly, in steps of 2**-53."""
    values = rows().uniform()

    assert values.min() >= 0 and values.max() < 1
    assert stats.kstest(values, "uniform").pvalue > 1e-5
    assert (values * 2.0**53 % 1 == 0).all()


def test_normal_numbers():
    """Normal numbers have mean 0, deviation 1 and no skew."""
    values = rows().normal()

    assert stats.kstest(values, "norm").pvalue > 1e-5
    assert abs(values.mean()) < 0.012 and abs(values.std() - 1) < 0.01 and abs(stats.skew(values)) < 0.03


@pytest.mark.parametrize("n", [1, 2, 3, 10, 97, 1000])
def test_below_is_even(n):
    """Whole numbers below n come equally often."""
    counts = np.bincount(rows().below(n), minlength=n)

    assert len(counts) == n
    assert n == 1 or stats.chisquare(counts).pvalue > 1e-5


def test_below_may_differ_from_row_to_row():
    """Each row has its own limit and stays below it."""
    limits = np.arange(COUNT) % 50 + 1

    assert (rows().below(limits) < limits).all()


def test_choices_of_so_many_are_even():
    """A number instead of weights means equally likely alternatives."""
    assert stats.chisquare(np.bincount(rows().choice(6), minlength=6)).pvalue > 1e-5


OTHERS = {
    "draw": (rows(), 1),
    "named draw": (rows(), "hour"),
    "column": (rows(column="tax"), 0),
    "table": (rows(table="invoices"), 0),
    "seed": (rows(seed=8), 0),
    "attempt": (rows(attempt=1), 0),
    "next row": (rows(index=range(1, COUNT + 1)), 0),
    "shift": (rows(shift=COUNT), 0),
}


@pytest.mark.parametrize(("other", "draw"), OTHERS.values(), ids=OTHERS)
def test_what_differs_in_one_thing_is_independent(other, draw):
    """Draws, columns, tables, seeds, attempts and neighbours tell nothing about each other."""
    one, two = rows().uniform(), other.uniform(draw)
    joint = np.histogram2d(one, two, bins=16, range=((0, 1), (0, 1)))[0]

    assert stats.chisquare(joint.ravel()).pvalue > 1e-5
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(COUNT)


def test_many_columns_are_not_correlated():
    """Among 40 columns and 4 draws of each, no two are correlated more than chance allows."""
    values = [rows(range(5_000), column=f"column{k % 40}").uniform(k // 40) for k in range(160)]
    found = np.corrcoef(values)[np.triu_indices(160, 1)]

    assert np.abs(found).max() < 5.5 / np.sqrt(5_000)
    assert stats.kstest(found * np.sqrt(5_000), "norm").pvalue > 1e-5


NUMBERS = {
    "bits": lambda block: block.bits(),
    "uniform": lambda block: block.uniform("x"),
    "normal": lambda block: block.normal(2),
    "below": lambda block: block.below(12),
    "choice": lambda block: block.choice((3, 1, 1e-4)),
    "choice of so many": lambda block: block.choice(12),
    "permuted": lambda block: block.permuted(10**6),
    "permuted among few": lambda block: block.permuted(60_000),
}


@pytest.mark.parametrize("make", NUMBERS.values(), ids=NUMBERS)
def test_slices_and_gathers_equal_the_whole(make):
    """A row has the same numbers in any slice, in any order, alone or repeated."""
    whole = make(rows(range(50_000)))
    some = np.array([49_999, 0, 17, 17, 32_768, 32_767])

    assert (make(rows(range(32_000, 41_000))) == whole[32_000:41_000]).all()
    assert (make(rows(some)) == whole[some]).all()
    assert (make(rows(range(50_000)).some(some)) == whole[some]).all()
    assert len(make(rows([]))) == 0


def test_shifted_rows_are_other_rows():
    """Rows shifted by n draw what rows n further on draw."""
    assert (rows(range(100), shift=500).bits() == rows(range(500, 600)).bits()).all()
    assert (rows(range(100)).named("orders", "total", 500).bits() == rows(range(500, 600)).bits()).all()


def test_numbers_are_the_callers():
    """Overwriting what was given changes nothing that is given later."""
    rows().bits()[:] = 0
    rows().permuted(10**6)[:] = 0

    assert rows().bits().any() and rows().permuted(10**6).any()


def test_redrawing_moves_random_numbers_but_not_places():
    """Another attempt draws anew, yet unique values stay where they are."""
    assert (rows(attempt=1).bits() != rows().bits()).all()
    assert (rows(attempt=1).permuted(10**6) == rows().permuted(10**6)).all()


def test_more_rows_than_values_is_an_error():
    """A row beyond the capacity is refused, with the column, the capacity and the way out."""
    with pytest.raises(PlanError, match=r"orders\.total: row 10 needs .* only 10; ask for at most 10 rows"):
        rows([3, 10]).permuted(10)


def test_equal_values_are_equal_rows():
    """Keyed rows hang on the value alone: the same in any table, order and run, as text or bytes."""
    names = ["ann", "bob", "ann", "zoë"]
    keyed = Rows.keyed(names, b"secret").uniform()

    assert keyed[0] == keyed[2] != keyed[1]
    assert (Rows.keyed(pa.array(names[::-1]), b"secret").uniform() == keyed[::-1]).all()
    assert Rows.keyed(["zoë".encode()], b"secret").uniform()[0] == keyed[3]


def test_another_secret_shares_nothing():
    """Under another secret no value keeps its number, and the numbers are not correlated."""
    names = [f"person {n}" for n in range(20_000)]
    one, two = (Rows.keyed(names, secret) for secret in (b"one", b"two"))

    assert not set(one.index.tolist()) & set(two.index.tolist())
    assert abs(np.corrcoef(one.uniform(), two.uniform())[0, 1]) < 5 / np.sqrt(len(names))
    assert stats.kstest(one.uniform(), "uniform").pvalue > 1e-5


GOLDEN = {
    "bits": (lambda: rows(range(100_000)).bits(), "<u8", "88e67f64e42d10ad"),
    "uniform": (lambda: rows(range(100_000)).uniform(), "<f8", "66d34dd0262d1c1a"),
    "normal": (lambda: rows(range(100_000)).normal(), "<f8", "9a1d9e94a81bcc48"),
    "below": (lambda: rows(range(100_000)).below(1000), "<i8", "ca83304d3d58789e"),
    "choice": (lambda: rows(range(100_000)).choice((5.0, 3.0, 1.0, 0.5, 1e-4)), "<i4", "376ba28c1ea673e9"),
    "choice of so many": (lambda: rows(range(100_000)).choice(40), "<i4", "5d168804ad8eb1a3"),
    "permuted among few": (lambda: rows(range(50_000)).permuted(60_000), "<i8", "92934e110bea2430"),
    "permuted": (lambda: rows(range(100_000)).permuted(10**7), "<i8", "020f38cda034a868"),
    "permuted among many": (lambda: rows(range(100_000)).permuted(2**62), "<i8", "fa5942f6bfa437ac"),
}


@pytest.mark.parametrize(("make", "kind", "checksum"), GOLDEN.values(), ids=GOLDEN)
def test_numbers_never_change(make, kind, checksum):
    """Golden: the same seed gives the same numbers on every machine and in every release."""
    assert blake2b(make().astype(kind).tobytes(), digest_size=8).hexdigest() == checksum
