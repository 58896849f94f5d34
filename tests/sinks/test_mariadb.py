"""MariaDB as it is: every test loads through the way that it is about and asks the server what came of it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from populace.plan import Plan
from populace.runners import workers
from populace.runners.local import seed
from populace.schema.reflect import notes, reflect
from populace.schema.urls import engine_for
from populace.sinks import DatabaseSink, WriteError, open_sink
from populace.sinks.mariadb import MariaDBSink
from populace.sinks.mariadb_load import can_load
from populace.sinks.mariadb_text import Stored, tuples

NOON = datetime(2024, 2, 29, 12, 30, 15, 120)
IDENTITY = "12345678-1234-5678-1234-567812345678"

# the type in SQL, what a batch holds, how to ask for it, and the answer
VALUES = [
    ("tinyint", pa.array([-7], pa.int32()), "{}", -7),
    ("smallint unsigned", pa.array([65_535], pa.int32()), "{}", 65_535),
    ("int(8) unsigned zerofill", pa.array([42]), "CONCAT({})", "00000042"),
    ("bigint", pa.array([2**62]), "{}", 2**62),
    ("double", pa.array([0.1]), "{}", 0.1),
    ("double", pa.array([1e300]), "{}", 1e300),
    ("float", pa.array([-0.5]), "{}", -0.5),
    ("decimal(10,2)", pa.array([Decimal("-12.30")], pa.decimal128(10, 2)), "{}", Decimal("-12.30")),
    ("decimal(18,8)", pa.array([Decimal("0.00000001")], pa.decimal128(18, 8)), "{}", Decimal("0.00000001")),
    ("boolean", pa.array([True]), "{}", 1),
    ("bit(1)", pa.array(["1"]), "{} + 0", 1),
    ("bit(64)", pa.array([str(2**63 - 1)]), "{} + 0", 2**63 - 1),
    ("year", pa.array([2155], pa.int16()), "{}", 2155),
    ("date", pa.array([date(1, 1, 1)]), "CONCAT({})", "0001-01-01"),
    ("datetime(6)", pa.array([NOON], pa.timestamp("us")), "{}", NOON),
    ("datetime", pa.array([NOON.replace(microsecond=0)], pa.timestamp("us", "UTC")), "{}", NOON.replace(microsecond=0)),
    ("timestamp", pa.array([datetime(2024, 3, 31, 2, 30)], pa.timestamp("us")), "UNIX_TIMESTAMP({})", 1711852200),
    ("datetime", pa.array([timedelta(days=3)], pa.duration("us")), "{}", datetime(1970, 1, 4)),
    ("time(6)", pa.array([time(23, 59, 59, 5)], pa.time64("us")), "CONCAT({})", "23:59:59.000005"),
    ("time", pa.array([timedelta(hours=-100, seconds=-1)], pa.duration("us")), "CONCAT({})", "-100:00:01"),
    ("varchar(60)", pa.array(["o'br\\ien \0☃\t\"\n\r\x1a😀, \\N"]), "{}", "o'br\\ien \0☃\t\"\n\r\x1a😀, \\N"),
    ("varchar(9)", pa.array(["\\N"]), "{}", "\\N"),
    ("varchar(9)", pa.array(["NULL"]), "{}", "NULL"),
    ("text", pa.array([""]), "{}", ""),
    ("varchar(9) character set latin1", pa.array(["Zoë"]), "{}", "Zoë"),
    ("enum('happy','it''s, so')", pa.array(["it's, so"]).dictionary_encode(), "{}", "it's, so"),
    ("enum('1','0')", pa.array(["0"]).dictionary_encode(), "{}", "0"),
    ("set('a','b','c')", pa.array(["a,c"]), "{}", "a,c"),
    ("json", pa.array(['{"a": "\\n\\""}']), "{}", '{"a": "\\n\\""}'),
    ("binary(3)", pa.array([b"\x00\xff\\"]), "{}", b"\x00\xff\\"),
    ("blob", pa.array([b""]), "{}", b""),
    ("uuid", pa.array([IDENTITY]), "CONCAT({})", IDENTITY),
    ("inet6", pa.array(["2001:db8::1:2"]), "CONCAT({})", "2001:db8::1:2"),
    ("point", pa.array(["POINT(1.5 -2)"]), "ST_AsText({})", "POINT(1.5 -2)"),
    ("geometry", pa.array(["LINESTRING(0 0,1 1)"]), "ST_AsText({})", "LINESTRING(0 0,1 1)"),
]


@pytest.fixture(params=["load", "insert"])
def engine(mariadb, request):
    """An empty database, by LOAD DATA LOCAL and by INSERT: a connection that was opened without files in mind."""
    engine = engine_for(mariadb) if request.param == "load" else sa.create_engine(mariadb, poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def loading(mariadb):
    """An empty database that is loaded by LOAD DATA LOCAL."""
    engine = engine_for(mariadb)
    if run(engine, "SELECT @@local_infile") == [(0,)]:
        pytest.skip("the server takes no LOAD DATA LOCAL")
    yield engine
    engine.dispose()


def run(engine, *statements):
    with engine.begin() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement.replace("%", "%%"))
        return result.all() if result.returns_rows else None


def read(engine, name):
    return reflect(engine).tables[name]


def test_every_type_is_stored_as_it_was_given(engine):
    """By write, by update and where keys are not checked; nulls too."""
    columns = ", ".join(f"c{i} {sqltype} NULL" for i, (sqltype, *_) in enumerate(VALUES))
    run(engine, f"CREATE TABLE t (id int PRIMARY KEY, {columns})")
    table = read(engine, "t")
    values = {f"c{i}": array for i, (_, array, *_) in enumerate(VALUES)}
    nulls = {name: pa.nulls(1, array.type) for name, array in values.items()}
    with open_sink(engine) as sink:
        sink.write(table, pa.record_batch({"id": pa.array([1]), **values}))
        sink.write(table, pa.record_batch({"id": pa.array([2]), **nulls}))
        sink.update(table, ["id"], pa.record_batch({"id": pa.array([2]), **values}))
        sink.write_together([(table, pa.record_batch({"id": pa.array([3]), **values}))])
        sink.write(table, pa.record_batch({"id": pa.array([4]), **nulls}))

    asked = ", ".join(how.format(f"c{i}") for i, (_, _, how, _) in enumerate(VALUES))
    *rows, last = run(engine, "SET time_zone = '+00:00'", f"SELECT {asked} FROM t ORDER BY id")
    assert [list(row) for row in rows] == [[answer for *_, answer in VALUES]] * 3
    assert set(last) == {None}


ODD = st.sampled_from(
    ["\\", "\\N", "N", "NULL", '"', '""', "'", ",", "\t", "\n", "\r", "\0", "\x1a", "%s", "😀", "☃", ";"]
)
TEXTS = st.lists(ODD | st.text(st.characters(codec="utf-8")), max_size=6).map("".join)


@given(st.lists(st.tuples(TEXTS | st.none(), st.binary(max_size=20) | st.none()), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120, deadline=None)
def test_any_text_and_bytes_come_back(engine, values):
    """Quotes, line breaks, backslashes, what looks like NULL, NULs and emoji, in plain and in dictionary arrays."""
    columns = [sa.Column("v", sa.Text), sa.Column("d", sa.Text), sa.Column("b", sa.LargeBinary)]
    table = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer), *columns)
    texts, blobs = (list(each) for each in zip(*values, strict=True))
    plain = pa.array(texts, pa.string())
    batch = pa.record_batch(
        {"n": range(len(texts)), "v": plain, "d": plain.dictionary_encode(), "b": pa.array(blobs, pa.binary())}
    )
    run(engine, "CREATE TABLE IF NOT EXISTS t (n int, v text, d text, b blob)", "DELETE FROM t")
    with open_sink(engine) as sink:
        sink.write(table, batch)

    rows = run(engine, "SELECT v, d, b FROM t ORDER BY n")
    assert [tuple(row) for row in rows] == [(text, text, blob) for text, blob in values]


def test_the_ways_are_the_ones_meant(mariadb, engine, request):
    """engine_for opens connections that may load; others insert, and PyMySQL hands out no file itself either way."""
    loads = "load" in request.node.name and run(engine, "SELECT @@local_infile") == [(1,)]
    with open_sink(engine) as sink:
        assert sink._loads is loads
        assert not sink._session.driver._local_infile
    with sa.create_engine(f"{mariadb}?local_infile=1").connect() as connection:
        assert can_load(connection.connection.driver_connection, 1)
        assert not can_load(connection.connection.driver_connection, "OFF")


def test_a_server_cannot_ask_for_a_file(loading, tmp_path):
    """A statement that is not ours gets no file, whatever it names."""
    secret = tmp_path / "secret"
    secret.write_text("s3ntinel")
    run(loading, "CREATE TABLE t (v text)")
    with loading.connect() as connection:
        with pytest.raises(RuntimeError, match="LOAD_LOCAL"):
            connection.exec_driver_sql(f"LOAD DATA LOCAL INFILE '{secret}' INTO TABLE t")
        connection.invalidate()
    assert run(loading, "SELECT * FROM t") == []


@pytest.mark.parametrize(
    ("column", "array"),
    [
        ("TINYINT UNSIGNED NOT NULL", pa.array([1, 300, 2])),
        ("INT NOT NULL", pa.array([1, None, 2])),
        ("VARCHAR(3) NOT NULL", pa.array(["a", "abcd", "b"])),
        ("VARCHAR(9) CHARACTER SET latin1", pa.array(["a", "☃", "b"])),
        ("DATE NOT NULL", pa.array(["2024-01-01", "0000-00-00", "2024-01-02"])),
        ("DATE NOT NULL", pa.array(["2024-01-01", "2023-02-30", "2024-01-02"])),
        ("ENUM('a','b') NOT NULL", pa.array(["a", "c", "b"])),
        ("INT CHECK (v < 5)", pa.array([1, 9, 2])),
        ("INT UNIQUE", pa.array([1, 1, 2])),
        ("VARCHAR(9) UNIQUE", pa.array(["Zoe", "zoë ", "b"])),
        ("JSON", pa.array(["{}", "{", "[]"])),
        ("INT, FOREIGN KEY (v) REFERENCES p (id)", pa.array([1, 7, 1])),
    ],
)
def test_what_the_server_would_bend_is_refused(engine, column, array):
    """Strict whatever the session was: nothing is cut off, rounded up or skipped, and the others are not written."""
    run(
        engine,
        "CREATE TABLE p (id INT PRIMARY KEY)",
        "INSERT INTO p VALUES (1)",
        f"CREATE TABLE t (id INT, v {column})",
    )
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("v", sa.Text))
    with engine.connect() as connection:
        connection.exec_driver_sql("SET SESSION sql_mode = '', sql_notes = 0, max_error_count = 0")
        with open_sink(connection) as sink:
            with pytest.raises(WriteError, match="t: refused") as refused:
                sink.write(table, pa.record_batch({"id": [1, 2, 3], "v": array}))
            assert sink.count(table) == 0
            assert sink.try_write(table, pa.record_batch({"id": [1, 2, 3], "v": array})).tolist() == [True, False, True]
        assert connection.exec_driver_sql("SELECT @@sql_mode, @@sql_notes").one() == ("", 0)
    assert refused.value.of_rows


def test_the_refused_row_is_known(engine):
    """Where the server says which row it was, by its message or its diagnostics."""
    run(engine, "CREATE TABLE t (n TINYINT PRIMARY KEY)")
    table = read(engine, "t")
    with open_sink(engine) as sink:
        for numbers in ([1, 2, 3, 2], [1, 2, 3, 999]):
            with pytest.raises(WriteError) as refused:
                sink.write(table, pa.record_batch({"n": numbers}))
            assert refused.value.row in (3, None if sink.connection.dialect.server_version_info < (10, 7) else 3)


def test_auto_increment_goes_on(engine):
    """The next row that someone adds has the next number; a 0 is a 0."""
    run(engine, "CREATE TABLE t (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v INT)")
    table = read(engine, "t")
    with open_sink(engine) as sink:
        sink.write(table, pa.record_batch({"id": [0, 1, 7], "v": [1, 2, 3]}))
        sink.finish([table])
    run(engine, "INSERT INTO t (v) VALUES (4)")

    assert run(engine, "SELECT id FROM t ORDER BY id") == [(0,), (1,), (7,), (8,)]


def test_an_update_leaves_what_updates_itself(engine):
    """ON UPDATE CURRENT_TIMESTAMP would make today of every row's time; the key may be text of any collation."""
    run(
        engine,
        "CREATE TABLE t (k VARCHAR(9) COLLATE utf8mb4_bin PRIMARY KEY, v INT, "
        "at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)",
    )
    table, before = read(engine, "t"), datetime(2001, 2, 3, 4, 5, 6)
    with open_sink(engine) as sink:
        sink.write(table, pa.record_batch({"k": ["a", "A"], "v": [1, 2], "at": [before, before]}))
        sink.update(table, ["k"], pa.record_batch({"k": ["A", "a"], "v": [20, 10]}))

    assert run(engine, "SET time_zone = '+00:00'", "SELECT k, v, at FROM t ORDER BY v") == [
        ("a", 10, before),
        ("A", 20, before),
    ]


