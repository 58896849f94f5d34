"""The order of tables, and where rings are broken."""

from populace.infer.links import Link
from populace.infer.order import components, order


def link(columns: str, parent: str, nullable: bool = True) -> Link:
    return Link(f"→{columns}", (columns,), parent, ("id",), nullable, object(), "")  # type: ignore[arg-type]


def test_parents_come_first() -> None:
    """Whatever the names."""
    assert order({"a": [link("b_id", "b")], "b": [link("c_id", "c")], "c": []}).tables == ["c", "b", "a"]


def test_a_ring_breaks_at_the_key_that_may_be_null() -> None:
    """It is written late."""
    found = order({"a": [link("b_id", "b", nullable=False)], "b": [link("a_id", "a")]})

    assert found.tables == ["b", "a"]
    assert [late.columns for late in found.late["b"]] == [("a_id",)]
    assert found.deferred == []


def test_a_ring_that_may_not_be_null_is_deferred() -> None:
    """The constraint of the table that comes first is checked at the end."""
    found = order({"a": [link("b_id", "b", nullable=False)], "b": [link("a_id", "a", nullable=False)]})

    assert found.rings == [["a", "b"]]
    assert len(found.deferred) == 1


def test_a_stiff_link_is_as_one_that_may_not_be_null() -> None:
    """So the ring breaks at the other one."""
    found = order({"a": [link("b_id", "b")], "b": [link("a_id", "a")]}, {"a": {"→b_id"}})

    assert list(found.late) == ["b"]


def test_components_of_a_long_chain_need_no_recursion() -> None:
    """Ten thousand tables in a row."""
    assert len(components({str(n): [str(n + 1)] for n in range(10_000)} | {"10000": []})) == 10_001
