import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from populace.sinks import DatabaseSink, WriteError, open_sink

NOON = datetime(2024, 2, 29, 12, 30, 15, 120, tzinfo=UTC)

# the type in SQL, what a batch holds, and the value as the server's text
VALUES = [
    ("smallint", pa.array([-7], pa.int16()), "-7"),
    ("bigint", pa.array([2**62]), str(2**62)),
    ("double precision", pa.array([0.1]), "0.1"),
    ("double precision", pa.array([math.inf]), "Infinity"),
    ("double precision", pa.array([math.nan]), "NaN"),
    ("double precision", pa.array([5e-324]), "5e-324"),
    ("numeric", pa.array([1e22]), "10000000000000000000000"),
    ("numeric(10,2)", pa.array([Decimal("-12.30")], pa.decimal128(10, 2)), "-12.30"),
    ("numeric(18,8)", pa.array([Decimal("0.00000001")], pa.decimal128(18, 8)), "0.00000001"),
    ("boolean", pa.array([True]), "true"),
    ("date", pa.array([date(1, 1, 1)]), "0001-01-01"),
    ("timestamp", pa.array([NOON.replace(tzinfo=None)], pa.timestamp("us")), "2024-02-29 12:30:15.00012"),
    ("timestamptz", pa.array([NOON], pa.timestamp("us", "UTC")), "2024-02-29 12:30:15.00012+00"),
    ("time", pa.array([time(23, 59, 59, 5)], pa.time64("us")), "23:59:59.000005"),
    ("timetz", pa.array([time(23, 59, 59)], pa.time64("us")), "23:59:59+00"),
    (
        "interval",
        pa.array([timedelta(days=-3, seconds=5, microseconds=7)], pa.duration("us")),
        "-3 days +00:00:05.000007",
    ),
    ("interval", pa.array([timedelta(days=40_000)], pa.duration("us")), "40000 days"),
    ("uuid", pa.array(["12345678-1234-5678-1234-567812345678"]), "12345678-1234-5678-1234-567812345678"),
    ("mood", pa.array(["it's complicated"]).dictionary_encode(), "it's complicated"),
    ("mood", pa.array([""]).dictionary_encode(), ""),
    ("positive", pa.array([7], pa.int32()), "7"),
    ("money_amount", pa.array(['(12.30,"EU\\"")']), '(12.30,"EU""")'),
    ("jsonb", pa.array(['{"a": "\\n\\""}']), '{"a": "\\n\\""}'),
    ("bytea", pa.array([b"\x00\xff\\"]), "\\x00ff5c"),
    ("bytea", pa.array([b""]), "\\x"),
    ("inet", pa.array(["10.0.0.1/8"]), "10.0.0.1/8"),
    ("tstzrange", pa.array(['["2024-01-01 00:00:00+00",)']), '["2024-01-01 00:00:00+00",)'),
    ("datemultirange", pa.array(["{[2024-01-01,2024-01-02)}"]), "{[2024-01-01,2024-01-02)}"),
    ("tsvector", pa.array(["'a':1 'b'"]), "'a':1 'b'"),
    ('"char"', pa.array(["x"]), "x"),
    ("bit(3)", pa.array(["101"]), "101"),
    ("int[]", pa.array([[1, None, -3]], pa.list_(pa.int32())), "{1,NULL,-3}"),
    ("int[]", pa.array([[]], pa.list_(pa.int32())), "{}"),
    ("int[]", pa.array([[[1, 2], [3, 4]]]), "{{1,2},{3,4}}"),
    (
        "text[]",
        pa.array([['a"b', "c\\d", "", "NULL", None, "x,y", "{", "\n"]]),
        '{"a\\"b","c\\\\d","","NULL",NULL,"x,y","{","\n"}',
    ),
    ("timestamptz[]", pa.array([[NOON]], pa.list_(pa.timestamp("us", "UTC"))), '{"2024-02-29 12:30:15.00012+00"}'),
    ("bytea[]", pa.array([[b"\x01"]]), '{"\\\\x01"}'),
    ("mood[]", pa.array([["sad", ""]]), '{sad,""}'),
]

