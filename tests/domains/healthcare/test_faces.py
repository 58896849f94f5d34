"""The world's rows as Faker methods and factories: what is given is kept, and the rest fits it."""

from datetime import date, datetime

import pytest
from faker import Faker

from populace.domains.healthcare import HealthcareProvider
from populace.domains.healthcare.factories import EncounterFactory, PatientFactory
from populace.generators.vocabulary import provider


@pytest.fixture
def fake() -> Faker:
    made = Faker()
    made.add_provider(HealthcareProvider)
    made.seed_instance(1)
    return made


def test_a_patient_is_as_given(fake: Faker) -> None:
    """Women have women's names, the old are on medicare and were never children."""
    women = provider("person", "en_US").first_names_female
    patients = [fake.patient(sex="F", birth_date=date(1940, 1, 1)) for _ in range(30)]

    assert all(patient["given"] in women for patient in patients)
    assert sum(patient["payer_id"] == 1 for patient in patients) > 20
    assert all(140 < patient["height_cm"] < 185 for patient in patients)


def test_somebody_who_died_has_died(fake: Faker) -> None:
    assert fake.patient(death_date=date(2020, 5, 1), birth_date=date(1940, 1, 1))["deceased"]


def test_blood_pressure_fits_the_age(fake: Faker) -> None:
    old = [fake.systolic(birth_date=date(1945, 1, 1)) for _ in range(40)]
    young = [fake.systolic(birth_date=date(2018, 1, 1)) for _ in range(40)]

    assert sum(old) / 40 > sum(young) / 40 + 20
    assert all(type(value) is int and 70 <= value <= 240 for value in old + young)


def test_an_observation_follows_its_code(fake: Faker) -> None:
    units = {code: fake.observation(loinc=code)["unit"] for code in ("8480-6", "8310-5", "39156-5")}

    assert units == {"8480-6": "mm[Hg]", "8310-5": "Cel", "39156-5": "kg/m2"}


def test_a_condition_follows_its_code(fake: Faker) -> None:
    """Diabetes lasts, a cold is over."""
    assert fake.condition(icd10="E11.9")["chronic"] and not fake.condition(icd10="J06.9")["chronic"]
    assert fake.icd10_title("E11.9") == "Type 2 diabetes mellitus without complications"


def test_a_stay_takes_nights(fake: Faker) -> None:
    stays = [fake.encounter(class_="inpatient") for _ in range(20)]

    assert all(stay["stop"].date() > stay["start"].date() for stay in stays)
    assert all(stay["discharge_disp"] and stay["admit_source"] for stay in stays)


def test_encounters_of_a_given_patient_are_in_her_life() -> None:
    """However many a factory is asked for."""
    patient = PatientFactory.build(birth_date=date(2025, 6, 1), sex="F")
    starts = [EncounterFactory.build(patient=patient).start for _ in range(30)]

    assert min(starts).date() >= date(2025, 6, 1)
    assert len({start.date() for start in starts}) > 15


def test_what_came_before_fits_a_given_end(fake: Faker) -> None:
    """Nobody is born after death, hired after leaving or seen after having left."""
    long_ago = date(1999, 12, 31)
    assert fake.patient(death_date=long_ago)["birth_date"] <= long_ago
    assert fake.practitioner(left=long_ago)["hired"] < long_ago
    assert fake.condition(resolved=long_ago)["onset"] < long_ago
    end = datetime(1999, 12, 31, 12)
    assert fake.encounter(stop=end)["start"] < end
