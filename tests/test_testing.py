"""Every domain holds what its users rely on; and the check finds what does not."""

import importlib
import types
from typing import TypedDict

import pytest

from populace import domains
from populace.plans import plan_for
from populace.testing import check_domain, check_parameters, check_provider, check_slices

OURS = ["people", "healthcare", "finance", "retail"]


@pytest.mark.parametrize("name", OURS)
def test_our_domains_hold(name):
    """Found by their entry points like anyone's."""
    check_domain(domains.load(name))


def test_a_third_partys_domain_holds(veterinary):
    """The one of examples/."""
    check_domain(importlib.import_module(veterinary))


def test_a_domain_without_an_entry_point_is_told():
    """It would not be found by its name."""
    nowhere = types.ModuleType("nowhere")

    with pytest.raises(AssertionError, match="nowhere: no entry point of the group 'populace.domains' names it"):
        check_domain(nowhere)


@pytest.fixture
def world(veterinary):
    """A domain with a provider to spoil."""
    real = importlib.import_module(veterinary)
    spoilt = types.ModuleType("spoilt")
    spoilt.Base = real.Base
    spoilt.real = real.Provider
    return spoilt


def spoiled(world, **methods):
    world.Provider = type("Provider", (world.real,), {"domain": "populace_veterinary", **methods})
    check_provider(world)


def test_a_method_of_fakers_must_not_be_hidden(world):
    """`address` is Faker's."""

    def address(self, **known) -> str:
        return self.value("pets", "name", known)

    with pytest.raises(AssertionError, match="hides Faker's own address"):
        spoiled(world, address=address)


def test_a_typed_dict_has_the_columns(world):
    """All of them, and no others."""

    class Pet(TypedDict):
        pet_id: int
        breed: str

    def pet(self, **known):
        return self.record("pets", known)

    pet.__annotations__["return"] = Pet
    with pytest.raises(AssertionError, match=r"keys \['pet_id', 'breed'\], the table \['pet_id', 'owner_id'"):
        spoiled(world, pet=pet)


def test_values_are_of_the_type_that_is_said(world):
    """A weight is no int."""

    def pet_weight(self, **known) -> int:
        return self.value("pets", "weight_kg", known)

    with pytest.raises(AssertionError, match=r"Provider.pet_weight: Decimal\('.*'\) is not <class 'int'>"):
        spoiled(world, pet_weight=pet_weight)


def test_values_follow_the_seed(world):
    """Nothing random comes from elsewhere."""
    turns = iter(range(100))

    def lucky_number(self) -> int:
        return next(turns)

    with pytest.raises(AssertionError, match="lucky_number: the same seed gave other values"):
        spoiled(world, lucky_number=lucky_number)


def test_slices_must_not_differ(world, monkeypatch):
    """A generator that looks at how many rows it makes is found."""
    plan = plan_for(world.Base.metadata)
    suggestion = plan.suggestions("pets")["weight_kg"]
    monkeypatch.setitem(
        plan.suggestions("pets"), "weight_kg", type(suggestion)(lambda rows: rows.uniform() + len(rows), "")
    )

    with pytest.raises(AssertionError, match="pets: rows 0 to 166 differ"):
        check_slices(plan, "pets")


def test_parameters_need_a_source(tmp_path, monkeypatch):
    """And a unit, and whether someone looked."""
    (tmp_path / "unsourced").mkdir()
    (tmp_path / "unsourced" / "__init__.py").touch()
    (tmp_path / "unsourced" / "parameters.toml").write_text('[rate]\nvalue = 1\nunit = "1"\nverified = true\n')
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(AssertionError, match="unsourced/parameters.toml: rate has no source"):
        check_parameters("unsourced")
