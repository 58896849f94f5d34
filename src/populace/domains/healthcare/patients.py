"""Patients: who they are, how long they live, what they are built like, who pays for them.

Ages are those of the country's population. Frailty, a standard normal number that no table
shows, is behind conditions, visits and mortality together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from populace.domains.healthcare.illness import liability
from populace.domains.healthcare.staff import PAYER_KINDS, PAYERS, PRIMARY
from populace.domains.healthcare.values import YEAR, chosen, curve, men, series, setting, settings
from populace.domains.people.values import SEXES
from populace.generators.curves import Curve, exponential
from populace.generators.paths import NEVER, Floats, Int64s, coded, dates, days, mixed, today
from populace.generators.references import candidates, parents
from populace.generators.vocabulary import pick
from populace.making import Making
from populace.rows import Array, Rows
from populace.tabulated import Inverse, normal_quantiles

RACES = ("white", "black", "asian", "native", "pacific", "other")
ETHNICITIES = ("hispanic", "not_hispanic")
MARITAL = ("single", "married", "divorced", "widowed")
SMOKERS = ("never", "former", "current")
_OWN_DOCTORS = ((0, 16), (16, 65), (65, 200))
"""Ages, from and below, that have the same kinds of own practitioners."""


def sex(rows: Rows) -> Array:
    """Sex, "F" or "M"."""
    share = setting("share_of_women")
    return chosen(rows, SEXES, (share, 1 - share))


def frailty(rows: Rows) -> Floats:
    """How frail a person is: standard normal."""
    return rows.normal()


def birth_date(rows: Rows) -> Array:
    """Birth dates of people of all ages, in five-year groups as large as in the population."""
    group = rows.choice(settings()["age_shares"], "group")
    back = (group + rows.uniform()) * 5 * YEAR
    born = today(rows) - 1 - back.astype(np.int64)
    if "death_date" in rows.known:
        born = np.minimum(born, days(rows["death_date"]) - back.astype(np.int64))
    return born.astype("datetime64[D]")


def ages(rows: Rows) -> Floats:
    """Age in years now, or at death."""
    return (np.minimum(today(rows), days(rows["death_date"])) - days(rows["birth_date"])) / YEAR


def death(rows: Rows) -> Int64s:
    """The day of death within the time of care, counted from 1970; `NEVER` for those who live."""
    born, history = days(rows["birth_date"]), int(setting("history_days"))
    entry = np.maximum(today(rows) - history, born)
    wait = exponential()(rows.bits()) / _hazard(rows, np.asarray(entry - born + history / 2) / YEAR) * YEAR
    day = entry + 1 + np.minimum(wait, NEVER).astype(np.int64)
    return np.where(day < today(rows), day, NEVER)


def _hazard(rows: Rows, age: Floats) -> Floats:
    """Deaths a year at an age, more for the frail; held between one in 100,000 and three."""
    women, men_ = (curve_(age) for curve_ in _mortality())
    frail = _frail_mortality()(rows.of("·frailty").bits())
    return np.where(men(rows) == 1, men_, women) * frail


@lru_cache(maxsize=1)
def _mortality() -> tuple[Curve, Curve]:
    """Deaths a year by age, of women and of men."""
    age = np.arange(121)
    lines = zip(series("mortality_level"), series("mortality_slope"), strict=True)
    first = np.where(age < 1, setting("infant_mortality"), 1.0)
    women, men_ = (Curve(age, np.clip(np.exp(level + slope * age) * first, 1e-5, 3.0)) for level, slope in lines)
    return women, men_


@lru_cache(maxsize=1)
def _frail_mortality() -> Inverse:
    """What frailty multiplies mortality with, on average 1: quantiles in the order of frailty's."""
    each = setting("frailty_mortality")
    return Inverse(np.exp(each * normal_quantiles() - each * each / 2))


def death_date(rows: Rows) -> Array:
    """The day of death; NULL for the living."""
    return dates(np.asarray(rows["·death"]))


def deceased(rows: Rows, death_date: Array) -> Array:
    """Whether the patient has died."""
    return days(death_date) < NEVER


def payer_id(rows: Rows) -> Int64s:
    """The row of the payer: public for the old and many of the young, mostly commercial for those who work."""
    age, count = ages(rows), parents(rows, "payers")
    groups = [rows.choice(settings()[f"payers_{name}"]) for name in ("young", "working", "old")]
    kind = np.where(age < 19, groups[0], np.where(age < 65, groups[1], groups[2]))
    out = np.zeros(len(rows), dtype=np.int64)
    for code in range(len(PAYER_KINDS)):
        known = np.array([place for place, (_, own) in enumerate(PAYERS) if own == code])
        known = known[known < count] if (known < count).any() else np.arange(count)
        out = np.where(kind == code, known[rows.below(len(known), "which")], out)
    return out


