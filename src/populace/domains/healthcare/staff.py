"""Organizations, the practitioners who work there, and payers.

Row 0 of the organizations is a hospital whose first practitioner has been there for ten years
and stays: somebody who can see any patient at any time.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from populace.domains.healthcare.values import YEAR, npi, setting
from populace.generators.numbers import lognormal
from populace.generators.paths import NEVER, Int64s, coded, dates, days, no_later, today
from populace.generators.vocabulary import joined, numbered, pick
from populace.rows import Array, Rows

ORGANIZATION_KINDS = ("hospital", "clinic", "pharmacy", "lab")
PAYER_KINDS = ("medicare", "medicaid", "commercial", "self")
PAYERS = (
    ("Medicare", 0), ("Medicaid", 1), ("Self-pay", 3), ("Harborlight Health", 2), ("Bluestem Mutual", 2),
    ("Northfield Benefit Plan", 2), ("Cedar and Main Assurance", 2), ("Tidewater Health Cooperative", 2),
    ("Juniper Group Health", 2), ("Lantern Care Partners", 2),
)  # fmt: skip
"""Names that no insurer bears, and which of the kinds each is."""
SPECIALTIES = (
    "family_medicine", "internal_medicine", "pediatrics", "obstetrics", "emergency_medicine", "cardiology",
    "endocrinology", "pulmonology", "nephrology", "orthopedics", "psychiatry", "neurology", "dermatology",
    "gastroenterology", "oncology", "urology", "ophthalmology", "otolaryngology", "general_surgery",
    "anesthesiology", "radiology", "pathology", "geriatrics", "pharmacy",
)  # fmt: skip
PRIMARY = ("family_medicine", "internal_medicine", "pediatrics", "geriatrics")
UNSEEN = ("anesthesiology", "radiology", "pathology", "pharmacy")
"""Specialties whose practitioners have no encounters of their own."""

_KINDS = np.array([0, 1, 2, 3, 1, 0, 1, 1])
_SIZES = ((22, 12, 40), (7, 3, 25), (4, 3, 8), (4, 3, 10))
_HOSPITAL = (4, 12, 4, 6, 12, 6, 3, 4, 3, 6, 4, 4, 1, 4, 4, 3, 1, 2, 7, 6, 5, 3, 3, 1)
_CLINIC = (30, 20, 14, 7, 0, 3, 2, 2, 1, 4, 5, 2, 5, 2, 0, 2, 3, 2, 0, 0, 0, 0, 4, 0)
_NAMES = ((" General Hospital", " Medical Center"), (" Clinic", " Family Practice"), (" Pharmacy",), (" Laboratory",))


def organizations(sizes: Mapping[str, int]) -> int:
    """One for every 2,500 patients, but at least four."""
    return max(4, sizes.get("patients", 1000) // int(setting("patients_per_organization")))


def organization_npi(rows: Rows) -> Array:
    """NPI of an organization, ten digits that begin with 29."""
    return npi(rows, 29)


def practitioner_npi(rows: Rows) -> Array:
    """NPI of a practitioner, ten digits that begin with 20 to 28."""
    return npi(rows, 2, 9)


def organization_kind(rows: Rows) -> Array:
    """Half of the organizations are clinics, a quarter hospitals."""
    return pick(ORGANIZATION_KINDS, _KINDS[(rows.index % np.uint64(len(_KINDS))).astype(np.int64)])


def organization_name(rows: Rows, city: Array, kind: Array) -> Array:
    """The city, and what the organization is."""
    codes = coded(kind, ORGANIZATION_KINDS)
    endings = tuple(name for names in _NAMES for name in names)
    first = np.array([0, 2, 4, 5])[codes]
    other = (rows.uniform() < 0.5) & (codes < 2)
    return joined(city, pick(endings, first + other))


def practitioners_of_an_organization(rows: Rows) -> NDArray[np.int64]:
    """3 to 40, most of them in hospitals."""
    kind, bits = coded(rows["kind"], ORGANIZATION_KINDS), rows.bits("practitioners")
    made = np.stack([lognormal(median, 0.5, low, high)(bits) for median, low, high in _SIZES])
    many: Int64s = made[kind, np.arange(len(rows))].astype(np.int64)
    return many


def specialty(rows: Rows) -> Array:
    """What the practitioner is trained in, as the organization needs it; the first of each is an internist."""
    kind = coded(rows.parent("org_id")["kind"], ORGANIZATION_KINDS)
    by_kind = np.stack([
        rows.choice(_HOSPITAL, "hospital"), rows.choice(_CLINIC, "clinic"),
        np.full(len(rows), 23), np.full(len(rows), 21),
    ])  # fmt: skip
    codes = by_kind[kind, np.arange(len(rows))]
    first = (np.asarray(rows["→org_id#"]) == 0) & (kind < 2)
    return pick(SPECIALTIES, np.where(first, 1, codes))


def hired(rows: Rows) -> Array:
    """The first day at the organization, in the last 25 years; the first practitioner came ten years ago or before."""
    back = rows.uniform() * 25 * YEAR + 30
    back = np.where(np.asarray(rows["→org_id#"]) == 0, back * 0.5 + 10 * YEAR, back)
    return no_later(rows, today(rows) - back.astype(np.int64), "left", 180).astype("datetime64[D]")


def left(rows: Rows, hired: Array) -> Array:
    """The last day at the organization of one in eight; NULL for those who are there."""
    since = days(hired)
    span = np.maximum(today(rows) - since, 1)
    last = since + (span * (0.2 + 0.8 * rows.uniform())).astype(np.int64)
    gone = (rows.uniform("gone") < 0.125) & (np.asarray(rows["→org_id#"]) != 0)
    return dates(np.where(gone, last, NEVER))


def payer_name(rows: Rows) -> Array:
    """The name of a public programme or of an insurer that does not exist."""
    number = rows.index.astype(np.int64)
    names = tuple(name for name, _ in PAYERS)
    return joined(pick(names, number % len(names)), numbered(number // len(names), " "))


def payer_kind(rows: Rows) -> Array:
    """Who pays: medicare, medicaid, commercial or self."""
    kinds = np.array([kind for _, kind in PAYERS])
    return pick(PAYER_KINDS, kinds[(rows.index % np.uint64(len(PAYERS))).astype(np.int64)])
