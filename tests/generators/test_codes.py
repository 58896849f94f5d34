"""Codes of a fixed form, with right check digits."""

import re
import uuid

import pytest

from populace.generators.codes import Checked, Code, Hex, Iban, Orcid, Uuid
from populace.rows import Rows

ROWS = Rows(range(2000), "t", "c", seed=3)


def digits(text: str) -> list[int]:
    return [int(c) for c in text]


@pytest.mark.parametrize(
    "generator",
    [
        Code("SKU-??-#####"),
        Code("^^^^^^^^"),
        Hex(32),
        Uuid(),
        Iban(),
        Orcid(),
        Checked("411111", 16),
        Checked("200", 13, "ean"),
    ],
)
def test_unique_codes_differ(generator):
    """100,000 unique codes, all different, whatever part of them is made."""
    own = type(generator)(**{**generator.__dict__, "unique": True})
    codes = own(Rows(range(100_000), "t", "c", seed=3)).to_pylist()

    assert len(set(codes)) == 100_000
    assert own(Rows([5, 99_999], "t", "c", seed=3)).to_pylist() == [codes[5], codes[99_999]]


def test_templates_are_filled():
    """Marks become characters of their alphabet, all else stays."""
    assert all(re.fullmatch(r"A-\d{3}[A-Z][0-9a-f]", code) for code in Code("A-###?^")(ROWS).to_pylist())


def test_cards_pass_luhn():
    """Every second digit from the right doubled, the sum is a multiple of ten."""
    for card in Checked("411111", 16)(ROWS).to_pylist():
        doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(reversed(digits(card)))]
        assert sum(doubled) % 10 == 0


def test_article_numbers_have_a_check_digit():
    """EAN-13 in the range for use within a shop."""
    for code in Checked("200", 13, "ean")(ROWS).to_pylist():
        assert code.startswith("2") and sum(d * (1, 3)[i % 2] for i, d in enumerate(digits(code))) % 10 == 0


def test_short_isbn_have_a_check_digit():
    """ISBN-10, whose last digit may be X."""
    for code in Checked("0", 10, "isbn10")(ROWS).to_pylist():
        assert sum((10 - i) * (10 if c == "X" else int(c)) for i, c in enumerate(code)) % 11 == 0


def test_iban_is_valid():
    """The number read from the fifth character on is 1 modulo 97."""
    for iban in Iban()(ROWS).to_pylist():
        assert int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def test_uuids_are_version_4():
    """The standard library reads them as random UUIDs."""
    assert {uuid.UUID(u).version for u in Uuid(unique=True)(ROWS).to_pylist()} == {4}
