"""The fixtures of the worlds give the records of their tables."""

import importlib

import pytest

from populace.plans import plan_for
from populace.records import Records

WORLDS = ("people", "healthcare", "finance", "retail")


def models(world):
    """The mapped classes of a world."""
    mappers = importlib.import_module(f"populace.domains.{world}.models").Base.registry.mappers
    return sorted((mapper.class_ for mapper in mappers), key=lambda model: model.__name__)


@pytest.mark.populace(seed=3)
@pytest.mark.parametrize("world", WORLDS)
def test_an_object_with_a_key_is_that_row_of_the_table(populace, world):
    """For every class of every world."""
    for model in models(world):
        table, mapper = model.__table__, model.__mapper__
        records = Records(plan_for(table.metadata).reseeded(3), table.fullname)
        row = records.record(min(17, records.layout.size - 1))
        names = {column.name: mapper.get_property_by_column(column).key for column in table.columns}
        made = populace.create(model, **{names[key.name]: row[key.name] for key in table.primary_key})

        assert {name: getattr(made, names[name]) for name in row} == row
        populace.session.rollback()  # the next one may have the same parents


@pytest.mark.parametrize("world", WORLDS)
def test_there_is_a_fixture_for_every_class(world):
    """Each with the name of its class."""
    fixtures = vars(importlib.import_module(f"populace.domains.{world}.fixtures"))
    declared = [str(made.__doc__) for made in fixtures.values() if "made by populace" in str(made.__doc__)]

    assert {*declared} == {f"One {m.__name__} of {m.__module__}, made by populace." for m in models(world)}
