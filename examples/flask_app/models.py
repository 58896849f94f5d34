"""The tables of a lending library."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Declares the tables."""


class Member(Base):
    """Somebody who may borrow."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(120), unique=True)
    loans: Mapped[list[Loan]] = relationship(back_populates="member")


class Book(Base):
    """A copy of a book."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    isbn: Mapped[str] = mapped_column(sa.String(13), unique=True)
    loans: Mapped[list[Loan]] = relationship(back_populates="book")


class Loan(Base):
    """A book that is or was with a member."""

    __tablename__ = "loans"
    __table_args__ = (sa.CheckConstraint("due_on > lent_on"), sa.CheckConstraint("returned_on >= lent_on"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    book_id: Mapped[int] = mapped_column(sa.ForeignKey("books.id"))
    lent_on: Mapped[date]
    due_on: Mapped[date]
    returned_on: Mapped[date | None]
    member: Mapped[Member] = relationship(back_populates="loans")
    book: Mapped[Book] = relationship(back_populates="loans")
