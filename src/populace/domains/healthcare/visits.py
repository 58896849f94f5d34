"""Encounters: who sees the patient where, why, and when it ends."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.healthcare.illness import CLASSES, code_words, onsets, reasons
from populace.domains.healthcare.journeys import ED, INPATIENT, MINUTE, OFFICE, TELEHEALTH, ends, field
from populace.domains.healthcare.staff import ORGANIZATION_KINDS, SPECIALTIES, UNSEEN
from populace.domains.healthcare.values import YEAR, men, setting, settings
from populace.generators.paths import DAY, NEVER, Floats, Int64s, coded, days, distinct, moments, rows_of, ticks
from populace.generators.references import parents
from populace.generators.vocabulary import pick
from populace.generators.vocabulary import words as kept
from populace.rows import Array, Rows

SOURCES = ("emergency", "referral", "transfer", "birth")
DISPOSITIONS = ("home", "home_health", "nursing_facility", "against_advice", "transfer", "expired")
_TRIES = 14


def begun(encounters: Rows) -> pa.Array:
    """The days on which the conditions of the encounters' patients begin, for `onsets`."""
    patients, at = distinct(encounters.parent("patient_id"))
    return patients["·onsets"].take(pa.array(at))


def age_at(encounters: Rows) -> Floats:
    """The patient's age in years at the start."""
    born = days(encounters.parent("patient_id")["birth_date"])
    return ((days(encounters["start"]) - born) / YEAR).clip(0.0)


def start(rows: Rows) -> Array:
    """When the encounter begins: never before birth, never after death."""
    begun = field(rows, "start")
    if "stop" in rows.known:
        begun = np.minimum(begun, ticks(rows["stop"]) - 30 * MINUTE)
    return moments(begun)


def class_(rows: Rows) -> Array:
    """Where the patient is seen: office, ed, inpatient or telehealth; how often depends on age."""
    return pick(CLASSES, field(rows, "kind"))


def stop(rows: Rows) -> Array:
    """When the encounter ends: minutes later, hours in the emergency department, days in hospital."""
    begun, until = ticks(rows["start"]), field(rows, "until")
    steps = rows.parent("patient_id").of("·visits").stepped(rows["→patient_id#"])
    limit = np.where(until > begun, until, NEVER * DAY)
    return moments(ends(steps, begun, coded(rows["class"], CLASSES), field(rows, "burden"), limit))


def prior_encounter_id(rows: Rows) -> Int64s:
    """The stay in hospital before, if this one begins within 30 days of its end; else -1."""
    kind = coded(rows["class"], CLASSES)
    return np.where((field(rows, "again") != 0) & (kind == INPATIENT), rows.index.astype(np.int64) - 1, -1)


def practitioner_id(rows: Rows) -> Int64s:
    """Who sees the patient: often their own practitioner, always one who is employed then, fits the age and place."""
    day, kind, age = days(rows["start"]), coded(rows["class"], CLASSES), age_at(rows)
    patients, count = rows.parent("patient_id"), parents(rows, "practitioners")
    female = men(patients) == 0
    own = np.asarray(patients["→pcp_id"], dtype=np.int64)
    usual = (own >= 0) & (rows.uniform("own") < setting("own_doctor_visits"))
    usual &= (kind == OFFICE) | (kind == TELEHEALTH)
    out, left = np.zeros(len(rows), dtype=np.int64), np.arange(len(rows))
    for attempt in range(_TRIES):
        tried = rows.some(left).below(count, attempt)
        if attempt == 0:
            tried = np.where(usual, own, tried)
        good = _fits(rows, tried, day[left], kind[left], age[left], female[left])
        out[left[good]] = tried[good]
        left = left[~good]
        if not len(left):
            break
    return out


def _fits(rows: Rows, tried: Int64s, day: Int64s, kind: Int64s, age: Floats, female: NDArray[np.bool_]) -> Int64s:
    unique, at = np.unique(tried, return_inverse=True)
    staff = rows_of(rows, "practitioners", unique)
    since, until = days(staff["hired"])[at], days(staff["left"])[at]
    specialty, place = coded(staff["specialty"], SPECIALTIES), coded(staff.parent("org_id")["kind"], ORGANIZATION_KINDS)
    unseen = np.isin(specialty, [SPECIALTIES.index(name) for name in UNSEEN])[at]
    young, maternal = (specialty == SPECIALTIES.index(name) for name in ("pediatrics", "obstetrics"))
    old = (specialty == SPECIALTIES.index("geriatrics"))[at]
    hospital = (kind == ED) | (kind == INPATIENT)
    good = (since <= day) & (day <= until) & ~unseen & np.where(hospital, place[at] == 0, place[at] <= 1)
    good &= np.where(young[at], age < 18, (age >= 18) | (specialty[at] != 1))
    fits: Int64s = good & (~old | (age >= 60)) & (~maternal[at] | (female & (age >= 12)))
    return fits


def reason_icd10(rows: Rows) -> Array:
    """ICD-10-CM code of the reason: what befalls people of the age and sex, or a condition that the patient has."""
    has = onsets(rows) <= days(rows["start"])[:, None]
    male = men(rows.parent("patient_id"))
    return pick(code_words(), reasons(rows, coded(rows["class"], CLASSES), age_at(rows), male, has))


def admit_source(rows: Rows) -> Array:
    """How a patient came to be in hospital; NULL at the office."""
    kind, newborn = coded(rows["class"], CLASSES), days(rows["start"]) == days(rows.parent("patient_id")["birth_date"])
    codes = np.where(newborn, 3, rows.choice(settings()["admit_sources"]))
    return _where(kind == INPATIENT, SOURCES, codes)


def discharge_disp(rows: Rows) -> Array:
    """Where a patient went from the hospital or the emergency department; NULL at the office."""
    kind, age = coded(rows["class"], CLASSES), age_at(rows)
    young, old = (rows.choice(settings()[f"discharged_{name}"]) for name in ("young", "old"))
    died = days(rows["stop"]) >= days(rows.parent("patient_id")["death_date"])
    codes = np.where(died, 5, np.where((age >= 65) & (kind == INPATIENT), old, young))
    return _where((kind == INPATIENT) | (kind == ED), DISPOSITIONS, codes)


def _where(mask: NDArray[np.bool_], words: tuple[str, ...], codes: Int64s) -> pa.Array:
    """The words with these numbers where *mask* holds, else NULL."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=~mask), kept(words))
