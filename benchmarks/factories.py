"""How fast the factories store objects beside those of others, in one command: prints Markdown.

    pip install factory-boy polyfactory -e . && python benchmarks/factories.py

Each measurement runs in a process of its own, and populace runs again before each peer, so
that a ratio compares neighbours in time. Customers go into SQLite in memory; the objects are
persistent afterwards, with their keys. CPU seconds, after a warm-up.
"""

import argparse
import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROOT = Path(__file__).resolve().parent.parent
START, END = datetime(2023, 1, 1), datetime(2026, 1, 1)


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(sa.String(50))
    last_name: Mapped[str] = mapped_column(sa.String(50))
    email: Mapped[str] = mapped_column(sa.String(120), unique=True)
    city: Mapped[str] = mapped_column(sa.String(60))
    birth_date: Mapped[date]
    created_at: Mapped[datetime]


def populace_batch(session: Session, rows: int) -> object:
    from populace.factories import factory_for, using

    with using(session=session):
        return factory_for(Customer).create_batch(rows)


def populace_single(session: Session, rows: int) -> object:
    from populace.factories import factory_for, using

    with using(session=session):
        return [factory_for(Customer).create() for _ in range(rows)]


def boy(session: Session | None, persistence: str | None = None) -> type:
    import factory

    class CustomerFactory(factory.alchemy.SQLAlchemyModelFactory):
        class Meta:
            model = Customer
            sqlalchemy_session = session
            sqlalchemy_session_persistence = persistence

        first_name = factory.Faker("first_name")
        last_name = factory.Faker("last_name")
        email = factory.Sequence(lambda n: f"customer{n}@example.com")
        city = factory.Faker("city")
        birth_date = factory.Faker("date_of_birth", minimum_age=18, maximum_age=90)
        created_at = factory.Faker("date_time_between", start_date=START, end_date=END)

    return CustomerFactory


def boy_commit(session: Session, rows: int) -> object:
    return boy(session, "commit").create_batch(rows)


def boy_flush(session: Session, rows: int) -> object:
    return boy(session, "flush").create_batch(rows)


def boy_at_best(session: Session, rows: int) -> object:
    session.add_all(made := boy(None).build_batch(rows))
    session.flush()
    return made


def poly(session: Session, rows: int) -> object:
    from itertools import count

    from polyfactory import Use
    from polyfactory.factories.sqlalchemy_factory import SQLAlchemyFactory

    numbers = count()

    class CustomerFactory(SQLAlchemyFactory[Customer]):
        __session__ = session
        id = Use(lambda: next(numbers) + 1)
        first_name = Use(lambda: CustomerFactory.__faker__.first_name())
        last_name = Use(lambda: CustomerFactory.__faker__.last_name())
        email = Use(lambda: f"customer{next(numbers)}@example.com")
        city = Use(lambda: CustomerFactory.__faker__.city())

    return CustomerFactory.create_batch_sync(rows)


def insert(session: Session, rows: int) -> object:
    """Rows that are there already, without objects: what the database and its driver cost."""
    each = [
        dict(
            first_name="A", last_name="B", email=f"customer{n}@example.com", city="C", birth_date=START, created_at=END
        )
        for n in range(rows)
    ]
    return session.execute(sa.insert(Customer.__table__), each)


WAYS: dict[str, tuple[str, str, Callable[[Session, int], object], int]] = {
    "populace_batch": ("populace, create_batch", "populace", populace_batch, 10_000),
    "populace_single": ("populace, one create() each", "populace", populace_single, 1_000),
    "boy_commit": ("factory_boy, commit", "factory_boy", boy_commit, 500),
    "boy_flush": ("factory_boy, flush", "factory_boy", boy_flush, 1_000),
    "boy_at_best": ("factory_boy, build_batch and one flush", "factory_boy", boy_at_best, 2_000),
    "poly": ("polyfactory, create_batch_sync", "polyfactory", poly, 2_000),
    "insert": ("plain INSERT of rows that are there", "sqlalchemy", insert, 10_000),
}


OWN = "populace_batch"


def measure(name: str) -> float:
    """Rows per CPU second of one way."""
    _, _, work, rows = WAYS[name]
    for size in (rows // 10, rows):
        engine = sa.create_engine("sqlite://")
        Base.metadata.create_all(engine)
        with Session(engine, expire_on_commit=False) as session:
            began = time.process_time()
            kept = work(session, size)
            spent = time.process_time() - began
            del kept
        engine.dispose()
    return rows / spent


def measured(name: str) -> float | None:
    """What `measure` says in a new process; None and a line on stderr if it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.factories", "--measure", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return float(json.loads(done.stdout.strip().splitlines()[-1]))


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def compare(repeats: int) -> None:
    print("| factory | version | customers/CPU-s | populace's create_batch is |\n|---|---|--:|--:|")
    best = 0.0
    for name, (label, package, _, _) in list(WAYS.items())[1:]:
        pairs = [(own, other) for _ in range(repeats) if (own := measured(OWN)) and (other := measured(name))]
        if not pairs:
            print(f"| {label} | {installed(package)} | skipped | |")
            continue
        best = max(best, *(own for own, _ in pairs))
        ratio = median(own / other for own, other in pairs)
        shown = f"{ratio:,.1f} ×" if ratio < 10 else f"{ratio:,.0f} ×"
        print(f"| {label} | {installed(package)} | {max(other for _, other in pairs):,.0f} | {shown} |", flush=True)
    print(f"| **{WAYS[OWN][0]}** | {installed('populace')} | {best:,.0f} | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, help="turns for each peer")
    parser.add_argument("--measure", choices=WAYS, help="only this, as JSON")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    packages = ", ".join(f"{name} {installed(name)}" for name in ("sqlalchemy", "faker"))
    print(f"{date.today()}, {platform.platform()}, Python {platform.python_version()}, {packages}\n")
    compare(options.repeats)


if __name__ == "__main__":
    main()
