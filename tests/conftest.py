"""Real databases for tests: a fresh one for each test, gone afterwards; and plans of tables given as DDL."""

import os
import tomllib
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from populace.guard import ENVIRONMENT
from populace.plan import Plan
from populace.schema import soft

POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
MARIADB = "mysql+pymysql://root@127.0.0.1:3306/"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.Engine]:
    """The PostgreSQL server of POPULACE_TEST_POSTGRES, or a local one; tests are skipped where none answers."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    url = sa.make_url(os.environ.get("POPULACE_TEST_POSTGRES", POSTGRES)).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool, connect_args={"connect_timeout": 3}
    )
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {url.host}:{url.port or 5432}; set POPULACE_TEST_POSTGRES")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgres_server: sa.Engine) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"populace_test_{uuid.uuid4().hex[:12]}"
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgres_server.url.set(database=name).render_as_string(hide_password=False)
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[sa.Engine]:
    """The MariaDB or MySQL server of POPULACE_TEST_MARIADB, or a local one; tests are skipped where none answers."""
    pytest.importorskip("pymysql", reason="pymysql is not installed")
    url = sa.make_url(os.environ.get("POPULACE_TEST_MARIADB", MARIADB)).set(drivername="mysql+pymysql", database=None)
    engine = sa.create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool, connect_args={"connect_timeout": 3}
    )
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        pytest.skip(f"no MariaDB answers at {url.host}:{url.port or 3306}; set POPULACE_TEST_MARIADB")
    yield engine
    engine.dispose()


@pytest.fixture
def mariadb(mariadb_server: sa.Engine) -> Iterator[str]:
    """The URL of an empty MariaDB database."""
    name = f"populace_test_{uuid.uuid4().hex[:12]}"
    with mariadb_server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"))
    yield mariadb_server.url.set(database=name).render_as_string(hide_password=False)
    with mariadb_server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name}"))


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def planned() -> Callable[..., Plan]:
    """A function that plans tables given as DDL of SQLite, without CREATE TABLE; foreign keys are guessed as well."""

    def plan(*tables: str, **asked: object) -> Plan:
        engine, metadata = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool), sa.MetaData()
        with engine.begin() as connection:
            for table in tables:
                connection.exec_driver_sql(f"CREATE TABLE {table}")
            metadata.reflect(connection)
        engine.dispose()
        soft.guess(metadata)
        return Plan(metadata, **{"now": datetime(2026, 6, 1)} | asked)  # type: ignore[arg-type]

    return plan


@pytest.fixture
def veterinary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The third party's domain of examples/, as good as installed; its package."""
    from populace import domains

    project = Path(__file__).parents[1] / "examples" / "third_party_domain"
    said = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        f"[{group}]\n{name} = {value}" for group, named in said["entry-points"].items() for name, value in named.items()
    ]
    info = tmp_path / "site" / "populace_veterinary-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: {said['version']}\n")
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(info.parent)
    monkeypatch.syspath_prepend(project)
    domains.packages.cache_clear()
    yield "populace_veterinary"
    domains.packages.cache_clear()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory without configuration, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name in ENVIRONMENT or name.startswith("POPULACE_")]:
        if "TEST" not in name:
            monkeypatch.delenv(name)
