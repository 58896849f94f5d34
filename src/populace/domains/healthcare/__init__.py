"""Healthcare: patients, the practitioners who see them, and what is found at their encounters.

Conditions have an onset that the patient's age and frailty decide; visits follow the burden of
disease; vital signs follow age, build and conditions. Every row is one that nobody is: names,
numbers and addresses come from ranges that are never given out.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.domains.healthcare.models import Base as Base
    from populace.domains.healthcare.models import Condition as Condition
    from populace.domains.healthcare.models import Encounter as Encounter
    from populace.domains.healthcare.models import Observation as Observation
    from populace.domains.healthcare.models import Organization as Organization
    from populace.domains.healthcare.models import Patient as Patient
    from populace.domains.healthcare.models import Payer as Payer
    from populace.domains.healthcare.models import Practitioner as Practitioner
    from populace.domains.healthcare.provider import Provider as HealthcareProvider
    from populace.domains.healthcare.provider import Provider as Provider

_HOMES = dict.fromkeys(
    ("Base", "Condition", "Encounter", "Observation", "Organization", "Patient", "Payer", "Practitioner"), "models"
) | {"Provider": "provider"}
__all__ = [*_HOMES, "HealthcareProvider"]
_get = exports("populace.domains.healthcare", _HOMES)


def __getattr__(name: str) -> object:
    return _get("Provider" if name == "HealthcareProvider" else name)