def test_a_failure_leaves_everything_as_before(engine):
    """Rows are rolled back, tables that were made are dropped, those that were there stay."""
    metadata = sa.MetaData()
    kept, made = (sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True)) for name in ("kept", "made"))
    kept.create(engine)
    with pytest.raises(ValueError), open_sink(engine) as sink:
        sink.create(metadata)
        sink.write(kept, pa.record_batch({"id": [1]}))
        sink.write(made, pa.record_batch({"id": [1]}))
        raise ValueError

    assert sa.inspect(engine).get_table_names() == ["kept"]
    assert run(engine, "SELECT * FROM kept") == []


def test_a_lost_connection_is_said_and_leaves_nothing(mariadb, engine):
    """The server ends the session in the middle: the error says so, the next sink works."""
    run(engine, "CREATE TABLE t (id INT PRIMARY KEY)")
    table = read(engine, "t")
    with pytest.raises(WriteError, match="(?i)t: refused: .*connection"), open_sink(engine) as sink:
        sink.write(table, pa.record_batch({"id": [1]}))
        number = sink.connection.exec_driver_sql("SELECT CONNECTION_ID()").scalar()
        run(sa.create_engine(mariadb), f"KILL {number}")
        sink.write(table, pa.record_batch({"id": [2]}))

    with open_sink(engine) as sink:
        assert sink.count(table) == 0


