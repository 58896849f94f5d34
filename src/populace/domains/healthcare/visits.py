"""Encounters: a patient's way through the years of care.

How many visits there are follows age and burden of disease, and differs between people by a
gamma distribution. Their days are those of a random process, so they come in clusters; no two
are on one day, so stays in hospital never overlap. A visit beyond the counted ones, as a
factory may ask for, is an extra one at the office, at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.healthcare.illness import CLASSES, burden, code_words, onsets, reasons, usual_burden
from populace.domains.healthcare.staff import ORGANIZATION_KINDS, SPECIALTIES, UNSEEN
from populace.domains.healthcare.values import YEAR, men, series, setting, settings
from populace.generators.curves import Curve, counts, exponential
from populace.generators.numbers import lognormal
from populace.generators.paths import DAY, NEVER, Floats, Int64s, coded, days, distinct, moments, rows_of, ticks, today
from populace.generators.references import parents
from populace.generators.times import time_of_day
from populace.generators.vocabulary import pick
from populace.generators.vocabulary import words as kept
from populace.rows import Array, Rows
from populace.tabulated import Inverse

OFFICE, ED, INPATIENT, TELEHEALTH = range(4)
SOURCES = ("emergency", "referral", "transfer", "birth")
DISPOSITIONS = ("home", "home_health", "nursing_facility", "against_advice", "transfer", "expired")
READMITTED = 30
"""Days after a stay in hospital within which the next one counts as a readmission."""
_MINUTE = 60_000_000
_TRIES = 14


def window(patients: Rows) -> tuple[Int64s, Int64s]:
    """The first and the last day of care that is recorded: up to death, or the day before the present."""
    last = np.minimum(today(patients) - 1, days(patients["death_date"]))
    born = days(patients["birth_date"])
    return np.maximum(last - int(setting("history_days")) + 1, np.minimum(born, last)), last


def visits_of_a_patient(patients: Rows) -> NDArray[np.int64]:
    """How many encounters a patient has in the years of care."""
    own = patients.of("·visits")
    first, last = window(patients)
    middle = (first + last) // 2
    age = (middle - days(patients["birth_date"])) / YEAR
    more = _burdened()(burden(patients, middle) - usual_burden()(age))
    mean = _rates()[_group(age)].sum(axis=1) * more * ((last - first + 1) / YEAR)
    made = counts(setting("visit_shape"))(mean, own.uniform("count"), own.uniform("between"))
    many: Int64s = np.minimum(made, (last - first + 1) // 2)
    return many


def _group(age: Floats) -> Int64s:
    return (np.searchsorted(series("visit_ages"), age, side="right") - 1).clip(0)


@lru_cache(maxsize=1)
def _rates() -> Floats:
    """Encounters a year by age group and class."""
    office, share = series("office_visits"), setting("telehealth_share")
    return np.stack([office * (1 - share), series("emergency_visits"), series("admissions"), office * share], axis=1)


@lru_cache(maxsize=1)
def _burdened() -> Curve:
    """What conditions more than usual multiply the visits with, on average 1."""
    more = np.arange(-60, 111) / 10
    return Curve(more, np.exp(setting("visit_burden") * more) / setting("visit_burden_mean"))


@dataclass
class Path:
    """All encounters of some patients: a line for each, and one more for each patient that ends them."""

    patients: Rows
    steps: Rows
    """What the lines draw their random numbers from."""
    owner: Int64s
    step: Int64s
    begins: Int64s
    """The line of each patient's first encounter."""
    many: Int64s
    first: Int64s
    last: Int64s


def _path(patients: Rows) -> Path:
    many = visits_of_a_patient(patients)
    first, last = window(patients)
    ends = np.cumsum(many + 1)
    owner = np.repeat(np.arange(len(patients)), many + 1)
    begins = ends - many - 1
    step = np.arange(len(owner)) - begins[owner]
    steps = patients.of("·visits").some(owner).stepped(step)
    return Path(patients, steps, owner, step, begins, many, first, last)


def _days(path: Path) -> Int64s:
    """The day of each line: gaps of random length, stretched to fill the time, never two on a day."""
    gap = (exponential()(path.steps.bits("gap")) * 2**20).astype(np.int64) + 1
    so_far = np.cumsum(gap)
    before = (so_far - gap)[path.begins]
    whole = so_far[path.begins + path.many] - before
    part = (so_far - before[path.owner]) / whole[path.owner]
    room = path.last - path.first + 1 - path.many
    day = path.first[path.owner] + (part * room[path.owner]).astype(np.int64) + path.step
    ending = path.step == path.many[path.owner]
    return np.where(ending, (path.last + 1)[path.owner], day)


def _kinds(steps: Rows, age: Floats) -> Int64s:
    """The class of each encounter, by age."""
    rates = _rates()
    below = np.cumsum(rates / rates.sum(axis=1, keepdims=True), axis=1)[:, :-1].round(12)
    kinds: Int64s = (steps.uniform("class")[:, None] >= below[_group(age)]).sum(axis=1)
    return kinds


