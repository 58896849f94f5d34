"""People: persons with their addresses and contacts, and the values that other worlds make people of.

A name fits the sex, an e-mail address is made of the name, and city, region, postal code and
country of an address belong together, all in the locale of the rows. Phone numbers and mail
domains are ones that are kept for fiction.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.domains.people.models import Address as Address
    from populace.domains.people.models import Base as Base
    from populace.domains.people.models import Contact as Contact
    from populace.domains.people.models import Person as Person
    from populace.domains.people.provider import PeopleProvider as PeopleProvider
    from populace.domains.people.provider import Provider as Provider

_HOMES = dict.fromkeys(("Address", "Base", "Contact", "Person"), "models") | dict.fromkeys(
    ("PeopleProvider", "Provider"), "provider"
)
__all__ = list(_HOMES)
__getattr__ = exports("populace.domains.people", _HOMES)