def test_an_interrupt_while_loading_is_the_error(loading, monkeypatch):
    """Half a file is not taken for a whole one, and the interrupt is not covered by a later error."""
    run(loading, "CREATE TABLE t (id INT PRIMARY KEY)")
    table = read(loading, "t")
    with pytest.raises(KeyboardInterrupt), open_sink(loading) as sink:
        sink.write(table, pa.record_batch({"id": [1]}))
        write, packets = sink._session.driver.write_packet, []

        def interrupted(payload):
            packets.append(payload)
            if len(packets) == 2:
                raise KeyboardInterrupt
            write(payload)

        monkeypatch.setattr(sink._session.driver, "write_packet", interrupted)
        sink.write(table, pa.record_batch({"id": [2, 3]}))

    assert run(loading, "SELECT * FROM t") == []


RING = """CREATE TABLE a (id INT PRIMARY KEY, other INT NOT NULL);
CREATE TABLE b (id INT PRIMARY KEY, other INT NOT NULL, CONSTRAINT to_a FOREIGN KEY (other) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT `to b` FOREIGN KEY (other) REFERENCES b (id)"""


def test_a_cycle_of_required_keys_loads(engine):
    """Keys are not checked while the ring is written, and are afterwards, row by row again and as a whole."""
    run(engine, *RING.split(";"))
    tables = reflect(engine).tables
    rows = pa.record_batch({"id": [1, 2], "other": [2, 1]})
    with open_sink(engine) as sink:
        sink.write_together([(tables["a"], rows), (tables["b"], rows)])
        with pytest.raises(WriteError, match="to b"):
            sink.write(tables["a"], pa.record_batch({"id": [3], "other": [9]}))

    assert run(engine, "SELECT * FROM a ORDER BY id") == [(1, 2), (2, 1)]


