"""Reading SQLite databases."""

import pytest
import sqlalchemy as sa

from populace.schema.annotations import annotations, copied, notes
from populace.schema.reflect import reflect
from populace.schema.sqlite import sql_type
from populace.schema.urls import engine_for


@pytest.fixture
def schema(sqlite):
    """Reflects the schema of a script."""
    engine = engine_for(sqlite)

    def make(*statements):
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        return copied(reflect(engine))

    yield make
    engine.dispose()


def uniques(table):
    """The unique constraints as lists of column names."""
    found = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    return sorted([column.name for column in constraint.columns] for constraint in found)


def checks(table):
    """The texts of the checks."""
    return sorted(str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint))


@pytest.mark.parametrize(
    "declared, kind",
    [
        ("VARCHAR(20)", sa.String), ("", sa.Text), ("BIGINT UNSIGNED", sa.Integer), ("STRING", sa.Text),
        ("TIMESTAMPTZ", sa.DateTime), ("BLOB SUB_TYPE TEXT", sa.Text), ("VARBINARY(8)", sa.LargeBinary),
        ("TINYINT(1)", sa.Boolean), ("DECIMAL(10,2)", sa.Numeric), ("uuid", sa.String), ("DOUBLE PRECISION", sa.Float),
        ("ANY", sa.Text), ("JSON", sa.JSON),
    ],
)  # fmt: skip
def test_types_by_affinity_and_by_what_is_meant(declared, kind):
    """The words of a type decide, not a list of exact names."""
    assert isinstance(sql_type(declared)[0], kind)


def test_every_unique_is_found(schema):
    """Inline, unnamed, of several columns, on quoted names; indexes with a condition and with expressions."""
    table = schema(
        'CREATE TABLE t (a TEXT UNIQUE, "b c" INT, d INT, UNIQUE ("b c", d), CONSTRAINT u UNIQUE(d))',
        "CREATE UNIQUE INDEX live ON t (lower(a), d) WHERE d > 0",
    ).tables["t"]

    (index,) = table.indexes
    assert uniques(table) == [["a"], ["b c", "d"], ["d"]]
    assert [str(part) for part in index.expressions] == ["lower(a)", "t.d"]
    assert str(index.dialect_options["sqlite"]["where"]) == "d > 0"


def test_nocase_is_unique_in_lower_case(schema):
    """Two values that differ only in case collide."""
    table = schema("CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE)").tables["t"]

    (index,) = table.indexes
    assert index.unique and str(index.expressions[0]) == "lower(t.a)"


def test_every_check_is_found(schema):
    """On a column and on the table, over several lines, nested; a colon in a name stays one."""
    table = schema(
        """CREATE TABLE t (a INT CHECK (a > (1 + 2)), "x:y" INT,
        CHECK (a IN (1,
        2)), CONSTRAINT c CHECK ("x:y" < a))"""
    ).tables["t"]

    assert checks(table) == ['"x:y" < a', "a > (1 + 2)", "a IN (1,\n        2)"]


def test_generated_columns_have_their_expression(schema):
    """Stored and virtual."""
    table = schema("CREATE TABLE t (a INT, b INT AS (a * (2 + 1)) STORED, c TEXT AS (a || 'x'))").tables["t"]

    assert str(table.c.b.computed.sqltext) == "a * (2 + 1)" and table.c.b.computed.persisted
    assert str(table.c.c.computed.sqltext) == "a || 'x'" and not table.c.c.computed.persisted


def test_foreign_keys(schema):
    """To a primary key that is not named, in another case, deferred, and to no table at all."""
    metadata = schema(
        "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        "CREATE TABLE t (a REFERENCES p, b INT REFERENCES P(ID) DEFERRABLE INITIALLY DEFERRED, c INT REFERENCES gone)",
    )
    keys = {c.column_keys[0]: c for c in metadata.tables["t"].foreign_key_constraints}

    assert keys["a"].elements[0].column is keys["b"].elements[0].column is metadata.tables["p"].c.id
    assert (keys["a"].deferrable, keys["b"].initially) == (None, "DEFERRED")
    assert notes(metadata) == ["t.c: its foreign key to gone is ignored, there is no such table"]
    assert isinstance(metadata.tables["t"].c.a.type, sa.Integer)


def test_keys_are_never_null(schema):
    """Also a key that SQLite would let be NULL, and without rowid."""
    tables = schema(
        "CREATE TABLE a (k TEXT PRIMARY KEY)", "CREATE TABLE b (x INT, y INT, PRIMARY KEY (y, x)) WITHOUT ROWID"
    ).tables

    assert not tables["a"].c.k.nullable
    assert [column.name for column in tables["b"].primary_key.columns] == ["y", "x"]


def test_what_is_no_table_of_the_user_is_left_out(schema):
    """Virtual tables and what holds their data, views, and the books of migration tools."""
    metadata = schema(
        "CREATE VIRTUAL TABLE f USING fts5(x)", "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE alembic_version (v TEXT)", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    )  # fmt: skip

    assert list(metadata.tables) == ["t"] and annotations(metadata.tables["t"]) == {}
    assert len(notes(metadata)) == 2


def test_triggers_of_inserts_are_known(schema):
    """Those of other events, and those whose name only sounds like it, are not."""
    known = schema(
        "CREATE TABLE a (id integer PRIMARY KEY)", "CREATE TABLE b (id integer PRIMARY KEY)",
        "CREATE TRIGGER added AFTER INSERT ON a BEGIN DELETE FROM b; END",
        "CREATE TRIGGER insert_log AFTER DELETE ON b BEGIN INSERT INTO b VALUES (1); END",
    )  # fmt: skip

    assert annotations(known.tables["a"])["triggers"] == ["added"]
    assert "triggers" not in annotations(known.tables["b"])
