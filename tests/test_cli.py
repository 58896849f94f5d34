"""The command line, as it is typed: what it prints, what it leaves behind, its exit codes."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from commands import executed, run
from populace.cli import app

SHOP = f"{Path(__file__).parents[1] / 'examples' / 'shop.py'}:Base"
SECRET = "s3ntinel-pw"
NOW = ["--now", "2026-01-31"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A directory without configuration, and nothing in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("POPULACE_") and "TEST" not in name]:
        monkeypatch.delenv(name)


def told(*words):
    """The JSON that a command prints."""
    result = CliRunner().invoke(app, [*map(str, words), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def rows_of(url, table):
    """The rows of a table, counted; None where there is no such table."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        there = sa.inspect(connection).has_table(table)
        found = connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) if there else None
    engine.dispose()
    return found


def test_seed_creates_and_fills_the_tables_of_models(sqlite):
    """The rows that are printed are in the database; the last line repeats the run."""
    said = run("seed", SHOP, sqlite, "--rows", "customers=40", *NOW)

    assert re.search(r"^customers +40 +\d+\.\d s$", said, re.MULTILINE)
    assert "the same again: --seed 0 --now 2026-01-31" in said
    assert rows_of(sqlite, "customers") == 40
    assert rows_of(sqlite, "order_lines") > 100


def test_seed_fills_a_database_that_is_there(sqlite):
    """The schema is read from the database when no models are named."""
    executed(sqlite, "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")

    found = told("seed", sqlite, "--rows", 7, *NOW)

    assert [(table["table"], table["rows"]) for table in found["tables"]] == [("authors", 7)]
    assert (found["seed"], found["now"], found["dry_run"]) == (0, "2026-01-31", False)


def test_the_same_seed_gives_the_same_rows():
    """And another one does not."""

    def first(*words):
        return told("preview", SHOP, "customers", "-n", "1", *NOW, *words)

    assert first() == first("--seed", "0") != first("--seed", "1")


def test_a_dry_run_leaves_nothing(sqlite, tmp_path):
    """Everything is executed, rolled back, and said to be."""
    said = run("seed", SHOP, sqlite, "--dry-run")

    assert "rolled back" in said
    assert not list(tmp_path.glob("*.db"))


def test_a_dry_run_leaves_a_postgresql_database_alone(postgres):
    """Not even a sequence moves."""
    executed(postgres, "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL)")

    run("seed", postgres, "--rows", 20, "--dry-run")
    executed(postgres, "INSERT INTO notes (body) VALUES ('mine')")

    engine = sa.create_engine(postgres)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id FROM notes")).scalars().all() == [1]
    engine.dispose()


def test_tables_with_rows_are_refused(sqlite):
    """Exit code 4; the tables, their rows and what to type are named, and the rows stay as they were."""
    run("seed", SHOP, sqlite, "--rows", 5)

    said = run("seed", SHOP, sqlite, code=4)

    assert "customers (5 rows)" in said and "--exclude" in said
    assert rows_of(sqlite, "customers") == 5


def test_only_and_exclude_choose_tables(sqlite):
    """--only takes along what is needed; * matches."""
    only = told("plan", SHOP, "--only", "orders")["tables"]
    rest = told("plan", SHOP, "--exclude", "re*")["tables"]

    assert {table["table"] for table in only} == {"customers", "orders"}
    assert len(rest) == 10 and not {table["table"] for table in rest} & {"returns", "reviews"}


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_generate_writes_a_file_per_table(kind, tmp_path):
    """Files that are there already are refused unless --force is given."""
    run("generate", SHOP, "--to", f"{kind}:out", "--rows", 5)

    assert (tmp_path / "out" / f"customers.{kind}").stat().st_size
    assert "--force" in run("generate", SHOP, "--to", f"{kind}:out", code=4)
    run("generate", SHOP, "--to", f"{kind}:out", "--force")


def test_plan_tells_rows_order_generators_and_why():
    """Parents come first; each column says who makes it and why."""
    tables = {table["table"]: table for table in told("plan", SHOP)["tables"]}
    columns = {column["column"]: column for column in tables["orders"]["columns"]}

    assert list(tables).index("customers") < list(tables).index("orders")
    assert columns["customer_id"]["why"] == "foreign key to customers(id)"
    assert all(column["generator"] and column["why"] for column in columns.values())
    assert "customer_id" in run("plan", SHOP)


def test_plan_tells_guessed_links(sqlite):
    """A foreign key that nobody declared is a guess, and listed as one."""
    executed(
        sqlite,
        "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL)",
    )

    assert "books.author_id → authors.id" in told("plan", sqlite)["guessed_links"][0]
    assert "guessed foreign keys" in run("plan", sqlite)


