import os
import uuid

import pytest
import sqlalchemy as sa

SERVER = os.environ.get("POPULACE_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server to make databases on; tests that need one are left out where there is none."""
    pytest.importorskip("psycopg")
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        pytest.skip(f"no PostgreSQL at {engine.url.host}")
    yield engine
    engine.dispose()


@pytest.fixture
def database(server):
    """An empty database, dropped afterwards."""
    name = f"populace_sinks_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine = sa.create_engine(server.url.set(database=name), poolclass=sa.NullPool)
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
