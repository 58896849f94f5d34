"""Pairs of columns that say which table is meant, and which row of it."""

from collections.abc import Callable

import pytest

from populace.plan import Plan

TABLES = (
    "posts (id integer PRIMARY KEY)", "photos (id integer PRIMARY KEY, code text)",
    "comments (id integer PRIMARY KEY, commentable_type text NOT NULL CHECK (commentable_type IN ('post', 'photo')), "
    "commentable_id {} NOT NULL)",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["integer", "text"])
def test_the_key_is_of_the_table_that_the_type_names(planned: Callable[..., Plan], kind: str) -> None:
    """There are 30 posts and 5 photos: no photo has a key above 5; a key in a text column is digits."""
    plan = planned(*(table.format(kind) for table in TABLES), sizes={"posts": 30, "photos": 5, "comments": 400})
    rows = plan.batch("comments", 0, 400).to_pylist()
    most = {
        name: max(int(r["commentable_id"]) for r in rows if r["commentable_type"] == name) for name in ("post", "photo")
    }

    assert most["photo"] <= 5 < most["post"] <= 30


def test_a_table_without_rows_is_not_referred_to(planned: Callable[..., Plan]) -> None:
    """All keys are of the other one."""
    plan = planned(*(table.format("integer") for table in TABLES), sizes={"posts": 3, "photos": 0, "comments": 50})

    assert set(plan.rows("comments", range(50))["commentable_id"].tolist()) == {1, 2, 3}


def test_why_says_that_it_is_a_guess(planned: Callable[..., Plan]) -> None:
    """And which tables are meant."""
    plan = planned(*(table.format("integer") for table in TABLES), each=5)
    why = plan.suggestions("comments")["commentable_id"].why

    assert why == "guess: refers to posts, photos as commentable_type says"
