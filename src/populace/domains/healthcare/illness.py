"""Conditions: when they begin, and what leads to an encounter.

A person's liability to a condition is normal, in part the frailty that all conditions share. It
is set against the share of people who have the condition at an age or got it before: the onset
is where that curve crosses it. So the shares are exact at every age, and no time is simulated.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from statistics import NormalDist

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.healthcare.values import YEAR, men, series, settings
from populace.generators.curves import Curve
from populace.generators.paths import NEVER, Floats, Int64s, days, mixed
from populace.rows import Rows
from populace.tabulated import chooser

CHRONIC = ("I10", "E11.9", "E78.5", "J44.9", "N18.9", "I25.10", "I50.9", "M19.90", "F32.9", "J45.909")
"""ICD-10-CM codes of the conditions that last."""
CLASSES = ("office", "ed", "inpatient", "telehealth")
AGES = np.arange(0.0, 111.0, 0.5)
"""Years, where the shares of people with a condition are worked out."""
_NOBODY = 6.0
"""A liability that nobody has, in standard deviations."""
BANDS = (0, 1, 2, 3, 5, 8, 12, 18, 40, 45, 50, 55, 76, 81)
"""Ages at which some reason begins or ends."""


@dataclass(frozen=True)
class Code:
    """A diagnosis, whom it befalls and how often it leads to an encounter of each class."""

    code: str
    title: str
    course: str
    lowest: int
    highest: int
    sex: str
    weights: tuple[float, ...]

    def fits(self, age: int, sex: str) -> bool:
        return self.lowest <= age <= self.highest and self.sex in ("", sex)


@lru_cache(maxsize=1)
def codes() -> tuple[Code, ...]:
    """The diagnoses of ICD-10-CM that this world knows."""
    lines = files("populace.domains.healthcare").joinpath("data/icd10.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        Code(
            line["code"], line["title"], line["course"], int(line["lowest"]), int(line["highest"]), line["sex"],
            tuple(float(line[name]) for name in CLASSES),
        )
        for line in csv.DictReader(lines)
    )  # fmt: skip


@lru_cache(maxsize=1)
def code_words() -> tuple[str, ...]:
    """All codes, in order."""
    return tuple(code.code for code in codes())


@lru_cache(maxsize=1)
def passing() -> NDArray[np.bool_]:
    """Which of the codes are illnesses that pass."""
    return np.array([code.course in ("acute", "infection") for code in codes()])


def _share(number: int, male: int) -> Floats:
    """The share of people who have a condition at each of `AGES` or got it before."""
    name = CHRONIC[number].split(".")[0]
    factor = series("depression_by_sex")[male] if name == "F32" else 1.0
    begun = ((AGES - series("condition_lowest")[number]) / 5).clip(0.0, 1.0)
    share: Floats = np.interp(AGES, series("condition_ages"), settings()[f"lifetime_{name}"]) * factor * begun
    return np.maximum.accumulate(share)


@lru_cache(maxsize=32)
def _onset(number: int, male: int) -> Curve:
    """Age at onset by liability; 200 for those who do not get it before 110."""
    share = _share(number, male)
    first = max(int(np.argmax(share > 0)) - 1, 0)
    inverse = NormalDist().inv_cdf
    needed = np.array([round(inverse(1 - s), 9) if s else _NOBODY for s in share[first:]])
    kept = np.append(np.diff(needed) < -1e-9, True)
    needed, ages = needed[kept][::-1], AGES[first:][kept][::-1]
    return Curve(np.append(needed[0] - 1e-6, needed), np.append(200.0, ages))


def liability(patients: Rows, number: int) -> Floats:
    """How prone the patients are to a condition: standard normal."""
    own = patients.of("·liability").normal(CHRONIC[number])
    return mixed(series("frailty_loading")[number], np.asarray(patients["·frailty"], dtype=np.float64), own)


def begun(patients: Rows) -> pa.Array:
    """The days on which the patients' conditions begin, for `onsets`."""
    born, male = days(patients["birth_date"]), men(patients)
    begin = np.empty((len(patients), len(CHRONIC)), dtype=np.int64)
    for number in range(len(CHRONIC)):
        prone = liability(patients, number)
        age = np.where(male == 1, _onset(number, 1)(prone), _onset(number, 0)(prone))
        begin[:, number] = np.where(age < 120, born + (age * YEAR).astype(np.int64), NEVER)
    return pa.FixedSizeListArray.from_arrays(pa.array(begin.reshape(-1)), len(CHRONIC))


def onsets(rows: Rows) -> Int64s:
    """The days on which the conditions of patients, or of encounters' patients, begin; `NEVER` for most.

    A line for each row, a column for each of `CHRONIC`.
    """
    days_: Int64s = rows["·onsets"].flatten().to_numpy().reshape(len(rows), len(CHRONIC))  # type: ignore[union-attr]
    return days_


def burden(patients: Rows, on: Int64s) -> Int64s:
    """How many lasting conditions the patients have on a day."""
    many: Int64s = (onsets(patients) <= on[:, None]).sum(axis=1)
    return many


@lru_cache(maxsize=1)
def usual_burden() -> Curve:
    """The mean number of lasting conditions by age."""
    shares = [_share(number, male) for number in range(len(CHRONIC)) for male in (0, 1)]
    return Curve(AGES, np.sum(shares, axis=0) / 2)


def reasons(rows: Rows, kind: Int64s, age: Floats, male: Int64s, has: NDArray[np.bool_]) -> Int64s:
    """Which of the `codes` an encounter of each class is about; *has* tells the lasting conditions on the day."""
    band = np.searchsorted(BANDS, age, side="right") - 1
    group, bits = (kind * 2 + male) * len(BANDS) + band, rows.bits("reason")
    out = np.zeros(len(rows), dtype=np.int64)
    for each in np.unique(group):
        at = np.flatnonzero(group == each)
        out[at] = chooser(_weights(int(each)))(bits[at])
    many = has.sum(axis=1)
    chronic = (rows.uniform("lasting") < series("reason_lasting")[kind]) & (many > 0)
    which = rows.below(np.maximum(many, 1), "which")
    found = np.argmax(np.cumsum(has, axis=1) > which[:, None], axis=1)
    return np.where(chronic, found, out)


@lru_cache(maxsize=256)
def _weights(group: int) -> tuple[float, ...]:
    rest, band = divmod(group, len(BANDS))
    kind, male = divmod(rest, 2)
    oldest = BANDS[band + 1] - 1 if band + 1 < len(BANDS) else 120
    sex = "FM"[male]
    return tuple(
        code.weights[kind] if code.fits(BANDS[band], sex) and code.fits(oldest, sex) else 0.0 for code in codes()
    )
