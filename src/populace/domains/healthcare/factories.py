"""factory_boy factories of this world's models; object n is row n of its table."""

from __future__ import annotations

from populace.domains.healthcare import models
from populace.factories import ModelFactory


class OrganizationFactory(ModelFactory[models.Organization]):
    """Hospitals, clinics, pharmacies and laboratories."""


class PractitionerFactory(ModelFactory[models.Practitioner]):
    """Practitioners, each at an organization."""


class PayerFactory(ModelFactory[models.Payer]):
    """Who pays."""


class PatientFactory(ModelFactory[models.Patient]):
    """Patients, each with a payer."""


class EncounterFactory(ModelFactory[models.Encounter]):
    """Encounters of a patient with a practitioner."""


class ConditionFactory(ModelFactory[models.Condition]):
    """Diagnoses that an encounter records."""


class ObservationFactory(ModelFactory[models.Observation]):
    """Vital signs that are measured at an encounter."""
