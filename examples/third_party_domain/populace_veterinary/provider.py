"""Owners, pets and visits as Faker methods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from populace.provider import DomainProvider


class Owner(TypedDict):
    """A row of owners."""

    owner_id: int
    first_name: str
    last_name: str
    email: str
    phone: str | None


class Pet(TypedDict):
    """A row of pets."""

    pet_id: int
    owner_id: int
    name: str
    species: str
    microchip: str
    born_on: date
    weight_kg: Decimal


class Visit(TypedDict):
    """A row of visits."""

    visit_id: int
    pet_id: int
    visited_on: date
    reason: str
    fee: Decimal


class Provider(DomainProvider):
    """A veterinary practice."""

    def owner(self, **known: Any) -> Owner:
        """Who brings the pets."""
        return self.record("owners", known)

    def pet(self, **known: Any) -> Pet:
        """A dog or cat; its weight fits its *species*."""
        return self.record("pets", known)

    def visit(self, **known: Any) -> Visit:
        """A visit of a pet, after its birth; the fee fits the *reason*."""
        return self.record("visits", known)

    def pet_name(self, **known: Any) -> str:
        """What a dog or cat is called."""
        return self.value("pets", "name", known)

    def microchip(self, **known: Any) -> str:
        """The 15 digits of a pet's transponder, of the range for tests: 999 and twelve more."""
        return self.value("pets", "microchip", known)

    def pet_weight(self, **known: Any) -> Decimal:
        """Weight in kg; fits *species*."""
        return self.value("pets", "weight_kg", known)


VeterinaryProvider = Provider
