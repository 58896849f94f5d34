"""Instances of a project's classes, made from their annotations."""

import dataclasses
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from populace.infer.objects import built, unions_of


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


class Field:
    """A field of a model, as far as `built` asks it."""

    default, is_required = None, staticmethod(lambda: False)

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation


class Policy:
    """A model without required fields."""

    model_fields = {"retries": Field(int | None), "names": Field(list[str]), "inner": Field(Event)}

    def __init__(self, **given: Any) -> None:
        self.given = given


def test_fields_that_may_be_left_out_make_instances_differ():
    """Those of simple types are given in some of the instances."""
    made = [built(Policy, number).given for number in range(6)]

    assert len({str(given) for given in made}) == 6
    assert {"retries", "names"} == set().union(*made)


class Many(sa.TypeDecorator[Any]):
    impl, cache_ok = sa.JSON, True

    def process_bind_param(self, value: list[Event | Policy] | None, dialect: sa.Dialect) -> Any:
        return value


def test_models_that_stand_for_each_other_are_found():
    """In a union within an annotation."""
    assert unions_of(Many()) == [(Event, Policy)]