def _on_weekdays(path: Path, day: Int64s, kind: Int64s) -> Int64s:
    """The days with office visits moved from the weekend to a weekday up to two days off that is free."""
    before = np.where(path.step == 0, path.first[path.owner] - 1, np.append(-NEVER, day[:-1]))
    after = np.append(day[1:], NEVER)
    weekday, office = (day + 3) % 7, (kind == OFFICE) & (path.step < path.many[path.owner])
    by = 1 + path.steps.below(2, "moved")
    back = np.where(office & (weekday == 5), np.minimum(by, np.maximum(day - 1 - before, 0)), 0)
    on = np.where(office & (weekday == 6), np.minimum(by, np.maximum(after - day - 1, 0)), 0)
    return np.asarray(day - back + on)


def _starts(steps: Rows, day: Int64s, kind: Int64s) -> Int64s:
    """The moment at which an encounter begins: at the office by day, at a hospital at any time."""
    appointed = 8 * 60 + steps.below(36, "time") * 15
    walked_in = (time_of_day()(steps.bits("time")) / 300).astype(np.int64) * 5
    begun: Int64s = np.where((kind == OFFICE) | (kind == TELEHEALTH), appointed, walked_in) * _MINUTE
    begun += day * DAY
    return begun


def _ends(steps: Rows, start: Int64s, kind: Int64s, burden: Int64s, limit: Int64s) -> Int64s:
    """The moment at which an encounter ends, before *limit*."""
    minutes = np.stack([
        15 + steps.below(4, "length") * 10, _waiting()(steps.bits("length")).astype(np.int64),
        np.zeros(len(steps), dtype=np.int64), 10 + steps.below(5, "length") * 5,
    ])  # fmt: skip
    nights = np.rint(_stays()(steps.bits("stay")) * _longer()(burden)).clip(1, 180).astype(np.int64)
    left = (start // DAY + nights) * DAY + (10 * 60 + steps.below(32, "left") * 15) * _MINUTE
    stop = np.where(kind == INPATIENT, left, start + minutes[kind, np.arange(len(steps))] * _MINUTE)
    return np.maximum(np.minimum(stop, limit), start + _MINUTE)


@lru_cache(maxsize=1)
def _waiting() -> Inverse:
    """Minutes in the emergency department."""
    return lognormal(*settings()["emergency_minutes"], 20.0, 1_380.0)


@lru_cache(maxsize=1)
def _stays() -> Inverse:
    """Days in hospital without chronic conditions."""
    return lognormal(setting("stay_median"), setting("stay_spread"), 0.0, 180.0)


@lru_cache(maxsize=1)
def _longer() -> Curve:
    number = np.arange(0, 31)
    return Curve(number, np.exp(setting("stay_burden") * number))


def visit(rows: Rows) -> pa.Array:
    """What the patient's path says of each encounter: a struct of numbers, for `field`."""
    number, patients = np.asarray(rows["→patient_id#"]), rows.parent("patient_id")
    some, at = distinct(patients)
    path = _path(some)
    born = days(some["birth_date"])
    day = _days(path)
    kind = _kinds(path.steps, (day - born[path.owner]) / YEAR)
    start = _starts(path.steps, _on_weekdays(path, day, kind), kind)
    ill, limit = burden(some, path.last), (path.last + 1) * DAY - _MINUTE
    until = np.minimum(np.append(start[1:], NEVER * DAY), limit[path.owner])
    stop = _ends(path.steps, start, kind, ill[path.owner], until)
    again = np.append(False, (kind[1:] == INPATIENT) & (kind[:-1] == INPATIENT))
    again[1:] &= start[1:] - stop[:-1] <= READMITTED * DAY
    line = path.begins[at] + np.minimum(number, path.many[at])
    counted, later = number < path.many[at], number > 0
    extra = patients.of("·visits").stepped(number)
    span = (path.last - path.first + 1)[at]
    other = np.where(extra.uniform("class") < setting("telehealth_share"), TELEHEALTH, OFFICE)
    begun = _starts(extra, path.first[at] + extra.below(span, "day"), other)
    return pa.StructArray.from_arrays(
        [
            pa.array(column.astype(np.int64))
            for column in (
                np.where(counted, start[line], begun),
                np.where(counted, kind[line], other),
                np.where(counted, until[line], limit[at]),
                np.where(later & counted, start[line - 1] // DAY, -NEVER),
                counted,
                again[line] & counted & later,
                ill[at],
            )
        ],
        ["start", "kind", "until", "before", "counted", "again", "burden"],
    )


def field(encounters: Rows, name: str) -> Int64s:
    """One number of the path's struct."""
    numbers: Int64s = encounters["·visit"].field(name).to_numpy()  # type: ignore[union-attr]
    return numbers


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
        begun = np.minimum(begun, ticks(rows["stop"]) - 30 * _MINUTE)
    return moments(begun)


def class_(rows: Rows) -> Array:
    """Where the patient is seen: office, ed, inpatient or telehealth; how often depends on age."""
    return pick(CLASSES, field(rows, "kind"))


def stop(rows: Rows) -> Array:
    """When the encounter ends: minutes later, hours in the emergency department, days in hospital."""
    begun, until = ticks(rows["start"]), field(rows, "until")
    steps = rows.parent("patient_id").of("·visits").stepped(rows["→patient_id#"])
    limit = np.where(until > begun, until, NEVER * DAY)
    return moments(_ends(steps, begun, coded(rows["class"], CLASSES), field(rows, "burden"), limit))


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