TYPES = """
    CREATE TYPE mood AS ENUM ('happy', 'sad', 'it''s complicated', '');
    CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
    CREATE TYPE money_amount AS (amount numeric(12,2), currency char(3))"""


@pytest.fixture(params=["psycopg", "psycopg2"])
def engine(postgres, request):
    """An empty database through either driver."""
    pytest.importorskip(request.param)
    url = sa.make_url(postgres).set(drivername=f"postgresql+{request.param}")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    yield engine
    engine.dispose()


def run(engine, *statements):
    with engine.begin() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement.replace("%", "%%"))
        return result.all() if result.returns_rows else None


def reflected(engine, name, schema=None):
    return sa.Table(name, sa.MetaData(), schema=schema, autoload_with=engine)


@pytest.mark.filterwarnings("ignore:Did not recognize type")
def test_every_type_is_stored_as_it_was_given(engine):
    """By COPY, by an UPDATE and by the INSERT that serves cycles; nulls too."""
    columns = ", ".join(f"c{i} {sqltype}" for i, (sqltype, _, _) in enumerate(VALUES))
    run(engine, TYPES, f"CREATE TABLE t (id int PRIMARY KEY, {columns})")
    table = reflected(engine, "t")
    values = {f"c{i}": array for i, (_, array, _) in enumerate(VALUES)}
    nulls = {name: pa.nulls(1, array.type) for name, array in values.items()}
    with open_sink(engine) as sink:
        sink.write(table, pa.record_batch({"id": pa.array([1]), **values}))
        sink.write(table, pa.record_batch({"id": pa.array([2]), **nulls}))
        sink.update(table, ["id"], pa.record_batch({"id": pa.array([2]), **values}))
        sink.write_together([(table, pa.record_batch({"id": pa.array([3]), **values}))])
        sink.write(table, pa.record_batch({"id": pa.array([4]), **nulls}))

    texts = ", ".join(f"c{i}::text" for i in range(len(VALUES)))
    *rows, last = run(engine, "SET TIME ZONE 'UTC'", f"SELECT {texts} FROM t ORDER BY id")
    assert [list(row) for row in rows] == [[text for _, _, text in VALUES]] * 3
    assert set(last) == {None}


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.none(), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_text_comes_back(engine, texts):
    """Quotes, line breaks, backslashes, an end-of-data mark and the empty text, in text, in arrays, by every way in."""
    table = sa.Table(
        "t", sa.MetaData(), sa.Column("v", sa.Text), sa.Column("a", sa.ARRAY(sa.Text)), sa.Column("n", sa.Integer)
    )
    batch = pa.record_batch(
        {"v": pa.array(texts, pa.string()), "a": [[text, "x"] for text in texts], "n": range(len(texts))}
    )
    with engine.connect() as connection, connection.begin() as transaction:
        with open_sink(connection) as sink:
            sink.create(table.metadata)
            sink.write(table, batch)
            sink.write_together([(table, batch)])
        rows = connection.execute(sa.select(table.c.v, table.c.a).order_by(table.c.n)).all()
        transaction.rollback()

    assert [row.v for row in rows[::2]] == [row.v for row in rows[1::2]] == texts
    assert [row.a for row in rows[::2]] == [row.a for row in rows[1::2]] == [[text, "x"] for text in texts]


@pytest.mark.parametrize("texts", [[r"\."], ["a", r"\.", "b"], ["x\n\\.\ny"], ["\\.\n"], ["", None], [None, None]])
def test_one_column_of_awkward_text(engine, texts):
    """A line that says end of data, or nothing at all, is a value like any other."""
    table = sa.Table("t", sa.MetaData(), sa.Column("v", sa.Text))
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"v": pa.array(texts, pa.string())}))

    assert [row.v for row in run(engine, "SELECT v FROM t")] == texts


