"""Faker as its documentation shows it, a value at a time."""

from datetime import datetime

from benchmarks.shop import CURRENCIES, STATUSES
from faker import Faker

NAME, ROWS = "Faker", 4_000
fake = Faker()
START, END = datetime(2023, 1, 1), datetime(2026, 1, 1)


def customers(rows: int) -> object:
    fake.unique.clear()
    fake.seed_instance(1)
    unique = fake.unique
    return [
        {
            "id": n + 1,
            "first_name": fake.first_name(),
            "last_name": fake.last_name(),
            "email": unique.email(),
            "phone": unique.phone_number(),
            "street_address": unique.street_address(),
            "city": fake.city(),
            "postal_code": fake.postcode(),
            "birth_date": fake.date_of_birth(minimum_age=18, maximum_age=90),
            "created_at": fake.date_time_between(START, END),
        }
        for n in range(rows)
    ]


def transactions(rows: int, parents: int) -> object:
    fake.seed_instance(1)
    return [
        {
            "id": n + 1,
            "customer_id": fake.random_int(1, parents),
            "amount": fake.pydecimal(left_digits=4, right_digits=2, positive=True),
            "currency": fake.random_element(CURRENCIES),
            "status": fake.random_element(STATUSES),
            "created_at": fake.date_time_between(START, END),
        }
        for n in range(rows)
    ]
