"""What the tests of commands share: commands as they are typed, and users who may do only what is granted."""

import uuid
from contextlib import contextmanager

import sqlalchemy as sa
from typer.testing import CliRunner

from populace.cli import app

SECRET = "s3ntinel-pw"


def run(*words, code=0):
    """What a command says on stdout and stderr together; *code* is the exit code to expect."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result.output


def executed(url, *statements):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def asked(url, query):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(query).scalar()
    engine.dispose()
    return found


def name_in(url):
    return sa.make_url(url).database.rpartition("/")[2]


@contextmanager
def postgres_user(url, *grants):
    """The URL of a role of its own, which may do only what is granted."""
    name = f"loader-{uuid.uuid4().hex[:8]}"
    executed(
        url, f"""CREATE ROLE "{name}" LOGIN PASSWORD '{SECRET}'""", *[f'GRANT {grant} TO "{name}"' for grant in grants]
    )
    try:
        yield sa.make_url(url).set(username=name, password=SECRET).render_as_string(False)
    finally:
        executed(url, f'DROP OWNED BY "{name}"', f'DROP ROLE "{name}"')


@contextmanager
def mariadb_user(url, *grants):
    """The same in MariaDB; the user comes from where we do."""
    name, host = f"loader-{uuid.uuid4().hex[:8]}", asked(url, "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', -1)")
    user = f"`{name}`@`{host}`"
    executed(url, f"CREATE USER {user} IDENTIFIED BY '{SECRET}'", *[f"GRANT {grant} TO {user}" for grant in grants])
    try:
        yield sa.make_url(url).set(username=name, password=SECRET).render_as_string(False)
    finally:
        executed(url, f"DROP USER {user}")
