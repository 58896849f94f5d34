"""Conditions as they are recorded: at the first encounter after their onset, or as the reason of one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from populace.domains.healthcare.illness import CHRONIC, code_words, onsets, passing
from populace.domains.healthcare.journeys import field
from populace.generators.paths import NEVER, Int64s, coded, dates, days, no_later, today
from populace.generators.vocabulary import pick
from populace.rows import Array, Rows


def recorded(encounters: Rows) -> NDArray[np.bool_]:
    """Which lasting conditions are first recorded at the encounters: they began since the one before."""
    begun, start = onsets(encounters), days(encounters["start"])
    before, counted = field(encounters, "before"), field(encounters, "counted") != 0
    new: NDArray[np.bool_] = (begun <= start[:, None]) & (begun > before[:, None]) & counted[:, None]
    return new


def conditions_of_an_encounter(encounters: Rows) -> NDArray[np.int64]:
    """The lasting conditions that are first recorded, and the passing illness that is the reason."""
    reason = coded(encounters["reason_icd10"], code_words())
    acute = np.append(passing(), False)[reason]
    many: Int64s = recorded(encounters).sum(axis=1)
    many += acute
    return many


def icd10(rows: Rows) -> Array:
    """ICD-10-CM code: a lasting condition that the encounter records first, else what the patient came for."""
    encounters, place = rows.parent("encounter_id"), np.asarray(rows["→encounter_id#"])
    new = np.cumsum(recorded(encounters), axis=1)
    reason = coded(encounters["reason_icd10"], code_words())
    acute = np.where(np.append(passing(), False)[reason], reason, code_words().index("J06.9"))
    found = np.argmax(new > place[:, None], axis=1)
    return pick(code_words(), np.where(new[:, -1] > place, found, acute))


def chronic(rows: Rows, icd10: Array) -> Array:
    """Whether the condition lasts."""
    return coded(icd10, CHRONIC) >= 0


def onset(rows: Rows, icd10: Array) -> Array:
    """The day on which the condition began, at the latest that of the encounter."""
    encounters = rows.parent("encounter_id")
    start, born = days(encounters["start"]), days(encounters.parent("patient_id")["birth_date"])
    known, begun = coded(icd10, CHRONIC), onsets(encounters)
    lasting = np.where(known >= 0, begun[np.arange(len(rows)), np.maximum(known, 0)], NEVER)
    lately = np.maximum(start - rows.below(6), np.minimum(born, start))
    return dates(no_later(rows, np.where(lasting <= start, lasting, lately), "resolved", 3))


def resolved(rows: Rows, icd10: Array, onset: Array) -> Array:
    """The day on which a passing illness was over, 3 to 30 days after it began; NULL if it lasts or is not over."""
    patients = rows.parent("encounter_id").parent("patient_id")
    end = days(onset) + 3 + rows.below(28)
    over = (coded(icd10, CHRONIC) < 0) & (end <= np.minimum(today(rows), days(patients["death_date"])))
    return dates(np.where(over, end, NEVER))
