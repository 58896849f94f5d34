"""populace: the batches of a plan over the models, by name inference alone."""

from datetime import datetime

from benchmarks.shop import Base

from populace import Plan

NAME, ROWS = "populace", 1_000_000


def plan(customers: int, transactions: int) -> Plan:
    return Plan(
        Base.metadata, sizes={"customers": customers, "transactions": transactions}, now=datetime(2026, 1, 1), seed=1
    )


def customers(rows: int) -> object:
    return list(plan(rows, 5 * rows).batches("customers"))


def transactions(rows: int, parents: int) -> object:
    return list(plan(parents, rows).batches("transactions"))