def test_a_key_that_dangles_in_a_ring_is_an_error_that_names_it(engine):
    """The anti-join at the end finds what the server did not look at; nothing stays."""
    run(engine, *RING.split(";"))
    tables = reflect(engine).tables
    good, bad = pa.record_batch({"id": [1, 2], "other": [2, 1]}), pa.record_batch({"id": [1, 2], "other": [2, 7]})
    with pytest.raises(WriteError, match=r"a\.other: .*`?to b.*1 rows point to no row of b, such as 7"):
        with open_sink(engine) as sink:
            sink.write_together([(tables["a"], bad), (tables["b"], good)])

    assert run(engine, "SELECT COUNT(*) FROM a") == [(0,)]


@pytest.mark.parametrize("kind", ["MyISAM", "Aria", "MEMORY"])
def test_engines_without_transactions_are_emptied_after_a_failure(engine, kind):
    """The rows of a failed load are deleted again, and reading the schema says what a killed process would leave."""
    run(engine, f"CREATE TABLE m (id INT PRIMARY KEY) ENGINE={kind}", "CREATE TABLE t (id INT PRIMARY KEY)")
    metadata = reflect(engine)
    assert any(f"m: its engine {kind} has no transactions" in text for text in notes(metadata))
    with pytest.raises(ValueError), open_sink(engine) as sink:
        assert sink.nonempty(metadata.tables.values()) == {}
        sink.write(metadata.tables["m"], pa.record_batch({"id": [1, 2]}))
        sink.write(metadata.tables["t"], pa.record_batch({"id": [1, 2]}))
        raise ValueError

    assert run(engine, "SELECT (SELECT COUNT(*) FROM m), (SELECT COUNT(*) FROM t)") == [(0, 0)]


