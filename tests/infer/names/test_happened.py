"""Moments that are NULL as the status or the flag of the row says."""

import enum
from datetime import datetime

import numpy as np
import pytest
import sqlalchemy as sa

from populace.infer.names import shares
from populace.plan import Plan

NOW = datetime(2026, 3, 1)


def made(*columns: sa.schema.SchemaItem):
    """The columns of a table of 500 orders, as Python values."""
    metadata = sa.MetaData()
    sa.Table("orders", metadata, sa.Column("id", sa.Integer, primary_key=True), *columns)
    return Plan(metadata, {"orders": 500}, now=NOW).batch("orders", 0, 500).to_pydict()


Status = enum.Enum("Status", "pending paid shipped delivered cancelled")


@pytest.mark.parametrize("kind", [sa.Enum(Status), sa.String(20)])
def test_status_decides(kind):
    """A pending order has no time of delivery, a delivered one was shipped, only a cancelled one was cancelled."""
    times = [sa.Column(name, sa.DateTime) for name in ("shipped_at", "delivered_at", "cancelled_at")]
    words = "status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')"
    rows = made(sa.Column("status", kind, nullable=False), *times, sa.CheckConstraint(words, name="known"))

    for status, shipped, delivered, cancelled in zip(
        rows["status"], rows["shipped_at"], rows["delivered_at"], rows["cancelled_at"], strict=True
    ):
        assert (shipped is not None) == (status in ("shipped", "delivered"))
        assert (delivered is not None) == (status == "delivered")
        assert (cancelled is not None) == (status == "cancelled")


def test_checks_give_way_to_the_status():
    """A CHECK that leaves NULL open does not decide against the status."""
    rows = made(
        sa.Column("status", sa.Enum(Status), nullable=False),
        sa.Column("ordered_at", sa.DateTime, nullable=False),
        sa.Column("shipped_at", sa.DateTime),
        sa.CheckConstraint("shipped_at IS NULL OR shipped_at >= ordered_at", name="later"),
    )

    for status, shipped in zip(rows["status"], rows["shipped_at"], strict=True):
        assert (shipped is not None) == (status in ("shipped", "delivered"))


@pytest.mark.parametrize(
    ("flag", "time", "down"),
    [
        ("is_deleted", "deleted_at", False),
        ("email_verified", "email_verified_at", False),
        ("is_active", "deactivated_at", True),
    ],
)
def test_flags_decide(flag, time, down):
    """The flag is up where the moment is there."""
    rows = made(sa.Column(flag, sa.Boolean, nullable=False), sa.Column(time, sa.DateTime))

    assert 0 < sum(rows[flag]) < 500
    assert [moment is not None for moment in rows[time]] == [up != down for up in rows[flag]]


def test_usual_words_are_common():
    """Completed is commoner than pending, pending than refunded; of words that say nothing nothing is known."""
    weights = shares.weights(("refunded", "pending", "completed"))

    assert weights is not None and list(np.argsort(weights)) == [0, 1, 2]
    assert shares.weights(("north", "south")) is None
