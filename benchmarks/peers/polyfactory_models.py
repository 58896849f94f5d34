"""polyfactory: dataclasses filled by type, with Faker for what must look real and counters for what is unique."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Literal

from polyfactory import Use
from polyfactory.factories import DataclassFactory

NAME, ROWS = "polyfactory", 4_000


@dataclass
class Customer:
    id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    street_address: str
    city: str
    postal_code: str
    birth_date: date
    created_at: datetime


@dataclass
class Transaction:
    id: int
    customer_id: int
    amount: Decimal
    currency: Literal["EUR", "USD", "GBP", "JPY", "CHF", "CAD", "AUD", "SEK"]
    status: Literal["pending", "completed", "refunded", "failed"]
    created_at: datetime


def customers(rows: int) -> object:
    class Factory(DataclassFactory[Customer]):
        numbers = count(1)
        id = Use(lambda: next(Factory.numbers))
        first_name = Use(lambda: Factory.__faker__.first_name())
        last_name = Use(lambda: Factory.__faker__.last_name())
        email = Use(lambda: f"customer{next(Factory.numbers)}@example.com")
        phone = Use(lambda: f"555-01{next(Factory.numbers):08}")
        street_address = Use(lambda: f"{next(Factory.numbers)} Main Street")
        city = Use(lambda: Factory.__faker__.city())
        postal_code = Use(lambda: Factory.__faker__.postcode())

    return Factory.batch(rows)


def transactions(rows: int, parents: int) -> object:
    class Factory(DataclassFactory[Transaction]):
        customer_id = Use(lambda: Factory.__random__.randint(1, parents))

    return Factory.batch(rows)
