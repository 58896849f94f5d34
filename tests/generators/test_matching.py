"""Parents that agree with what a row holds: lookups, pairs, selections."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from populace.generators.matching import Lookup
from populace.plan import Plan


def tenants() -> sa.MetaData:
    """Users and projects of tenants, and tasks whose user and project are of the same tenant."""
    metadata = sa.MetaData()
    sa.Table("tenants", metadata, sa.Column("id", sa.Integer, primary_key=True))
    for name in ("users", "projects"):
        sa.Table(
            name, metadata, sa.Column("tenant_id", sa.ForeignKey("tenants.id"), primary_key=True),
            sa.Column("id", sa.Integer, primary_key=True),
        )  # fmt: skip
    sa.Table(
        "tasks", metadata,
        sa.Column("id", sa.Integer, primary_key=True), sa.Column("tenant_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False), sa.Column("project_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        sa.ForeignKeyConstraint(["tenant_id", "project_id"], ["projects.tenant_id", "projects.id"]),
    )  # fmt: skip
    return metadata


def test_a_lookup_groups_the_rows_of_equal_keys() -> None:
    """Start and length of each group; nothing for an unknown key or NULL."""
    lookup = Lookup(pa.array(["a", "b", "a", "c", "a"]))
    start, count = lookup.find(pa.array(["a", "x", None]))

    assert count.tolist() == [3, 0, 0]
    assert lookup.order[start[0] : start[0] + 3].tolist() == [0, 2, 4]
    assert lookup.rank.tolist() == [0, 0, 1, 0, 2]


def test_composite_keys_that_share_a_column_agree_on_it() -> None:
    """The user and the project of a task exist in its tenant, even where some tenants have no project."""
    plan = Plan(tenants(), {"tenants": 8, "users": 30, "projects": 10, "tasks": 200}, now=datetime(2026, 6, 1))
    tasks = plan.batch("tasks", 0, 200).to_pylist()
    users, projects = (
        {(row["tenant_id"], row["id"]) for row in plan.batch(name, 0, plan.size(name)).to_pylist()}
        for name in ("users", "projects")
    )

    assert all((task["tenant_id"], task["user_id"]) in users for task in tasks)
    assert all((task["tenant_id"], task["project_id"]) in projects for task in tasks)


def test_any_slice_equals_the_whole() -> None:
    """What is looked up does not depend on the batch."""
    plan = Plan(tenants(), each=50, now=datetime(2026, 6, 1))
    whole = plan.batch("tasks", 0, 50).to_pylist()

    assert plan.take("tasks", np.array([41, 3], dtype=np.uint64)).to_pylist() == [whole[41], whole[3]]
