"""Reviews: of delivered lines only, by those who bought, and worse where the parcel came late."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from populace.domains.people.values import among
from populace.domains.retail.distributions import exponential
from populace.domains.retail.quantities import HOUR, Mask, Numbers, numbers, present, setting
from populace.domains.retail.shipments import late
from populace.generators.prose import Prose
from populace.rows import Array, Rows
from populace.tabulated import chooser

title = Prose(1, 80, topic="review.title", mood="·mood")
body = Prose(3, 1000, topic="review", mood="·mood")
DAYS = 6.0
"""Days from delivery to a review, on average, beyond the first hours."""


def _written(lines: Rows, orders: Rows) -> Numbers:
    """When a line is reviewed, if it is."""
    wait = exponential()(lines.named("reviews", "·wait").bits()) * (DAYS * 24)
    return numbers(orders["·delivered"]) + (2 + wait).astype(np.int64) * HOUR


def reviews_of_a_line(lines: Rows) -> Numbers:
    """One for some of the lines that were delivered long enough ago."""
    orders = lines.parent("order_id")
    wanted = lines.named("reviews", "·wanted").uniform() < setting("review_share")
    wanted &= among(orders["status"], ("delivered",))
    perhaps = np.flatnonzero(wanted)
    wanted[perhaps] = _written(lines.some(perhaps), orders.some(perhaps)) <= present(lines)
    return numbers(wanted.astype(np.int64))


def written(rows: Rows) -> Array:
    """When the review was written: after the delivery, never later than now."""
    lines = rows.parent("order_id")
    orders, now = lines.parent("order_id"), present(rows)
    moment, delivered = _written(lines, orders), numbers(orders["·delivered"])
    between = delivered + np.maximum(now - delivered, 0) // 2
    return np.where(moment <= now, moment, between).view("datetime64[us]")


def stars(rows: Rows) -> NDArray[np.int64]:
    """One to five; a parcel that came late costs one or two of them."""
    orders, bits = rows.parent("order_id").parent("order_id"), rows.bits()
    on_time, too_late = chooser(setting("stars_on_time"))(bits), chooser(setting("stars_late"))(bits)
    return np.where(late(orders), too_late, on_time).astype(np.int64) + 1


def mood(rows: Rows, stars: Array) -> Numbers:
    """How content the writer is: bad 0, mixed 1, good 2."""
    return numbers(np.array([0, 0, 0, 1, 2, 2])[np.asarray(stars).clip(0, 5)])


def verified(rows: Rows) -> Mask:
    """Every review here is by somebody who bought the product."""
    return np.ones(len(rows), dtype=bool)
