"""Seed a database from Python, with a column of one's own.

A plan is enough to make any row; a sink is one transaction: leave it well and all is written.
"""

from datetime import datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from populace import Array, Plan, Rows, load, open_sink, seed
from populace.generators import Choice


def stars(rows: Rows) -> Array:
    """Ratings from 1 to 5; cheap products get better ones."""
    cheap = np.asarray(rows.parent("product_id")["price"]) < 20
    return np.minimum(1 + rows.below(5) + cheap, 5)


def main() -> None:
    plan = Plan(
        load(f"{Path(__file__).with_name('shop.py')}:Base"),
        sizes={"customers": 200},
        seed=7,
        now=datetime(2026, 1, 1),
        generators={
            "customers.tier": Choice(("bronze", "silver", "gold"), (0.7, 0.2, 0.1)),
            "reviews.rating": stars,
        },
    )
    print("customer 17:", plan.batch("customers", 17, 18).to_pylist()[0]["email"])

    engine = sa.create_engine("sqlite://")
    with open_sink(engine) as sink:
        sink.create(plan.metadata)
        counts = seed(plan, sink)
    print("rows:", sum(counts.values()), "in", len(counts), "tables")

    with engine.connect() as connection:
        for tier, customers in connection.execute(
            sa.text("SELECT tier, count(*) FROM customers GROUP BY tier ORDER BY 2 DESC")
        ):
            print(tier, customers)


if __name__ == "__main__":
    main()
