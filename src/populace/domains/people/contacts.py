"""How to reach a person: the first contact is the person's own e-mail address, the second the phone."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.domains.people.values import among, settings
from populace.generators.phones import Phone
from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Rows

ADDRESS_KINDS = ("home", "work", "delivery")
CONTACT_KINDS = ("email", "mobile", "landline")


def addresses_of_a_person(rows: Rows) -> NDArray[np.int64]:
    """One address, or a second and a third."""
    return rows.choice(settings()["addresses"], "addresses").astype(np.int64) + 1


def contacts_of_a_person(rows: Rows) -> NDArray[np.int64]:
    """An e-mail address, and mostly one or two phone numbers."""
    return rows.choice(settings()["contacts"], "contacts").astype(np.int64) + 1


def address_kind(rows: Rows) -> Array:
    """Everybody's first address is home, then come work and where parcels go."""
    return pick(ADDRESS_KINDS, np.asarray(rows["→person_id#"]) % len(ADDRESS_KINDS))


def contact_kind(rows: Rows) -> Array:
    """E-mail first, then mobile and landline."""
    return pick(CONTACT_KINDS, np.asarray(rows["→person_id#"]) % len(CONTACT_KINDS))


def contact_value(rows: Rows, kind: Array) -> Array:
    """The person's e-mail address or phone number; another number where the phone is a landline."""
    person = rows.parent("person_id")
    number = pc.if_else(among(kind, ("mobile",)), spelled(person["phone"]), spelled(Phone(length=32)(rows)))
    return pc.if_else(among(kind, ("email",)), spelled(person["email"]), number)


def preferred(rows: Rows) -> Array:
    """One contact of each person is the preferred one; it is the first in most cases."""
    person = rows.parent("person_id")
    many = contacts_of_a_person(person)
    chosen = np.where(person.uniform("preferred") < settings()["first_preferred"], 0, many - 1)
    return np.asarray(rows["→person_id#"]) == chosen
