"""Phone numbers that reach nobody."""

import re

import pytest

from populace.generators.phones import Phone
from populace.rows import Rows


def test_phones_are_fiction():
    """US numbers lie in 555-0100 to 555-0199 of some area; unique ones go on with extensions."""
    phones = Phone(unique=True)(Rows(range(100_000), "t", "phone")).to_pylist()

    assert all(re.fullmatch(r"[2-9]\d\d-555-01\d\d(x\d+)?", phone) for phone in phones)
    assert len(set(phones)) == 100_000


@pytest.mark.parametrize("length", [20, 12, 10, 7])
def test_phones_fit(length):
    """A narrow column gets numbers without dashes or without area."""
    phones = Phone(length)(Rows(range(1000), "t", "phone")).to_pylist()

    assert all(len(p) <= length and 6 <= len(re.sub(r"\D", "", p)) <= 16 for p in phones)
