"""Account and card numbers: right in form, and nobody's."""

import re
import string

import pytest
import sqlalchemy as sa


def is_iban(number: str) -> bool:
    """The standard's own way: the first four characters to the end, letters as 10 to 35, modulo 97."""
    digits = "".join(str(string.digits.find(c) if c in string.digits else ord(c) - 55) for c in number[4:] + number[:4])
    return int(digits) % 97 == 1


def test_the_check_knows_a_published_example() -> None:
    """The German example of the IBAN registry."""
    assert is_iban("DE89370400440532013000") and not is_iban("DE88370400440532013000")


def test_ibans_are_right_and_all_different_at_a_bank_that_does_not_exist(books: sa.Connection) -> None:
    numbers = books.scalars(sa.text("select iban from accounts")).all()

    assert all(is_iban(number) and number[4:12] == "99999999" and len(number) == 22 for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert books.scalars(sa.text("select distinct bic from accounts")).all() == ["ZZZZDEF0"]


@pytest.mark.parametrize(
    ("table", "column", "form"),
    [
        ("customers", "tax_id_like", r"9\d\d-(0[1-9]|[1-4]\d)-(?!0000)\d{4}"),
        ("customers", "email", r"[a-z.]+\d*@([a-z]+\.)?example\.(com|org|net)|[a-z.]+\d*@[a-z]+\.example"),
        ("cards", "pan_token", r"tok_[A-Z2-9]{16}"),
        ("cards", "last4", r"\d{4}"),
        ("customers", "phone", r"\d{3}-555-01\d\d"),
    ],
)
def test_identifiers_are_nobodys(books: sa.Connection, table: str, column: str, form: str) -> None:
    values = books.scalars(sa.text(f"select {column} from {table}")).all()

    assert [value for value in values if not re.fullmatch(form, value)] == []
    assert column in ("phone", "last4") or len(set(values)) == len(values)
