"""`populace reset` and `populace seed --truncate`: what goes, what stays, and what must be typed before."""

import json

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from commands import SECRET, asked, executed, name_in, postgres_user, run
from populace.cli import app
from populace.sinks import WriteError, open_sink
from populace.sinks.emptying import empty

pytestmark = pytest.mark.usefixtures("elsewhere")
TABLES = [
    "CREATE TABLE teams (id INTEGER PRIMARY KEY, lead_id INTEGER)",
    "CREATE TABLE people (id INTEGER PRIMARY KEY, boss_id INTEGER REFERENCES people (id), "
    "team_id INTEGER NOT NULL REFERENCES teams (id), name VARCHAR(40))",
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, "
    "FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE)",
]
RING = "ALTER TABLE teams ADD FOREIGN KEY (lead_id) REFERENCES people (id)"


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def database(request):
    """An URL of each database, with a ring of tables, a key to itself, and rows."""
    url = request.getfixturevalue(request.param)
    executed(url, *TABLES, *([RING] if request.param != "sqlite" else []))
    run("seed", url, "--rows", 30, "-q")
    return url


def counts(url, *tables):
    return [asked(url, f"SELECT count(*) FROM {table}") for table in tables or ("teams", "people", "visits")]


def test_reset_empties_the_tables_when_the_name_is_typed(database):
    """Rows are counted first; without the name, or with another, nothing goes."""
    name = name_in(database)

    said = run("reset", database, code=4)
    assert "people: 30 rows" in said and f"add --confirm {name}" in said
    assert "was typed" in run("reset", database, "--confirm", "shop", code=4)
    assert counts(database) == [30, 30, 30]

    assert f"90 rows deleted from {name}" in run("reset", database, "--confirm", name)
    assert counts(database) == [0, 0, 0]
    assert "nothing to delete" in run("reset", database)


def test_reset_in_json(database):
    """What was deleted, by table."""
    result = CliRunner().invoke(app, ["reset", database, "--confirm", name_in(database), "--json"])

    told = json.loads(result.stdout)
    assert told["database"] == name_in(database) and told["rows"] == 90
    assert {table["table"] for table in told["tables"]} == {"teams", "people", "visits"}


def test_a_terminal_is_asked_for_the_name(sqlite, monkeypatch):
    """Typed well, the tables are emptied."""
    executed(sqlite, *TABLES)
    run("seed", sqlite, "--rows", 3)
    monkeypatch.setattr("populace.cli.guarding._is_terminal", lambda: True)

    ended = CliRunner().invoke(app, ["reset", sqlite], input="")
    wrong = CliRunner().invoke(app, ["reset", sqlite], input="shop\n")
    right = CliRunner().invoke(app, ["reset", sqlite], input="test.db\n")

    assert ended.exit_code == 130 and "nothing was written" in ended.output
    assert wrong.exit_code == 4 and "Type the name" in wrong.output
    assert right.exit_code == 0 and counts(sqlite) == [0, 0, 0]


def test_protected_databases_are_not_emptied(database):
    """Whatever is typed."""
    run("protect", database)

    assert "is protected" in run("reset", database, "--confirm", name_in(database), code=4)
    assert "is protected" in run("seed", database, "--truncate", "--confirm", name_in(database), code=4)
    assert counts(database) == [30, 30, 30]


def test_tables_outside_the_plan_keep_their_rows(database):
    """They would go along, or lose what they point to: refused while they have rows, and only then."""
    outside = ["--exclude", "visits", "--confirm", name_in(database)]

    said = run("reset", database, *outside, code=4)
    assert "visits (30 rows) points to" in said and counts(database) == [30, 30, 30]
    assert "visits" in run("seed", database, "--truncate", *outside, code=4)

    executed(database, "DELETE FROM visits")
    run("reset", database, *outside)
    assert counts(database) == [0, 0, 0]


def test_truncate_fills_anew(database):
    """The same rows as in an empty database; a dry run needs no name and changes nothing."""
    total = "SELECT sum(team_id * id) FROM people"
    before = asked(database, total)
    executed(database, "DELETE FROM visits WHERE id > 10")

    run("seed", database, "--rows", 40, "--truncate", "--dry-run")
    assert counts(database) == [30, 30, 10]
    assert "--confirm" in run("seed", database, "--rows", 40, "--truncate", code=4)

    run("seed", database, "--rows", 30, "--truncate", "--confirm", name_in(database))
    assert counts(database) == [30, 30, 30] and asked(database, total) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_a_failure_after_truncate_brings_the_rows_back(kind, request):
    """Emptying and filling are one transaction."""
    url = request.getfixturevalue(kind)
    executed(url, *TABLES[:2])
    run("seed", url, "--rows", 12)
    raising = {
        "sqlite": ["CREATE TRIGGER no BEFORE INSERT ON people BEGIN SELECT RAISE(ABORT, 'no more'); END"],
        "postgres": [
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no more''; END'",
            "CREATE TRIGGER no BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION no()",
        ],
        "mariadb": ["CREATE TRIGGER no BEFORE INSERT ON people FOR EACH ROW SIGNAL SQLSTATE '45000'"],
    }
    executed(url, *raising[kind])

    run("seed", url, "--truncate", "--confirm", name_in(url), code=1)

    assert counts(url, "teams", "people") == [12, 12]