def test_nul_is_refused_by_name(engine):
    """PostgreSQL has no NUL in texts; the error says in which column it is."""
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Text), sa.Column("b", sa.Text))
    with pytest.raises(WriteError, match=r"t\.b: .*NUL"), open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"a": ["x"], "b": ["a\0b"]}))


def test_awkward_names_are_only_names(engine):
    """Identifiers are quoted by every statement, whatever they hold."""
    names = [
        "x'; DROP TABLE tenant; --",
        'co"l',
        "100%",
        "a:b",
        "{braces}",
        "naïve ☃",
        "select",
        "%s",
        "%(x)s",
        "back\\",
    ]
    table = sa.Table("order 100%s", sa.MetaData(schema="Sales 'Dept"), *(sa.Column(n, sa.Integer) for n in names))
    table.append_column(sa.Column("Order ID", sa.Integer, sa.Sequence("seq'%s\\"), server_default=sa.text("0")))
    run(engine, 'CREATE SCHEMA "Sales \'Dept"', "CREATE TABLE tenant (id int)")
    batch = pa.record_batch([pa.array([n]) for n in range(len(names))], names=names)
    with open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, batch)
        sink.write_together([(table, batch)])
        sink.update(table, names[:1], pa.record_batch([pa.array([n * 2]) for n in range(len(names))], names=names))
        sink.finish([table])
        assert sink.count(table) == 2

    with engine.connect() as connection:
        assert connection.execute(sa.select(*(table.c[n] for n in names))).all() == [tuple(range(0, 20, 2))] * 2
        assert sa.inspect(connection).has_table("tenant")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_everything_as_before(engine, error):
    """Tables, schemas, rows and sequences."""
    run(engine, "CREATE TABLE kept (id serial)")
    kept = reflected(engine, "kept")
    table = sa.Table("t", sa.MetaData(schema="new"), sa.Column("id", sa.Integer, primary_key=True))
    with pytest.raises(error), open_sink(engine) as sink:
        sink.create(table.metadata)
        sink.write(table, pa.record_batch({"id": pa.array([1, 2])}))
        sink.write(kept, pa.record_batch({"id": pa.array([41])}))
        sink.finish([kept, table])
        raise error

    assert "new" not in sa.inspect(engine).get_schema_names()
    assert run(engine, "SELECT last_value, is_called, (SELECT count(*) FROM kept) FROM kept_id_seq") == [(1, False, 0)]


def test_a_refused_row_is_named(engine):
    """Table, constraint, the server's reason, and the row, though texts before it have several lines."""
    run(engine, "CREATE TABLE t (v text, n int CONSTRAINT small CHECK (n < 10))")
    table = reflected(engine, "t")
    batch = pa.record_batch({"v": ["a\nb\nc", "d", "e"], "n": [1, 2, 30]})
    with pytest.raises(WriteError) as caught, open_sink(engine) as sink:
        sink.write(table, batch)

    assert (caught.value.table, caught.value.constraint, caught.value.row) == ("t", "small", 2)
    assert "Failing row contains (e, 30)" in str(caught.value)


def test_rows_that_a_trigger_refuses_are_left_out(engine):
    """try_write says which rows went in; the transaction lives on."""
    run(
        engine,
        """CREATE TABLE t (n int, EXCLUDE USING btree (n WITH =));
        CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.n % 7 = 0 THEN RAISE EXCEPTION 'seven'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER odd BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION odd()""",
    )
    table = reflected(engine, "t")
    with open_sink(engine) as sink:
        written = sink.try_write(table, pa.record_batch({"n": [1, 2, 7, 3, 3, 14, 4]}))

    assert written.tolist() == [True, True, False, True, False, False, True]
    assert run(engine, "SELECT array_agg(n ORDER BY n) FROM t") == [([1, 2, 3, 4],)]


