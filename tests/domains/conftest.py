"""Worlds as databases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from populace import Plan, open_sink, seed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Plan], sa.Connection]]:
    """A function that fills a SQLite file, where foreign keys and CHECKs hold, and gives a connection to it."""
    with ExitStack() as stack:

        def fill(plan: Plan) -> sa.Connection:
            engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('world') / 'world.db'}")
            stack.callback(engine.dispose)
            with open_sink(engine) as sink:
                sink.create(plan.metadata)
                seed(plan, sink)
            return stack.enter_context(engine.connect())

        yield fill
