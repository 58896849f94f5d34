"""Instances of a project's classes, made from their annotations."""

import dataclasses
from datetime import datetime
from typing import Any

from populace.infer.objects import built


class Stamp(datetime):
    """A datetime of a project's own."""


@dataclasses.dataclass
class Event:
    at: Stamp
    labels: dict[str, Any]

    def __post_init__(self) -> None:
        if not self.labels.get("resource.id"):
            raise ValueError("labels must have a resource.id")


def test_mappings_get_the_keys_that_validators_ask_for():
    """A class that refuses an empty mapping gets one with the keys that its methods speak of."""
    event = built(Event, 3)

    assert event.labels["resource.id"].startswith("resource.")
    assert event.at.tzinfo is not None
