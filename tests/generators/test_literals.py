"""PostgreSQL's literals are pure functions of the row, and different for each where asked."""

import ipaddress

import numpy as np
import pytest

from populace.generators.composites import ArrayText, Composite, Field, literal
from populace.generators.keys import Sequence
from populace.generators.literals import CHOICES, MAKERS, DisjointRanges, Literals
from populace.generators.scalars import Choice, Lists
from populace.rows import Rows


def rows(start: int, stop: int) -> Rows:
    return Rows(np.arange(start, stop), "t", "c")


@pytest.mark.parametrize("unique", [False, True])
@pytest.mark.parametrize("name", [*MAKERS, *CHOICES])
def test_slices_agree_and_unique_ones_differ(name, unique):
    """Any slice is made alone; a unique column has no value twice."""
    generator = Literals(name, unique=unique)
    count = min(300, generator.capacity)
    whole, part = generator(rows(0, count)).to_pylist(), generator(rows(count // 2, count)).to_pylist()

    assert whole[count // 2 :] == part
    assert not unique or len(set(whole)) == count


@pytest.mark.parametrize("unique", [False, True])
def test_addresses_are_kept_for_documentation(unique):
    """No address made here belongs to anyone."""
    for text in Literals("inet", unique=unique)(rows(0, 300)).to_pylist():
        address = ipaddress.ip_address(text)
        assert address.is_private or address in ipaddress.ip_network("2001:db8::/32")


def test_networks_have_no_host_bits():
    """The type cidr takes nothing else."""
    for text in Literals("cidr", unique=True)(rows(0, 300)).to_pylist():
        ipaddress.ip_network(text)


def test_bit_strings_have_their_size():
    """bit(n) takes exactly n bits, and has 2**n different values."""
    made = Literals("bit", 3, unique=True)(rows(0, 8)).to_pylist()

    assert sorted(made) == [f"{number:03b}" for number in range(8)]


def test_vectors_have_their_dimensions():
    """vector(n) takes exactly n numbers."""
    assert {len(text.split(",")) for text in Literals("vector", 5)(rows(0, 50)).to_pylist()} == {5}


@pytest.mark.parametrize("kind", ["int4range", "numrange", "daterange", "tstzrange", "tsmultirange"])
def test_disjoint_ranges_follow_each_other(kind):
    """Each ends before, or where, the next begins."""
    bounds = [text.strip("{}[)").split(",") for text in DisjointRanges(kind)(rows(0, 50)).to_pylist()]
    key = float if kind in ("int4range", "numrange") else str

    assert all(key(high) <= key(low) for (_, high), (low, _) in zip(bounds[:-1], bounds[1:], strict=True))
    assert DisjointRanges(kind)(rows(10, 12)).to_pylist() == DisjointRanges(kind)(rows(0, 12)).to_pylist()[10:]


def test_composites_quote_their_fields():
    """Fields are quoted and independent; a unique field makes the whole unique."""
    fields = (Field("a", Choice(('say "hi"', "b\\c")), "text"), Field("n", Sequence(), "integer"))
    made = Composite(fields)(rows(0, 2)).to_pylist()

    assert set(made) <= {'("say \\"hi\\"","1")', '("b\\\\c","1")', '("say \\"hi\\"","2")', '("b\\\\c","2")'}
    assert Composite(fields).unique


def test_arrays_of_literals_are_text():
    """Items are in quotes."""
    generator = ArrayText(Lists(Literals("int4range"), 2, 2), "other")

    assert all(text.startswith('{"[') and text.count('"') == 4 for text in generator(rows(0, 5)).to_pylist())


def test_times_and_bytes_have_the_servers_spelling():
    """A time of day is a clock time, an interval counts microseconds, bytes are hexadecimal."""
    hour = np.array([3_600_000_000], dtype="m8[us]")

    assert literal(hour, "time").to_pylist() == ["01:00:00.000000"]
    assert literal(hour, "interval").to_pylist() == ["3600000000 microseconds"]
