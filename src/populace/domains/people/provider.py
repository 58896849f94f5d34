"""The people of this world as Faker methods: `fake.person()`, `fake.address_record()`, `fake.contact()`."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from populace.provider import DomainProvider


class PersonRecord(TypedDict):
    """A row of ``persons``."""

    person_id: int
    sex: str
    first_name: str
    last_name: str
    full_name: str
    birth_date: date
    email: str
    phone: str


class AddressRecord(TypedDict):
    """A row of ``addresses``."""

    address_id: int
    person_id: int
    kind: str
    street: str
    unit: str | None
    city: str
    region: str
    region_code: str
    postcode: str
    country_code: str
    country: str


class ContactRecord(TypedDict):
    """A row of ``contacts``."""

    contact_id: int
    person_id: int
    kind: str
    value: str
    preferred: bool


class Provider(DomainProvider):
    """Persons, their addresses and contacts; what is given is kept, and the rest fits it."""

    def person(self, **known: Any) -> PersonRecord:
        """A person of age: name, sex, birth date, e-mail address and phone number that agree.

        :sample: sex="F"
        """
        return self.record("persons", known)

    def address_record(self, **known: Any) -> AddressRecord:
        """An address by its fields; street, city, region, postal code and country belong together.

        :sample: country_code="DE"
        """
        return self.record("addresses", known)

    def contact(self, **known: Any) -> ContactRecord:
        """A way to reach a person: an e-mail address, a mobile or a landline number, all kept for fiction.

        :sample: kind="mobile"
        """
        return self.record("contacts", known)

    def person_email(self, **known: Any) -> str:
        """An e-mail address made of a name, below a domain reserved for examples (RFC 2606).

        :sample: first_name="Ada", last_name="Byron"
        """
        return self.value("persons", "email", known)

    def person_phone(self) -> str:
        """A phone number that nobody has, in the form of the locale.

        :sample:
        """
        return self.value("persons", "phone")

    def adult_birth_date(self, **known: Any) -> date:
        """The birth date of somebody aged 18 to 90.

        :sample:
        """
        return self.value("persons", "birth_date", known)


PeopleProvider = Provider
