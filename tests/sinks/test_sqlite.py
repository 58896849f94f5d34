import enum
import json
import sqlite3
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from populace.sinks import DatabaseSink, WriteError, open_sink


class Mood(enum.Enum):
    happy = 1
    sad = 2


class Cents(sa.TypeDecorator[Decimal]):
    """Money kept as whole cents."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else int(value * 100)

    def process_result_value(self, value, dialect):
        return None if value is None else Decimal(value) / 100


NOON = datetime(2024, 2, 29, 12, 30, 15, 120)
IDENTITY = uuid.UUID("12345678-1234-5678-1234-567812345678")

CASES = [
    (sa.Integer(), pa.array([7, None], pa.int32()), 7),
    (sa.BigInteger(), pa.array([2**62, None]), 2**62),
    (sa.Float(), pa.array([0.1, None]), 0.1),
    (sa.Numeric(10, 2), pa.array([Decimal("-12.30"), None], pa.decimal128(10, 2)), Decimal("-12.30")),
    (sa.Boolean(), pa.array([True, None]), True),
    (sa.Date(), pa.array([NOON.date(), None]), NOON.date()),
    (sa.DateTime(), pa.array([NOON, None], pa.timestamp("us")), NOON),
    (sa.DateTime(timezone=True), pa.array([NOON, None], pa.timestamp("us", "UTC")), NOON),
    (sa.TIMESTAMP(), pa.array([NOON, None], pa.timestamp("us")), NOON),
    (
        sqlite.DATETIME(truncate_microseconds=True),
        pa.array([NOON, None], pa.timestamp("us")),
        NOON.replace(microsecond=0),
    ),
    (sa.Time(), pa.array([time(23, 59, 59, 5), None], pa.time64("us")), time(23, 59, 59, 5)),
    (sa.Interval(), pa.array([timedelta(days=-3, seconds=5), None], pa.duration("us")), timedelta(days=-3, seconds=5)),
    (sa.String(40), pa.array(["o'brien", None]), "o'brien"),
    (sa.String(40), pa.array([str(IDENTITY), None]), str(IDENTITY)),
    (sa.Enum(Mood), pa.array(["sad", None]).dictionary_encode(), Mood.sad),
    (sa.Uuid(), pa.array([str(IDENTITY), None]), IDENTITY),
    (sa.Uuid(as_uuid=False), pa.array([str(IDENTITY), None]), str(IDENTITY)),
    (sa.JSON(), pa.array(['{"a": [1, null]}', None]), {"a": [1, None]}),
    (sa.LargeBinary(), pa.array([b"\x00\xff", None]), b"\x00\xff"),
    (Cents(), pa.array([1999, None], pa.int32()), Decimal("19.99")),
]


@pytest.fixture
def engine(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    yield engine
    engine.dispose()


@pytest.mark.filterwarnings("ignore:Dialect sqlite.*does \\*not\\* support Decimal")
@pytest.mark.parametrize(("sqltype", "array", "expected"), CASES, ids=lambda case: str(case)[:30])
def test_what_is_written_reads_back(engine, sqltype, array, expected):
    """Every type comes back through SQLAlchemy as the object it stands for, and as SQLAlchemy itself would store it."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sqltype))
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"id": pa.array([1, 2]), "v": array}))

    with engine.begin() as connection:
        connection.execute(table.insert(), [{"id": 3, "v": expected}])
        assert connection.execute(sa.select(table.c.v).order_by(table.c.id)).scalars().all() == [
            expected,
            None,
            expected,
        ]
        ours, _, theirs = connection.exec_driver_sql("SELECT typeof(v) || quote(v) FROM t ORDER BY id").scalars()
    assert json.loads(ours[5:-1]) == expected if isinstance(sqltype, sa.JSON) else ours == theirs


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_text_comes_back(texts):
    """Quotes, newlines, NUL and what else there is."""
    engine = sa.create_engine("sqlite://")
    table = sa.Table("t", sa.MetaData(), sa.Column("v", sa.Text))
    with engine.connect() as connection:
        with open_sink(connection) as sink:
            sink.create(table.metadata)
            sink.write(table, pa.record_batch({"v": pa.array(texts)}))
        assert connection.execute(sa.select(table.c.v)).scalars().all() == texts
    engine.dispose()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_everything_as_before(engine, error):
    """Tables, rows and all: even those made by the sink itself."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))

    with pytest.raises(error), open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"id": pa.array([1, 2])}))
        raise error

    assert sa.inspect(engine).get_table_names() == []


def test_awkward_names_are_only_names(engine):
    """Identifiers are quoted, whatever they hold."""
    names = ["x'; DROP TABLE tenant; --", 'co"l', "100%", "a:b", "{braces}", "naïve ☃", "select"]
    table = sa.Table("order 100%", sa.MetaData(), *(sa.Column(name, sa.Integer) for name in names))
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch([pa.array([1])] * len(names), names=names))
        sink.update(table, names[:1], pa.record_batch([pa.array([n + 1]) for n in range(len(names))], names=names))

    with engine.connect() as connection:
        assert connection.execute(sa.select(table)).one() == tuple(range(1, len(names) + 1))


def test_refused_rows_are_named(engine):
    """try_write keeps the good rows and says which they are; write raises."""
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer, sa.CheckConstraint("n <> 3", name="not_three")))
    batch = pa.record_batch({"n": pa.array([1, 3, 5])})
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        assert sink.try_write(table, batch).tolist() == [True, False, True]
        assert sink.count(table) == 2
        with pytest.raises(WriteError, match="t: refused.*not_three"):
            sink.write(table, batch)


def test_a_cycle_of_required_keys_loads(engine):
    """Foreign keys are looked at when the transaction ends, and then they are."""
    metadata = sa.MetaData()
    team = sa.Table(
        "team",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lead", sa.ForeignKey("member.id"), nullable=False),
    )
    member = sa.Table(
        "member",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.ForeignKey("team.id"), nullable=False),
    )
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    with open_sink(engine) as sink:
        sink.create(metadata)
        assert sink.defer(fk.constraint for fk in (*team.foreign_keys, *member.foreign_keys))
        sink.write(team, pa.record_batch({"id": pa.array([1]), "lead": pa.array([1])}))
        sink.write(member, pa.record_batch({"id": pa.array([1]), "team": pa.array([1])}))
    with pytest.raises(sa.exc.IntegrityError), open_sink(engine) as sink:
        sink.defer([])
        sink.write(team, pa.record_batch({"id": pa.array([2]), "lead": pa.array([9])}))

    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(team)) == 1


def test_a_key_to_columns_that_are_not_unique(engine):
    """SQLite itself refuses every row while it checks foreign keys: it is told not to, until the end."""
    engine = sa.create_engine(engine.url, poolclass=sa.pool.StaticPool)
    parent = sa.Table("parent", metadata := sa.MetaData(), sa.Column("x", sa.Integer))
    sa.Table("child", metadata, sa.Column("x", sa.ForeignKey("parent.x")))
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")

    with open_sink(engine) as sink:
        sink.write(parent, pa.record_batch({"x": pa.array([1])}))

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.execute(sa.select(parent)).all() == [(1,)]


def test_numbering_goes_on_after_the_rows_written(engine):
    """AUTOINCREMENT does not hand out a key that is taken."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sqlite_autoincrement=True)
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"id": pa.array([41])}))
        sink.finish([table])

    with engine.begin() as connection:
        assert connection.execute(table.insert()).inserted_primary_key == (42,)