def pcp_id(rows: Rows) -> Int64s:
    """The row of the patient's own practitioner, who is there now and sees people of the age; -1 for none."""
    out, age = np.full(len(rows), -1, dtype=np.int64), ages(rows)
    asked = rows.uniform("any") < setting("own_doctor")
    for group, (low, high) in enumerate(_OWN_DOCTORS):
        count, numbered = candidates(rows, "practitioners", OwnDoctors(group))
        if count:
            out = np.where(asked & (age >= low) & (age < high), numbered(rows.below(count, group)), out)
    return out


@dataclass(frozen=True)
class OwnDoctors:
    """The practitioners whom a group of ages has for their own: children others than the old."""

    group: int

    def __call__(self, source: object) -> Int64s:
        making = cast(Making, source)
        found = making.rows("practitioners", range(making.size("practitioners")))
        specialty = coded(found["specialty"], PRIMARY)
        sees = specialty == 2 if self.group == 0 else (specialty >= 0) & (specialty != 2)
        sees &= (specialty != 3) | (self.group == 2)
        return np.flatnonzero(sees & (days(found["left"]) > today(found)))


def race(rows: Rows) -> Array:
    """Race as the census asks it; several or another one are "other"."""
    return chosen(rows, RACES, settings()["races"])


def ethnicity(rows: Rows) -> Array:
    """Hispanic or not."""
    share = setting("hispanic")
    return chosen(rows, ETHNICITIES, (share, 1 - share))


def marital(rows: Rows) -> Array:
    """Marital status, by age."""
    group = np.searchsorted(settings()["marital_ages"], ages(rows), side="right")
    codes = np.zeros(len(rows), dtype=np.int64)
    for number, weights in enumerate(settings()["marital"], start=1):
        codes = np.where(group == number, rows.choice(weights), codes)
    return pick(MARITAL, codes)


def grown(age: Floats, male: Int64s) -> Floats:
    """The share of the adult height that is reached at an age."""
    return np.where(male == 1, curve("growth_ages", "growth_men")(age), curve("growth_ages", "growth_women")(age))


def height_cm(rows: Rows) -> Array:
    """Height in cm now, 40 to 215."""
    male = men(rows)
    middle, spread = (series(name)[male] for name in ("height_adult", "height_spread"))
    adult = middle + spread * rows.normal().clip(-3.5, 3.5)
    return np.round(adult * grown(ages(rows), male), 1)


def usual_bmi(age: Floats, male: Int64s) -> Floats:
    """The median body-mass index at an age, in kg/m2."""
    return np.where(male == 1, curve("bmi_ages", "bmi_men")(age), curve("bmi_ages", "bmi_women")(age))


def weight_kg(rows: Rows, height_cm: Array) -> Array:
    """Weight in kg now, 1 to 350; more for those whom it makes ill with diabetes."""
    age, male = ages(rows), men(rows)
    normal = mixed(setting("bmi_diabetes"), liability(rows, 1), rows.normal())
    heavy = np.where(male == 1, *(_spread(share)(normal) for share in series("bmi_spread")[::-1]))
    heavy = np.where(age < 18, 1 + (heavy - 1) * 0.6, heavy)
    metres = np.asarray(height_cm, dtype=np.float64) / 100
    return np.round((usual_bmi(age, male) * heavy * metres * metres).clip(1.0, 350.0), 1)


@lru_cache(maxsize=8)
def _spread(of_log: float) -> Curve:
    """What a standard normal number multiplies with, so that the log has this standard deviation."""
    steps = np.arange(-32, 33) / 10
    return Curve(steps, np.exp(of_log * steps))


def smoker(rows: Rows) -> Array:
    """Whether the patient smokes or did; children never."""
    current, ever = series("smoking")
    normal = mixed(setting("smoking_copd"), liability(rows, 3), rows.normal())
    codes = (normal > _quantile(1 - ever)).astype(np.int64) + (normal > _quantile(1 - current))
    return pick(SMOKERS, np.where(ages(rows) < 18, 0, codes))


@lru_cache(maxsize=32)
def _quantile(share: float) -> float:
    from statistics import NormalDist

    return round(NormalDist().inv_cdf(share), 9)
