"""A veterinary practice: owners, their dogs and cats, and the visits of these."""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace_veterinary.models import Base as Base
    from populace_veterinary.provider import Provider as Provider
    from populace_veterinary.provider import VeterinaryProvider as VeterinaryProvider

__getattr__ = exports(
    "populace_veterinary", {"Base": "models", "Provider": "provider", "VeterinaryProvider": "provider"}
)
