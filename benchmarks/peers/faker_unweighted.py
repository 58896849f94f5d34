"""Faker told not to weigh its names, which is several times faster."""

from benchmarks.peers import faker_default
from faker import Faker

NAME, ROWS = "Faker, use_weighting=False", 15_000


def customers(rows: int) -> object:
    faker_default.fake = Faker(use_weighting=False)
    return faker_default.customers(rows)


def transactions(rows: int, parents: int) -> object:
    faker_default.fake = Faker(use_weighting=False)
    return faker_default.transactions(rows, parents)
