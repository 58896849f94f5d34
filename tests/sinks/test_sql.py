import os
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlalchemy as sa

from populace.schema.annotations import annotations
from populace.schema.reflect import reflect
from populace.sinks import DatabaseSink, WriteError, open_sink
from populace.sinks.sql import SqlSink

SERVER = os.environ.get("POPULACE_TEST_MARIADB", "mysql+pymysql://root@127.0.0.1:3306/")
NOON = datetime(2024, 2, 29, 12, 30, 15)
IDENTITY = uuid.UUID("12345678-1234-5678-1234-567812345678")

CASES = [
    (sa.Integer(), pa.array([7, None], pa.int32()), 7),
    (sa.BigInteger(), pa.array([2**62, None]), 2**62),
    (sa.Double(), pa.array([0.1, None]), 0.1),
    (sa.Numeric(10, 2), pa.array([Decimal("-12.30"), None], pa.decimal128(10, 2)), Decimal("-12.30")),
    (sa.Boolean(), pa.array([True, None]), True),
    (sa.Date(), pa.array([NOON.date(), None]), date(2024, 2, 29)),
    (sa.DateTime(), pa.array([NOON, None], pa.timestamp("us")), NOON),
    (sa.Time(), pa.array([time(23, 59, 59), None], pa.time64("us")), time(23, 59, 59)),
    (sa.Interval(), pa.array([timedelta(days=3, seconds=5), None], pa.duration("us")), timedelta(days=3, seconds=5)),
    (sa.String(40), pa.array(["o'br\\ien ☃", None]), "o'br\\ien ☃"),
    (sa.Enum("happy", "sad"), pa.array(["sad", None]).dictionary_encode(), "sad"),
    (sa.Uuid(), pa.array([str(IDENTITY), None]), IDENTITY),
    (sa.JSON(), pa.array(['{"a": [1, null]}', None]), {"a": [1, None]}),
    (sa.LargeBinary(), pa.array([b"\x00\xff", None]), b"\x00\xff"),
]


@pytest.fixture(params=["sqlite", "mariadb"])
def engine(request):
    """SQLite by plain inserts, and MariaDB where there is a server."""
    if request.param == "sqlite":
        engine = sa.create_engine("sqlite://")
        yield engine
        return engine.dispose()
    pytest.importorskip("pymysql")
    server, name = sa.create_engine(SERVER), f"populace_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    except sa.exc.OperationalError:
        pytest.skip("no MariaDB server")
    engine = sa.create_engine(server.url.set(database=name), poolclass=sa.NullPool)
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    server.dispose()


@pytest.mark.filterwarnings("ignore:Dialect sqlite.*does \\*not\\* support Decimal")
@pytest.mark.parametrize(("sqltype", "array", "expected"), CASES, ids=lambda case: str(case)[:30])
def test_what_is_written_reads_back(engine, sqltype, array, expected):
    """Every type comes back as the object it stands for."""
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sqltype))
    with SqlSink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"id": [1, 2], "v": array}))

    with engine.connect() as connection:
        rows = connection.execute(sa.select(table.c.v).order_by(table.c.id)).scalars().all()
    assert rows == [expected, None]


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
def test_a_failure_leaves_everything_as_before(engine):
    """Tables too, though MariaDB commits when it makes one; tables that were there stay."""
    metadata = sa.MetaData()
    kept, made = (sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True)) for name in ("kept", "made"))
    kept.create(engine)
    with pytest.raises(ValueError), open_sink(engine) as sink:
        sink.create(metadata)
        sink.write(kept, pa.record_batch({"id": [1]}))
        sink.write(made, pa.record_batch({"id": [1]}))
        raise ValueError

    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["kept"]
        assert connection.scalar(sa.select(sa.func.count()).select_from(kept)) == 0


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
def test_a_cycle_of_required_keys_loads(engine):
    """Foreign keys are not checked while the tables of a ring are written, and are afterwards."""
    metadata = sa.MetaData()
    a, b = (
        sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("other", sa.ForeignKey(f"{other}.id", name=f"fk_{name}"), nullable=False))
        for name, other in (("a", "b"), ("b", "a"))
    )  # fmt: skip
    metadata.create_all(engine)
    rows = pa.record_batch({"id": [1, 2], "other": [2, 1]})

    with open_sink(engine) as sink:
        sink.write_together([(a, rows), (b, rows)])
        with pytest.raises(WriteError):
            sink.write(a, pa.record_batch({"id": [3], "other": [9]}))
        assert sink.count(a) == sink.count(b) == 2


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
def test_triggers_are_known(engine):
    """A table that a trigger fills is told from the others by the triggers of those."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INT PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TRIGGER filling BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id")

    assert annotations(reflect(engine).tables["t"])["triggers"] == ["filling"]


def test_awkward_names_are_only_names(engine):
    """Identifiers are quoted, parameters have names of our own."""
    names = ["x'; DROP TABLE tenant; -- ", 'co"l', "100%", "a:b", "{braces}", "naïve ☃", "select", "%s", "where"]
    names = [name.strip() for name in names]
    table = sa.Table("order 100%", sa.MetaData(), *(sa.Column(name, sa.Integer) for name in names))
    with SqlSink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch([pa.array([n]) for n in range(9)], names=names))
        sink.update(table, names[:1], pa.record_batch([pa.array([n * 2]) for n in range(9)], names=names))

        assert sink.connection.execute(sa.select(table)).one() == tuple(range(0, 18, 2))


def test_refused_rows_are_left_out(engine):
    """try_write says which rows went in; write raises, and names the table."""
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer, primary_key=True))
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        assert isinstance(sink, DatabaseSink)
        assert sink.try_write(table, pa.record_batch({"n": [1, 2, 2, 3, 1]})).tolist() == [
            True,
            True,
            False,
            True,
            False,
        ]
        assert sink.nonempty([table]) == {"t": 3}
        with pytest.raises(WriteError, match="t: refused"):
            sink.write(table, pa.record_batch({"n": [1]}))
