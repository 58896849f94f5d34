"""What depends on what, and how much; and that it is gone once the columns are shuffled."""

import numpy as np
import pytest

from populace import Plan

SIZE = 12_000


@pytest.fixture(scope="module")
def people(region: Plan) -> dict[str, np.ndarray]:
    """Patients by column, with their age and whether they have a condition, recorded or not."""
    from populace.domains.healthcare.illness import CHRONIC, onsets
    from populace.generators.paths import today

    rows = region.rows("patients", np.arange(SIZE))
    has = onsets(rows) <= today(rows)
    age = (today(rows) - np.asarray(rows["birth_date"]).astype("M8[D]").astype(int)) / 365.25
    return {"age": age, "sex": np.asarray(rows["·male"])} | {code: has[:, at] for at, code in enumerate(CHRONIC)}


@pytest.mark.parametrize(
    ("code", "youngest", "oldest", "low", "high"),
    [
        ("E11.9", 65, 120, 0.22, 0.31),
        ("I10", 18, 40, 0.06, 0.12),
        ("I10", 60, 120, 0.58, 0.74),
        ("J45.909", 20, 90, 0.07, 0.10),
    ],
)
def test_prevalence_by_age(people, code, youngest, oldest, low, high):
    """CDC 2017 for diabetes, NHANES 2009-2012 for hypertension."""
    group = (people["age"] >= youngest) & (people["age"] < oldest)

    assert low <= people[code][group].mean() <= high


def test_hypertension_comes_with_diabetes(people):
    """NHANES at 45-64: .66 with diabetes and .43 without in women, .61 and .41 in men."""
    group = (people["age"] >= 45) & (people["age"] < 65)
    high, sugar = people["I10"][group], people["E11.9"][group]

    assert 0.55 <= high[sugar].mean() <= 0.73
    assert high[sugar].mean() / high[~sugar].mean() >= 1.35
    shuffled = np.random.default_rng(0).permutation(high)
    assert shuffled[sugar].mean() / shuffled[~sugar].mean() < 1.35


def test_depression_is_more_frequent_in_women(people):
    """By the factors of its parameters, 1.3 to 0.7."""
    adult, man = people["age"] >= 30, people["sex"]

    assert 1.5 <= people["F32.9"][adult & ~man].mean() / people["F32.9"][adult & man].mean() <= 2.2


def test_visits_follow_age_and_burden(region, people):
    """Old people and the ill are seen more often, and visits vary far more than by chance."""
    from populace.domains.healthcare.journeys import visits_of_a_patient

    rows = region.rows("patients", np.arange(SIZE))
    visits = visits_of_a_patient(rows)
    adult = (people["age"] >= 18) & (people["age"] < 45)
    old = (people["age"] >= 66) & (people["age"] < 100)

    assert 2 < visits[old].mean() / visits[adult].mean() < 4
    assert visits[adult & people["E11.9"]].mean() > 1.2 * visits[adult & ~people["E11.9"]].mean()
    assert visits.var() > 5 * visits.mean()


