"""How fast ready rows are loaded into MariaDB, way by way in one run: prints Markdown.

    python benchmarks/mariadb.py [--rows 200000] [--url mysql://root@127.0.0.1:3306/]

The rows are the transactions of `benchmarks/shop.py` and are made beforehand. Each way gets an
empty table without foreign keys, turn by turn. CPU seconds of the server are those of the
whole of it, so nobody else should be using it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil
import pyarrow as pa
import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import fresh
from benchmarks.peers import populace
from benchmarks.shop import Base

from populace.schema.urls import engine_for, with_driver
from populace.sinks import open_sink
from populace.sinks.mariadb_load import load as load_data
from populace.sinks.mariadb_text import Stored, lines
from populace.sinks.sql import SqlSink

Batches = list[pa.RecordBatch]


def by_load(url: str, table: sa.Table, batches: Batches) -> None:
    with open_sink(engine_for(url)) as sink:
        for batch in batches:
            sink.write(table, batch)


def by_insert(url: str, table: sa.Table, batches: Batches) -> None:
    """Through connections that were opened by someone who did not think of files."""
    with open_sink(sa.create_engine(url)) as sink:
        for batch in batches:
            sink.write(table, batch)


def by_core(url: str, table: sa.Table, batches: Batches) -> None:
    with SqlSink(engine_for(url)) as sink:
        for batch in batches:
            sink.write(table, batch)


def by_executemany(url: str, table: sa.Table, batches: Batches) -> None:
    places = ", ".join(["%s"] * len(table.columns))
    names = ", ".join(column.name for column in table.columns)
    with raw(url) as driver, driver.cursor() as cursor:
        for batch in batches:
            rows = list(zip(*(array.to_pylist() for array in batch.columns), strict=True))
            cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)
        driver.commit()


def ready_lines(url: str, table: sa.Table, batches: Batches) -> None:
    """LOAD DATA LOCAL of lines that are ready, too: what the server alone can take."""
    with raw(url) as driver:
        for text in PREPARED:
            names = ", ".join(batches[0].schema.names)
            into = f"INTO TABLE {table.name} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"
            load_data(driver, f"LOAD DATA LOCAL INFILE 'ready' {into} ({names})", text)
        driver.commit()


PREPARED: list[pa.Buffer] = []
WAYS: dict[str, Callable[[str, sa.Table, Batches], None]] = {
    "LOAD DATA LOCAL of ready lines": ready_lines,
    "populace, LOAD DATA LOCAL": by_load,
    "populace, INSERTs of many rows": by_insert,
    "PyMySQL executemany": by_executemany,
    "SQLAlchemy Core": by_core,
}


@contextmanager
def raw(url: str) -> Iterator[object]:
    with engine_for(url).connect() as connection:
        yield connection.connection.driver_connection


def server() -> psutil.Process | None:
    """The server, if it runs on this machine; nobody else should be using it."""
    names = ("mariadbd", "mysqld")
    return next((process for process in psutil.process_iter(["name"]) if process.info["name"] in names), None)


def seconds(process: psutil.Process | None) -> float:
    return sum(process.cpu_times()[:2]) if process else 0.0


def measured(way: str, url: str, table: sa.Table, batches: Batches) -> tuple[float, float, float]:
    """Rows per second on the clock, per CPU second of the client, and of client and server."""
    engine, rows = engine_for(url), sum(map(len, batches))
    table.drop(engine, checkfirst=True)
    table.create(engine)
    other = server()
    before, began, own = seconds(other), time.perf_counter(), time.process_time()
    WAYS[way](url, table, batches)
    wall, own = time.perf_counter() - began, time.process_time() - own
    served = seconds(other) - before
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == rows, way
    engine.dispose()
    return rows / wall, rows / own, rows / (own + served)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--url", default="mysql://root@127.0.0.1:3306/")
    options = parser.parse_args()
    columns = Base.metadata.tables["transactions"].columns
    table = sa.Table(
        "transactions",
        sa.MetaData(),
        *(sa.Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in columns),
    )
    batches = list(populace.plan(options.rows // 5, options.rows).batches("transactions"))
    stored = {column.name: Stored("") for column in table.columns}
    PREPARED.extend(lines(batch, stored) for batch in batches)
    with fresh(with_driver(sa.make_url(options.url)).render_as_string(hide_password=False)) as url:
        found = {way: [] for way in WAYS}
        for _ in range(options.repeats):
            for way in WAYS:
                found[way].append(measured(way, url, table, batches))
    print("| way | rows/s on the clock | rows/CPU-s of the client | rows/CPU-s with the server | to executemany |")
    print("|---|--:|--:|--:|--:|")
    slow = found["PyMySQL executemany"]
    for way, runs in found.items():
        cells = [f"{max(run[place] for run in runs) / 1000:,.0f} k" for place in range(3)]
        ratio = median(run[0] / other[0] for run, other in zip(runs, slow, strict=True))
        print(f"| {way} | {' | '.join(cells)} | {ratio:.1f} × |")


if __name__ == "__main__":
    main()