@pytest.mark.parametrize("kind", ["MyISAM", "Aria"])
def test_rows_that_cannot_be_taken_back_are_spoken_of(engine, kind):
    """A table that had rows before is not emptied; the error says that rows stay."""
    run(engine, f"CREATE TABLE m (id INT PRIMARY KEY) ENGINE={kind}", "INSERT INTO m VALUES (1)")
    table = read(engine, "m")
    with pytest.raises(WriteError, match="m: .*rows written before the failure stay.*the reason"):
        with open_sink(engine) as sink:
            sink.write(table, pa.record_batch({"id": [2]}))
            raise ValueError("the reason")

    assert run(engine, "SELECT id FROM m") == [(1,), (2,)]


@pytest.mark.parametrize("kind", ["MyISAM", "Aria"])
def test_refused_rows_are_left_out_without_transactions(engine, kind):
    """What a refused statement had written is deleted, so that its rows can be tried again one by one."""
    run(engine, f"CREATE TABLE m (id INT PRIMARY KEY, n INT CHECK (n < 5)) ENGINE={kind}")
    table = read(engine, "m")
    with open_sink(engine) as sink:
        written = sink.try_write(table, pa.record_batch({"id": [1, 2, 3, 4], "n": [1, 2, 9, 3]}))
        assert written.tolist() == [True, True, False, True]

    assert run(engine, "SELECT id FROM m ORDER BY id") == [(1,), (2,), (4,)]


def test_awkward_names_are_only_names(engine):
    """Identifiers are quoted and nothing else is made of them, in inserts, updates and checks of keys."""
    names = ["x'; DROP TABLE tenant; --", 'co"l', "100%", "a:b", "{braces}", "naïve ☃", "select", "%s", "back`tick"]
    table = sa.Table(
        "order 100% `of`",
        sa.MetaData(),
        *(sa.Column(name, sa.Integer, primary_key=not i) for i, name in enumerate(names)),
    )
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write_together([(table, pa.record_batch([pa.array([n]) for n in range(9)], names=names))])
        changes = [pa.array([n * 2]) for n in range(9)]
        sink.update(table, names[:1], pa.record_batch(changes, names=names))
        assert sink.connection.execute(sa.select(table)).one() == tuple(range(0, 18, 2))
        assert isinstance(sink, DatabaseSink)