def test_rates_of_visits_are_those_of_the_tables(region):
    """Office visits, 210 to 260 per 100 person-years at 18-44 and 660 to 810 at 65 and over, telehealth among them."""
    from populace.domains.healthcare.journeys import window
    from populace.domains.healthcare.visits import age_at

    encounters = region.rows("encounters", np.arange(region.size("encounters")))
    patients = region.rows("patients", np.arange(region.size("patients")))
    first, last = window(patients)
    years = (last - first + 1) / 365.25
    middle = ((first + last) // 2 - np.asarray(patients["birth_date"]).astype(int)) / 365.25
    kinds, ages = np.array(encounters["class"].to_pylist()), age_at(encounters)
    outside = (kinds == "office") | (kinds == "telehealth")
    for low, high, least, most in ((18, 45, 195, 275), (65, 120, 640, 830)):
        count = (outside & (ages >= low) & (ages < high)).sum()
        assert least < 100 * count / years[(middle >= low) & (middle < high)].sum() < most
    assert 0.085 < (kinds == "inpatient").sum() / years.sum() < 0.130


def test_one_stay_in_eight_is_followed_by_another_within_30_days(region):
    """HCUP: 13.9 % of stays, all causes; more of them with more conditions."""
    encounters = region.rows("encounters", np.arange(region.size("encounters")))
    stays = np.array(encounters["class"].to_pylist()) == "inpatient"
    again = np.asarray(encounters["→prior_encounter_id"]) >= 0

    assert 0.09 < again.sum() / stays.sum() < 0.19


@pytest.fixture(scope="module")
def measured(region):
    """The vital signs of 4,000 encounters, with age and sex."""
    from populace.domains.healthcare import vitals
    from populace.domains.healthcare.visits import age_at

    encounters = region.rows("encounters", np.arange(0, region.size("encounters"), 6))
    found = {vital.loinc: vital.made(encounters) for vital in vitals.VITALS}
    return found | {"age": age_at(encounters), "man": np.asarray(encounters.parent("patient_id")["·male"])}


def test_blood_pressure_rises_with_age(measured):
    """And not once it is shuffled."""
    adult = measured["age"] >= 18
    pressure, age = measured["8480-6"][adult], measured["age"][adult]

    assert 0.4 < np.corrcoef(pressure, age)[0, 1] < 0.75
    assert abs(np.corrcoef(np.random.default_rng(0).permutation(pressure), age)[0, 1]) < 0.1


def test_both_pressures_move_together(measured):
    """NHANES at 45-65: .68 in women, .74 in men; medians 127 and 123, 78 and 77."""
    group = (measured["age"] >= 45) & (measured["age"] < 65)
    high, low = measured["8480-6"][group], measured["8462-4"][group]

    assert 0.55 < np.corrcoef(high, low)[0, 1] < 0.8
    assert 119 < np.median(high) < 133 and 74 < np.median(low) < 81


def test_build_is_that_of_the_survey(measured):
    """NHANES at 45-65: heights 173.5 and 159.8 cm, body-mass index 28.9 and 29.8."""
    group = (measured["age"] >= 45) & (measured["age"] < 65)
    man = measured["man"].astype(bool)

    assert 171 < np.median(measured["8302-2"][group & man]) < 176
    assert 157 < np.median(measured["8302-2"][group & ~man]) < 163
    assert 26 < np.median(measured["39156-5"][group & man]) < 32
    assert 26 < np.median(measured["39156-5"][group & ~man]) < 33


def test_smokers_have_copd(region):
    """Several times as often as those who never smoked."""
    from populace.domains.healthcare.illness import onsets
    from populace.generators.paths import today

    rows = region.rows("patients", np.arange(SIZE))
    copd, smoker = onsets(rows)[:, 3] <= today(rows), np.array(rows["smoker"].to_pylist())

    assert copd[smoker == "current"].mean() > 4 * copd[smoker == "never"].mean()


def test_the_old_are_on_medicare(region, people):
    """Most of them, and hardly anybody who works."""
    payer = region.rows("patients", np.arange(SIZE)).parent("payer_id")
    medicare = np.array(payer["kind"].to_pylist()) == "medicare"

    assert medicare[people["age"] >= 65].mean() > 0.85
    assert medicare[(people["age"] >= 20) & (people["age"] < 60)].mean() < 0.06


def test_the_old_die(region, people):
    """7.5 to 11 of 1,000 a year; rising by age as the life table's line."""
    rows = region.rows("patients", np.arange(SIZE))
    died = np.asarray(rows["deceased"])

    assert 6 < 1000 * died.mean() / 3 < 11
    assert died[people["age"] >= 80].mean() > 5 * died[(people["age"] >= 50) & (people["age"] < 65)].mean()