def test_reseed_begins_numbers_again(sqlite, postgres, mariadb):
    """Without it, they go on where they were."""
    kinds = {sqlite: "INTEGER PRIMARY KEY AUTOINCREMENT", postgres: "serial PRIMARY KEY",
             mariadb: "INTEGER AUTO_INCREMENT PRIMARY KEY"}  # fmt: skip
    for url, kind in kinds.items():
        executed(url, f"CREATE TABLE notes (id {kind}, body VARCHAR(40) NOT NULL)")
        for words, first in (([], 21), (["--reseed"], 1)):
            run("seed", url, "--rows", 20)
            run("reset", url, "--confirm", name_in(url), *words)
            executed(url, "INSERT INTO notes (body) VALUES ('mine')")
            assert asked(url, "SELECT max(id) FROM notes") == first
            executed(url, "DELETE FROM notes")


def test_who_may_only_delete_deletes(postgres):
    """A plain role without TRUNCATE; a ring of tables goes in one statement, and nobody is superuser."""
    executed(postgres, *TABLES, RING)
    run("seed", postgres, "--rows", 10)
    with postgres_user(postgres, "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public") as url:
        assert SECRET not in run("reset", url, "--confirm", name_in(postgres))
        assert counts(postgres) == [0, 0, 0]
        run("seed", url, "--rows", 10)
        assert SECRET not in run("seed", url, "--rows", 11, "--truncate", "--confirm", name_in(postgres))
    assert counts(postgres) == [11, 11, 11]


def test_a_missing_privilege_leaves_every_row(postgres):
    """One table of three may not be emptied: none is."""
    executed(postgres, *TABLES, RING)
    run("seed", postgres, "--rows", 10)
    with postgres_user(postgres, "SELECT ON ALL TABLES IN SCHEMA public", "DELETE ON people, visits") as url:
        assert "permission denied" in run("reset", url, "--confirm", name_in(postgres), code=1)
    assert counts(postgres) == [10, 10, 10]


def test_partitions_inheritance_and_hostile_names(postgres):
    """Rows of partitions go along, those of tables that inherit and are excluded stay."""
    executed(
        postgres,
        """CREATE TABLE "co""l 100%% a:b; --" (id int PRIMARY KEY)""",
        "CREATE TABLE events (id int, day date NOT NULL) PARTITION BY RANGE (day)",
        "CREATE TABLE events_all PARTITION OF events DEFAULT",
        "CREATE TABLE animals (id int PRIMARY KEY)",
        "CREATE TABLE cats (lives int) INHERITS (animals)",
        "INSERT INTO cats VALUES (1, 9)",
        "INSERT INTO animals VALUES (2)",
        "INSERT INTO events VALUES (1, '2026-01-01')",
    )

    run("reset", postgres, "--confirm", name_in(postgres), "--exclude", "cats", "--reseed")

    assert counts(postgres, "cats", "ONLY animals", "events") == [1, 0, 0]


def test_the_sink_itself_refuses_victims(sqlite):
    """Also when no command has asked before."""
    executed(sqlite, *TABLES, "INSERT INTO teams VALUES (1, NULL)", "INSERT INTO people VALUES (1, NULL, 1, 'Ann')")
    engine, metadata = sa.create_engine(sqlite), sa.MetaData()
    metadata.reflect(engine)

    with pytest.raises(WriteError, match="1 rows of people may point to it"), open_sink(engine) as sink:
        empty(sink, [metadata.tables["teams"]])
    engine.dispose()


def test_tables_without_transactions_are_told(mariadb):
    """What is deleted there stays deleted; a dry run is refused."""
    executed(mariadb, "CREATE TABLE logs (id INTEGER PRIMARY KEY) ENGINE=MyISAM")
    run("seed", mariadb, "--rows", 5)

    assert "a dry run would delete for good" in run("seed", mariadb, "--truncate", "--dry-run", code=4)
    assert "logs: the engine has no transactions" in run("reset", mariadb, "--confirm", name_in(mariadb))
    assert counts(mariadb, "logs") == [0]
