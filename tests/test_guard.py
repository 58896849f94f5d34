"""Which databases are written to, and what must be typed for the others."""

import pytest
import sqlalchemy as sa

from commands import SECRET, asked, executed, mariadb_user, name_in, postgres_user, run
from populace.guard import Place, lookalikes, refusals

pytestmark = pytest.mark.usefixtures("elsewhere")
NOTES = "CREATE TABLE notes (id INTEGER PRIMARY KEY, body VARCHAR(40) NOT NULL)"


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def database(request):
    """An URL of each database, with an empty table."""
    url = request.getfixturevalue(request.param)
    executed(url, NOTES)
    return url


HOSTS = {
    "": True, "/var/run/postgresql": True, "localhost": True, "127.0.0.1": True, "::1": True, "10.1.2.3": True,
    "172.18.0.2": True, "192.168.1.9": True, "db": True, "nas.local": True, "host.docker.internal": True,
    "LOCALHOST": True, "db.localhost.": True, "8.8.8.8": False, "2606:4700::1111": False, "db.example.com": False,
    "internal": True, "notlocalhost.example": False, "db.internal.example.com": False,
}  # fmt: skip
"""Host: whether it is this machine or in a private network."""


@pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])
@pytest.mark.parametrize(("host", "near"), HOSTS.items())
@pytest.mark.parametrize(("database", "looks"), [("shop", False), ("shop_prod", True)])
@pytest.mark.parametrize("allowed", [False, True], ids=["", "allow-host"])
@pytest.mark.parametrize("known_as", [None, "shop", "shop_prod"])
def test_the_matrix(marked, host, near, database, looks, allowed, known_as):
    """A marker refuses whatever is typed; a far host needs --allow-host, a look-alike its own name."""
    place = Place(database, host, marker="a table" if marked else None)
    hosts = [host.lower().rstrip(".")] if allowed else []

    reasons = refusals(place, hosts=hosts, known_as=known_as, environment={})

    named = known_as == database if known_as else not looks
    assert (not reasons) == (not marked and (near or allowed) and named)
    if marked:
        assert len(reasons) == 1 and "no option overrides" in reasons[0]
    elif not near and not allowed:
        assert f"--allow-host {host}" in reasons[0]


@pytest.mark.parametrize(
    ("database", "host", "environment", "sign"),
    [
        ("shop", "localhost", {}, None),
        ("products", "db", {"ENV": "development"}, None),
        ("delivery_olive", "liverpool", {"NODE_ENV": "test"}, None),
        ("shop_nonprod", "non-prod.internal", {}, None),
        ("shop-production", "db", {}, "named shop-production"),
        ("ProdShop", "db", {}, "named ProdShop"),
        ("prod2", "db", {}, "named prod2"),
        ("proddb", "db", {}, "named proddb"),
        ("shop", "live.internal", {}, "named live.internal"),
        ("shop", "db-primary", {}, "named db-primary"),
        ("shop", "db", {"RAILS_ENV": "production"}, "RAILS_ENV is production"),
        ("shop", "db", {"DJANGO_SETTINGS_MODULE": "shop.settings.prod"}, "DJANGO_SETTINGS_MODULE is"),
        ("shop", "x.eu-west-1.rds.amazonaws.com", {}, "cloud provider"),
        ("shop", "x.postgres.database.azure.com", {}, "cloud provider"),
        ("shop", "/cloudsql/shop:europe-west1:db", {}, "cloud provider"),
    ],
)
def test_what_looks_like_production(database, host, environment, sign):
    """Words in the names of database and host, the environment, and the hosts of cloud providers."""
    signs = lookalikes(Place(database, host), environment)

    assert (sign is None and signs == []) or (len(signs) == 1 and sign in signs[0])


def test_a_near_name_that_leads_far_is_far():
    """A name without dots may be anybody's; a tunnel's name is judged as it is written."""
    assert refusals(Place("shop", "db", ("8.8.8.8",)), environment={})
    assert not refusals(Place("shop", "db", ("172.18.0.2",)), environment={})
    assert refusals(Place("shop", "db.example.com", ("127.0.0.1",)), environment={})
    assert not refusals(Place("shop", "db.example.com"), hosts=["*.example.com"], environment={})


def test_protected_databases_are_not_filled(database):
    """No option overrides the marker; it can be put twice, and goes with the database's name typed."""
    name = name_in(database)
    assert "now protected" in run("protect", database)
    assert "already protected" in run("protect", database)

    said = run("seed", database, "--allow-host", "*", "--i-know-this-is", name, code=4)
    assert "is protected" in said and f"populace unprotect URL --confirm {name}" in said
    assert "--confirm" in run("unprotect", database, code=4)
    assert "was typed" in run("unprotect", database, "--confirm", "x", code=4)
    run("seed", database, code=4)

    assert "no longer" in run("unprotect", database, "--confirm", name)
    assert "not protected" in run("unprotect", database, "--confirm", name)
    run("seed", database)
    assert asked(database, "SELECT count(*) FROM notes") == 100


