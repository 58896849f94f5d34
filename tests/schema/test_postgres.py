"""Reading PostgreSQL databases, with what other tools trip over."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import DOMAIN

from populace.schema.annotations import annotations, copied, notes
from populace.schema.pg_types import from_text
from populace.schema.reflect import reflect
from populace.schema.urls import engine_for


@pytest.fixture
def schema(postgres):
    """Reflects the schema of a script."""
    engine = engine_for(postgres)

    def make(script, schemas=None):
        with engine.begin() as connection:
            # Not through SQLAlchemy: a percent sign in a name is no placeholder.
            connection.connection.driver_connection.execute(script)
        return copied(reflect(engine, schemas))

    yield make
    engine.dispose()


def checks(table):
    """The texts of the checks."""
    return sorted(str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint))


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("numeric(12,2)", "NUMERIC(12, 2)"), ("character varying(30)[]", "VARCHAR(30)[]"), ("character(2)", "CHAR(2)"),
        ("timestamp(3) with time zone", "TIMESTAMP(3) WITH TIME ZONE"), ("extensions.citext", "CITEXT"),
        ("double precision", "FLOAT(53)"), ("bit varying(5)", "BIT VARYING(5)"),
    ],
)  # fmt: skip
def test_types_from_the_text_of_the_database(text, wanted):
    """Lengths, scales, zones and arrays are kept; a schema before the name does not matter."""
    compiled = from_text(text).compile(dialect=sa.dialects.postgresql.dialect())

    assert compiled in (wanted, wanted.replace("FLOAT(53)", "DOUBLE PRECISION"))


def test_domains_keep_all_they_demand(schema):
    """A domain of a domain has both checks, the base's length, and NOT NULL."""
    table = schema("""
        CREATE DOMAIN code AS varchar(8) CHECK (VALUE <> '') CONSTRAINT up CHECK (VALUE = upper(VALUE));
        CREATE DOMAIN iso AS code NOT NULL CHECK (length(VALUE) = 2);
        CREATE DOMAIN tags AS varchar(5)[] CHECK (cardinality(VALUE) > 1);
        CREATE TABLE t (a iso, b tags)
    """).tables["t"]

    assert isinstance(table.c.a.type, DOMAIN) and not table.c.a.nullable
    assert [c[:12] for c in annotations(table.c.a)["domain_checks"]] == ["length((VALU", "(VALUE)::tex", "(VALUE)::tex"]
    assert isinstance(table.c.b.type.data_type, sa.ARRAY) and table.c.b.type.data_type.item_type.length == 5


def test_types_that_sqlalchemy_does_not_know_are_named(schema):
    """A composite has its fields; no NullType is without the database's own name."""
    table = schema("""
        CREATE TYPE money_amount AS (amount numeric(12,2), currency char(3));
        CREATE TABLE t (a money_amount, b box, c point[], d xml)
    """).tables["t"]

    fields = [["amount", "numeric(12,2)"], ["currency", "character(3)"]]
    assert annotations(table.c.a) == {"sqltype": "money_amount", "typtype": "c", "composite": fields}
    assert [annotations(table.c[name])["sqltype"] for name in "bcd"] == ["box", "point[]", "xml"]


def test_identifiers_of_any_kind(schema):
    """Quotes, dots, colons, percent signs and spaces: foreign keys are found and survive a copy."""
    metadata = schema("""
        CREATE SCHEMA "My.Sales";
        CREATE TABLE "My.Sales"."or""d)er" ("I,d." int PRIMARY KEY, "a:b" int CHECK ("a:b" > 0), "100%" text UNIQUE);
        CREATE TABLE t (id int REFERENCES "My.Sales"."or""d)er")
    """)

    (key,) = metadata.tables["t"].foreign_keys
    target = metadata.tables['My.Sales.or"d)er']
    assert key.column is target.c["I,d."]
    assert checks(target) == ['"a:b" > 0']


def test_partitions_are_what_their_root_takes(schema):
    """Sub-partitions are flattened; bounds are moments in UTC, the upper one exclusive; leaves are no tables."""
    metadata = schema("""
        CREATE TABLE event (at timestamptz, kind text) PARTITION BY RANGE (at);
        CREATE TABLE e1 PARTITION OF event FOR VALUES FROM ('2025-01-01 00:00+02') TO ('2025-07-01 00:00Z');
        CREATE TABLE e2 PARTITION OF event FOR VALUES FROM ('2025-07-01 00:00Z') TO (MAXVALUE) PARTITION BY LIST (kind);
        CREATE TABLE e2a PARTITION OF e2 FOR VALUES IN ('a', 'it''s', NULL);
        CREATE TABLE m (region text, k int) PARTITION BY HASH (k);
        CREATE TABLE m0 PARTITION OF m FOR VALUES WITH (MODULUS 1, REMAINDER 0)
    """)

    assert list(metadata.tables) == ["event", "m"]
    assert annotations(metadata.tables["event"])["partitions"] == {
        "columns": ["at", "kind"],
        "leaves": [
            {"at": {"low": datetime(2024, 12, 31, 22), "high": datetime(2025, 7, 1)}},
            {"at": {"low": datetime(2025, 7, 1)}, "kind": {"in": ["a", "it's"]}},
        ],
        "hash": False,
    }
    assert annotations(metadata.tables["m"])["partitions"] == {"columns": [], "leaves": [{}], "hash": True}


