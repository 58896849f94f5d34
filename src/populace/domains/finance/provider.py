"""The rows of this world as Faker methods, `fake.account()`, and single values such as `fake.mcc()`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from populace.provider import DomainProvider


class CustomerRecord(TypedDict):
    """A row of ``customers``."""

    customer_id: int
    family: str
    given: str
    birth_date: date
    sex: str
    tax_id_like: str
    income: Decimal
    segment: str
    kyc_level: str
    pep: bool
    country: str
    joined: date
    phone: str
    email: str


class AccountRecord(TypedDict):
    """A row of ``accounts``."""

    account_id: int
    iban: str
    bic: str
    kind: str
    currency: str
    opened: date
    closed: date | None
    overdraft_limit: Decimal
    opening_balance: Decimal
    status: str


class AccountHolderRecord(TypedDict):
    """A row of ``account_holders``."""

    account_id: int
    customer_id: int
    role: str


class CardRecord(TypedDict):
    """A row of ``cards``."""

    card_id: int
    account_id: int
    customer_id: int
    pan_token: str
    last4: str
    network: str
    issued: date
    expires: date
    status: str


class MerchantRecord(TypedDict):
    """A row of ``merchants``."""

    merchant_id: int
    name: str
    mcc: str
    country: str
    city: str
    online: bool
    risk: str


class TransactionRecord(TypedDict):
    """A row of ``transactions``."""

    txn_id: int
    account_id: int
    card_id: int | None
    merchant_id: int | None
    seq: int
    ts: datetime
    kind: str
    amount: Decimal
    balance_after: Decimal
    channel: str
    mcc: str | None
    auth: str


class Provider(DomainProvider):
    """Customers of a bank, accounts, cards, merchants and movements; what is given is kept, and the rest fits it."""

    def customer(self, **known: Any) -> CustomerRecord:
        """A bank's customer of age: name, income a year, segment, and how closely the bank knows them.

        :sample: sex="F", income=Decimal("120000.00")
        """
        return self.record("customers", known)

    def account(self, **known: Any) -> AccountRecord:
        """An account: IBAN of a bank that does not exist, limit, and the balance before its first movement.

        :sample: kind="savings"
        """
        return self.record("accounts", known)

    def account_holder(self, **known: Any) -> AccountHolderRecord:
        """That a customer owns an account ("owner") or has the use of it ("disponent").

        :sample: account_id=3
        """
        return self.record("account_holders", known)

    def card(self, **known: Any) -> CardRecord:
        """A card of an account: a token in place of the number, issued and expiring five years later.

        :sample: network="visa"
        """
        return self.record("cards", known)

    def merchant(self, **known: Any) -> MerchantRecord:
        """Who is paid by card: name after the merchant category, place, risk.

        :sample: mcc="5411"
        """
        return self.record("merchants", known)

    def transaction(self, **known: Any) -> TransactionRecord:
        """A movement on an account: amount in EUR, above 0 if it comes in, and the balance after it.

        :sample: kind="card"
        """
        return self.record("transactions", known)

    def account_iban(self) -> str:
        """A German IBAN, right modulo 97, of bank code 999 99 999 that no bank has.

        :sample:
        """
        return self.value("accounts", "iban")

    def tax_id_like(self) -> str:
        """Nine digits like a US social security number, in the areas 900 to 999 that are never issued.

        :sample:
        """
        return self.value("customers", "tax_id_like")

    def yearly_income(self) -> Decimal:
        """Income a year before taxes, skewed: half of the people have less than 66,200.

        Source: stated incomes of LendingClub loans 2007-2018.

        :sample:
        """
        return self.value("customers", "income")

    def mcc(self) -> str:
        """Merchant category code (ISO 18245), one of sixteen.

        :sample:
        """
        return self.value("merchants", "mcc")

    def mcc_name(self, code: str | None = None) -> str:
        """What a merchant category *code* stands for, in this project's own words.

        :sample: code="5411"
        """
        from populace.domains.finance.movements import categories

        wanted = self.mcc() if code is None else code
        return next((each.name for each in categories() if each.mcc == wanted), "other")

    def merchant_name(self, mcc: str | None = None) -> str:
        """Name of a shop or a service, after its category if *mcc* is given.

        :sample: mcc="5812"
        """
        return self.value("merchants", "name", {} if mcc is None else {"mcc": mcc})

    def transaction_amount(self, kind: str | None = None) -> Decimal:
        """Amount of a movement in EUR, below 0 if it goes out; of a *kind* such as "card", "atm" or "salary".

        :sample: kind="atm"
        """
        return self.value("transactions", "amount", {} if kind is None else {"kind": kind})

    def account_balance(self) -> Decimal:
        """Balance of an account after a movement, in EUR.

        :sample:
        """
        return self.value("transactions", "balance_after")

    def pan_token(self) -> str:
        """A token that stands for a card number.

        :sample:
        """
        return self.value("cards", "pan_token")

    def card_network(self) -> str:
        """Whose network a card uses.

        :sample:
        """
        return self.value("cards", "network")
