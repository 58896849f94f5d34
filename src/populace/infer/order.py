"""In which order tables are written, and where rings of tables are broken.

Parents come before children. In a ring, foreign keys that may be NULL are written NULL and
set afterwards; where every one is NOT NULL, they are checked at the end of the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from populace.infer.links import Link


@dataclass
class Order:
    """Tables, parents first; links to write late, and constraints to check late, by table."""

    tables: list[str] = field(default_factory=list)
    late: dict[str, list[Link]] = field(default_factory=dict)
    deferred: list[sa.ForeignKeyConstraint] = field(default_factory=list)
    rings: list[list[str]] = field(default_factory=list)
    """Rings whose foreign keys may not be NULL."""


def order(links: Mapping[str, list[Link]], stiff: Mapping[str, Collection[str]] | None = None) -> Order:
    """The order of the tables that are the keys of *links*; those named *stiff* are as if they could not be NULL."""
    hard = {table: {link.name for link in found if not link.nullable} | set((stiff or {}).get(table, ()))
            for table, found in links.items()}  # fmt: skip
    others = {
        table: [link for link in found if link.parent != table and link.parent in links]
        for table, found in links.items()
    }
    every = {table: [link.parent for link in found] for table, found in others.items()}
    firm = {table: [link.parent for link in found if link.name in hard[table]] for table, found in others.items()}
    result = Order()
    for ring in components(every):
        inside = {table: [parent for parent in firm[table] if parent in ring] for table in ring}
        parts = components(inside)
        result.tables += [table for part in parts for table in part]
        result.rings += [part for part in parts if len(part) > 1]
    place = {table: number for number, table in enumerate(result.tables)}
    for table, found in others.items():
        for link in found:
            if place[link.parent] > place[table] and link.constraint is not None:
                if link.name not in hard[table]:
                    result.late.setdefault(table, []).append(link)
                else:
                    result.deferred.append(link.constraint)
    return result


def components(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Strongly connected components, those pointed to first; names in order within one (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for root in sorted(edges):
        if root in index:
            continue
        work = [(root, iter(sorted(edges[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(sorted(edges[target]))))
                    break
                if target in stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    found.append(sorted(stack[cut:]))
                    del stack[cut:]
    return found
