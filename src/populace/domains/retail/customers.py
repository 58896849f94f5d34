"""Customers beside what `populace.domains.people` makes of them: when they joined, how they were won."""

from __future__ import annotations

import numpy as np

from populace.domains.people import values as people
from populace.domains.retail.quantities import Mask, setting
from populace.generators.times import Moments
from populace.generators.vocabulary import pick
from populace.rows import Array, Rows

ACQUISITIONS = ("search", "social", "referral", "email", "direct")


def male(rows: Rows) -> Array:
    """Whether the customer is a man; the shop does not know, but the first name does."""
    return rows.uniform() >= people.settings()["share_of_women"]


def joined(rows: Rows) -> Array:
    """When the customer registered, in UTC: more of them late, as the shop grew."""
    return Moments(setting("history_days"), 0.0, setting("join_growth"))(rows)


def acquisition(rows: Rows) -> Array:
    """How the customer found the shop."""
    return pick(ACQUISITIONS, rows.choice(setting("acquisitions")))


def marketing_opt_in(rows: Rows) -> Mask:
    """Whether the customer wants mail; more of those who came by e-mail do."""
    share = setting("opt_in") + 0.3 * people.among(rows["acquisition"], ("email",))
    return np.asarray(rows.uniform() < share)
