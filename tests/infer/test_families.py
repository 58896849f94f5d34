"""Classes of one family: who takes which rows of the base table."""

import numpy as np
import sqlalchemy as sa

from populace.generators.references import FamilyMember
from populace.infer.families import Discriminator, holds, is_base, links, size
from populace.infer.links import links as found_links
from populace.making import Layout
from populace.rows import Rows
from populace.schema.annotations import annotate


def staff() -> sa.MetaData:
    """Employees, of whom engineers have a table of their own; managers have none."""
    metadata = sa.MetaData()
    base = sa.Table("employee", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("kind", sa.Text))
    sub = sa.Table("engineer", metadata, sa.Column("id", sa.ForeignKey("employee.id"), primary_key=True))
    known = {"discriminator": "kind", "identities": ["employee", "engineer", "manager"], "base": "employee"}
    annotate(base, family={**known, "holds": ["employee", "engineer", "manager"]})
    annotate(sub, family={**known, "holds": ["engineer"]})
    return metadata


def test_classes_take_turns() -> None:
    """As text, or as the numbers that the database holds."""
    assert Discriminator(("a", "b"))(Rows(np.arange(3))).to_pylist() == ["a", "b", "a"]
    assert Discriminator((10, 20))(Rows(np.arange(3))).tolist() == [10, 20, 10]


def test_a_table_holds_the_classes_that_are_its_own() -> None:
    """By their place among the family's."""
    tables = staff().tables

    assert is_base(tables["employee"]) and not is_base(tables["engineer"])
    assert holds(tables["engineer"]) == (1,)


def test_a_subclass_finds_its_rows_by_arithmetic() -> None:
    """The link over the primary key is the one to the class above."""
    engineer = staff().tables["engineer"]

    assert links(engineer, found_links(engineer, ["employee"])) == {"→id": FamilyMember(3, (1,), (0, 1, 2))}


def test_a_base_table_has_no_class_above() -> None:
    """Nor has a table without family."""
    assert links(staff().tables["employee"], []) == {}
    assert links(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer)), []) == {}


def test_a_subclass_has_as_many_rows_as_its_turns() -> None:
    """Of 8 employees rows 1, 4 and 7 are engineers."""
    tables = staff().tables
    layouts = {"employee": Layout(tables["employee"], 8)}

    assert size(tables["engineer"], layouts) == 3