def test_protection_keeps_the_comment_of_a_database(postgres):
    """It is added to it, and only it is taken away."""
    comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    executed(postgres, f"""COMMENT ON DATABASE {name_in(postgres)} IS 'Anna''s 100%% "own" \\x'""")

    run("protect", postgres)
    assert asked(postgres, comment) == """Anna's 100% "own" \\x populace:protected"""
    run("unprotect", postgres, "--confirm", name_in(postgres))
    assert asked(postgres, comment) == """Anna's 100% "own" \\x"""


def test_a_database_is_the_same_under_its_other_names(postgres, mariadb):
    """What was protected by one name is refused by the others."""
    executed(postgres, NOTES)
    executed(mariadb, NOTES)
    run("protect", postgres)
    run("protect", mariadb)
    there = sa.make_url(postgres)

    for other in (
        there.set(host="localhost"),
        there.set(host="elsewhere", query={"hostaddr": "127.0.0.1"}),
        sa.make_url(mariadb).set(host="localhost"),
    ):
        assert "is protected" in run("seed", other.render_as_string(False), code=4)


def test_the_marker_is_seen_by_users_who_own_nothing(mariadb):
    """MariaDB's catalogue hides the table from them, not the comment of the database."""
    executed(mariadb, NOTES)
    run("protect", mariadb)
    with mariadb_user(mariadb, f"SELECT, INSERT ON {name_in(mariadb)}.notes") as url:
        said = run("seed", url, code=4)
        run("unprotect", mariadb, "--confirm", name_in(mariadb))
        run("seed", url)

    assert "is protected by the comment" in said and SECRET not in said


def test_who_does_not_own_the_database_protects_it_by_a_table(postgres):
    """PostgreSQL lets only the owner comment on a database."""
    executed(postgres, NOTES)
    with postgres_user(postgres, "CREATE ON SCHEMA public") as url:
        run("protect", url)
        assert "is protected by the table public.populace_protected" in run("seed", postgres, code=4)
        run("unprotect", postgres, "--confirm", name_in(postgres))
        run("seed", postgres)


def test_far_hosts_and_lookalikes_are_told_together(postgres, tmp_path):
    """One message says all that must be typed; the configuration may allow hosts for good."""
    executed(postgres, NOTES)
    far = (
        sa.make_url(postgres)
        .set(host="prod.example.com", password=SECRET, query={"hostaddr": "127.0.0.1"})
        .render_as_string(False)
    )
    known = ["--i-know-this-is", name_in(postgres)]

    said = run("seed", far, code=4)
    assert "--allow-host prod.example.com" in said and " ".join(known) in said and SECRET not in said
    assert "nothing was changed" in run("seed", far, "--allow-host", "prod.example.com", code=4)
    assert "--allow-host" in run("seed", far, *known, code=4)
    assert "but this is" in run("seed", far, "--allow-host", "prod.example.com", "--i-know-this-is", "shop", code=4)
    assert asked(postgres, "SELECT count(*) FROM notes") == 0

    (tmp_path / "populace.toml").write_text('allow_hosts = ["*.example.com"]')
    run("seed", far, *known)
    assert asked(postgres, "SELECT count(*) FROM notes") == 100


def test_the_environment_of_production_is_refused(postgres, sqlite, monkeypatch):
    """But for a file, which is nobody's server."""
    executed(postgres, NOTES)
    executed(sqlite, NOTES)
    monkeypatch.setenv("APP_ENV", "production")

    assert "APP_ENV is production" in run("seed", postgres, code=4)
    run("seed", sqlite)


def test_servers_that_only_read_are_refused_at_once(postgres, mariadb):
    """Before a row is made."""
    executed(mariadb, NOTES)
    reading = sa.make_url(mariadb).set(query={"init_command": "SET SESSION TRANSACTION READ ONLY"})
    executed(postgres, NOTES, f"ALTER DATABASE {name_in(postgres)} SET default_transaction_read_only = on")

    assert "default_transaction_read_only is on" in run("seed", postgres, code=4)
    assert "read_only is ON" in run("seed", reading.render_as_string(False), code=4)


def test_a_file_that_is_not_there_is_not_protected(tmp_path):
    """A misspelt name makes no file."""
    assert "no such file" in run("protect", "sqlite:///none.db", code=2)
    assert not list(tmp_path.iterdir())