def test_many_refused_rows_are_found_fast(engine):
    """Each is tried by itself on the server, in tables and columns of any name."""
    run(engine, """CREATE TABLE "$populace$ '%s" ("a'\\""b" varchar(3), "$$" text)""")
    table = reflected(engine, "$populace$ '%s")
    texts = ["long" if n % 3 else "ok" for n in range(3000)]
    with open_sink(engine) as sink:
        written = sink.try_write(table, pa.record_batch([texts, texts], names=table.columns.keys()))

        assert written.tolist() == [text == "ok" for text in texts]
        assert sink.count(table) == 1000


def test_refused_rows_are_found_without_temporary_tables(engine):
    """Savepoints do where the role may not make a table to put the rows in."""
    role = name = engine.url.database
    run(
        engine,
        "CREATE TABLE t (n int CHECK (n < 3))",
        f"REVOKE TEMP ON DATABASE {name} FROM public",
        f"CREATE ROLE {role}",
    )
    run(engine, f"GRANT INSERT, SELECT ON t TO {role}")
    table = reflected(engine, "t")
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
            with open_sink(connection) as sink:
                assert sink.try_write(table, pa.record_batch({"n": [1, 3, 2]})).tolist() == [True, False, True]
    finally:
        run(engine, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_what_is_no_fault_of_the_rows_is_raised(engine):
    """A missing table is not searched for its bad rows."""
    table = sa.Table("missing", sa.MetaData(), sa.Column("n", sa.Integer))
    with pytest.raises(WriteError, match="does not exist"), open_sink(engine) as sink:
        sink.try_write(table, pa.record_batch({"n": [1, 2]}))


def test_sequences_go_on_after_the_rows_written(engine):
    """Serial, identity, a shared sequence in a default, one that counts down; one that is ahead stays."""
    run(
        engine,
        """CREATE SEQUENCE shared; CREATE SEQUENCE down INCREMENT -1; CREATE SEQUENCE ahead START 100;
        CREATE TABLE t (a serial, b int GENERATED ALWAYS AS IDENTITY, c int DEFAULT nextval('shared'),
                        d int DEFAULT nextval('down'), e int DEFAULT nextval('ahead'), f smallserial)""",
    )
    table = reflected(engine, "t")
    values = {"a": [40, 41], "b": [7, 6], "c": [5, 1], "d": [-1, -9], "e": [1, 2], "f": [3, None]}
    with open_sink(engine) as sink:
        sink.write(table, pa.record_batch({name: pa.array(v) for name, v in list(values.items())[:5]} | {"f": [3, 2]}))
        sink.finish([table])

    assert run(engine, "INSERT INTO t DEFAULT VALUES RETURNING *") == [(42, 8, 6, -10, 100, 4)]


CYCLE = """CREATE TABLE team (id int PRIMARY KEY, lead_id int NOT NULL);
    CREATE TABLE member (id int PRIMARY KEY, team_id int NOT NULL CONSTRAINT of_team REFERENCES team{0});
    ALTER TABLE team ADD CONSTRAINT lead_by FOREIGN KEY (lead_id) REFERENCES member{0}"""
CONSTRAINTS = (
    "SELECT conname, condeferrable, condeferred, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
)


def cycle(engine):
    metadata = sa.MetaData()
    metadata.reflect(engine)
    return metadata.tables["team"], metadata.tables["member"]


def load_cycle(sink, team, member, lead=1):
    sink.write(team, pa.record_batch({"id": [1, 2], "lead_id": [lead, 2]}))
    sink.write(member, pa.record_batch({"id": [1, 2], "team_id": [1, 2]}))


@pytest.mark.parametrize("deferrable", ["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
def test_a_cycle_of_required_keys_loads(engine, deferrable):
    """Its checks wait for the end; the constraints are as they were then."""
    run(engine, CYCLE.format(deferrable))
    before = run(engine, CONSTRAINTS)
    team, member = cycle(engine)
    with open_sink(engine) as sink:
        assert sink.defer([*team.foreign_key_constraints, *member.foreign_key_constraints])
        load_cycle(sink, team, member)

    assert run(engine, CONSTRAINTS) == before
    assert run(engine, "SELECT count(*) FROM team JOIN member ON lead_id = member.id") == [(2,)]


def test_a_key_to_nowhere_is_still_refused(engine):
    """Deferred is not unchecked: nothing is committed, and the constraints are as they were."""
    run(engine, CYCLE.format(""))
    before = run(engine, CONSTRAINTS)
    team, member = cycle(engine)
    with pytest.raises(sa.exc.IntegrityError, match="lead_by"), open_sink(engine) as sink:
        sink.defer([*team.foreign_key_constraints, *member.foreign_key_constraints])
        load_cycle(sink, team, member, lead=9)

    assert run(engine, CONSTRAINTS) == before
    assert run(engine, "SELECT count(*) FROM team") == [(0,)]


def test_a_cycle_of_tables_that_are_not_ours(engine):
    """Who may only insert loads both tables with one statement."""
    role = engine.url.database
    run(engine, CYCLE.format(""), f"CREATE ROLE {role}", f"GRANT INSERT, SELECT ON team, member TO {role}")
    team, member = cycle(engine)
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
            with open_sink(connection) as sink:
                assert not sink.defer(team.foreign_key_constraints)
                rows = (
                    pa.record_batch({"id": [1, 2], "lead_id": [2, 1]}),
                    pa.record_batch({"id": [1, 2], "team_id": [1, 2]}),
                )
                sink.write_together([(team, rows[0]), (member, rows[1])])
        assert run(engine, "SELECT count(*) FROM team JOIN member ON lead_id = member.id") == [(2,)]
    finally:
        run(engine, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_row_level_security_is_obeyed(engine):
    """Where the server refuses to COPY the rows are inserted, and policies hold."""
    role = engine.url.database
    run(
        engine,
        f"""CREATE TABLE t (v text); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE ROLE {role};
        CREATE POLICY short ON t USING (true) WITH CHECK (length(v) < 5); GRANT INSERT, SELECT ON t TO {role}""",
    )
    table = reflected(engine, "t")
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
            with open_sink(connection) as sink:
                assert sink.try_write(table, pa.record_batch({"v": ["abc", "too long"]})).tolist() == [True, False]
    finally:
        run(engine, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_triggers_find_their_schema(engine):
    """A trigger that names no schema works in its table's schema, and a table without one is not confused with it."""
    run(
        engine,
        """CREATE SCHEMA app; CREATE TABLE app.log (n int); CREATE TABLE app.t (n int); CREATE TABLE t (n int);
        CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO log VALUES (NEW.n); RETURN NEW; END $$;
        CREATE TRIGGER note AFTER INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.note()""",
    )
    inner, outer = reflected(engine, "t", "app"), reflected(engine, "t")
    with open_sink(engine) as sink:
        sink.write(inner, pa.record_batch({"n": [1]}))
        sink.write(outer, pa.record_batch({"n": [2]}))
        sink.write(inner, pa.record_batch({"n": [3]}))
        assert sink.nonempty([inner, outer]) == {"app.t": 2, "t": 1}

    assert run(engine, "SELECT n FROM app.log ORDER BY 1") == [(1,), (3,)]


def test_rows_of_heirs_and_partitions(engine):
    """A table that others inherit from has its own rows only; a partitioned one has its partitions'."""
    run(
        engine,
        """CREATE TABLE vehicle (id int); CREATE TABLE truck () INHERITS (vehicle);
        CREATE TABLE metric (k int) PARTITION BY HASH (k);
        CREATE TABLE m0 PARTITION OF metric FOR VALUES WITH (MODULUS 1, REMAINDER 0)""",
    )
    with open_sink(engine) as sink:
        sink.write(reflected(engine, "truck"), pa.record_batch({"id": [1]}))
        sink.write(reflected(engine, "metric"), pa.record_batch({"k": [1]}))

        assert isinstance(sink, DatabaseSink)
        assert sink.nonempty([reflected(engine, name) for name in ("vehicle", "truck", "metric")]) == {
            "truck": 1,
            "metric": 1,
        }
