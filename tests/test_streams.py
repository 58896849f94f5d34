"""The random numbers behind every value: even, independent, and the same for ever."""

from hashlib import blake2b

import numpy as np
import pytest
import sqlalchemy as sa
from scipy import stats

from populace.streams import mix, stream

COUNT = 1 << 18
INDEX = np.arange(COUNT, dtype=np.uint64)


def bits(*name, index=INDEX):
    return mix(index, *stream(*name))


def even(values, cells):
    """The probability of counts at least this uneven if all *cells* are equally likely."""
    return stats.chisquare(np.bincount(values.astype(np.int64), minlength=cells)).pvalue


@pytest.mark.parametrize("shift", [0, 8, 16, 24, 32, 40, 48, 56])
@pytest.mark.parametrize("name", [(0, "t", "a", 0), (1, "users", "email", "host"), (2**63, "", "", 0)])
def test_every_byte_is_even(name, shift):
    """Each of the eight bytes of a number takes its 256 values equally often."""
    assert even(bits(*name) >> np.uint64(shift) & np.uint64(255), 256) > 1e-5


def test_every_bit_is_half_the_time_one():
    """No bit leans to 0 or to 1."""
    ones = np.unpackbits(bits(3, "t", "c", 0).view(np.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=np.int64)

    assert (np.abs(ones - COUNT / 2) < 5 * np.sqrt(COUNT) / 2).all()


NAME = (7, "orders", "total", 0, 0)
OTHERS = {
    "draw": (7, "orders", "total", 1, 0),
    "named draw": (7, "orders", "total", "0", 0),
    "attempt": (7, "orders", "total", 0, 1),
    "column": (7, "orders", "tota1", 0, 0),
    "table": (7, "order", "stotal", 0, 0),
    "seed": (8, "orders", "total", 0, 0),
    "far seed": (7 + 2**32, "orders", "total", 0, 0),
    "shorter": (7, "orders", "total", 0),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("shift", [0, 30, 60])
def test_streams_are_independent(other, shift):
    """Streams whose names differ in one part agree no more often than chance, in low, middle and high bits."""
    one, two = (x >> np.uint64(shift) & np.uint64(15) for x in (bits(*NAME), bits(*other)))

    assert even(one * np.uint64(16) + two, 256) > 1e-5
    assert abs(np.corrcoef(one.astype(float), two.astype(float))[0, 1]) < 5 / np.sqrt(COUNT)


@pytest.mark.parametrize("lag", [1, 2, 3, 16, 256, 65_536])
@pytest.mark.parametrize("shift", [0, 30, 60])
def test_rows_are_independent_of_their_neighbours(lag, shift):
    """A row says nothing about the row *lag* further on."""
    values = bits(*NAME) >> np.uint64(shift) & np.uint64(15)

    assert even(values[:-lag] * np.uint64(16) + values[lag:], 256) > 1e-5


def test_many_seeds_at_one_row():
    """The same row of neighbouring seeds is as random as neighbouring rows of one seed."""
    values = np.concatenate([bits(seed, "t", "c", 0, index=INDEX[:1]) for seed in range(8_000)])

    assert even(values >> np.uint64(58), 64) > 1e-5
    assert even(values & np.uint64(63), 64) > 1e-5


def test_one_changed_bit_changes_half_of_the_others():
    """Rows whose numbers differ in one bit differ in 32 bits of 64, whichever bit it is."""
    index = INDEX[:4096] * np.uint64(0x1234567)
    first = bits(*NAME, index=index)
    for bit in range(64):
        changed = np.bitwise_count(first ^ bits(*NAME, index=index ^ np.uint64(1 << bit)))
        assert abs(changed.mean() - 32) < 0.5


def test_birthdays():
    """Among 2**18 numbers cut to 32 bits, as many pairs are equal as chance has it: 8 on average."""
    pairs = 0
    for seed in range(12):
        numbers = np.sort(bits(seed, "t", "c", 0).view(np.uint32)[seed % 2 :: 2])
        pairs += int((numbers[1:] == numbers[:-1]).sum())

    assert 55 <= pairs <= 145  # Poisson with mean 96, four standard deviations and more


def test_parts_of_a_name_do_not_run_together():
    """Names are told apart by type and length of their parts, also where their texts put together are equal."""
    names = [("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"), (1, "2"), ("1", 2), ("12",), (12,), (b"12",)]

    assert len({stream(*name) for name in names}) == len(names)


def test_names_known_to_collide_elsewhere():
    """Columns whose names have equal simple hashes (Aa and BB) get different streams."""
    assert not (bits(0, "t", "Aa", 0)[:100] == bits(0, "t", "BB", 0)[:100]).any()


def test_any_gather_is_the_same():
    """A number depends on its place alone, not on what else is asked for; blocks have no seams."""
    index = np.array([0, 1, 32_767, 32_768, 65_536, COUNT - 1, 10**18], dtype=np.uint64)
    whole = bits(*NAME)

    assert (bits(*NAME, index=index)[:-1] == whole[index[:-1].astype(np.int64)]).all()
    assert (bits(*NAME, index=INDEX[99_999:]) == whole[99_999:]).all()
    assert (bits(*NAME, index=INDEX[::-1].copy()) == whole[::-1]).all()


def test_bits_never_change():
    """Golden: what a seed gives is part of the contract; a change of it belongs into the changelog."""
    assert stream(*NAME) == (174900787966162682, 5901722109225767131)
    assert blake2b(bits(*NAME).astype("<u8").tobytes(), digest_size=8).hexdigest() == "73e32fdfc29e24b6"


def test_a_name_that_sqlalchemy_made_is_the_stream_of_the_plain_string():
    """`Table.name` is a string of its own class; the rows of `plan.batch(table.name, …)` are those of its text."""
    name = sa.Table("customers", sa.MetaData()).name

    stream.cache_clear()
    given = stream(0, name)
    stream.cache_clear()

    assert type(name) is not str and given == stream(0, "customers")