def test_what_is_left_alone_is_told(sqlite):
    """The book-keeping of a migration tool, for one."""
    executed(sqlite, "CREATE TABLE a (id INTEGER PRIMARY KEY)", "CREATE TABLE alembic_version (version_num TEXT)")

    assert "note: alembic_version: the book-keeping" in run("seed", sqlite)
    assert "alembic_version: the book-keeping" in run("plan", sqlite)
    assert "left alone" in run("plan", sqlite, "--rows", "alembic_version=1", code=2)


def test_explain_tells_what_a_value_is_made_from():
    """The siblings and the parent row that its generator asked for."""
    link = told("explain", SHOP, "orders.customer_id", "--row", 17)
    price = told("explain", SHOP, "products.discount_price", "--row", 17)

    assert re.fullmatch(r"customers row \d+", link["parents"]["customer_id"])
    assert price["made_from"].keys() == {"price"}
    assert "orders.customer_id, row 17: " in run("explain", SHOP, "orders.customer_id", "--row", 17)


def test_explain_and_preview_show_what_is_written(sqlite):
    """The value told is the value stored."""
    run("seed", SHOP, sqlite, *NOW)
    engine = sa.create_engine(sqlite)
    with engine.connect() as connection:
        stored = connection.scalar(sa.text("SELECT email FROM customers WHERE id = 18"))
    engine.dispose()

    assert told("explain", SHOP, "customers.email", "--row", 17, *NOW)["value"] == stored
    assert stored in run("preview", SHOP, "customers", "-n", 18, *NOW)


def test_the_source_can_come_from_the_configuration(tmp_path):
    """Then explain and preview take only a column or a table."""
    (tmp_path / "populace.toml").write_text(f'source = "{SHOP}"\nrows = 12\n[tables.orders]\nrows = 30')

    assert "12 rows" in run("preview", "customers", "-n", 1)
    assert "orders.status, row 29" in run("explain", "orders.status", "--row", 29)


