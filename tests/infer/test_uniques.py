"""Unique groups kept by arrangement: numbering, permuted parents, combinations, couples, parts of keys."""

from datetime import datetime

import numpy as np
import pytest
import sqlalchemy as sa

from populace.errors import PlanError
from populace.plan import Plan


def planned(*tables: str, each: int = 50, **sizes: int) -> Plan:
    """The plan of tables given as DDL of SQLite."""
    engine, metadata = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool), sa.MetaData()
    with engine.begin() as connection:
        for table in tables:
            connection.exec_driver_sql(f"CREATE TABLE {table}")
        metadata.reflect(connection)
    engine.dispose()
    return Plan(metadata, sizes, each=each, now=datetime(2026, 6, 1))


def repeats(plan: Plan, table: str, *columns: str) -> int:
    """How many rows hold a combination without NULL that a row before holds."""
    rows = [tuple(row[c] for c in columns) for row in plan.batch(table, 0, plan.size(table)).to_pylist()]
    full = [row for row in rows if None not in row]
    return len(full) - len(set(full))


PARENT, OTHER = "p (id integer PRIMARY KEY)", "q (id integer PRIMARY KEY)"


def test_children_are_numbered_within_their_parent() -> None:
    """UNIQUE(parent, position) numbers the rows of each parent from 1."""
    plan = planned(PARENT, "c (p_id int NOT NULL REFERENCES p, position int NOT NULL, UNIQUE (p_id, position))")

    assert repeats(plan, "c", "p_id", "position") == 0
    assert min(plan.rows("c", np.arange(50))["position"]) == 1


def test_days_are_counted_within_their_parent() -> None:
    """UNIQUE(parent, day) gives each parent several days, in more rows than there are parents."""
    plan = planned(PARENT, "c (p_id int NOT NULL REFERENCES p, day date NOT NULL, UNIQUE (p_id, day))", each=20, c=500)

    assert plan.size("c") == 500
    assert repeats(plan, "c", "p_id", "day") == 0


def test_pairs_of_parents_do_not_repeat() -> None:
    """A primary key of two foreign keys is a combination of parents, all of them if need be."""
    link = "c (p_id int REFERENCES p, q_id int REFERENCES q, PRIMARY KEY (p_id, q_id))"
    plan = planned(PARENT, OTHER, link, each=7, c=49)

    assert repeats(plan, "c", "p_id", "q_id") == 0


def test_more_rows_than_combinations_are_an_error() -> None:
    """What was asked for by name is not quietly cut down."""
    link = "c (p_id int REFERENCES p, q_id int REFERENCES q, PRIMARY KEY (p_id, q_id))"
    with pytest.raises(PlanError, match="c: 50 rows were asked for.*at most 49"):
        planned(PARENT, OTHER, link, each=7, c=50).size("c")


def test_groups_that_share_columns_are_kept_together() -> None:
    """(a, b), (a, n) and (b, n) with a small n: one link gets a row each."""
    link = """c (a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES q, n int NOT NULL CHECK (n IN (1, 2, 3)),
                 UNIQUE (a, b), UNIQUE (a, n), UNIQUE (b, n))"""
    plan = planned(PARENT, OTHER, link, each=30)

    assert [repeats(plan, "c", *group) for group in ("ab", "an", "bn")] == [0, 0, 0]


def test_couples_that_a_check_keeps_apart() -> None:
    """Who follows whom: never oneself, nobody twice."""
    link = "c (p_id int REFERENCES p, q_id int REFERENCES p, PRIMARY KEY (p_id, q_id), CHECK (p_id <> q_id))"
    rows = (plan := planned(PARENT, link, each=6, c=30)).batch("c", 0, 30).to_pylist()

    assert repeats(plan, "c", "p_id", "q_id") == 0
    assert all(row["p_id"] != row["q_id"] for row in rows)


def test_a_condition_that_every_row_meets_is_no_condition() -> None:
    """A unique index WHERE a column that is never NULL is not NULL holds for the whole table."""
    plan = planned(PARENT, "c (id integer PRIMARY KEY, p_id int REFERENCES p, code text NOT NULL)")
    column = plan.metadata.tables["c"].columns["p_id"]
    sa.Index("one", column, unique=True, sqlite_where=sa.text("code IS NOT NULL"))

    assert repeats(plan, "c", "p_id") == 0


def test_a_status_fixed_by_a_key_decides_about_the_other_columns() -> None:
    """UNIQUE(parent, status) and a CHECK about the status: the date follows the status."""
    link = """c (p_id int NOT NULL REFERENCES p, status text NOT NULL CHECK (status IN ('open', 'done')), done_at date,
                 UNIQUE (p_id, status), CHECK ((status = 'done') = (done_at IS NOT NULL)))"""
    plan = planned(PARENT, link, each=40, c=80)

    assert repeats(plan, "c", "p_id", "status") == 0
    rows = plan.batch("c", 0, 80).to_pylist()
    assert all((row["status"] == "done") == (row["done_at"] is not None) for row in rows)


def test_excluded_numbers_are_skipped() -> None:
    """A key that may not be 7 goes from 6 to 8."""
    plan = planned("c (id integer PRIMARY KEY CHECK (id <> 7))", each=8)

    assert plan.rows("c", np.arange(8))["id"].tolist() == [1, 2, 3, 4, 5, 6, 8, 9]


def test_every_row_of_a_unique_tree_that_is_never_null_points_to_itself() -> None:
    """Nothing else is unique and can be inserted row by row."""
    plan = planned("c (id integer PRIMARY KEY, next_id int NOT NULL UNIQUE REFERENCES c)", each=5)

    assert all(row["id"] == row["next_id"] for row in plan.batch("c", 0, 5).to_pylist())


def test_the_same_group_twice_is_arranged_the_same_way_every_time() -> None:
    """Constraints come as sets, whose order changes from copy to copy."""
    twice = "c (a text NOT NULL, b text NOT NULL, UNIQUE (a, b), UNIQUE (b, a))"

    assert len({str(planned(twice).batch("c", 0, 9).to_pylist()) for _ in range(6)}) == 1
