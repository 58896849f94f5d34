"""MariaDB's catalogue, read into a MetaData; and a database of odd tables filled from what was read."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from populace.plan import Plan
from populace.runners.local import seed
from populace.schema import mariadb
from populace.schema.annotations import annotations
from populace.schema.mariadb_types import sql_type
from populace.schema.reflect import notes, reflect
from populace.schema.urls import engine_for
from populace.sinks import open_sink

TORTURE = (Path(__file__).parent / "torture_mariadb.sql").read_text(encoding="utf-8")


@pytest.fixture
def engine(mariadb):
    """An empty database."""
    engine = engine_for(mariadb)
    yield engine
    engine.dispose()


@pytest.fixture
def tortured(engine):
    """A database with all that is odd."""
    run(engine, *(statement for statement in TORTURE.split(";\n") if statement.strip()))
    return engine


def run(engine, *statements):
    with engine.begin() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement.replace("%", "%%"))
        return result.all() if result.returns_rows else None


def checks(table):
    return {c.name: str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)}


def keys(table):
    return {
        key.name: ([c.name for c in key.columns], [e.column.name for e in key.elements])
        for key in table.foreign_key_constraints
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int(8) unsigned zerofill", "INTEGER(8) UNSIGNED ZEROFILL"),
        ("tinyint(1)", "TINYINT(1)"),
        ("bigint unsigned", "BIGINT UNSIGNED"),
        ("decimal(12,3) unsigned", "DECIMAL(12, 3) UNSIGNED"),
        ("float(7,3)", "DECIMAL(7, 3)"),
        ("double unsigned", "DOUBLE UNSIGNED"),
        ("bit(8)", "BIT(8)"),
        ("year(4)", "YEAR"),
        ("datetime(6)", "DATETIME(6)"),
        ("timestamp", "TIMESTAMP"),
        ("time(3)", "TIME(3)"),
        ("varbinary(20)", "VARBINARY(20)"),
        ("enum('a','it''s','x,y','')", "ENUM('a','it''s','x,y','')"),
        ("set('red','it''s')", "SET('red','it''s')"),
        ("json", "JSON"),
    ],
)
def test_types_are_read_from_their_text(text, expected):
    """As the catalogue spells them."""
    made = sql_type(text)

    assert made is not None
    assert made.compile(dialect=mysql.dialect()) == expected


def test_text_has_the_length_that_its_bytes_leave():
    """A TINYTEXT holds 255 bytes, whatever characters they make."""
    assert [getattr(sql_type("tinytext", charset), "length", 0) for charset in ("utf8mb4", "latin1")] == [63, 255]
    assert getattr(sql_type("tinyblob"), "length", 0) == 255
    assert sql_type("point") is None


def test_names_are_taken_as_they_are(tortured):
    """Quotes, dots, percent signs, keywords, backticks; in columns, keys and references to them."""
    tables = reflect(tortured).tables
    awkward = "x'; DROP TABLE tenant; --"

    assert [c.name for c in tables["order"].primary_key] == ["select", awkward]
    assert {'co"l', "100%", "a:b", "{braces}", "naïve ☃", "back`tick", "%s", "a.b"} <= set(
        tables["order"].columns.keys()
    )
    assert keys(tables["line `item"]) == {"fk `1": (["o1", "o 2"], ["select", awkward])}


def test_checks_of_columns_and_tables_are_read(tortured):
    """SHOW CREATE TABLE has those of columns beside their types; json_valid alone is JSON."""
    tables = reflect(tortured).tables

    assert checks(tables["checked"]) == {
        "age": "`age` between 18 and 99",
        "code": "`code` regexp '^[A-Z]{3}[0-9]{3}$'",
        "status": r"`status` in ('new','open','it\'s')",
        "ordered": "`low` < `high`",
        "odd `name": "`high` <= 1000 or `status` = 'open'",
    }
    assert isinstance(tables["kinds"].c.j.type, sa.JSON)
    assert checks(tables["kinds"]) == {}


def test_what_the_server_makes_itself_is_known(tortured):
    """Generated columns, stored and virtual, and the period of a row; what only has a default is written."""
    tables = reflect(tortured).tables
    generated = {c.name: c.computed.persisted for c in tables["generated"].columns if c.computed is not None}

    assert generated == {"total": True, "label": False}
    assert [c.name for c in tables["versioned2"].columns if c.computed is not None] == ["s", "e"]
    assert [c.name for c in tables["versioned2"].primary_key] == ["id"]
    assert str(tables["checked"].c.status.server_default.arg) == "'new'"
    assert tables["tenant"].c.id.autoincrement is True


def test_types_without_a_class_keep_their_names(tortured):
    """Addresses and shapes."""
    tables = reflect(tortured).tables

    assert annotations(tables["kinds"].c.i6)["sqltype"] == "inet6"
    assert annotations(tables["shapes"].c.mpg)["sqltype"] == "multipolygon"


def test_partitions_say_what_they_take(tortured):
    """By range of a column or its year, by list; the bound of one is where the next begins."""
    leaves = {
        name: annotations(table)["partitions"]["leaves"]
        for name, table in reflect(tortured).tables.items()
        if "partitions" in annotations(table)
    }

    assert leaves == {
        "by_range": [
            {"made": {"high": date(2024, 1, 1)}},
            {"made": {"low": date(2024, 1, 1), "high": date(2025, 6, 1)}},
        ],
        "by_year": [
            {"made": {"high": datetime(2020, 1, 1)}},
            {"made": {"low": datetime(2020, 1, 1), "high": datetime(2024, 1, 1)}},
        ],
        "by_list": [{"region": {"in": [1, 2, 3]}}, {"region": {"in": [7]}}],
        "by_list_text": [{"region": {"in": ["north", "so'uth"]}}, {"region": {"in": ["east"]}}],
    }


def test_a_partition_that_is_not_understood_is_noted(engine):
    """Its rows are left to the server to accept."""
    run(engine, "CREATE TABLE t (id INT, v INT) PARTITION BY RANGE (id * 2) (PARTITION a VALUES LESS THAN (1000))")

    assert notes(reflect(engine)) == ["t: it is partitioned by `id` * 2, which is not understood"]


def test_the_mode_of_the_session_changes_nothing(tortured):
    """Where names stand in double quotes, the catalogue quotes them so as well."""
    plain = checks(reflect(tortured).tables["checked"])
    with tortured.connect() as connection:
        connection.exec_driver_sql("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'")
        metadata = sa.MetaData()
        mariadb.reflect(connection, metadata, frozenset())
        assert connection.exec_driver_sql("SELECT @@sql_mode").scalar() == "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"
        connection.invalidate()

    assert checks(metadata.tables["checked"]) == plain
    assert "partitions" in annotations(metadata.tables["by_year"])


def test_views_and_sequences_get_no_rows(tortured):
    """Tables with system versioning do; engines without transactions are said to be so."""
    metadata = reflect(tortured)

    assert not {"seen", "counter"} & metadata.tables.keys()
    assert "versioned" in metadata.tables
    assert annotations(metadata)["views"] == ["seen"]
    assert [text.partition(" has")[0] for text in notes(metadata)] == [
        "old_aria: its engine Aria",
        "old_log: its engine MyISAM",
    ]


def test_a_key_to_another_database_is_noted(engine, mariadb_server):
    """Rows of other databases are not ours to know."""
    other = f"{engine.url.database}_other"
    run(engine, f"CREATE DATABASE {other}", f"CREATE TABLE {other}.p (id INT PRIMARY KEY)")
    try:
        run(engine, f"CREATE TABLE t (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES {other}.p (id))")
        assert notes(reflect(engine)) == [f"t.p: its foreign key to {other}.p is ignored"]
        run(engine, "DROP TABLE t")
    finally:
        run(engine, f"DROP DATABASE {other}")


def test_zero_dates_are_no_default(engine):
    """Old schemas have them; a strict server refuses them."""
    make = "CREATE TABLE t (id INT PRIMARY KEY, at DATETIME NOT NULL DEFAULT '0000-00-00')"
    run(engine, f"SET STATEMENT sql_mode = '' FOR {make}")
    table = reflect(engine).tables["t"]
    plan = Plan(reflect(engine), each=50, dialect="mysql")
    with open_sink(engine) as sink:
        seed(plan, sink)

    assert table.c.at.server_default is None
    assert run(engine, "SELECT COUNT(*) FROM t WHERE at > '1990-01-01'") == [(50,)]


def test_odd_tables_are_filled(tortured):
    """Every table gets its rows, every key points somewhere, triggers fire, both partitions are used."""
    plan = Plan(reflect(tortured), each=50, dialect="mysql", now=datetime(2026, 6, 1))
    with open_sink(tortured) as sink:
        counts = seed(plan, sink)

    assert min(counts.values()) >= 50
    assert counts["audit"] >= 50
    assert run(tortured, "SELECT COUNT(*) FROM tenant") == [(50,)]
    assert run(tortured, "SELECT COUNT(*) FROM picky WHERE n % 3 = 0") == [(0,)]
    assert all(rows for (rows,) in run(tortured, "SELECT COUNT(*) FROM by_year GROUP BY YEAR(made) < 2020"))
    kinds = run(tortured, "SELECT st FROM kinds")
    assert len(Counter(kinds)) > 1
    dangling = run(tortured, "SELECT COUNT(*) FROM store s LEFT JOIN staff f ON s.manager_id = f.id WHERE f.id IS NULL")
    assert dangling == [(0,)]


def test_slices_are_the_whole_for_every_odd_table(tortured):
    """Three slices of every table, made alone, are its batch."""
    plan = Plan(reflect(tortured), each=50, dialect="mysql", now=datetime(2026, 6, 1))
    for table in plan.tables:
        name, size = table.fullname, plan.size(table.fullname)
        parts = [plan.batch(name, *bounds).to_pylist() for bounds in ((0, 7), (7, 30), (30, size))]
        assert sum(parts, []) == plan.batch(name, 0, size).to_pylist(), name


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "cs_CZ", "ja_JP"])
def test_unique_text_is_unique_to_its_collation(engine, locale):
    """Case, accents and spaces at the end do not tell two values apart; narrow character sets hold what they get."""
    run(
        engine,
        "CREATE TABLE people (first_name VARCHAR(40) NOT NULL, last_name VARCHAR(40) NOT NULL, "
        "name VARCHAR(60) UNIQUE, company VARCHAR(60) UNIQUE, title VARCHAR(90) UNIQUE, code CHAR(3) UNIQUE, "
        "city VARCHAR(60) CHARACTER SET latin1 UNIQUE, username VARCHAR(30) CHARACTER SET ascii UNIQUE, "
        "street VARCHAR(60) CHARACTER SET ascii, UNIQUE (first_name, last_name)) COLLATE utf8mb4_unicode_ci",
        "CREATE TABLE letters (letter CHAR(1) PRIMARY KEY)",
    )
    plan = Plan(reflect(engine), each=4000, dialect="mysql", locale=locale)
    with open_sink(engine) as sink:
        counts = seed(plan, sink)

    assert counts == {"people": 4000, "letters": 68}


def test_small_keys_are_no_larger_than_their_types(engine):
    """TINYINT, YEAR and unsigned types hold what they hold; more rows than that are not asked for."""
    run(
        engine,
        "CREATE TABLE t (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, n SMALLINT UNSIGNED UNIQUE, y YEAR UNIQUE)",
        "CREATE TABLE s (id TINYINT AUTO_INCREMENT PRIMARY KEY)",
    )
    plan = Plan(reflect(engine), each=1000, dialect="mysql")
    with open_sink(engine) as sink:
        assert seed(plan, sink) == {"s": 127, "t": 255}


def test_moments_of_a_life_stay_in_order_in_timestamps(engine):
    """A TIMESTAMP holds less time than others, which is no reason for values all over it."""
    run(
        engine,
        "CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, birth_date TIMESTAMP NULL, created_at TIMESTAMP "
        "NOT NULL DEFAULT NOW(), updated_at TIMESTAMP NOT NULL DEFAULT NOW(), seen TIMESTAMP NULL UNIQUE)",
    )
    plan = Plan(reflect(engine), each=500, dialect="mysql", now=datetime(2026, 6, 1))
    with open_sink(engine) as sink:
        seed(plan, sink)

    odd = "created_at > updated_at OR updated_at > '2026-06-01' OR created_at < '2000-01-01'"
    assert run(engine, "SET time_zone = '+00:00'", f"SELECT COUNT(*) FROM users WHERE {odd}") == [(0,)]
