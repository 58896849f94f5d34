"""How fast populace is beside other generators, in one command: prints Markdown.

    pip install -r benchmarks/requirements.txt -e . && python benchmarks/run.py

Every measurement runs in a process of its own, and populace runs again before each peer, so
that a ratio compares neighbours in time: the machine's mood is much the same for both.
"""

import argparse
import json
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PEERS = {
    "faker_default": ("Faker", "faker", 4_000),
    "faker_unweighted": ("Faker, use_weighting=False", "faker", 15_000),
    "mimesis_schema": ("Mimesis", "mimesis", 40_000),
    "factory_boy_models": ("factory_boy", "factory_boy", 4_000),
    "polyfactory_models": ("polyfactory", "polyfactory", 4_000),
    "dbldatagen_spark": ("dbldatagen on Spark", "dbldatagen", 1_000_000),
    "duckdb_sql": ("DuckDB SQL", "duckdb", 1_000_000),
}
TABLES = ("customers", "transactions")
POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


def measured(**request: object) -> dict[str, float]:
    """What `benchmarks.measure` says in a new process; {} and a line on stderr if it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.measure", json.dumps(request)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(f"{request}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return {}
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def pairs(name: str, table: str, rows: int, peer_rows: int, repeats: int) -> tuple[list[float], list[float]]:
    """Rates of populace and of the peer *name*, turn by turn."""
    own, others = [], []
    for _ in range(repeats):
        other = measured(what="peer", name=name, table=table, rows=peer_rows)
        if not other:
            break
        own.append(measured(what="peer", name="populace", table=table, rows=rows)["rate"])
        others.append(other["rate"])
    return own, others


def short(rate: float) -> str:
    return f"{rate / 1e6:.2f} M" if rate >= 1e6 else f"{rate / 1e3:.1f} k"


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def beside_peers(rows: int, repeats: int, only: list[str]) -> None:
    print("| generator | version | customers, rows/CPU-s | populace is | transactions, rows/CPU-s | populace is |")
    print("|---|---|--:|--:|--:|--:|")
    best = dict.fromkeys(TABLES, 0.0)
    for name, (label, package, peer_rows) in PEERS.items():
        if only and name not in only:
            continue
        cells = []
        for table in TABLES:
            own, others = pairs(name, table, rows, peer_rows, repeats)
            best[table] = max([best[table], *own])
            ratio = median(a / b for a, b in zip(own, others, strict=True)) if others else 0.0
            cells.append(f"{short(max(others))} | {ratio:,.0f} ×" if others else "skipped | ")
        print(f"| {label} | {installed(package)} | {' | '.join(cells)} |", flush=True)
    shown = " | | ".join(short(best[table]) for table in TABLES)
    print(f"| **populace** | {installed('populace')} | {shown} | |\n", flush=True)


def beside_memcpy(rows: int) -> None:
    print("| table | bytes a row | rows/CPU-s | against a copy into new memory | against a copy into warm memory |")
    print("|---|--:|--:|--:|--:|")
    for table in TABLES:
        found = measured(what="copying", table=table, rows=rows)
        rate, fresh, warm = short(found["rate"]), found["fresh"], found["warm"]
        print(f"| {table} | {found['bytes']:.0f} | {rate} | {fresh:.1f} × | {warm:.1f} × |")
    print(flush=True)


def peaks(sizes: list[int]) -> None:
    print("| rows of each table | peak memory |\n|--:|--:|")
    for rows in sizes:
        print(f"| {rows:,} | {measured(what='memory', rows=rows)['mb']:.0f} MB |", flush=True)
    print()


def loads(rows: int, repeats: int, postgres: str) -> None:
    print(
        "| database | customers + transactions | rows/CPU-s, server included | rows/s on the clock |\n|---|--:|--:|--:|"
    )
    for label, url in (("SQLite", "sqlite://"), ("PostgreSQL", postgres)):
        found = [m for _ in range(repeats) if (m := measured(what="loading", url=url, rows=rows))]
        if found:
            rate, wall = (max(m[key] for m in found) for key in ("rate", "wall"))
            print(f"| {label} | {rows:,} + {5 * rows:,} | {short(rate)} | {short(wall)} |", flush=True)
        else:
            print(f"| {label} | skipped: not reachable | | |")
    print()


def processor() -> str:
    lines = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return f"{lines[0].split(':')[1].strip()}, {len(lines)} cores" if lines else platform.processor()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows that populace makes of each table")
    parser.add_argument("--repeats", type=int, default=3, help="turns for each peer")
    parser.add_argument("--peers", nargs="*", default=[], choices=PEERS, help="only these")
    parser.add_argument("--memory-rows", nargs="*", type=int, default=[1_000_000, 20_000_000])
    parser.add_argument("--load-rows", type=int, default=200_000, help="customers to load; five transactions each")
    parser.add_argument("--postgres", default=POSTGRES, help="URL of a PostgreSQL server to load into")
    options = parser.parse_args()
    packages = ", ".join(f"{name} {installed(name)}" for name in ("numpy", "pyarrow", "sqlalchemy", "pyspark"))
    print(f"{date.today()}, {processor()}, {platform.platform()}, Python {platform.python_version()}, {packages}\n")
    beside_peers(options.rows, options.repeats, options.peers)
    beside_memcpy(options.rows)
    peaks(options.memory_rows)
    loads(options.load_rows, options.repeats, options.postgres)


if __name__ == "__main__":
    main()
