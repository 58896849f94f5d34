"""The categories of the shop: a tree of departments, groups and the categories that products are in.

It is read from ``data/catalogue.toml``. Row n of the table is node n of the tree, so that a
shorter table is still a tree; a longer one repeats it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import fsum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.domains.retail.quantities import Numbers
from populace.generators import goods
from populace.generators.references import parents
from populace.generators.vocabulary import joined, numbered, pick, words
from populace.rows import Array, Rows


@dataclass(frozen=True)
class Node:
    """A category, and what its products are like."""

    name: str
    path: str
    parent: int
    department: int
    price: float = 0.0
    margin: float = 0.0
    returns: float = 0.0
    weight: float = 0.0
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """The nodes, departments first, and the brands of the departments."""

    nodes: tuple[Node, ...]
    brands: tuple[tuple[str, ...], ...]

    def facts(self, name: str) -> NDArray[np.float64]:
        """A number of every node."""
        return np.array([getattr(node, name) for node in self.nodes], dtype=np.float64)

    @property
    def leaves(self) -> Numbers:
        """The nodes that have products."""
        return np.flatnonzero([bool(node.nouns) for node in self.nodes])


@lru_cache(maxsize=1)
def tree() -> Tree:
    """The shop's categories."""
    text = files("populace.domains.retail").joinpath("data/catalogue.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    brands = found.pop("brands")
    nodes = [Node(name, _slug(name), -1, n) for n, name in enumerate(found)]
    groups = [(n, group, leaves) for n, name in enumerate(found) for group, leaves in found[name].items()]
    nodes += [Node(group, f"{nodes[n].path}/{_slug(group)}", n, n) for n, group, _ in groups]
    for at, (n, _, leaves) in enumerate(groups, len(found)):
        for name, (price, margin, returns, weight, *nouns) in leaves.items():
            path = f"{nodes[at].path}/{_slug(name)}"
            nodes.append(Node(name, path, at, n, price, margin, returns, weight, tuple(nouns)))
    return Tree(tuple(_with_means(nodes)), tuple(tuple(brands[name]) for name in found))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _with_means(nodes: list[Node]) -> list[Node]:
    """Departments and groups with the mean of what is below them."""
    out = []
    for node in nodes:
        below = [leaf for leaf in nodes if leaf.nouns and leaf.path.startswith(node.path)]
        names = ("price", "margin", "returns", "weight")
        price, margin, returns, weight = (fsum(getattr(leaf, x) for leaf in below) / len(below) for x in names)
        out.append(Node(node.name, node.path, node.parent, node.department, price, margin, returns, weight, node.nouns))
    return out


def node(rows: Rows) -> Numbers:
    """The node of each row of the table."""
    return rows.index.astype(np.int64) % len(tree().nodes)


def above(rows: Rows) -> Numbers:
    """The row of the parent; -1 for departments."""
    own = node(rows)
    over = np.array([n.parent for n in tree().nodes])[own]
    return np.where(over < 0, -1, rows.index.astype(np.int64) - own + over)


def name(rows: Rows) -> Array:
    """What the category is called."""
    return pick(tuple(n.name for n in tree().nodes), node(rows))


def path(rows: Rows) -> Array:
    """The way from the root, such as ``home/kitchen/knives``; with a number where the tree is repeated."""
    again = np.zeros(len(rows), dtype=np.int64) if rows.open else rows.index.astype(np.int64) // len(tree().nodes)
    return joined(pick(tuple(n.path for n in tree().nodes), node(rows)), numbered(again, "-"))


def margin(rows: Rows) -> Array:
    """What is left of the list price after the cost, as a share of it."""
    return np.round(tree().facts("margin")[node(rows)], 3)


def return_rate(rows: Rows) -> Array:
    """Share of delivered lines of which something is sent back."""
    return np.round(tree().facts("returns")[node(rows)], 3)


def category_of_a_product(rows: Rows) -> Numbers:
    """A category that has products; any of them where the table is too short for that."""
    size = parents(rows, "categories")
    leaves = tree().leaves[tree().leaves < size]
    if not len(leaves):
        return rows.below(size)
    chosen: Numbers = leaves[rows.below(len(leaves))]
    return chosen


@lru_cache(maxsize=1)
def _names() -> tuple[pa.Array, Numbers, Numbers, Numbers]:
    """Product names; those of each node: where they begin in a list, how many they are, and the list."""
    known = goods.names()
    nouns = known.kind * 1000 + known.noun
    numbers = {noun: k * 1000 + n for k, kind in enumerate(goods.kinds()) for n, noun in enumerate(kind.nouns)}
    lists = [np.flatnonzero(np.isin(nouns, [numbers[noun] for noun in n.nouns])) for n in tree().nodes]
    every = np.arange(len(nouns))
    lists = [found if len(found) else every for found in lists]
    sizes = np.array([len(found) for found in lists])
    return known.words, np.cumsum(sizes) - sizes, sizes, np.concatenate(lists)


def product_name(rows: Rows) -> Array:
    """A product of the category, such as ``Folding Oak Chair``."""
    names, starts, sizes, every = _names()
    own = node(rows.parent("category_id"))
    return pick(names, every[starts[own] + rows.below(sizes[own])])


def brand(rows: Rows) -> Array:
    """A made-up brand of the department; the first of them are the larger ones."""
    brands = tree().brands
    sizes = np.array([len(names) for names in brands])
    own = np.array([n.department for n in tree().nodes])[node(rows.parent("category_id"))]
    at = rows.choice([1.0 / (n + 1) for n in range(int(sizes.max()))]) % sizes[own]
    return pick(words(tuple(name for names in brands for name in names)), (np.cumsum(sizes) - sizes)[own] + at)
