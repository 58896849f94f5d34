"""How links pick parents: alone, in agreement with others, or not at all."""

from collections.abc import Callable

import pytest

from populace.errors import PlanError
from populace.generators.matching import Agreeing, Matching
from populace.generators.references import Nobody, Reference, Tree
from populace.plan import Plan
from populace.rows import Generator

PARENT = "p (id integer PRIMARY KEY)"


def picker(plan: Plan, table: str, link: str) -> Generator:
    return plan.suggestions(table)[link].generator


def test_a_key_that_may_be_null_is_so_now_and_then(planned: Callable[..., Plan]) -> None:
    """One in ten; one that may not never."""
    plan = planned(PARENT, "c (id integer PRIMARY KEY, a int REFERENCES p, b int NOT NULL REFERENCES p)")

    assert picker(plan, "c", "→a") == Reference("p", 0.1)
    assert picker(plan, "c", "→b") == Reference("p", 0.0)


def test_a_key_to_its_own_table_makes_a_tree(planned: Callable[..., Plan]) -> None:
    """Parents come before."""
    plan = planned("c (id integer PRIMARY KEY, c_id int REFERENCES c)", each=50)

    assert picker(plan, "c", "→c_id") == Tree(nullable=True)
    assert all(row["c_id"] is None or row["c_id"] < row["id"] for row in plan.batch("c", 0, 50).to_pylist())


def test_a_key_to_an_empty_table_is_null(planned: Callable[..., Plan]) -> None:
    """Where it may be."""
    plan = planned(PARENT, "c (id integer PRIMARY KEY, p_id int REFERENCES p)", sizes={"p": 0, "c": 5})

    assert picker(plan, "c", "→p_id") == Nobody("p")
    assert plan.batch("c", 0, 5)["p_id"].null_count == 5


def test_a_key_to_a_table_of_no_rows_is_an_error(planned: Callable[..., Plan]) -> None:
    """Where it may not be NULL."""
    plan = planned(PARENT, "c (id integer PRIMARY KEY, p_id int NOT NULL REFERENCES p)", sizes={"p": 0, "c": 5})

    with pytest.raises(PlanError, match="c.p_id may not be NULL and points to p, which gets no rows; include p or"):
        plan.size("c")


SHARED = (
    "shops (id integer PRIMARY KEY)",
    "stores (shop_id int NOT NULL REFERENCES shops, id int NOT NULL, PRIMARY KEY (shop_id, id))",
    "staff (shop_id int NOT NULL REFERENCES shops, id int NOT NULL, PRIMARY KEY (shop_id, id))",
    "shifts (id integer PRIMARY KEY, shop_id int NOT NULL, store_id int NOT NULL, staff_id int NOT NULL, "
    "FOREIGN KEY (shop_id, store_id) REFERENCES stores, FOREIGN KEY (shop_id, staff_id) REFERENCES staff)",
)


def test_keys_that_share_a_column_agree(planned: Callable[..., Plan]) -> None:
    """A shift is in a store and of a person of one and the same shop."""
    plan = planned(*SHARED, each=60)
    rows = plan.batch("shifts", 0, 60).to_pylist()
    known = {
        table: {(r["shop_id"], r["id"]) for r in plan.batch(table, 0, 60).to_pylist()} for table in ("stores", "staff")
    }

    assert all((r["shop_id"], r["store_id"]) in known["stores"] for r in rows)
    assert all((r["shop_id"], r["staff_id"]) in known["staff"] for r in rows)


def test_the_first_of_them_has_partners(planned: Callable[..., Plan]) -> None:
    """Only stores whose shop has staff, since the other key may not be NULL."""
    plan = planned(*SHARED, each=60)
    first, second = picker(plan, "shifts", "→shop_id,staff_id"), picker(plan, "shifts", "→shop_id,store_id")

    assert isinstance(first, Reference) and isinstance(first.among, Agreeing)
    assert isinstance(second, Matching) and second.fixed == ("shop_id",)


def test_two_keys_that_must_differ_need_two_rows(planned: Callable[..., Plan]) -> None:
    """With one row to point to there can be none here."""
    link = "c (id integer PRIMARY KEY, a int NOT NULL REFERENCES p, b int NOT NULL REFERENCES p, CHECK (a <> b))"
    plan = planned(PARENT, link, sizes={"p": 1}, each=10)

    assert plan.size("c") == 0
    assert plan.notes == ["c: 0 rows instead of 10: a and b must differ and p has one row only"]


@pytest.mark.parametrize(
    ("key", "reference"),
    [
        ("integer", "text"),
        ("text", "integer"),
        ("text", "varchar(40)"),
        ("integer", "numeric(12, 0)"),
        ("date", "text"),
    ],
)
def test_a_key_of_another_kind_holds_the_same_value(planned: Callable[..., Plan], key: str, reference: str) -> None:
    """Databases without strict types let a number point to a text of digits, and the other way round."""
    plan = planned(f"p (id {key} PRIMARY KEY)", f"c (id integer PRIMARY KEY, p_id {reference} NOT NULL REFERENCES p)")
    parents = {str(row["id"]) for row in plan.batch("p", 0, plan.size("p")).to_pylist()}
    children = {str(row["p_id"]) for row in plan.batch("c", 0, 100).to_pylist()}

    assert children <= parents and len(children) > 20


def test_a_guess_that_leaves_too_few_rows_is_dropped(planned: Callable[..., Plan]) -> None:
    """A unique column of 50 rows is no reference to a table of 3; a note says so."""
    plan = planned("colors (id integer PRIMARY KEY)", "cars (id integer PRIMARY KEY, color_id int NOT NULL UNIQUE)",
                   sizes={"colors": 3, "cars": 50})  # fmt: skip

    assert plan.size("cars") == 50
    assert "cars.color_id: taken for no reference to colors, which has too few rows" in plan.notes


def test_a_guess_in_a_unique_group_stays_where_there_is_room(planned: Callable[..., Plan]) -> None:
    """Each car has a color of its own."""
    plan = planned("colors (id integer PRIMARY KEY)", "cars (id integer PRIMARY KEY, color_id int NOT NULL UNIQUE)",
                   sizes={"colors": 50, "cars": 50})  # fmt: skip

    assert sorted(plan.rows("cars", range(50))["color_id"].tolist()) == list(range(1, 51))