def test_rows_are_counted_by_the_database(engine):
    """Tables with rows are named with their number; missing tables have none."""
    metadata = sa.MetaData()
    full, empty, missing = (
        sa.Table(name, metadata, sa.Column("n", sa.Integer)) for name in ("full", "empty", "missing")
    )
    metadata.create_all(engine, [full, empty])
    with open_sink(engine) as sink:
        sink.write(full, pa.record_batch({"n": pa.array([1, 2])}))

        assert isinstance(sink, DatabaseSink)
        assert sink.nonempty([full, empty, missing]) == {"full": 2}


def test_a_url_will_do(tmp_path):
    """The sink makes the engine, and lets go of the file."""
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer))
    with open_sink(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"n": pa.array(np.arange(3))}))

    with sqlite3.connect(tmp_path / "a.db") as connection:
        assert connection.execute("SELECT sum(n) FROM t").fetchone() == (3,)
    connection.close()


def test_dates_kept_as_text_are_iso(engine):
    """A date in a column of another type is written as people write it."""
    table = sa.Table("t", sa.MetaData(), sa.Column("v", sa.Text))
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"v": pa.array([date(2024, 2, 29)])}))

    with engine.connect() as connection:
        assert connection.scalar(sa.select(table.c.v)) == "2024-02-29"
