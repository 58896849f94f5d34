"""The tables of people: persons, their addresses and their contacts."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace.domains.people import addresses, contacts, values
from populace.generators.children import Children
from populace.schema.declared import generated, shaped

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Base(DeclarativeBase):
    """Declares the tables of people."""


class Person(Base):
    """Somebody of age."""

    __tablename__ = "persons"
    __table_args__ = {"info": shaped(rows=1000, hidden={"·male": values.male})}

    person_id: Mapped[int] = mapped_column(Key, primary_key=True)
    sex: Mapped[str] = mapped_column(
        sa.Enum(*values.SEXES, native_enum=False, create_constraint=True, name="sex"), info=generated(values.sex)
    )
    first_name: Mapped[str] = mapped_column(sa.String(60), info=generated(values.first_name))
    last_name: Mapped[str] = mapped_column(sa.String(60), info=generated(values.last_name))
    full_name: Mapped[str] = mapped_column(sa.String(130), info=generated(values.full_name))
    birth_date: Mapped[date] = mapped_column(info=generated(values.birth_date))
    email: Mapped[str] = mapped_column(sa.String(120), unique=True, info=generated(values.email))
    phone: Mapped[str] = mapped_column(sa.String(32), info=generated(values.phone))

    addresses: Mapped[list[Address]] = relationship(back_populates="person")
    contacts: Mapped[list[Contact]] = relationship(back_populates="person")


class Address(Base):
    """Where a person lives, works or gets parcels."""

    __tablename__ = "addresses"
    __table_args__ = {"info": shaped(hidden=addresses.HIDDEN)}

    address_id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("persons.person_id"), index=True, info=generated(Children(contacts.addresses_of_a_person))
    )
    kind: Mapped[str] = mapped_column(
        sa.Enum(*contacts.ADDRESS_KINDS, native_enum=False, create_constraint=True, name="address_kind"),
        info=generated(contacts.address_kind),
    )
    street: Mapped[str] = mapped_column(sa.String(100), info=generated(addresses.street))
    unit: Mapped[str | None] = mapped_column(sa.String(20), info=generated(addresses.unit, nulls=0.7))
    city: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.city))
    region: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.region))
    region_code: Mapped[str] = mapped_column(sa.String(8), info=generated(addresses.region_code))
    postcode: Mapped[str] = mapped_column(sa.String(16), info=generated(addresses.postcode))
    country_code: Mapped[str] = mapped_column(sa.String(2), info=generated(addresses.country_code))
    country: Mapped[str] = mapped_column(sa.String(60), info=generated(addresses.country))

    person: Mapped[Person] = relationship(back_populates="addresses")


class Contact(Base):
    """An e-mail address or a phone number of a person."""

    __tablename__ = "contacts"

    contact_id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("persons.person_id"), index=True, info=generated(Children(contacts.contacts_of_a_person))
    )
    kind: Mapped[str] = mapped_column(
        sa.Enum(*contacts.CONTACT_KINDS, native_enum=False, create_constraint=True, name="contact_kind"),
        info=generated(contacts.contact_kind),
    )
    value: Mapped[str] = mapped_column(sa.String(120), info=generated(contacts.contact_value))
    preferred: Mapped[bool] = mapped_column(info=generated(contacts.preferred))

    person: Mapped[Person] = relationship(back_populates="contacts")
