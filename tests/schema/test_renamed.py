"""Tables whose columns have other keys in Python than names in the database."""

import sqlalchemy as sa

from populace.schema.annotations import copied


def renamed():
    """A table with a renamed column in each kind of constraint, and one that points to it."""
    metadata = sa.MetaData()
    jobs = sa.Table(
        "jobs", metadata, sa.Column("id", sa.Integer, key="_id", primary_key=True),
        sa.Column("state", sa.String(9), key="_state"), sa.Column("name", sa.String(9), key="_name"),
    )  # fmt: skip
    jobs.append_constraint(sa.UniqueConstraint(jobs.c._state, jobs.c._name, name="uq"))
    jobs.append_constraint(sa.CheckConstraint(jobs.c._state != "x", name="ck"))
    sa.Index("ix", sa.func.lower(jobs.c._name), unique=True, sqlite_where=jobs.c._state == "new")
    sa.Table("logs", metadata, sa.Column("job", sa.ForeignKey(jobs.c._id), key="_job"))
    return metadata


def test_columns_go_by_their_names():
    """The copy's keys are names, in the primary key, the constraints and the foreign keys too."""
    copy = copied(renamed(), by_name=True)
    jobs, logs = copy.tables["jobs"], copy.tables["logs"]

    assert jobs.columns.keys() == ["id", "state", "name"]
    assert jobs.primary_key.columns.keys() == ["id"]
    [unique] = [c for c in jobs.constraints if isinstance(c, sa.UniqueConstraint)]
    assert list(unique.columns) == [jobs.c.state, jobs.c.name]
    [key] = logs.foreign_key_constraints
    assert key.column_keys == ["job"] and key.elements[0].column is jobs.c.id


def test_expressions_speak_of_the_copy():
    """CHECKs and indexes hold columns of the copy, not of the original."""
    jobs = copied(renamed(), by_name=True).tables["jobs"]
    [check] = [c for c in jobs.constraints if isinstance(c, sa.CheckConstraint)]
    [index] = jobs.indexes

    assert list(check.columns) == [jobs.c.state]
    assert list(index.columns) == [jobs.c.name]
    where = index.dialect_options["sqlite"]["where"]
    assert where.left is jobs.c.state
