"""Models that say themselves how they are made, planned as such."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from populace.errors import PlanError
from populace.generators.children import Children, Through
from populace.generators.numbers import Integers
from populace.plan import Plan
from populace.schema.declared import Siblings, along, generated, shaped, with_siblings


def visits_of(rows):
    return rows.below(4, "visits")


def notes_of(rows):
    return 1 - rows.below(2, "notes")


def weight(rows, size):
    return np.asarray(size) * 2.5


def paw(rows):
    return {"paw": rows.below(4), "claw": rows.below(9, "claw") + rows["·extra"]}


def extra(rows):
    return np.full(len(rows), 100)


def silent(rows):
    return rows["number"] == 0


def order_in_visits(rows):
    return rows["→pet_id#"]


def keepers(sizes):
    return sizes["pets"] // 10


class Base(DeclarativeBase):
    pass


class Keeper(Base):
    __tablename__ = "keepers"
    __table_args__ = {"info": shaped(rows=keepers)}
    id: Mapped[int] = mapped_column(primary_key=True)


class Pet(Base):
    __tablename__ = "pets"
    __table_args__ = {"info": shaped(rows=60, hidden={"·extra": extra})}
    id: Mapped[int] = mapped_column(primary_key=True)
    keeper_id: Mapped[int] = mapped_column(sa.ForeignKey("keepers.id"))
    size: Mapped[int] = mapped_column(info=generated(Integers(1, 9)))
    weight: Mapped[float] = mapped_column(info=generated(weight))
    chip: Mapped[int | None] = mapped_column(unique=True, info=generated(Integers(1, 999_999, unique=True), nulls=0.5))
    paw: Mapped[int] = mapped_column(sa.CheckConstraint("paw < 4"), info=generated(paw))
    claw: Mapped[int] = mapped_column(info=along("paw"))


class Visit(Base):
    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    pet_id: Mapped[int] = mapped_column(sa.ForeignKey("pets.id"), info=generated(Children(visits_of)))
    number: Mapped[int] = mapped_column(info=generated(order_in_visits))
    payer_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("keepers.id"), info=generated(Through("pet_id", "keeper_id"), nulls=silent)
    )


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visits.id"), info=generated(Children(notes_of)))
    keeper_id: Mapped[int] = mapped_column(
        sa.ForeignKey("keepers.id"), info=generated(Through("visit_id", "pet_id", "keeper_id"))
    )


@pytest.fixture
def plan() -> Plan:
    return Plan(Base.metadata, now=datetime(2026, 1, 1))


def whole(plan: Plan, table: str) -> pa.RecordBatch:
    return plan.batch(table, 0, plan.size(table))


def test_declared_columns_follow_their_siblings(plan):
    """Named as parameters, hidden, or made along."""
    pets = whole(plan, "pets")

    assert np.array_equal(pets["weight"], np.asarray(pets["size"]) * 2.5)
    assert np.asarray(pets["claw"]).min() >= 100 and np.asarray(pets["paw"]).max() < 4
    assert 10 < pets["chip"].null_count < 50


def test_sizes_are_those_that_the_models_declare(plan):
    """A number, a function of the numbers, or as many as the parents have."""
    assert (plan.size("pets"), plan.size("keepers")) == (60, 6)
    assert plan.size("visits") == int(visits_of(plan.rows("pets", range(60))).sum())


def test_children_are_consecutive_and_numbered(plan):
    """Each pet's visits are 0, 1, 2 …, in the order of the pets."""
    visits = whole(plan, "visits")
    runs: dict[int, list[int]] = {}
    for pet, number in zip(visits["pet_id"].to_pylist(), visits["number"].to_pylist(), strict=True):
        runs.setdefault(pet, []).append(number)

    assert list(runs) == sorted(runs) and all(run == list(range(len(run))) for run in runs.values())
    assert {len(run) for run in runs.values()} == {1, 2, 3}


def test_a_path_leads_to_the_parent_that_the_parents_have(plan):
    """A note's keeper is the keeper of the pet that was visited."""
    keeper = dict(zip(*(whole(plan, "pets")[c].to_pylist() for c in ("id", "keeper_id")), strict=True))
    pet = dict(zip(*(whole(plan, "visits")[c].to_pylist() for c in ("id", "pet_id")), strict=True))
    notes = whole(plan, "notes")

    visited = [keeper[pet[visit]] for visit in notes["visit_id"].to_pylist()]
    assert len(notes) > 10 and notes["keeper_id"].to_pylist() == visited


def test_a_declared_foreign_key_may_be_null(plan):
    """In the rows that the model says; the parent behind it is still there."""
    visits = whole(plan, "visits")
    first = [number == 0 for number in visits["number"].to_pylist()]

    assert [key is None for key in visits["payer_id"].to_pylist()] == first
    assert len(plan.rows("visits", [0]).parent("payer_id")["id"]) == 1


def test_more_parents_leave_the_children_of_the_first_as_they_were(plan):
    """Only rows are added behind."""
    larger = Plan(Base.metadata, now=plan.now, sizes={"pets": 5_000})

    assert larger.batch("visits", 0, 40).select(["id", "pet_id"]) == plan.batch("visits", 0, 40).select(
        ["id", "pet_id"]
    )
    assert larger.take("notes", np.array([2, 30], dtype=np.uint64)).num_rows == 2


def test_children_beyond_the_parents_blocks_are_found(plan):
    """More than one block of parents: every slice is the whole's."""
    larger = Plan(Base.metadata, now=plan.now, sizes={"pets": 10_000})
    visits = whole(larger, "visits")

    places = np.array([9_000, 3, len(visits) - 1], dtype=np.uint64)
    assert larger.take("visits", places).to_pylist() == visits.take(pa.array(places)).to_pylist()


def test_asking_for_more_children_than_there_are_says_how_many_parents_it_takes():
    """The size of a counted table follows from its parents; fewer are the first ones."""
    with pytest.raises(
        PlanError, match=r"visits: 1,000 rows were asked for, .* ask for rows of pets instead, about \d"
    ):
        Plan(Base.metadata, sizes={"visits": 1_000}).size("visits")

    assert Plan(Base.metadata, sizes={"visits": 5}).size("visits") == 5


def test_what_a_plan_is_given_goes_before_what_the_model_declares(plan):
    """A declaration is a default."""
    given = Plan(Base.metadata, now=plan.now, generators={"pets.size": Integers(50, 50)})

    assert set(whole(given, "pets")["size"].to_pylist()) == {50}
    assert set(whole(given, "pets")["weight"].to_pylist()) == {125.0}


def test_a_function_of_rows_alone_stays_itself():
    """Only parameters without a default are siblings."""
    assert with_siblings(extra) is extra
    assert with_siblings(weight) == Siblings(weight, ("size",))
    assert with_siblings(Integers(1, 2)) == Integers(1, 2)
    assert repr(with_siblings(weight)).endswith(":weight(size)")
