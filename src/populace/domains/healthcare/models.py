"""The tables of healthcare."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace.domains.healthcare import conditions, illness, journeys, patients, staff, values, visits, vitals
from populace.domains.people import addresses
from populace.domains.people import values as people
from populace.generators.children import Children, Through
from populace.schema.declared import generated, shaped

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PLACE = {"·place": values.place, "·locality": addresses.locality}


def words(name: str, *values: str) -> sa.Enum:
    """A column that holds one of these words."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name)


class Base(DeclarativeBase):
    """Declares the tables of healthcare."""


class Organization(Base):
    """A hospital, clinic, pharmacy or laboratory."""

    __tablename__ = "organizations"
    __table_args__ = {"info": shaped(rows=staff.organizations, hidden=PLACE)}

    org_id: Mapped[int] = mapped_column(Key, primary_key=True)
    npi: Mapped[str] = mapped_column(sa.String(10), unique=True, info=generated(staff.organization_npi))
    name: Mapped[str] = mapped_column(sa.String(120), info=generated(staff.organization_name))
    kind: Mapped[str] = mapped_column(
        words("organization_kind", *staff.ORGANIZATION_KINDS), info=generated(staff.organization_kind)
    )
    city: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.city))
    state: Mapped[str] = mapped_column(sa.String(8), info=generated(addresses.region_code))
    zip: Mapped[str] = mapped_column(sa.String(16), info=generated(addresses.postcode))
    country: Mapped[str] = mapped_column(sa.String(2), info=generated(values.country))
    phone: Mapped[str] = mapped_column(sa.String(32), info=generated(people.phone))

    practitioners: Mapped[list[Practitioner]] = relationship(back_populates="organization")
    encounters: Mapped[list[Encounter]] = relationship(back_populates="organization")


class Practitioner(Base):
    """Somebody who treats patients at an organization."""

    __tablename__ = "practitioners"
    __table_args__ = {"info": shaped(hidden={"·male": people.male})}

    practitioner_id: Mapped[int] = mapped_column(Key, primary_key=True)
    org_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organizations.org_id"),
        index=True,
        info=generated(Children(staff.practitioners_of_an_organization)),
    )
    npi: Mapped[str] = mapped_column(sa.String(10), unique=True, info=generated(staff.practitioner_npi))
    family: Mapped[str] = mapped_column(sa.String(60), info=generated(people.last_name))
    given: Mapped[str] = mapped_column(sa.String(60), info=generated(people.first_name))
    sex: Mapped[str] = mapped_column(words("practitioner_sex", *people.SEXES), info=generated(patients.sex))
    specialty: Mapped[str] = mapped_column(words("specialty", *staff.SPECIALTIES), info=generated(staff.specialty))
    hired: Mapped[date] = mapped_column(info=generated(staff.hired))
    left: Mapped[date | None] = mapped_column(info=generated(staff.left))

    organization: Mapped[Organization] = relationship(back_populates="practitioners")
    patients: Mapped[list[Patient]] = relationship(back_populates="pcp")
    encounters: Mapped[list[Encounter]] = relationship(back_populates="practitioner")


class Payer(Base):
    """Who pays: a public programme, an insurer, or the patient."""

    __tablename__ = "payers"
    __table_args__ = {"info": shaped(rows=10)}

    payer_id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), info=generated(staff.payer_name))
    kind: Mapped[str] = mapped_column(words("payer_kind", *staff.PAYER_KINDS), info=generated(staff.payer_kind))

    patients: Mapped[list[Patient]] = relationship(back_populates="payer")


class Patient(Base):
    """A person in care."""

    __tablename__ = "patients"
    __table_args__ = {
        "info": shaped(
            rows=1000,
            hidden=PLACE
            | {"·male": people.male, "·frailty": patients.frailty, "·death": patients.death, "·onsets": illness.begun},
        )
    }

    patient_id: Mapped[int] = mapped_column(Key, primary_key=True)
    mrn: Mapped[str] = mapped_column(sa.String(10), unique=True, info=generated(values.mrn))
    payer_id: Mapped[int] = mapped_column(sa.ForeignKey("payers.payer_id"), info=generated(patients.payer_id))
    pcp_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("practitioners.practitioner_id"), info=generated(patients.pcp_id)
    )
    family: Mapped[str] = mapped_column(sa.String(60), info=generated(people.last_name))
    given: Mapped[str] = mapped_column(sa.String(60), info=generated(people.first_name))
    sex: Mapped[str] = mapped_column(words("patient_sex", *people.SEXES), info=generated(patients.sex))
    birth_date: Mapped[date] = mapped_column(info=generated(patients.birth_date))
    death_date: Mapped[date | None] = mapped_column(info=generated(patients.death_date))
    deceased: Mapped[bool] = mapped_column(info=generated(patients.deceased))
    ssn_like: Mapped[str] = mapped_column(sa.String(11), unique=True, info=generated(values.ssn_like))
    race: Mapped[str] = mapped_column(words("race", *patients.RACES), info=generated(patients.race))
    ethnicity: Mapped[str] = mapped_column(
        words("ethnicity", *patients.ETHNICITIES), info=generated(patients.ethnicity)
    )
    marital: Mapped[str] = mapped_column(words("marital", *patients.MARITAL), info=generated(patients.marital))
    street: Mapped[str] = mapped_column(sa.String(100), info=generated(addresses.street))
    city: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.city))
    state: Mapped[str] = mapped_column(sa.String(8), info=generated(addresses.region_code))
    zip: Mapped[str] = mapped_column(sa.String(16), info=generated(addresses.postcode))
    country: Mapped[str] = mapped_column(sa.String(2), info=generated(values.country))
    phone: Mapped[str] = mapped_column(sa.String(32), info=generated(people.phone))
    email: Mapped[str] = mapped_column(sa.String(120), unique=True, info=generated(values.email))
    smoker: Mapped[str] = mapped_column(words("smoker", *patients.SMOKERS), info=generated(patients.smoker))
    height_cm: Mapped[float] = mapped_column(sa.Float, info=generated(patients.height_cm))
    weight_kg: Mapped[float] = mapped_column(sa.Float, info=generated(patients.weight_kg))

    payer: Mapped[Payer] = relationship(back_populates="patients")
    pcp: Mapped[Practitioner | None] = relationship(back_populates="patients")
    encounters: Mapped[list[Encounter]] = relationship(back_populates="patient")
    conditions: Mapped[list[Condition]] = relationship(back_populates="patient")
    observations: Mapped[list[Observation]] = relationship(back_populates="patient")


