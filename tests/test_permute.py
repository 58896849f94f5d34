"""Keyed bijections: every place once, whatever the size, and no two keys alike."""

import numpy as np
import pytest
from scipy import stats

from populace.permute import permute


def places(n, key=(0, "t", "c"), index=None):
    return permute(np.arange(n, dtype=np.uint64) if index is None else np.asarray(index, dtype=np.uint64), n, key)


@pytest.mark.parametrize("n", range(1, 201))
def test_small_sizes_are_bijections(n):
    """Each of n rows has a place of its own among n."""
    assert sorted(places(n)) == list(range(n))


@pytest.mark.parametrize("n", [65_535, 65_536, 65_537, 65_538, 70_001, 2**17, 2**17 + 1, 2**20, 2**20 + 7, 10**6 + 3])
def test_large_sizes_are_bijections(n):
    """The same where the table ends and the network begins, at powers of two and beside them."""
    assert (np.sort(places(n)) == np.arange(n)).all()


@pytest.mark.parametrize("n", [2**32 - 1, 2**32, 2**40 + 1, 10**15, 2**61 + 1, 2**62])
def test_huge_sizes_repeat_nothing(n):
    """The first rows and the last rows of a huge space have different places in it."""
    index = np.concatenate([np.arange(100_000), n - 100_000 + np.arange(100_000)])
    found = places(n, index=index)

    assert len(np.unique(found)) == len(index)
    assert found.min() >= 0 and found.max() < n


@pytest.mark.parametrize("n", [52, 65_536, 65_537, 10**6, 2**40])
def test_any_gather_is_the_same(n):
    """A row's place does not depend on which other rows are asked for."""
    whole = places(n, index=np.arange(min(n, 100_000)))
    some = np.array([51, 0, 17, 3])

    assert (places(n, index=some) == whole[some]).all()
    assert (places(n, index=np.arange(20, 52)) == whole[20:52]).all()


@pytest.mark.parametrize("n", [1_000, 65_536, 100_000, 10**6, 2**40])
def test_keys_give_different_permutations(n):
    """Seed, table and column each change the permutation; two agree in about one place."""
    index = np.arange(1_000)
    found = [places(n, key, index) for key in ((0, "t", "c"), (1, "t", "c"), (0, "u", "c"), (0, "t", "d"))]

    assert all((a == b).sum() < 10 for k, a in enumerate(found) for b in found[:k])


@pytest.mark.parametrize("n", [65_537, 100_003, 10**6, 3 * 2**30, 2**40 + 1, 2**62])
@pytest.mark.parametrize("key", range(3))
def test_places_are_even(n, key):
    """The first rows are spread evenly over the whole space, in coarse parts and in fine ones."""
    found = places(n, (key, "t", "c"), np.arange(60_000))

    assert stats.kstest(found / n, "uniform").pvalue > 1e-5
    assert stats.chisquare(np.bincount(found % 64, minlength=64)).pvalue > 1e-5


@pytest.mark.parametrize("n", [10**6, 2**30, 2**40 + 1])
@pytest.mark.parametrize("lag", [1, 2, 256, 1024])
def test_neighbours_land_apart(n, lag):
    """How far apart rows land that are *lag* apart is as random as if both were drawn."""
    found = places(n, index=np.arange(100_000))
    step = (found[lag:] - found[:-lag]) % n / n

    assert stats.kstest(step, "uniform").pvalue > 1e-5


def test_orders_of_few_are_equally_likely():
    """All 24 orders of four rows come equally often over many keys."""
    orders = np.array([places(4, (key, "t", "c")) for key in range(6_000)]) @ [64, 16, 4, 1]
    _, counts = np.unique(orders, return_counts=True)

    assert len(counts) == 24
    assert stats.chisquare(counts).pvalue > 1e-5


def test_growing_rows_do_not_move():
    """The place hangs on the capacity, not on how many rows there are."""
    assert (places(10**6, index=range(10)) == places(10**6, index=range(1_000))[:10]).all()


def test_no_rows():
    """An empty slice is an empty slice."""
    assert len(places(10, index=[])) == len(places(10**6, index=[])) == 0