def test_a_large_batch_is_cut_to_what_the_server_takes():
    """Statements stay below the limit, one row at least in each, every row in one of them."""
    batch = pa.record_batch({"v": ["x" * size for size in (10, 10, 500, 10, 10)]})
    parts = list(tuples(batch, {"v": Stored("text")}, 40))

    assert [(start, stop) for start, stop, _ in parts] == [(0, 2), (2, 3), (3, 5)]
    assert parts[0][2] == b"('xxxxxxxxxx'),('xxxxxxxxxx')"


def test_the_session_is_given_back_as_it_was(mariadb):
    """A pooled connection's settings are not ours to change for whoever comes next."""
    engine = sa.create_engine(mariadb)
    before = run(engine, "SELECT @@sql_mode, @@time_zone, @@sql_notes, @@foreign_key_checks, @@collation_connection")
    with open_sink(engine) as sink:
        assert isinstance(sink, MariaDBSink)
    assert (
        run(engine, "SELECT @@sql_mode, @@time_zone, @@sql_notes, @@foreign_key_checks, @@collation_connection")
        == before
    )
    engine.dispose()


MANY = (
    "CREATE TABLE many (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) NOT NULL, born DATE, paid DECIMAL(9,2), "
    "tags SET('a','b','c') NOT NULL, flag BIT(1) NOT NULL)"
)


def test_four_processes_and_three_slices_make_the_rows_of_one(mariadb, engine):
    """The table's checksum is the same however its rows were made and written."""
    rows, checksums = 70_000, set()
    run(engine, MANY)
    plan = Plan(reflect(engine), sizes={"many": rows}, now=datetime(2026, 1, 1), dialect="mysql")
    for jobs in (1, 4):
        with open_sink(engine) as sink:
            assert seed(plan, sink, jobs=jobs) == {"many": rows}
        checksums.add(run(engine, "CHECKSUM TABLE many")[0][1])
        run(engine, "DELETE FROM many")
    workers.stop()
    with open_sink(engine) as sink:
        for start, stop in ((0, 7), (7, 50_000), (50_000, rows)):
            sink.write(plan.table("many"), plan.batch("many", start, stop))
    checksums.add(run(engine, "CHECKSUM TABLE many")[0][1])

    assert len(checksums) == 1


def test_a_user_who_may_only_insert_and_update_is_enough(mariadb, mariadb_server):
    """No privilege for temporary tables: rows are updated one by one, and what updates itself is still left alone."""
    url = sa.make_url(mariadb)
    name = f"u{url.database[-12:]}"
    admin = engine_for(mariadb)
    [(host,)] = run(admin, "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', -1)")
    user = f"{name}@'{host}'"
    run(
        admin,
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, b BIT(3), k BLOB, "
        "at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)",
        f"CREATE USER {user} IDENTIFIED BY 's3ntinel'",
        f"GRANT SELECT, INSERT, UPDATE ON {url.database}.* TO {user}",
    )
    engine = engine_for(url.set(username=name, password="s3ntinel"))
    try:
        before = datetime(2001, 2, 3, 4, 5, 6)
        with open_sink(engine) as sink:
            table = read(engine, "t")
            sink.write(table, pa.record_batch({"id": [1, 2], "v": [1, 2], "at": [before, before]}))
            sink.update(
                table, ["id"], pa.record_batch({"id": [1, 2], "v": [10, 20], "b": ["5", "6"], "k": [b"\0", None]})
            )
        answer = run(engine, "SET time_zone = '+00:00'", "SELECT v, b + 0, k, at FROM t ORDER BY id")
        assert answer == [(10, 5, b"\0", before), (20, 6, None, before)]
    finally:
        engine.dispose()
        run(admin, f"DROP USER {user}")
        admin.dispose()
