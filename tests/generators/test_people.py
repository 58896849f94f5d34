"""People whose fields agree, reachable nowhere."""

import re
from collections.abc import Mapping

import numpy as np
import pytest

from populace.generators.people import Account, FirstName, FullName, Gender, LastName, NamePlaces, Sex, name_form
from populace.generators.vocabulary import plain
from populace.rows import Generator, Rows


class Columns:
    """A table of generators, as a plan is one."""

    now = np.datetime64("2026-01-01", "us")

    def __init__(self, generators: Mapping[str, Generator], locale: str = "en_US") -> None:
        self.generators, self.locale = generators, locale

    def column(self, rows: Rows, column: str):
        return self.generators[column](rows.of(column))

    def __call__(self, index, column: str):
        return Rows(index, "people", seed=7, source=self)[column].to_pylist()


PERSON = {
    "·sex": Sex(),
    "first_name": FirstName(),
    "last_name": LastName(),
    "name": FullName("first_name", "last_name"),
    "email": Account("first_name", "last_name", mail=True, unique=True, length=100),
    "gender": Gender(),
}


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"])
def test_name_and_email_agree(locale):
    """Whole name and e-mail address are made of the first and last name, in any locale."""
    made = Columns(PERSON, locale)
    index = range(500)
    reverse, gap = name_form(locale)

    for first, last, name, email in zip(
        *(made(index, c) for c in ("first_name", "last_name", "name", "email")), strict=True
    ):
        assert name == (f"{last}{gap}{first}" if reverse else f"{first}{gap}{last}")
        assert re.fullmatch(rf"{plain(first)[:26]}\.{plain(last)}\d*@[a-z.]+", email)


def test_emails_end_in_reserved_domains():
    """Nobody receives mail sent to a made address."""
    emails = Columns(PERSON)(range(5000), "email")

    assert all(re.search(r"[@.]example\.(com|org|net)$|\.example$", email) for email in emails)


@pytest.mark.parametrize("length", [None, 255, 50, 30, 20])
def test_unique_emails_differ_and_fit(length):
    """100,000 addresses are all different and none is longer than its column."""
    email = Account("first_name", "last_name", mail=True, unique=True, length=length)
    if email.capacity < 100_000:
        pytest.skip("too short for so many")
    emails = Columns(PERSON | {"email": email})(range(100_000), "email")

    assert len(set(emails)) == 100_000
    assert max(map(len, emails)) <= (length or 255)


def test_japanese_addresses_are_romanized():
    """Addresses hold the Latin spelling that the locale gives for a name."""
    assert plain("佐藤") == "sato"


def test_gender_fits_first_name():
    """A woman has no man's name."""
    made = Columns(PERSON)
    pairs = set(zip(made(range(2000), "first_name"), made(range(2000), "gender"), strict=True))

    assert ("Jennifer", "female") in pairs and ("Michael", "male") in pairs
    assert ("Jennifer", "male") not in pairs and ("Michael", "female") not in pairs


def test_unique_names_repeat_no_name():
    """Whole names of a unique column differ, and their parts still agree."""
    generators = {
        "·place": NamePlaces(),
        "·sex": Sex(place="·place"),
        "first_name": FirstName(place="·place"),
        "last_name": LastName(place="·place"),
        "name": FullName("first_name", "last_name", place="·place", unique=True),
    }
    made = Columns(generators)
    names = made(range(100_000), "name")

    assert len({name.lower() for name in names}) == 100_000
    assert names[17].startswith(made([17], "first_name")[0]) and names[17].endswith(made([17], "last_name")[0])
