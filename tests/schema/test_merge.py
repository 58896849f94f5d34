"""Models enriched with what only the database knows."""

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations, notes
from populace.schema.merge import merge
from populace.schema.reflect import reflect
from populace.schema.urls import engine_for


def models():
    """Two tables of a user's models."""
    metadata = sa.MetaData()
    sa.Table("p", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("old", sa.Integer))
    sa.Table(
        "t",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, info={"unit": "word"}),
        sa.Column("p_id", sa.Integer, key="parent"),
        sa.Column("big", sa.Integer, sa.CheckConstraint("big > 1")),
        sa.Column("twice", sa.Integer),
    )
    return metadata


def database(sqlite):
    """What the migrations of the same project made."""
    engine = engine_for(sqlite)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE p (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL UNIQUE, p_id INT REFERENCES p, "
            "big INT CHECK (big > 1) CHECK (big < 9), twice INT AS (big * 2), extra TEXT NOT NULL)"
        )
        connection.exec_driver_sql("CREATE UNIQUE INDEX live ON t (p_id, big) WHERE big > 3")
    reflected = reflect(engine)
    engine.dispose()
    return reflected


def test_nothing_that_the_database_demands_is_lost(sqlite):
    """Checks, uniques, lengths, NOT NULL, foreign keys, generated and additional columns come from the database."""
    table = merge(models(), database(sqlite)).tables["t"]

    assert sorted(str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)) == [
        "big < 9",
        "big > 1",
    ]
    assert [[c.name for c in u.columns] for u in table.constraints if isinstance(u, sa.UniqueConstraint)] == [["name"]]
    assert [index.name for index in table.indexes if index.unique] == ["live"]
    assert table.c.name.type.length == 9 and not table.c.name.nullable
    assert [key.column.table.name for key in table.c.parent.foreign_keys] == ["p"]
    assert table.c.twice.computed is not None and not table.c.extra.nullable


def test_nothing_of_the_models_is_lost(sqlite):
    """Column.info and keys stay; a column that the database lacks is noted; the models are not changed."""
    given = models()

    merged = merge(given, database(sqlite))

    assert merged.tables["t"].c.name.info == {"unit": "word"} and "parent" in merged.tables["t"].c
    assert notes(merged) == ["p: old in the models but not in the database; run your migrations"]
    assert given.tables["t"].c.name.nullable and not given.info


def test_annotations_and_views_of_the_database_come_along():
    """Partitions and the like are the database's; a model of a view is marked."""
    reflected = sa.MetaData()
    annotate(sa.Table("p", reflected, sa.Column("id", sa.Integer)), triggers=["x"])
    annotate(reflected, views=["t"], default_schema="public")

    merged = merge(models(), reflected)

    assert annotations(merged.tables["p"]) == {"triggers": ["x"]}
    assert annotations(merged.tables["t"]) == {"view": True}
