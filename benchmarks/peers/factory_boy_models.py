"""factory_boy: factories with Faker declarations and sequences, building dictionaries without a session."""

from datetime import datetime

import factory
from benchmarks.shop import CURRENCIES, STATUSES
from factory import fuzzy

NAME, ROWS = "factory_boy", 4_000
START, END = datetime(2023, 1, 1), datetime(2026, 1, 1)


class CustomerFactory(factory.DictFactory):
    id = factory.Sequence(lambda n: n + 1)
    first_name = factory.Faker("first_name")
    last_name = factory.Faker("last_name")
    email = factory.Sequence(lambda n: f"customer{n}@example.com")
    phone = factory.Sequence(lambda n: f"555-01{n:08}")
    street_address = factory.LazyAttributeSequence(lambda row, n: f"{n + 1} {row.last_name} Street")
    city = factory.Faker("city")
    postal_code = factory.Faker("postcode")
    birth_date = factory.Faker("date_of_birth", minimum_age=18, maximum_age=90)
    created_at = factory.Faker("date_time_between", start_date=START, end_date=END)


def customers(rows: int) -> object:
    return CustomerFactory.build_batch(rows)


def transactions(rows: int, parents: int) -> object:
    class TransactionFactory(factory.DictFactory):
        id = factory.Sequence(lambda n: n + 1)
        customer_id = fuzzy.FuzzyInteger(1, parents)
        amount = fuzzy.FuzzyDecimal(1, 5_000, 2)
        currency = fuzzy.FuzzyChoice(CURRENCIES)
        status = fuzzy.FuzzyChoice(STATUSES)
        created_at = fuzzy.FuzzyNaiveDateTime(START, END)

    return TransactionFactory.build_batch(rows)
