"""The tables; names, e-mail addresses and phone numbers of owners follow from their columns' names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Enum, ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace.generators.children import Children
from populace.schema.declared import generated, shaped
from populace_veterinary import values


class Base(DeclarativeBase):
    pass


class Owner(Base):
    __tablename__ = "owners"
    __table_args__ = {"info": shaped(rows=500)}

    owner_id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(String(40))
    last_name: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(120), unique=True)
    phone: Mapped[str | None] = mapped_column(String(24))

    pets: Mapped[list[Pet]] = relationship(back_populates="owner")


class Pet(Base):
    __tablename__ = "pets"

    pet_id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(
        ForeignKey("owners.owner_id"), info=generated(Children(values.pets_of_an_owner))
    )
    name: Mapped[str] = mapped_column(String(20), info=generated(values.pet_name))
    species: Mapped[str] = mapped_column(
        Enum(*values.SPECIES, name="species", native_enum=False, create_constraint=True),
        info=generated(values.species),
    )
    microchip: Mapped[str] = mapped_column(String(15), unique=True, info=generated(values.microchip))
    born_on: Mapped[date] = mapped_column(info=generated(values.born_on))
    weight_kg: Mapped[Decimal] = mapped_column(Numeric(5, 2), info=generated(values.weight_kg))

    owner: Mapped[Owner] = relationship(back_populates="pets")
    visits: Mapped[list[Visit]] = relationship(back_populates="pet")


class Visit(Base):
    __tablename__ = "visits"

    visit_id: Mapped[int] = mapped_column(primary_key=True)
    pet_id: Mapped[int] = mapped_column(ForeignKey("pets.pet_id"), info=generated(Children(values.visits_of_a_pet)))
    visited_on: Mapped[date] = mapped_column(info=generated(values.visited_on))
    reason: Mapped[str] = mapped_column(
        Enum(*values.REASONS, name="reason", native_enum=False, create_constraint=True), info=generated(values.reason)
    )
    fee: Mapped[Decimal] = mapped_column(Numeric(8, 2), info=generated(values.fee))

    pet: Mapped[Pet] = relationship(back_populates="visits")
