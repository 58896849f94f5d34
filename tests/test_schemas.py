"""Whole schemas, filled by reflection alone."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psycopg
import pyarrow as pa
import pytest
import sqlalchemy as sa

from populace.plan import Plan
from populace.runners.local import seed
from populace.schema.reflect import reflect
from populace.schema.urls import engine_for
from populace.sinks import open_sink

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "schemas" / "postgresql"


def load(url: str, script: Path) -> sa.Engine:
    """A database with the script's tables."""
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(script.read_text())
    return engine_for(url)


@pytest.fixture
def awkward(postgres: str) -> Iterator[sa.Engine]:
    engine = load(postgres, HERE / "schemas" / "awkward.sql")
    yield engine
    engine.dispose()


def test_every_table_of_the_awkward_schema_is_filled(awkward: sa.Engine) -> None:
    """Patterns, rings, overlapping keys, partitions, exclusions, triggers: all kept, nothing left empty."""
    plan = Plan(reflect(awkward), each=50, dialect="postgresql")
    with open_sink(awkward) as sink:
        counts = seed(plan, sink)

    short = {table: rows for table, rows in counts.items() if rows < 50}
    assert short == {"flag": 2}, "only a boolean key holds fewer"
    with awkward.connect() as connection:
        for partition in ("event_2025h1", "event_2025h2", "metric_eu0", "metric_eu1", "metric_us"):
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {partition}")) >= 50
        assert connection.scalar(sa.text("SELECT count(*) FROM tenant")) == 50, "its name in a column name did no harm"


def test_rings_are_as_they_were_and_keys_go_on(awkward: sa.Engine) -> None:
    """Constraints that were deferred for the load are immediate again, and the next insert gets a free number."""
    plan = Plan(reflect(awkward), each=20, dialect="postgresql")
    with open_sink(awkward) as sink:
        seed(plan, sink)

    with awkward.begin() as connection:
        deferrable = connection.scalars(
            sa.text("SELECT conname FROM pg_constraint WHERE contype = 'f' AND condeferrable")
        )
        assert list(deferrable) == []
        assert connection.scalar(sa.text("INSERT INTO room (name) VALUES ('one more') RETURNING id")) == 21


def test_any_slice_of_the_awkward_schema_equals_the_whole(awkward: sa.Engine) -> None:
    """Rows come out the same alone, in pieces and all at once."""
    plan = Plan(reflect(awkward), each=40, dialect="postgresql")
    for table in plan.tables:
        size = plan.size(table.fullname)
        whole = pa.Table.from_batches([plan.batch(table.fullname, 0, size)]).to_pylist()
        some = np.random.default_rng(7).permutation(size)[:9].astype(np.uint64)
        assert plan.take(table.fullname, some).to_pylist() == [whole[int(row)] for row in some]


@pytest.mark.slow
@pytest.mark.parametrize(
    "script", sorted(SHARED.glob("*.sql")) or [None], ids=lambda path: path.stem if path else "none"
)
def test_schemas_of_real_projects_are_filled(postgres: str, script: Path | None) -> None:
    """Dumps of other projects' schemas: every table gets its rows."""
    if script is None:
        pytest.skip("the dumps of other projects are not part of the package")
    engine = load(postgres, script)
    plan = Plan(reflect(engine), each=30, dialect="postgresql")
    with open_sink(engine) as sink:
        counts = seed(plan, sink)
    engine.dispose()

    assert [table for table, rows in counts.items() if not rows] == []
