"""The tables of finance."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from populace.domains.finance import accounts, ledger, merchants, movements, transactions, values
from populace.domains.people import addresses
from populace.domains.people import values as people
from populace.generators.children import Children
from populace.generators.codes import Code, Iban
from populace.schema.declared import generated, shaped

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Money = sa.Numeric(14, 2)


def words(name: str, *values: str) -> sa.Enum:
    """A column that holds one of these words."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, name=name)


class Base(DeclarativeBase):
    """Declares the tables of finance."""


class Customer(Base):
    """Somebody of age who banks here."""

    __tablename__ = "customers"
    __table_args__ = {"info": shaped(rows=1000, hidden={"·male": people.male})}

    customer_id: Mapped[int] = mapped_column(Key, primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(60), info=generated(people.last_name))
    given: Mapped[str] = mapped_column(sa.String(60), info=generated(people.first_name))
    birth_date: Mapped[date] = mapped_column(info=generated(values.birth_date))
    sex: Mapped[str] = mapped_column(words("customer_sex", *people.SEXES), info=generated(people.sex))
    tax_id_like: Mapped[str] = mapped_column(sa.String(11), unique=True, info=generated(values.tax_id_like))
    income: Mapped[Decimal] = mapped_column(Money, info=generated(values.income))
    segment: Mapped[str] = mapped_column(words("segment", *values.SEGMENTS), info=generated(values.segment))
    kyc_level: Mapped[str] = mapped_column(words("kyc_level", *values.KYC_LEVELS), info=generated(values.kyc_level))
    pep: Mapped[bool] = mapped_column(info=generated(values.pep))
    country: Mapped[str] = mapped_column(sa.String(2), info=generated(values.country))
    joined: Mapped[date] = mapped_column(info=generated(values.joined))
    phone: Mapped[str] = mapped_column(sa.String(32), info=generated(people.phone))
    email: Mapped[str] = mapped_column(sa.String(120), unique=True, info=generated(values.email))

    holdings: Mapped[list[AccountHolder]] = relationship(back_populates="customer")
    cards: Mapped[list[Card]] = relationship(back_populates="customer")


class Account(Base):
    """An account of the bank."""

    __tablename__ = "accounts"
    __table_args__ = {"info": shaped(rows=accounts.accounts)}

    account_id: Mapped[int] = mapped_column(Key, primary_key=True)
    iban: Mapped[str] = mapped_column(sa.String(34), unique=True, info=generated(Iban(unique=True)))
    bic: Mapped[str] = mapped_column(sa.String(11), info=generated(accounts.bic))
    kind: Mapped[str] = mapped_column(words("account_kind", *accounts.KINDS), info=generated(accounts.kind))
    currency: Mapped[str] = mapped_column(sa.String(3), info=generated(accounts.currency))
    opened: Mapped[date] = mapped_column(info=generated(accounts.opened))
    closed: Mapped[date | None] = mapped_column(info=generated(accounts.closed))
    overdraft_limit: Mapped[Decimal] = mapped_column(Money, info=generated(accounts.overdraft_limit))
    opening_balance: Mapped[Decimal] = mapped_column(Money, info=generated(ledger.opening_balance))
    status: Mapped[str] = mapped_column(words("account_status", *accounts.STATUSES), info=generated(accounts.status))

    holders: Mapped[list[AccountHolder]] = relationship(back_populates="account")
    cards: Mapped[list[Card]] = relationship(back_populates="account")
    transactions: Mapped[list[Transaction]] = relationship(back_populates="account")


class AccountHolder(Base):
    """That a customer owns an account, or has the use of it."""

    __tablename__ = "account_holders"
    __table_args__ = {"info": shaped(rows=accounts.holders)}

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.account_id"), primary_key=True, info=generated(accounts.held)
    )
    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.customer_id"), primary_key=True, info=generated(accounts.holding)
    )
    role: Mapped[str] = mapped_column(words("holder_role", *accounts.ROLES), info=generated(accounts.role))

    account: Mapped[Account] = relationship(back_populates="holders")
    customer: Mapped[Customer] = relationship(back_populates="holdings")


class Card(Base):
    """A card for an account, in the hands of one of its holders."""

    __tablename__ = "cards"
    __table_args__ = {"info": shaped(rows=accounts.holders)}

    card_id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.account_id"), index=True, info=generated(accounts.held)
    )
    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.customer_id"), index=True, info=generated(accounts.holding)
    )
    pan_token: Mapped[str] = mapped_column(
        sa.String(20), unique=True, info=generated(Code("tok_****************", unique=True))
    )
    last4: Mapped[str] = mapped_column(sa.String(4), info=generated(Code("####")))
    network: Mapped[str] = mapped_column(words("card_network", *accounts.NETWORKS), info=generated(accounts.network))
    issued: Mapped[date] = mapped_column(info=generated(accounts.issued))
    expires: Mapped[date] = mapped_column(info=generated(accounts.expires))
    status: Mapped[str] = mapped_column(
        words("card_status", *accounts.CARD_STATUSES), info=generated(accounts.card_status)
    )

    account: Mapped[Account] = relationship(back_populates="cards")
    customer: Mapped[Customer] = relationship(back_populates="cards")
    transactions: Mapped[list[Transaction]] = relationship(back_populates="card")


class Merchant(Base):
    """Who is paid by card."""

    __tablename__ = "merchants"
    __table_args__ = {
        "info": shaped(rows=merchants.merchants, hidden={"·place": values.place, "·locality": addresses.locality})
    }

    merchant_id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), info=generated(merchants.merchant_name))
    mcc: Mapped[str] = mapped_column(sa.String(4), info=generated(merchants.mcc))
    country: Mapped[str] = mapped_column(sa.String(2), info=generated(values.country))
    city: Mapped[str] = mapped_column(sa.String(80), info=generated(addresses.city))
    online: Mapped[bool] = mapped_column(info=generated(merchants.online))
    risk: Mapped[str] = mapped_column(words("merchant_risk", *merchants.RISKS), info=generated(merchants.risk))

    transactions: Mapped[list[Transaction]] = relationship(back_populates="merchant")


class Transaction(Base):
    """A movement on an account."""

    __tablename__ = "transactions"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "seq"),
        {"info": shaped(hidden={"·entry": ledger.entry})},
    )

    txn_id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.account_id"), info=generated(Children(movements.transactions_of_an_account))
    )
    card_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cards.card_id"), info=generated(transactions.card_id))
    merchant_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("merchants.merchant_id"), info=generated(transactions.merchant_id)
    )
    seq: Mapped[int] = mapped_column(sa.Integer, info=generated(transactions.seq))
    ts: Mapped[datetime] = mapped_column(info=generated(transactions.ts))
    kind: Mapped[str] = mapped_column(words("txn_kind", *movements.MOVEMENTS), info=generated(transactions.kind))
    amount: Mapped[Decimal] = mapped_column(Money, info=generated(transactions.amount))
    balance_after: Mapped[Decimal] = mapped_column(Money, info=generated(transactions.balance_after))
    channel: Mapped[str] = mapped_column(
        words("txn_channel", *transactions.CHANNELS), info=generated(transactions.channel)
    )
    mcc: Mapped[str | None] = mapped_column(sa.String(4), info=generated(transactions.mcc))
    auth: Mapped[str] = mapped_column(words("txn_auth", *transactions.AUTHS), info=generated(transactions.auth))

    account: Mapped[Account] = relationship(back_populates="transactions")
    card: Mapped[Card | None] = relationship(back_populates="transactions")
    merchant: Mapped[Merchant | None] = relationship(back_populates="transactions")
