"""Mimesis: fields of its generic provider; it has no unique values but e-mails, so the rest get their row number."""

from decimal import Decimal

from benchmarks.shop import CURRENCIES, STATUSES
from mimesis import Generic, Locale

NAME, ROWS = "Mimesis", 40_000
fake = Generic(Locale.EN)
CENT = Decimal("0.01")


def customers(rows: int) -> object:
    person, address, when = fake.person, fake.address, fake.datetime
    return [
        {
            "id": n + 1,
            "first_name": person.first_name(),
            "last_name": person.last_name(),
            "email": person.email(unique=True),
            "phone": f"{person.telephone(mask='###-555-01##')}x{n}",
            "street_address": f"{n + 1} {address.street_name()} {address.street_suffix()}",
            "city": address.city(),
            "postal_code": address.postal_code(),
            "birth_date": when.date(start=1936, end=2007),
            "created_at": when.datetime(start=2023, end=2025),
        }
        for n in range(rows)
    ]


def transactions(rows: int, parents: int) -> object:
    number, choose, when = fake.numeric, fake.choice, fake.datetime
    return [
        {
            "id": n + 1,
            "customer_id": number.integer_number(1, parents),
            "amount": number.decimal_number(1, 5_000).quantize(CENT),
            "currency": choose(CURRENCIES),
            "status": choose(STATUSES),
            "created_at": when.datetime(start=2023, end=2025),
        }
        for n in range(rows)
    ]
