"""How many rows a table gets when nobody says so."""

from __future__ import annotations

from collections.abc import Mapping

from populace.infer.asked import tokens
from populace.infer.links import Link

LOOKUP = {"type", "types", "status", "statuses", "role", "roles", "country", "countries", "currency", "currencies", "category",
          "categories", "kind", "kinds", "state", "states", "language", "languages", "unit", "units", "permission", "permissions",
          "setting", "settings", "region", "regions", "level", "levels", "genre", "genres"}  # fmt: skip
ROOTS, LOOKUPS, CHILDREN_PER_PARENT, DEEPEST = 100, 20, 2.5, 3


def default_sizes(links: Mapping[str, list[Link]], order: list[str], scale: float) -> dict[str, int]:
    """Rows by table: 100 where nothing is pointed to, 20 for lookup tables, 2.5 times more for each generation of children."""
    depth: dict[str, int] = {}
    for table in order:
        parents = [depth[link.parent] for link in links[table] if link.parent in depth and link.parent != table]
        depth[table] = min(1 + max(parents, default=-1), DEEPEST)
    sizes = {}
    for table in order:
        lookup = depth[table] == 0 and tokens(table.rsplit(".", 1)[-1])[-1:] and tokens(table)[-1] in LOOKUP
        rows = LOOKUPS if lookup else ROOTS * CHILDREN_PER_PARENT ** depth[table]
        sizes[table] = max(1, round(rows * scale))
    return sizes
