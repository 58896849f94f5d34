"""Numbers of people and organizations: right in form, and nobody's."""

import re

import pytest
import sqlalchemy as sa


def is_npi(number: str) -> bool:
    """The standard's own way: double every other digit of 80840 and the number from the right, add all digits."""
    digits = [int(d) for d in reversed("80840" + number)]
    doubled = [sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(digits)]
    return len(number) == 10 and sum(doubled) % 10 == 0


def test_the_check_knows_a_published_example() -> None:
    """CMS, Requirements for National Provider Identifier check digit: 1234567893."""
    assert is_npi("1234567893") and not is_npi("1234567890")


def test_npis_are_right_never_given_out_and_all_different(records: sa.Connection) -> None:
    numbers = records.scalars(sa.text("select npi from organizations union all select npi from practitioners")).all()

    assert all(is_npi(number) and number[0] == "2" for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ("mrn", r"MR\d{8}"),
        ("ssn_like", r"9\d\d-(0[1-9]|[1-4]\d)-(?!0000)\d{4}"),
        ("email", r"[a-z.]+\d*@([a-z]+\.)?example(\.(com|org|net))?|[a-z.]+\d*@[a-z]+\.example"),
        ("phone", r"\d{3}-555-01\d\d"),
    ],
)
def test_identifiers_of_patients_are_nobodys(records: sa.Connection, column: str, form: str) -> None:
    values = records.scalars(sa.text(f"select {column} from patients")).all()

    assert [value for value in values if not re.fullmatch(form, value)] == []
    assert column == "phone" or len(set(values)) == len(values)


def test_addresses_agree(records: sa.Connection) -> None:
    """A city lies in one state, and a postal code in one city."""
    places = "select count(distinct city || state), count(distinct city), count(distinct country) from patients"
    with_state, cities, countries = records.execute(sa.text(places)).one()

    assert (with_state, countries) == (cities, 1)