def test_ranges_over_several_columns_become_a_box(schema):
    """Equal first bounds pin the first column; the next one is a range."""
    table = schema("""
        CREATE TABLE t (y int, m int) PARTITION BY RANGE (y, m);
        CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (2025, 1) TO (2025, 7);
        CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (2026, MINVALUE) TO (2027, MINVALUE)
    """).tables["t"]

    assert annotations(table)["partitions"]["leaves"] == [
        {"y": {"in": [2025]}, "m": {"low": 1, "high": 7}},
        {"y": {"low": 2026, "high": 2027}},
    ]


def test_indexes_and_exclusions(schema):
    """Partial, of expressions, nulls not distinct; an exclusion constraint is no index."""
    table = schema("""
        CREATE EXTENSION btree_gist;
        CREATE TABLE t (id int, room int, name text, during tstzrange,
          CONSTRAINT apart EXCLUDE USING gist (room WITH =, (lower(during)) WITH <>) WHERE (id > 0));
        CREATE UNIQUE INDEX live ON t (room, lower(name)) WHERE id IS NOT NULL;
        CREATE UNIQUE INDEX one ON t (room) NULLS NOT DISTINCT
    """).tables["t"]

    indexes = {index.name: index for index in table.indexes}
    assert [str(part) for part in indexes["live"].expressions] == ["t.room", "lower(name)"]
    assert str(indexes["live"].dialect_options["postgresql"]["where"]) == "(id IS NOT NULL)"
    assert indexes["one"].dialect_options["postgresql"]["nulls_not_distinct"] and len(indexes) == 2
    columns = [["room", "="], ["lower(during)", "<>"]]
    assert annotations(table)["exclude"] == [{"name": "apart", "columns": columns, "where": "(id > 0)"}]


def test_the_same_name_in_two_schemas(schema):
    """Each foreign key goes to its own table; an enum of another schema is known; one schema can be asked for."""
    script = """
        CREATE SCHEMA b; CREATE TYPE b.mood AS ENUM ('x', 'y');
        CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE b.t (id int PRIMARY KEY, m b.mood);
        CREATE TABLE u (a int REFERENCES t, b int REFERENCES b.t DEFERRABLE INITIALLY DEFERRED)
    """
    metadata = schema(script)

    targets = {key.parent.name: key.column.table.fullname for key in metadata.tables["u"].foreign_keys}
    assert targets == {"a": "t", "b": "b.t"}
    assert metadata.tables["b.t"].c.m.type.enums == ["x", "y"]
    assert {c.initially for c in metadata.tables["u"].foreign_key_constraints} == {None, "DEFERRED"}
    assert list(schema("SELECT 1", ["b"]).tables) == ["b.t"]


def test_what_is_no_table_of_the_user_is_left_out(schema):
    """Views, foreign tables, migration books; a foreign key to one of them is dropped with a note."""
    metadata = schema("""
        CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS TABLE t; CREATE MATERIALIZED VIEW mv AS TABLE t;
        CREATE TABLE schema_migrations (version text PRIMARY KEY);
        CREATE TABLE u (v text REFERENCES schema_migrations);
        CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
        CREATE FOREIGN TABLE f (id int) SERVER s
    """)

    assert list(metadata.tables) == ["t", "u"] and not metadata.tables["u"].foreign_keys
    assert annotations(metadata)["views"] == ["mv", "v"]
    assert notes(metadata) == [
        "f: a foreign table is left alone",
        "schema_migrations: the book-keeping of a migration tool is left alone",
        "u.v: its foreign key is ignored, the table it refers to is left out",
    ]


def test_inheritance_triggers_identity_and_generated_columns(schema):
    """Only enabled insert triggers count; generated and identity columns say so."""
    metadata = schema("""
        CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, d int GENERATED ALWAYS AS (3 * 4) STORED);
        CREATE TABLE b (load int CHECK (load > 0)) INHERITS (a);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER one BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER two BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER three AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
        ALTER TABLE a DISABLE TRIGGER three
    """)
    a, b = metadata.tables["a"], metadata.tables["b"]

    assert annotations(a) == {"triggers": ["one"]} and annotations(b) == {"inherits": "a"}
    assert a.c.id.identity.always and str(a.c.d.computed.sqltext) == "(3 * 4)"
    assert checks(b) == ["load > 0"]
