"""Any rows are what the whole tables have there, however many patients there are."""

import hashlib
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from populace import Plan
from populace.domains.healthcare import Base

NOW = datetime(2026, 6, 1)
PLAN = Plan(Base.metadata, sizes={"patients": 300}, seed=3, now=NOW)
TABLES = ("organizations", "practitioners", "payers", "patients", "encounters", "conditions", "observations")
WHOLE: dict[str, list[dict[str, object]]] = {}


def whole(table: str) -> list[dict[str, object]]:
    if table not in WHOLE:
        WHOLE[table] = PLAN.batch(table, 0, PLAN.size(table)).to_pylist()
    return WHOLE[table]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), table=st.sampled_from(TABLES))
def test_any_rows_are_those_of_the_whole_table(data: st.DataObject, table: str) -> None:
    index = data.draw(st.lists(st.integers(0, PLAN.size(table) - 1), min_size=1, max_size=20))
    made = PLAN.take(table, np.array(index, dtype=np.uint64)).to_pylist()
    assert made == [whole(table)[row] for row in index]


def test_more_patients_leave_the_first_as_they_were() -> None:
    """As long as no organization joins them."""
    larger = Plan(Base.metadata, sizes={"patients": 900}, seed=3, now=NOW)
    for table in ("practitioners", "patients", "encounters", "conditions", "observations"):
        count = min(60, PLAN.size(table))
        assert larger.batch(table, 0, count).to_pylist() == whole(table)[:count]


def test_encounters_beyond_the_counted_ones_lie_in_the_patients_life() -> None:
    """A patient can be given 80: they are at the office, by day, after birth and before now."""
    rows = PLAN.rows("encounters", np.arange(80))
    rows.give({"→patient_id": np.full(80, 7), "→patient_id#": np.arange(80)})
    born = np.asarray(rows.parent("patient_id")["birth_date"])
    start, stop = np.asarray(rows["start"]), np.asarray(rows["stop"])

    assert (start >= born).all() and (start < stop).all() and (stop <= np.datetime64(NOW)).all()
    assert set(rows["class"].to_pylist()[-20:]) <= {"office", "telehealth"}


def test_conditions_and_observations_beyond_the_counted_ones_are_valid() -> None:
    """Another passing illness, and the vital signs once more."""
    rows = PLAN.rows("conditions", np.arange(30))
    rows.give({"→encounter_id": np.full(30, 11), "→encounter_id#": np.arange(30)})
    again = PLAN.rows("observations", np.arange(30))
    again.give({"→encounter_id": np.full(30, 11), "→encounter_id#": np.arange(30)})

    assert (np.asarray(rows["onset"]) <= np.asarray(rows.parent("encounter_id")["start"]).astype("M8[D]")).all()
    assert again["loinc"].to_pylist()[:7] == again["loinc"].to_pylist()[7:14]
    assert (np.asarray(again["value"]) > 0).all()


@pytest.mark.parametrize("born", [date(2026, 5, 31), date(2026, 5, 1), date(1905, 1, 1)])
def test_lives_that_have_just_begun_or_lasted_long(born: date) -> None:
    """Whoever was born yesterday can be seen, too."""
    patients = PLAN.rows("patients", np.arange(20), {"birth_date": np.full(20, np.datetime64(born))})
    patients.known = {"birth_date": patients.made["birth_date"]}
    rows = PLAN.rows("encounters", np.arange(20))
    rows.give({"^→patient_id": patients, "→patient_id": np.arange(20), "→patient_id#": np.zeros(20, dtype=np.int64)})
    start = np.asarray(rows["start"])

    assert (start.astype("M8[D]") >= np.datetime64(born)).all() and (start <= np.datetime64(NOW)).all()
    assert (np.asarray(patients["height_cm"]) > 30).all() and (np.asarray(patients["weight_kg"]) >= 1).all()


@pytest.mark.parametrize("sizes", [{"organizations": 1}, {"payers": 2}, {"organizations": 60}, {"patients": 1}])
def test_unusual_sizes_make_whole_worlds(sizes: dict[str, int]) -> None:
    """One hospital treats everybody; two payers pay for all."""
    plan = Plan(Base.metadata, sizes={"patients": 40} | sizes, now=NOW)
    rows = {table.name: plan.batch(table.name, 0, plan.size(table.name)).to_pylist() for table in plan.tables}
    staff = {row["practitioner_id"]: row for row in rows["practitioners"]}

    assert all(row["payer_id"] <= plan.size("payers") for row in rows["patients"])
    assert all(row["org_id"] == staff[row["practitioner_id"]]["org_id"] for row in rows["encounters"])


@pytest.mark.parametrize(("locale", "country"), [("de_DE", "DE"), ("en_GB", "GB"), ("ja_JP", "JP"), ("pt_BR", "BR")])
def test_worlds_follow_the_locale(locale: str, country: str) -> None:
    plan = Plan(Base.metadata, sizes={"patients": 20}, now=NOW, locale=locale)
    rows = plan.batch("patients", 0, 20).to_pylist()
    assert {row["country"] for row in rows} == {country}
    assert rows[0]["given"] != whole("patients")[0]["given"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("patients", "6763ba238ffae468"),
        ("encounters", "6708135c1be35df4"),
        ("conditions", "d423612945e954a6"),
        ("observations", "023d947f04cd43c7"),
    ],
)
def test_the_same_seed_gives_the_same_rows(table: str, expected: str) -> None:
    """A change here is a change of behaviour: it belongs into the changelog."""
    own = [{k: v for k, v in row.items() if not isinstance(v, str) or k in CODES} for row in whole(table)[:50]]
    assert hashlib.sha256(repr(own).encode()).hexdigest()[:16] == expected


CODES = {"mrn", "sex", "ssn_like", "class", "reason_icd10", "icd10", "loinc", "unit"}
"""Texts that do not come from Faker's data."""
