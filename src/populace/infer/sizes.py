"""How many rows a table gets when nobody says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from populace.infer.asked import tokens
from populace.infer.links import Link

LOOKUP = frozenset(
    "type types status statuses role roles country countries currency currencies category categories kind kinds state "
    "states language languages unit units permission permissions setting settings region regions level levels genre "
    "genres".split()
)
ROOTS, LOOKUPS = 100, 20
GROWTH = (2.5, 2.5, 1.0)
"""Rows for each row of the largest parent, in the first, second and every later generation."""


Declared = int | Callable[[Mapping[str, int]], int]


def default_sizes(
    links: Mapping[str, list[Link]],
    order: list[str],
    scale: float,
    given: Mapping[str, int],
    declared: Mapping[str, Declared] | None = None,
) -> dict[str, int]:
    """Rows by table: 100 where nothing is pointed to, 20 for lookup tables, 2.5 times the largest parent for children.

    *scale* multiplies them; sizes that are *given* stand, and children follow them. Models may have *declared* others.
    """
    given = _declared(declared or {}, scale, given)
    sizes: dict[str, int] = {}
    generation: dict[str, int] = {}
    for table in order:
        parents = [link.parent for link in links[table] if link.parent in sizes and link.parent != table]
        generation[table] = 1 + max((generation[parent] for parent in parents), default=-1)
        if table in given:
            sizes[table] = given[table]
        elif parents:
            growth = GROWTH[min(generation[table], len(GROWTH)) - 1]
            sizes[table] = max(1, round(growth * max(sizes[parent] for parent in parents)))
        else:
            words = tokens(table.rsplit(".", 1)[-1])
            sizes[table] = max(1, round((LOOKUPS if words and words[-1] in LOOKUP else ROOTS) * scale))
    return sizes


def _declared(declared: Mapping[str, Declared], scale: float, given: Mapping[str, int]) -> Mapping[str, int]:
    """The sizes that were given, and those that models declare: the numbers first, then what follows from them."""
    sizes = {name: max(1, round(rows * scale)) for name, rows in declared.items() if isinstance(rows, int)} | dict(
        given
    )
    for name, rows in declared.items():
        if not isinstance(rows, int) and name not in sizes:
            sizes[name] = rows(sizes)
    return sizes