def test_overrides_of_the_configuration_are_used(tmp_path):
    """Choices, ranges, patterns, constants and shares of NULL."""
    (tmp_path / "own.py").write_text("import numpy as np\ndef cities(rows): return np.full(len(rows), 'Ulm')")
    (tmp_path / "populace.toml").write_text(
        f"""
        source = "{SHOP}"
        [tables.customers]
        columns.tier = {{ choices = {{ gold = 1.0 }} }}
        columns.phone = {{ pattern = "555-01[0-9]{{2}}", nulls = 0 }}
        columns.birth_date = {{ nulls = 1 }}
        [tables.addresses]
        columns.country_code = {{ constant = "DE" }}
        columns.city = {{ generator = "own:cities" }}
        """
    )

    customers = told("preview", "customers", "-n", 50)
    addresses = told("preview", "addresses", "-n", 50)

    assert {row["tier"] for row in customers} == {"gold"}
    assert all(re.fullmatch(r"555-01\d\d", row["phone"]) for row in customers)
    assert {row["birth_date"] for row in customers} == {None}
    assert {(row["country_code"], row["city"]) for row in addresses} == {("DE", "Ulm")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tables.custmers.rows = 1", "did you mean 'customers'"),
        ("tables.customers.columns.teir = { constant = 'gold' }", "did you mean 'tier'"),
        ("tables.customers.columns.email = { nulls = 0.1 }", "nulls is given, but the column is NOT NULL"),
        ("tables.customers.columns.tier = { choice = ['a'] }", "did you mean 'choices'"),
    ],
)
def test_a_misspelt_configuration_is_an_error(tmp_path, text, message):
    """Exit code 2 and the closest match."""
    (tmp_path / "populace.toml").write_text(text)

    assert message in run("plan", SHOP, code=2)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["seed"], 2, "no source is given"),
        (["seed", SHOP], 2, "add the database to create them in"),
        (["plan", SHOP, "--rows", "custmers=5"], 2, "did you mean 'customers'"),
        (["plan", SHOP, "--only", "ordrs"], 2, "did you mean 'orders'"),
        (["plan", SHOP, "--now", "soon"], 2, "write --now 2026-01-31"),
        (["plan", SHOP, "--scale", "0"], 2, "--scale 0.1"),
        (["plan", "nowhere.py:Base"], 2, "there is no file nowhere.py"),
        (["plan", SHOP, "--config", "none.toml"], 2, "none.toml cannot be read"),
        (["plan", "env:NOT_SET"], 2, "NOT_SET is not set"),
        (["explain", SHOP, "customers.emial"], 2, "did you mean 'email'"),
        (["explain", SHOP, "customers.email", "--row", "100"], 2, "0 to 99"),
        (["generate", SHOP, "--to", "xml:out"], 2, "parquet:DIR"),
        (["plan", SHOP, "--rows", "orders=5", "--rows", "payments=9"], 5, "ask for at most 5"),
        (["seed", "postgresql://127.0.0.1:1/x"], 1, "nothing answers at 127.0.0.1:1"),
        (["seed", "sqlite:////nowhere/x.db"], 1, "there is no directory /nowhere"),
        (["seed", "sqlite:///empty.db"], 2, "has no tables"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_to_type(words, code, message):
    """One message, no traceback, and the exit code of its kind."""
    said = run(*words, code=code)

    assert message in said
    assert said.startswith("error: ") and "Traceback" not in said


def test_an_unexpected_error_keeps_its_traceback(monkeypatch):
    """A bug must not look like a mistake of the user's."""
    monkeypatch.setattr("populace.cli.showing.whole", lambda plan: 1 / 0)

    result = CliRunner().invoke(app, ["plan", SHOP])

    assert isinstance(result.exception, ZeroDivisionError)


def test_a_view_and_a_partition_are_no_targets(postgres):
    """The error says what they are and where the rows go."""
    executed(
        postgres,
        "CREATE TABLE events (id int NOT NULL, day date NOT NULL) PARTITION BY RANGE (day)",
        "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE VIEW recent AS SELECT * FROM events",
    )

    assert "recent is a view" in run("seed", postgres, "--rows", "recent=5", code=2)
    assert "events_2026 is a partition of events" in run("seed", postgres, "--only", "events_2026", code=2)
    assert rows_of(postgres, "events") == 0


def test_missing_privileges_are_an_error_that_says_what_to_grant(postgres):
    """Nothing is written."""
    name = f"reader_{os.getpid()}"
    executed(postgres, "CREATE TABLE notes (id int PRIMARY KEY)", f"CREATE ROLE {name} LOGIN")
    executed(postgres, f"GRANT SELECT ON notes TO {name}")
    url = sa.make_url(postgres).set(username=name).render_as_string(hide_password=False)
    try:
        said = run("seed", url, code=1)
    finally:
        executed(postgres, f"DROP OWNED BY {name}", f"DROP ROLE {name}")

    assert "permission denied for table notes" in said and "GRANT SELECT, INSERT" in said


def test_a_password_is_never_printed(postgres, tmp_path):
    """Not by any command, not in JSON, not in an error."""
    url = sa.make_url(postgres).set(password=SECRET)
    good = url.render_as_string(hide_password=False)
    away = url.set(port=1).render_as_string(hide_password=False)
    said = run("seed", SHOP, good, "--rows", 3) + run("seed", SHOP, good, code=4) + run("seed", good, code=4)
    said += run("plan", good, "--json") + run("plan", good) + run("preview", good, "orders") + run("seed", away, code=1)
    said += run("explain", good, "orders.id") + run("generate", good, "--to", "csv:out")
    said += run("preview", good, "x", code=2) + run("seed", good, good, code=2)

    assert SECRET not in said


def test_a_run_is_quiet_when_asked_to_be(sqlite):
    """-q leaves only the table."""
    result = CliRunner().invoke(app, ["seed", SHOP, sqlite, "--rows", "5", "-q"])

    assert result.stderr == "" and "customers" in result.stdout


def test_control_characters_do_not_reach_the_terminal(sqlite):
    """Names come from a database, and a terminal obeys what it is sent."""
    executed(sqlite, 'CREATE TABLE "a\x1b]8;;b" (id INTEGER PRIMARY KEY, "c\x1b[31m" TEXT)')

    assert "\x1b" not in run("plan", sqlite) + run("seed", sqlite) + run("preview", sqlite, "a\x1b]8;;b")


COMMAND = [sys.executable, "-c", "from populace.cli import app; app()"]


def test_ctrl_c_leaves_the_database_as_it_was(sqlite):
    """Exit code 130; nothing of the half-done run stays."""
    process = subprocess.Popen([*COMMAND, "seed", SHOP, sqlite, "--rows", "200000"], stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()  # the first plain line of progress
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[1]

    assert "rows/s" in line
    assert process.returncode == 130 and "interrupted" in rest
    assert rows_of(sqlite, "customers") is None


def everything(terminal):
    """All that is written to a terminal until its other end is closed."""
    parts = []
    with contextlib.suppress(OSError), os.fdopen(terminal, "rb", buffering=0) as stream:
        while part := stream.read(65_536):
            parts.append(part)
    return b"".join(parts).decode()


def test_a_terminal_sees_a_bar(sqlite):
    """With rows, rows per second and the time that is left."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "seed", SHOP, sqlite, "--rows", "20000"], stderr=theirs, stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(theirs)
    shown = everything(ours)

    assert process.wait() == 0
    assert "rows/s" in shown and re.search(r"\d+:\d\d:\d\d", shown)
