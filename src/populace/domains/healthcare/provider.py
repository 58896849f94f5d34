"""The rows of this world as Faker methods, `fake.patient()`, and single values such as `fake.npi()`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypedDict

from populace.provider import DomainProvider

POOL = 4096
FIRST = 1 << 51
"""The first of the rows that vital signs come from; no table is that long."""


class OrganizationRecord(TypedDict):
    """A row of ``organizations``."""

    org_id: int
    npi: str
    name: str
    kind: str
    city: str
    state: str
    zip: str
    country: str
    phone: str


class PractitionerRecord(TypedDict):
    """A row of ``practitioners``."""

    practitioner_id: int
    org_id: int
    npi: str
    family: str
    given: str
    sex: str
    specialty: str
    hired: date
    left: date | None


class PayerRecord(TypedDict):
    """A row of ``payers``."""

    payer_id: int
    name: str
    kind: str


class PatientRecord(TypedDict):
    """A row of ``patients``."""

    patient_id: int
    mrn: str
    payer_id: int
    pcp_id: int | None
    family: str
    given: str
    sex: str
    birth_date: date
    death_date: date | None
    deceased: bool
    ssn_like: str
    race: str
    ethnicity: str
    marital: str
    street: str
    city: str
    state: str
    zip: str
    country: str
    phone: str
    email: str
    smoker: str
    height_cm: float
    weight_kg: float


EncounterRecord = TypedDict(
    "EncounterRecord",
    {
        "encounter_id": int,
        "patient_id": int,
        "practitioner_id": int,
        "org_id": int,
        "class": str,
        "start": datetime,
        "stop": datetime,
        "reason_icd10": str,
        "admit_source": str | None,
        "discharge_disp": str | None,
        "prior_encounter_id": int | None,
    },
)
"""A row of ``encounters``."""


class ConditionRecord(TypedDict):
    """A row of ``conditions``."""

    condition_id: int
    patient_id: int
    encounter_id: int
    icd10: str
    onset: date
    resolved: date | None
    chronic: bool


class ObservationRecord(TypedDict):
    """A row of ``observations``."""

    obs_id: int
    encounter_id: int
    patient_id: int
    loinc: str
    value: float
    unit: str
    ref_low: float | None
    ref_high: float | None
    abnormal: bool
    taken: datetime


class Provider(DomainProvider):
    """Patients, who treats them and what is found; what is given is kept, and the rest fits it."""

    def organization(self, **known: Any) -> OrganizationRecord:
        """A hospital, clinic, pharmacy or laboratory with an NPI that is never given out.

        :sample: kind="hospital"
        """
        return self.record("organizations", known)

    def practitioner(self, **known: Any) -> PractitionerRecord:
        """Somebody who treats patients: name that fits the sex, specialty, NPI, first and last day at work.

        :sample: specialty="cardiology"
        """
        return self.record("practitioners", known)

    def payer(self, **known: Any) -> PayerRecord:
        """A public programme, or an insurer that does not exist.

        :sample:
        """
        return self.record("payers", known)

    def patient(self, **known: Any) -> PatientRecord:
        """A person in care, of any age; name, build, smoking and payer fit sex and birth date.

        :sample: sex="F", birth_date=date(1950, 1, 1)
        """
        return self.record("patients", known)

    def encounter(self, *, class_: str | None = None, **known: Any) -> EncounterRecord:
        """A visit: office, ed, inpatient or telehealth (*class_*), its practitioner, and its reason in ICD-10-CM.

        :sample: class_="inpatient"
        """
        return self.record("encounters", known if class_ is None else known | {"class": class_})

    def condition(self, **known: Any) -> ConditionRecord:
        """A diagnosis in ICD-10-CM: onset, and the day it was over unless it lasts.

        :sample: icd10="E11.9"
        """
        return self.record("conditions", known)

    def observation(self, **known: Any) -> ObservationRecord:
        """A vital sign: LOINC code, value, UCUM unit and reference range.

        :sample: loinc="8480-6"
        """
        return self.record("observations", known)

    def mrn(self) -> str:
        """Medical record number: MR and eight digits.

        :sample:
        """
        return self.value("patients", "mrn")

    def npi(self) -> str:
        """National provider identifier of a practitioner: ten digits, right by Luhn behind 80840.

        It begins with 2: all that were ever given out begin with 1.

        :sample:
        """
        return self.value("practitioners", "npi")

    def ssn_like(self) -> str:
        """Nine digits like a US social security number, in the areas 900 to 999 that are never issued.

        :sample:
        """
        return self.value("patients", "ssn_like")

    def icd10(self) -> str:
        """ICD-10-CM code of a diagnosis, as often as this world's encounters record it.

        :sample:
        """
        return self.value("conditions", "icd10")

    def icd10_title(self, code: str | None = None) -> str:
        """Title of an ICD-10-CM *code* of this world, else of a random one (CDC, NCHS).

        :sample: code="E11.9"
        """
        from populace.domains.healthcare.illness import codes

        wanted = self.icd10() if code is None else code
        return next((known.title for known in codes() if known.code == wanted), wanted)

    def loinc(self) -> str:
        """LOINC code of a vital sign.

        :sample:
        """
        return self.value("observations", "loinc")

    def medical_specialty(self) -> str:
        """What a practitioner is trained in, one of 24.

        :sample:
        """
        return self.value("practitioners", "specialty")

    def payer_name(self) -> str:
        """Name of a public programme, or of an insurer that does not exist.

        :sample:
        """
        return self.value("payers", "name")

    def hospital_name(self) -> str:
        """Name of a hospital or another organization of care, after its city.

        :sample:
        """
        return self.value("organizations", "name")

    def systolic(self, birth_date: date | None = None, sex: str | None = None) -> int:
        """Systolic blood pressure at rest, in mm[Hg], 70 to 240; rises with age and fits *birth_date* and *sex*.

        Source: NHANES 2017-March 2020: median 127 in men and 123 in women of 45 to 65.

        :sample: birth_date=date(1950, 1, 1)
        """
        return self._whole_vital("8480-6", birth_date, sex)

    def diastolic(self, birth_date: date | None = None, sex: str | None = None) -> int:
        """Diastolic blood pressure at rest, in mm[Hg], 35 to 140; highest in the fifties.

        Source: NHANES 2017-March 2020: median 78 in men and 77 in women of 45 to 65.

        :sample: birth_date=date(1950, 1, 1)
        """
        return self._whole_vital("8462-4", birth_date, sex)

    def heart_rate(self, birth_date: date | None = None, sex: str | None = None) -> int:
        """Heart rate at rest, 40 to 200 a minute; faster in children.

        :sample: birth_date=date(2024, 5, 1)
        """
        return self._whole_vital("8867-4", birth_date, sex)

    def body_height(self, birth_date: date | None = None, sex: str | None = None) -> float:
        """Body height in cm, 35 to 215. Source: NHANES 2017-March 2020 for adults.

        :sample: sex="M"
        """
        return self._vital("8302-2", birth_date, sex)

    def body_weight(self, birth_date: date | None = None, sex: str | None = None) -> float:
        """Body weight in kg, 1 to 350. Source: NHANES 2017-March 2020 for adults.

        :sample: sex="M"
        """
        return self._vital("29463-7", birth_date, sex)

    def bmi(self, birth_date: date | None = None, sex: str | None = None) -> float:
        """Body-mass index in kg/m2. Source: NHANES 2017-March 2020: median 28.9 in men, 29.8 in women of 45 to 65.

        :sample: birth_date=date(1970, 1, 1)
        """
        return self._vital("39156-5", birth_date, sex)

    def body_temperature(self, birth_date: date | None = None, sex: str | None = None) -> float:
        """Body temperature in degrees Celsius, 34.5 to 41.5; higher with an infection.

        :sample:
        """
        return self._vital("8310-5", birth_date, sex)

    def _vital(self, loinc: str, birth_date: date | None, sex: str | None) -> float:
        """A vital sign at an encounter of a patient with this birth date and sex."""
        bits: int = self.generator.random.getrandbits(64)
        if birth_date is None and sex is None:
            return _pool(loinc)[bits % POOL]
        return _fitting(loinc, bits, birth_date, sex)

    def _whole_vital(self, loinc: str, birth_date: date | None, sex: str | None) -> int:
        """The same of one that is a whole number."""
        bits: int = self.generator.random.getrandbits(64)
        if birth_date is None and sex is None:
            return _whole(loinc)[bits % POOL]
        return round(_fitting(loinc, bits, birth_date, sex))


@lru_cache(maxsize=32)
def _pool(loinc: str) -> list[float]:
    return _measured(loinc, range(FIRST, FIRST + POOL), {})


@lru_cache(maxsize=32)
def _whole(loinc: str) -> list[int]:
    return [round(value) for value in _pool(loinc)]


def _fitting(loinc: str, bits: int, birth_date: date | None, sex: str | None) -> float:
    given = {"birth_date": birth_date, "sex": sex}
    known = {name: [value] for name, value in given.items() if value is not None}
    return _measured(loinc, [FIRST + bits % (1 << 40)], known)[0]


def _measured(loinc: str, rows: Any, patient: dict[str, list[Any]]) -> list[float]:
    """The values of a vital sign in these rows, of patients with known columns."""
    from populace.domains.healthcare.models import Base
    from populace.plans import plan_for
    from populace.records import Known, Records

    count = len(rows)
    patients = Known([None] * count, patient)
    parents = {"→encounter_id": Known([None] * count, {}, {"→patient_id": patients})} if patient else {}
    records = Records(plan_for(Base.metadata), "observations")
    return records.columns(rows, ["value"], {"loinc": [loinc] * count}, parents, open=True)["value"]
