"""Factories of people: ``PersonFactory(addresses=2)``."""

from __future__ import annotations

from populace.domains.people.models import Address, Contact, Person
from populace.factories import ModelFactory


class PersonFactory(ModelFactory[Person]):
    """A person of age; addresses and contacts come when they are asked for."""


class AddressFactory(ModelFactory[Address]):
    """An address, with the person who lives there."""


class ContactFactory(ModelFactory[Contact]):
    """An e-mail address or a phone number, with the person it reaches."""