class Encounter(Base):
    """A visit, a call or a stay in hospital."""

    __tablename__ = "encounters"
    __table_args__ = {"info": shaped(hidden={"·visit": journeys.visit, "·onsets": visits.begun})}

    encounter_id: Mapped[int] = mapped_column(Key, primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        sa.ForeignKey("patients.patient_id"), index=True, info=generated(Children(journeys.visits_of_a_patient))
    )
    practitioner_id: Mapped[int] = mapped_column(
        sa.ForeignKey("practitioners.practitioner_id"), info=generated(visits.practitioner_id)
    )
    org_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organizations.org_id"), info=generated(Through("practitioner_id", "org_id"))
    )
    class_: Mapped[str] = mapped_column(
        "class", words("encounter_class", *illness.CLASSES), info=generated(visits.class_)
    )
    start: Mapped[datetime] = mapped_column(info=generated(visits.start))
    stop: Mapped[datetime] = mapped_column(info=generated(visits.stop))
    reason_icd10: Mapped[str] = mapped_column(sa.String(8), info=generated(visits.reason_icd10))
    admit_source: Mapped[str | None] = mapped_column(
        words("admit_source", *visits.SOURCES), info=generated(visits.admit_source)
    )
    discharge_disp: Mapped[str | None] = mapped_column(
        words("discharge_disp", *visits.DISPOSITIONS), info=generated(visits.discharge_disp)
    )
    prior_encounter_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("encounters.encounter_id"), info=generated(visits.prior_encounter_id)
    )

    patient: Mapped[Patient] = relationship(back_populates="encounters")
    practitioner: Mapped[Practitioner] = relationship(back_populates="encounters")
    organization: Mapped[Organization] = relationship(back_populates="encounters")
    prior_encounter: Mapped[Encounter | None] = relationship(remote_side=[encounter_id])
    conditions: Mapped[list[Condition]] = relationship(back_populates="encounter")
    observations: Mapped[list[Observation]] = relationship(back_populates="encounter")


class Condition(Base):
    """A diagnosis, at the encounter that recorded it first."""

    __tablename__ = "conditions"

    condition_id: Mapped[int] = mapped_column(Key, primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        sa.ForeignKey("patients.patient_id"), index=True, info=generated(Through("encounter_id", "patient_id"))
    )
    encounter_id: Mapped[int] = mapped_column(
        sa.ForeignKey("encounters.encounter_id"),
        index=True,
        info=generated(Children(conditions.conditions_of_an_encounter)),
    )
    icd10: Mapped[str] = mapped_column(sa.String(8), info=generated(conditions.icd10))
    onset: Mapped[date] = mapped_column(info=generated(conditions.onset))
    resolved: Mapped[date | None] = mapped_column(info=generated(conditions.resolved))
    chronic: Mapped[bool] = mapped_column(info=generated(conditions.chronic))

    patient: Mapped[Patient] = relationship(back_populates="conditions")
    encounter: Mapped[Encounter] = relationship(back_populates="conditions")


class Observation(Base):
    """A vital sign that was measured at an encounter."""

    __tablename__ = "observations"

    obs_id: Mapped[int] = mapped_column(Key, primary_key=True)
    encounter_id: Mapped[int] = mapped_column(
        sa.ForeignKey("encounters.encounter_id"),
        index=True,
        info=generated(Children(vitals.observations_of_an_encounter)),
    )
    patient_id: Mapped[int] = mapped_column(
        sa.ForeignKey("patients.patient_id"), index=True, info=generated(Through("encounter_id", "patient_id"))
    )
    loinc: Mapped[str] = mapped_column(sa.String(10), info=generated(vitals.loinc))
    value: Mapped[float] = mapped_column(sa.Float, info=generated(vitals.value))
    unit: Mapped[str] = mapped_column(sa.String(16), info=generated(vitals.unit))
    ref_low: Mapped[float | None] = mapped_column(sa.Float, info=generated(vitals.ref_low))
    ref_high: Mapped[float | None] = mapped_column(sa.Float, info=generated(vitals.ref_high))
    abnormal: Mapped[bool] = mapped_column(info=generated(vitals.abnormal))
    taken: Mapped[datetime] = mapped_column(info=generated(vitals.taken))

    encounter: Mapped[Encounter] = relationship(back_populates="observations")
    patient: Mapped[Patient] = relationship(back_populates="observations")
