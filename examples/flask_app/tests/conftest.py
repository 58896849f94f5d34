"""One session for the application and for populace; what a test commits is undone after it."""

import pytest
import sqlalchemy as sa
from app import create_app
from models import Base, Book, Loan, Member
from sqlalchemy.orm import Session

from populace import fixture_for

member = fixture_for(Member)
book = fixture_for(Book)
loan = fixture_for(Loan, returned_on=None)
reader = fixture_for(Member, loans=3)


@pytest.fixture(scope="session")
def engine():
    """Your test database; SQLite's driver has to be told to leave transactions to SQLAlchemy."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    sa.event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def populace_session(engine):
    """Everything happens within one transaction that is never committed."""
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def client(populace_session):
    """A client of the application."""
    return create_app(lambda: populace_session).test_client()
