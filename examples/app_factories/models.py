"""The models of an app: a help desk for several companies."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Interval, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Status(enum.Enum):
    open = "open"
    waiting = "waiting"
    solved = "solved"


labelled = Table(
    "labelled",
    Base.metadata,
    Column("ticket_id", ForeignKey("tickets.id"), primary_key=True),
    Column("label_id", ForeignKey("labels.id"), primary_key=True),
)


class Company(Base):
    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_name: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    first_name: Mapped[str] = mapped_column(String(50))
    last_name: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(120), unique=True)
    company: Mapped[Company] = relationship()


class Label(Base):
    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(String(120))
    status: Mapped[Status] = mapped_column(Enum(Status))
    opened_at: Mapped[datetime]
    solved_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(foreign_keys=author_id)
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id)
    messages: Mapped[list["Message"]] = relationship(back_populates="ticket", order_by="Message.position")
    labels: Mapped[list[Label]] = relationship(secondary=labelled)

    __table_args__ = (CheckConstraint("solved_at IS NULL OR solved_at >= opened_at", name="solved_after_opened"),)


class Message(Base):
    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    position: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    written_in: Mapped[timedelta] = mapped_column(Interval)
    ticket: Mapped[Ticket] = relationship(back_populates="messages")
    author: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("ticket_id", "position"),)
