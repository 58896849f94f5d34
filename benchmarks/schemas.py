"""The pass rate: schemas that nobody here wrote, filled with no configuration, and judged.

    python benchmarks/schemas.py --dumps DIR --packages FILE.tsv --checker check_integrity.py --makedb mkdb.py

Dumps (DIR/*.sql) are loaded into PostgreSQL, those of --mariadb-dumps into MariaDB, and
filled by reflection. Packages, named by a table with the columns name, pip_install, pre and
target, get a virtual environment each; their models are imported, and reflected, on SQLite
and PostgreSQL. The checker is any program that prints a JSON object with hard_failed,
tables_hard_clean and tables_clean for a database URL; without one, the share of tables that
have their rows is all that is told.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parent.parent
CHECKING = ("psycopg2-binary", "email-validator", "phonenumbers", "pycountry")
SEED = """
import json, sys, time
from populace.plan import Plan
from populace.runners.local import seed
from populace.schema.models import load
from populace.schema.reflect import merge, reflect
from populace.schema.urls import engine_for
from populace.sinks import open_sink
source, url, rows = sys.argv[1:]
engine = engine_for(url)
found = reflect(engine)
plan = Plan(merge(load(source), found) if source else found, each=int(rows), dialect=engine.dialect.name)
start = time.process_time()
with open_sink(engine) as sink:
    counts = seed(plan, sink)
empty = [table for table, rows in counts.items() if not rows]
print(json.dumps({"tables": len(counts), "rows": sum(counts.values()), "empty": empty}))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dumps", type=Path)
    options.add_argument("--mariadb-dumps", type=Path)
    options.add_argument("--packages", type=Path)
    options.add_argument("--checker", type=Path)
    options.add_argument("--makedb", type=Path, help="makes an empty database from a package's models")
    options.add_argument("--postgres", default="postgresql://postgres@127.0.0.1:5432")
    options.add_argument("--mariadb", default="mysql+pymysql://root@127.0.0.1:3306/")
    options.add_argument("--rows", default="50")
    options.add_argument("--work", type=Path, default=Path("/tmp/populace-schemas"))
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    print("| schema | database | source | tables | rows | hard findings | tables hard-clean | tables clean | seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in chain(dumps(given), mariadb_dumps(given), packages(given)):
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


def dumps(given: argparse.Namespace) -> Iterator[list[object]]:
    """A row for each dump."""
    for script in sorted(given.dumps.glob("*.sql")) if given.dumps else []:
        url = fresh(given.postgres, f"pass_rate_{script.stem.lower()}")
        subprocess.run(["psql", "-q", url, "-f", str(script)], capture_output=True, check=False)
        yield judged(given, sys.executable, "", url, [script.stem, "PostgreSQL", "reflected"], [])


def mariadb_dumps(given: argparse.Namespace) -> Iterator[list[object]]:
    """A row for each dump of MariaDB or MySQL."""
    for script in sorted(given.mariadb_dumps.glob("*.sql")) if given.mariadb_dumps else []:
        url = sa.make_url(given.mariadb).set(database=f"pass_rate_{script.stem.lower()}")
        engine = sa.create_engine(given.mariadb, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS `{url.database}`"))
            connection.execute(sa.text(f"CREATE DATABASE `{url.database}`"))
        engine.dispose()
        command = ["mariadb", "--force", "-h", url.host or "localhost", "-P", str(url.port or 3306)]
        command += ["-u", url.username or "root", str(url.database)]
        hidden = os.environ | ({"MYSQL_PWD": url.password} if url.password else {})
        text = here(script.read_text(encoding="utf-8"))
        subprocess.run(command, input=text, text=True, capture_output=True, env=hidden, check=False)
        shown = url.render_as_string(hide_password=False)
        yield judged(given, sys.executable, "", shown, [script.stem, "MariaDB", "reflected"], [])


def here(script: str) -> str:
    """A dump without the statements that make and choose a database of its own, or read other files."""
    own = re.search(r"(?im)^USE\s+`?(\w+)`?\s*;", script)
    text = re.sub(r"(?im)^(USE|SOURCE|FLUSH|(DROP|CREATE)\s+(DATABASE|SCHEMA))\b.*$", "", script)
    return re.sub(rf"`?\b{own[1]}`?\.", "", text) if own else text


def packages(given: argparse.Namespace) -> Iterator[list[object]]:
    """Four rows for each package: models and reflection, on two databases."""
    for row in csv.DictReader(given.packages.open(), delimiter="\t", quoting=csv.QUOTE_NONE) if given.packages else []:
        python = environment(given.work / row["name"], row["pip_install"])
        pre = row["pre"].replace("\\n", "\n")
        module, _, attribute = row["target"].partition(":")
        models = given.work / f"{row['name']}_models.py"
        models.write_text(f"{pre}\nfrom {module} import {attribute}\n")
        for database, source in [(d, s) for d in ("SQLite", "PostgreSQL") for s in ("models", "reflected")]:
            url = f"sqlite:///{given.work / row['name']}.db"
            url = url if database == "SQLite" else f"{given.postgres}/pass_rate_{row['name']}"
            run(python, str(given.makedb), row["target"], url, "--pre", pre)
            mine = f"{models}:{attribute}" if source == "models" else ""
            checks = ["--metadata", row["target"], "--pre", pre, "--orm"] if mine else []
            yield judged(given, python, mine, url, [row["name"], database, source], checks)


def judged(
    given: argparse.Namespace, python: str, source: str, url: str, title: list[object], checks: list[str]
) -> list[object]:
    """Fill the database at *url*, and what the checker says of it."""
    start = time.monotonic()
    seeded = run(python, "-c", SEED, source, url, given.rows)
    seconds = f"{time.monotonic() - start:.1f}"
    if seeded.returncode:
        return [*title, "–", "–", seeded.stderr.strip().splitlines()[-1][:120], "0 %", "0 %", seconds]
    told = json.loads(seeded.stdout.splitlines()[-1])
    filled = f"{1 - len(told['empty']) / told['tables']:.0%}"
    if not given.checker:
        return [*title, told["tables"], told["rows"], "not checked", filled, "not checked", seconds]
    schemas = [word for name in other_schemas(url) for word in ("--schema", name)]
    found = json.loads(run(python, str(given.checker), url, *checks, *schemas, "--min-rows", given.rows).stdout)
    clean = [f"{found[key]:.1%}" for key in ("tables_hard_clean", "tables_clean")]
    return [*title, told["tables"], told["rows"], found["hard_failed"], *clean, seconds]


def fresh(server: str, name: str) -> str:
    """The URL of a new empty database."""
    admin = sa.create_engine(f"{server}/postgres".replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return f"{server}/{name}"


def other_schemas(url: str) -> list[str]:
    """The schemas of a PostgreSQL database, if there are several."""
    if not url.startswith("postgresql"):
        return []
    engine = sa.create_engine(url.replace("://", "+psycopg://", 1))
    names = [name for name in sa.inspect(engine).get_schema_names() if name != "information_schema"]
    engine.dispose()
    return names if names != ["public"] else []


def environment(folder: Path, package: str) -> str:
    """The Python of a virtual environment with *package*, populace and what the checker needs."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", package, str(ROOT), *CHECKING], check=True)
    return str(python)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the package's source first on the path."""
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


if __name__ == "__main__":
    main()
