"""A patient's way through the years of care: how often, when and in which class of encounter.

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

from populace.domains.healthcare.illness import burden, usual_burden
from populace.domains.healthcare.values import YEAR, series, setting, settings
from populace.generators.curves import Curve, counts, exponential
from populace.generators.numbers import lognormal
from populace.generators.paths import DAY, NEVER, Floats, Int64s, days, distinct, today
from populace.generators.times import time_of_day
from populace.rows import Rows
from populace.tabulated import Inverse

OFFICE, ED, INPATIENT, TELEHEALTH = range(4)
READMITTED = 30
"""Days after a stay in hospital within which the next one counts as a readmission."""
MINUTE = 60_000_000
"""Microseconds in a minute."""
_AGAIN = 4
"""How often in a row somebody may be readmitted."""


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


def _readmitted(path: Path, day: Int64s, kind: Int64s, burden: Int64s) -> tuple[Int64s, Int64s]:
    """Days and classes with some of the stays followed by another one within 30 days, in place of the next visit.

    Who is readmitted once is at risk of being so again.
    """
    day, kind, nights = day.copy(), kind.copy(), _nights(path.steps, burden)
    wait = np.minimum(
        exponential(setting("readmission_wait"))(path.steps.bits("wait")).astype(np.int64), READMITTED - 1
    )
    chance = _readmissions()(burden)
    stays = np.flatnonzero((kind == INPATIENT) & (path.step < path.many[path.owner] - 1))
    for turn in range(_AGAIN):
        stays = stays[path.steps.some(stays).uniform(f"again {turn}") < chance[stays]]
        after = stays + 1
        day[after] = np.minimum(day[after], day[stays] + nights[stays] + 1 + wait[stays])
        kind[after] = INPATIENT
        stays = after[path.step[after] < path.many[path.owner[after]] - 1]
    return day, kind


@lru_cache(maxsize=1)
def _readmissions() -> Curve:
    """The chance of a readmission by the number of lasting conditions."""
    level, each = series("readmission")
    number = np.arange(0, 31)
    return Curve(number, 1 / (1 + np.exp(-(level + each * number))))


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
    begun: Int64s = np.where((kind == OFFICE) | (kind == TELEHEALTH), appointed, walked_in) * MINUTE
    begun += day * DAY
    return begun


def ends(steps: Rows, start: Int64s, kind: Int64s, burden: Int64s, limit: Int64s) -> Int64s:
    """The moment at which an encounter ends, before *limit*."""
    minutes = np.stack([
        15 + steps.below(4, "length") * 10, _waiting()(steps.bits("length")).astype(np.int64),
        np.zeros(len(steps), dtype=np.int64), 10 + steps.below(5, "length") * 5,
    ])  # fmt: skip
    left = (start // DAY + _nights(steps, burden)) * DAY + (10 * 60 + steps.below(32, "left") * 15) * MINUTE
    stop = np.where(kind == INPATIENT, left, start + minutes[kind, np.arange(len(steps))] * MINUTE)
    return np.maximum(np.minimum(stop, limit), start + MINUTE)


def _nights(steps: Rows, burden: Int64s) -> Int64s:
    """Nights of a stay in hospital, more with a higher burden of disease."""
    nights: Int64s = np.rint(_stays()(steps.bits("stay")) * _longer()(burden)).clip(1, 180).astype(np.int64)
    return nights


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
    ill, limit = burden(some, path.last), (path.last + 1) * DAY - MINUTE
    day = _days(path)
    kind = _kinds(path.steps, (day - born[path.owner]) / YEAR)
    day, kind = _readmitted(path, day, kind, ill[path.owner])
    start = _starts(path.steps, _on_weekdays(path, day, kind), kind)
    until = np.minimum(np.append(start[1:], NEVER * DAY), limit[path.owner])
    stop = ends(path.steps, start, kind, ill[path.owner], until)
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
