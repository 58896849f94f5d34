"""Written by tests/test_faker.py from the providers; types of populace/faker.py."""

import datetime
from collections.abc import Sequence
from typing import Any

import faker

import populace.domains.people.provider

class Faker(faker.Faker):
    def __init__(
        self,
        locale: str | Sequence[str] | dict[str, int | float] | None = None,
        providers: list[str] | None = None,
        generator: faker.Generator | None = None,
        includes: list[str] | None = None,
        use_weighting: bool = True,
        *,
        only: Sequence[str] = (),
        **options: Any,
    ) -> None: ...
    def __getitem__(self, locale: str) -> Faker: ...
    @property
    def unique(self) -> Faker: ...
    @property
    def optional(self) -> Any: ...
    def address_record(
        self,
        *,
        address_id: int = ...,
        person_id: int = ...,
        kind: str = ...,
        street: str = ...,
        unit: str | None = ...,
        city: str = ...,
        region: str = ...,
        region_code: str = ...,
        postcode: str = ...,
        country_code: str = ...,
        country: str = ...,
    ) -> populace.domains.people.provider.AddressRecord: ...
    def adult_birth_date(self, **known: Any) -> datetime.date: ...
    def contact(
        self,
        *,
        contact_id: int = ...,
        person_id: int = ...,
        kind: str = ...,
        value: str = ...,
        preferred: bool = ...,
    ) -> populace.domains.people.provider.ContactRecord: ...
    def person(
        self,
        *,
        person_id: int = ...,
        sex: str = ...,
        first_name: str = ...,
        last_name: str = ...,
        full_name: str = ...,
        birth_date: datetime.date = ...,
        email: str = ...,
        phone: str = ...,
    ) -> populace.domains.people.provider.PersonRecord: ...
    def person_email(self, **known: Any) -> str: ...
    def person_phone(self, **known: Any) -> str: ...

def install(*names: str) -> None: ...
def uninstall() -> None: ...
