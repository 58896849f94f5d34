"""`populace doctor`: what a user may do, and the statements that give the rest."""

import json

import pytest
import sqlalchemy as sa

from commands import SECRET, mariadb_user, postgres_user, run
from populace.privileges import granted_on

pytestmark = pytest.mark.usefixtures("elsewhere")
NAME = """x'; DROP TABLE "tenant; -- 100%%"""


def executed(url, *statements):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    engine.dispose()


def told(url, code=0):
    said = run("doctor", url, "--json", code=code)
    assert SECRET not in said
    return json.loads(said)


def test_the_owner_may_do_everything(postgres, mariadb, sqlite):
    """Nothing is to be granted."""
    for url in (postgres, mariadb, sqlite):
        executed(url, "CREATE TABLE notes (id INTEGER PRIMARY KEY, body VARCHAR(40))")

        found = told(url)

        assert all(found["may"].values()) and found["may"]["seed"]
        assert (found["missing"], found["grants"], found["refused"]) == ([], {}, [])
        assert "guard  " in run("doctor", url) and "GRANT" not in run("doctor", url)


def test_the_grants_give_what_is_missing(postgres):
    """A plain role, identifiers that need quotes, a schema of its own: after the GRANTS, seeding is done."""
    executed(
        postgres,
        'CREATE SCHEMA "Back Office"',
        'CREATE TABLE "Back Office"."select" (id serial PRIMARY KEY, "co""l" text)',
        f'CREATE TABLE "{NAME.replace(chr(34), chr(34) * 2)}" (id int PRIMARY KEY)',
    )
    with postgres_user(postgres) as url:
        found = told(url, code=3)
        assert not found["may"]["seed"]
        assert any(
            'GRANT SELECT, INSERT ON TABLE "Back Office"."select" TO "loader-' in s for s in found["grants"]["seed"]
        )
        assert all(statement in run("doctor", url, code=3) for statement in found["grants"]["seed"])

        executed(postgres, *found["grants"]["seed"])
        assert told(url)["may"] == {"seed": True, "rings": False, "reset": False, "models": False, "fast": False}
        run("seed", url, "--rows", 5)

        executed(postgres, *[line for lines in told(url)["grants"].values() for line in lines])
        assert told(url)["may"] == {"seed": True, "rings": True, "reset": True, "models": True, "fast": False}
        run("reset", url, "--confirm", sa.make_url(postgres).database)


def test_nobody_is_made_a_superuser(postgres):
    """Membership of the owner's role is told, unless that role may do everything."""
    executed(postgres, "CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (id int PRIMARY KEY)")
    with postgres_user(postgres) as owner, postgres_user(postgres) as url:
        role = sa.make_url(owner).username
        executed(postgres, f'ALTER TABLE b OWNER TO "{role}"')
        assert told(url, code=3)["grants"]["fast"] == [f'GRANT "{role}" TO "{sa.make_url(url).username}";']


def test_the_grants_of_mariadb(mariadb):
    """The same there; of tables that the user may not see, the whole database stands."""
    executed(mariadb, "CREATE TABLE `a``b` (id INT PRIMARY KEY)", "CREATE TABLE notes (id INT PRIMARY KEY)")
    name = sa.make_url(mariadb).database
    with mariadb_user(mariadb, f"SELECT ON `{name}`.`a``b`", f"SELECT (id) ON `{name}`.notes") as url:
        found = told(url, code=3)
        assert not found["may"]["seed"] and len(found["grants"]["seed"]) == 2
        executed(mariadb, *found["grants"]["seed"])
        assert told(url)["may"]["seed"]
        run("seed", url, "--rows", 5)

        executed(mariadb, *[line for lines in told(url)["grants"].values() for line in lines])
        assert all(told(url)["may"].values())


@pytest.mark.parametrize(
    ("line", "table", "rights"),
    [
        ("GRANT ALL PRIVILEGES ON `shop\\_dev`.* TO `a`@`b`", None, {"SELECT", "INSERT", "DROP"}),
        ("GRANT SELECT, INSERT ON `shop%`.* TO `a`@`b`", "x", {"SELECT", "INSERT"}),
        ("GRANT SELECT (`id`, `b`), INSERT ON `shop_dev`.`x` TO `a`@`b`", "x", {"INSERT"}),
        ("GRANT SELECT ON `shop_dev`.`y` TO `a`@`b`", "x", set()),
        ("GRANT SELECT ON `shopXdev`.* TO `a`@`b`", "x", set()),
        ("GRANT USAGE ON *.* TO `a`@`b` IDENTIFIED BY PASSWORD '*A'", "x", set()),
        ("GRANT `role` TO `a`@`b`", "x", set()),
    ],
)
def test_lines_of_show_grants(line, table, rights):
    """Patterns of databases, tables, and rights on columns, which are not the table's."""
    found = granted_on([line], "shop_dev", table)

    assert rights <= found and bool(rights) == bool(found - {"USAGE"})


def test_the_guard_is_told(postgres):
    """What would be refused, before anybody tries."""
    run("protect", postgres)

    assert "is protected" in told(postgres)["refused"][0]
    assert "is protected" in run("doctor", postgres)


def test_a_file_that_may_not_be_written(sqlite, tmp_path, monkeypatch):
    """Exit code 3 and the file."""
    executed(sqlite, "CREATE TABLE notes (id INTEGER PRIMARY KEY)")
    monkeypatch.setattr("populace.privileges.os.access", lambda path, mode: path.suffix != ".db")

    assert f"no: write on file {tmp_path}" in run("doctor", sqlite, code=3)
