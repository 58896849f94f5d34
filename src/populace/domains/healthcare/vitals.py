"""Vital signs, seven at each encounter in person, as LOINC codes with UCUM units.

They hang together: pressure rises with age, weight and the liability to hypertension, both
pressures move together, the body-mass index is that of the height and weight beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.healthcare.illness import CLASSES, code_words, codes, liability
from populace.domains.healthcare.journeys import TELEHEALTH
from populace.domains.healthcare.patients import ages, grown, usual_bmi
from populace.domains.healthcare.values import curve, men, series, setting
from populace.domains.healthcare.visits import age_at
from populace.generators.paths import Floats, coded, mixed, moments, ticks
from populace.generators.vocabulary import pick
from populace.rows import Array, Rows


def systolic(encounters: Rows) -> Floats:
    """Systolic blood pressure at rest, 70 to 240 mm[Hg]."""
    return _systolic(encounters)[0]


def _systolic(encounters: Rows) -> tuple[Floats, Floats]:
    """The systolic pressure, and by how many standard deviations it is above what is usual."""
    between, within, _ = series("pressure_spread")
    patients = encounters.parent("patient_id")
    person = mixed(setting("pressure_hypertension"), liability(patients, 0), patients.of("·systolic").normal())
    above = between * person + within * encounters.of("·systolic").normal()
    age, male = age_at(encounters), men(patients)
    women, men_ = (curve("pressure_ages", f"systolic_{name}")(age) for name in ("women", "men"))
    above *= np.where(age < 18, 0.6, 1.0)
    spread = float(np.sqrt(between * between + within * within))
    return np.rint(np.where(male == 1, men_, women) + above).clip(70.0, 240.0), above / spread


def diastolic(encounters: Rows) -> Floats:
    """Diastolic blood pressure at rest, 35 to 140 mm[Hg], at least 20 below the systolic."""
    high, above = _systolic(encounters)
    own = mixed(setting("pressure_correlation"), above, encounters.of("·diastolic").normal())
    low = curve("pressure_ages", "diastolic")(age_at(encounters))
    low += series("pressure_spread")[2] * own
    held: Floats = np.minimum(low, high - 20)
    return np.rint(held).clip(35.0, 140.0)


def infected(encounters: Rows) -> NDArray[np.bool_]:
    """Whether the patient came with an infection."""
    known = np.array([code.course == "infection" for code in codes()] + [False])
    return known[coded(encounters["reason_icd10"], code_words())]


def heart_rate(encounters: Rows) -> Floats:
    """Heart rate at rest, 40 to 200 a minute; faster in children and with an infection."""
    usual = curve("heart_rate_ages", "heart_rate")(age_at(encounters))
    own = encounters.parent("patient_id").of("·pulse").normal() * 0.7 + encounters.of("·pulse").normal() * 0.7
    return np.rint(usual + setting("heart_rate_spread") * own + 8.0 * infected(encounters)).clip(40.0, 200.0)


def height(encounters: Rows) -> Floats:
    """Body height in cm, as it was then."""
    patients = encounters.parent("patient_id")
    male = men(patients)
    then = grown(age_at(encounters), male) / grown(ages(patients), male)
    return np.round(np.asarray(patients["height_cm"], dtype=np.float64) * then, 1)


def weight(encounters: Rows) -> Floats:
    """Body weight in kg, as it was then, a few per cent up or down."""
    patients = encounters.parent("patient_id")
    male, tall = men(patients), np.asarray(patients["height_cm"], dtype=np.float64)
    slower = height(encounters) / tall
    then = usual_bmi(age_at(encounters), male) / usual_bmi(ages(patients), male) * slower * slower
    varied = 1 + 0.02 * encounters.of("·weight").normal()
    return np.round((np.asarray(patients["weight_kg"], dtype=np.float64) * then * varied).clip(1.0, 350.0), 1)


def bmi(encounters: Rows) -> Floats:
    """Body-mass index in kg/m2: of the height and the weight of the same encounter."""
    metres = height(encounters) / 100
    return np.round(weight(encounters) / (metres * metres), 1)


def temperature(encounters: Rows) -> Floats:
    """Body temperature, 34.5 to 41.5 Cel; higher with an infection."""
    middle, spread, fever = series("temperature")
    extra = fever * encounters.of("·fever").uniform() * infected(encounters)
    own: Floats = middle + spread * encounters.of("·temperature").normal() + extra
    return np.round(own.clip(34.5, 41.5), 1)


class Vital(NamedTuple):
    """A vital sign: LOINC code, UCUM unit, reference range of adults (None for none), and who makes it."""

    loinc: str
    unit: str
    low: float | None
    high: float | None
    made: Callable[[Rows], Floats]


VITALS = (
    Vital("8480-6", "mm[Hg]", 90.0, 129.0, systolic),
    Vital("8462-4", "mm[Hg]", 60.0, 84.0, diastolic),
    Vital("8867-4", "/min", 50.0, 100.0, heart_rate),
    Vital("8302-2", "cm", None, None, height),
    Vital("29463-7", "kg", None, None, weight),
    Vital("39156-5", "kg/m2", 18.5, 24.9, bmi),
    Vital("8310-5", "Cel", 36.0, 37.9, temperature),
)
LOINC = tuple(vital.loinc for vital in VITALS)
_ALL_AGES = LOINC.index("8310-5")


def observations_of_an_encounter(encounters: Rows) -> NDArray[np.int64]:
    """All vital signs; none by video or telephone."""
    kind = coded(encounters["class"], CLASSES)
    return np.where(kind == TELEHEALTH, 0, len(VITALS)).astype(np.int64)


def loinc(rows: Rows) -> Array:
    """LOINC code of the vital sign."""
    return pick(LOINC, np.asarray(rows["→encounter_id#"]) % len(LOINC))


def value(rows: Rows, loinc: Array) -> Array:
    """The measured value, in the unit beside it."""
    sign, encounters = coded(loinc, LOINC), rows.parent("encounter_id")
    out = np.zeros(len(rows))
    for number, vital in enumerate(VITALS):
        at = np.flatnonzero(sign == number)
        if len(at):
            out[at] = vital.made(encounters.some(at))
    return out


def unit(rows: Rows, loinc: Array) -> Array:
    """The unit in UCUM."""
    return pick((*(vital.unit for vital in VITALS), "1"), coded(loinc, LOINC) % (len(VITALS) + 1))


@lru_cache(maxsize=1)
def _limits() -> tuple[Floats, Floats]:
    low = [np.nan if vital.low is None else vital.low for vital in VITALS]
    high = [np.nan if vital.high is None else vital.high for vital in VITALS]
    return np.array([*low, np.nan]), np.array([*high, np.nan])


def _limit(rows: Rows, loinc: Array, which: int) -> pa.Array:
    sign = coded(loinc, LOINC)
    limits = _limits()[which][sign]
    adult = age_at(rows.parent("encounter_id")) >= 18
    return pa.array(limits, mask=np.isnan(limits) | ~(adult | (sign == _ALL_AGES)))


def ref_low(rows: Rows, loinc: Array) -> Array:
    """The lower end of the reference range of adults; NULL for children, and where there is none."""
    return _limit(rows, loinc, 0)


def ref_high(rows: Rows, loinc: Array) -> Array:
    """The upper end of the reference range of adults; NULL for children, and where there is none."""
    return _limit(rows, loinc, 1)


def abnormal(rows: Rows, value: Array, ref_low: Array, ref_high: Array) -> Array:
    """Whether the value is outside its reference range; not where there is none."""
    number = np.asarray(value, dtype=np.float64)
    low, high = (np.asarray(pa.array(limit), dtype=np.float64) for limit in (ref_low, ref_high))
    return (number < low) | (number > high)


def taken(rows: Rows) -> Array:
    """When it was measured: in the first quarter of an hour of the encounter."""
    encounters = rows.parent("encounter_id")
    begun, end = ticks(encounters["start"]), ticks(encounters["stop"])
    wait = (1 + np.asarray(rows["→encounter_id#"]) % len(VITALS)) * 60_000_000
    return moments(np.minimum(begun + wait, end))
