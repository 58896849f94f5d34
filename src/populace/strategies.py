"""Hypothesis strategies of mapped classes.

    from populace import strategies

    @given(strategies.rows(Order, status=st.sampled_from(["paid", "open"])))
    def test_total(order): …

A drawn object is a row of its table, and a failing example shrinks towards row 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

import sqlalchemy as sa

from populace import factories
from populace.pytest_plugin.named import factory_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


@overload
def rows(model: type[T], /, *, seed: int = 0, **known: Any) -> SearchStrategy[T]: ...
@overload
def rows(model: str, /, *, seed: int = 0, **known: Any) -> SearchStrategy[Any]: ...
def rows(model: Any, /, *, seed: int = 0, **known: Any) -> SearchStrategy[Any]:
    """Objects of *model* that are in no session, with their parents; *known* attributes may be strategies themselves.

    *model* is a mapped class, one of its factories, or ``"module:Class"``. The rest of an object fits what is
    known, and ``orders=3`` makes children.
    """
    try:
        from hypothesis import strategies as st
    except ImportError:
        raise ImportError(
            "hypothesis is not installed; it is needed for populace.strategies. Run: pip install 'populace[hypothesis]'"
        ) from None
    given = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in known.items()}
    return st.deferred(
        lambda: st.builds(
            lambda row, known: _built(model, row, known, seed),
            st.integers(0, _last_row(model)),
            st.fixed_dictionaries(given),
        )
    )


def _built(model: Any, row: int, known: dict[str, Any], seed: int) -> Any:
    """Row *row* of the table of a class, whatever was made before."""
    with factories.using(seed=seed):
        return factory_of(model).build(__sequence=row, **known)


def _last_row(model: Any) -> int:
    """The last row of the table as `populace seed` fills it: all of these there are, also where values are unique."""
    tables = sa.inspect(factory_of(model)._meta.model).tables
    with factories.using() as context:
        return min(context.records(table).layout.size for table in tables) - 1
