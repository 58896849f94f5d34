"""Persons, addresses and contacts: what belongs together agrees, in any locale, whatever is given."""

from datetime import datetime

import numpy as np
import pytest
import sqlalchemy as sa
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from populace import Plan, open_sink, seed
from populace.domains.people import Base, PeopleProvider
from populace.generators.people import _first

NOW = datetime(2026, 6, 1)
PLAN = Plan(Base.metadata, sizes={"persons": 300}, now=NOW)
LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"]


@pytest.fixture
def fake() -> Faker:
    made = Faker()
    made.add_provider(PeopleProvider)
    made.seed_instance(1)
    return made


@pytest.mark.parametrize("locale", LOCALES)
def test_first_names_fit_the_sex(locale: str) -> None:
    names, _, women = _first(locale)
    plan = Plan(Base.metadata, now=NOW, locale=locale)
    for person in plan.batch("persons", 0, 200).to_pylist():
        assert person["first_name"] in (names[:women] if person["sex"] == "F" else names[women:])
        assert person["first_name"] in person["full_name"] and person["last_name"] in person["full_name"]


@pytest.mark.parametrize("locale", LOCALES)
def test_addresses_are_of_one_place(locale: str) -> None:
    """A postal code has one city, region and country."""
    plan = Plan(Base.metadata, sizes={"persons": 900}, now=NOW, locale=locale)
    rows = plan.batch("addresses", 0, plan.size("addresses")).to_pylist()
    assert {row["country_code"] for row in rows} == {locale[-2:]}
    assert len({(row["city"], row["region"]) for row in rows}) == len({row["city"] for row in rows})


def test_everything_lies_in_ranges_kept_for_fiction() -> None:
    for contact in PLAN.batch("contacts", 0, PLAN.size("contacts")).to_pylist():
        assert "example" in contact["value"] if contact["kind"] == "email" else "-555-01" in contact["value"]


def test_people_are_of_age() -> None:
    births = PLAN.batch("persons", 0, 300)["birth_date"].to_pylist()
    assert all(18 <= (NOW.date() - birth).days / 365.2425 <= 91 for birth in births)


def test_the_first_contact_is_the_persons_own_and_one_is_preferred() -> None:
    persons = {row["person_id"]: row for row in PLAN.batch("persons", 0, 300).to_pylist()}
    contacts = PLAN.batch("contacts", 0, PLAN.size("contacts")).to_pylist()
    assert sum(contact["preferred"] for contact in contacts) == 300
    for contact in contacts:
        if contact["kind"] != "landline":
            column = "email" if contact["kind"] == "email" else "phone"
            assert contact["value"] == persons[contact["person_id"]][column]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), table=st.sampled_from(["persons", "addresses", "contacts"]))
def test_any_rows_are_those_of_the_whole_table(data: st.DataObject, table: str) -> None:
    index = data.draw(st.lists(st.integers(0, PLAN.size(table) - 1), min_size=1, max_size=20))
    whole = PLAN.batch(table, 0, PLAN.size(table)).to_pylist()
    assert PLAN.take(table, np.array(index, dtype=np.uint64)).to_pylist() == [whole[row] for row in index]


def test_more_persons_leave_the_first_as_they_were() -> None:
    larger = Plan(Base.metadata, sizes={"persons": 2_000}, now=NOW)
    for table in ("persons", "addresses", "contacts"):
        assert larger.batch(table, 0, 300).equals(PLAN.batch(table, 0, 300))


def test_all_tables_go_into_a_database() -> None:
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    with engine.connect() as connection, open_sink(engine) as sink:
        sink.create(PLAN.metadata)
        assert sum(seed(PLAN, sink).values()) > 1_000
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
    engine.dispose()


def test_what_is_given_decides(fake: Faker) -> None:
    ada = fake.person(first_name="Ada", last_name="Byron")
    assert ada["full_name"] == "Ada Byron" and ada["email"].startswith("ada.byron")


def test_a_given_country_has_its_own_places(fake: Faker) -> None:
    address = fake.address_record(country_code="DE")
    assert address["country"] == "Germany" and len(address["postcode"]) == 5


def test_a_given_city_has_its_own_region(fake: Faker) -> None:
    """The region and the postal code of a city are the same whichever row asks."""
    city = fake.address_record()["city"]
    found = {(a["region"], a["postcode"]) for a in (fake.address_record(city=city) for _ in range(8))}
    assert len(found) == 1


def test_a_given_kind_has_a_value_of_that_kind(fake: Faker) -> None:
    assert "@" in fake.contact(kind="email")["value"]
    assert "@" not in fake.contact(kind="mobile")["value"]
