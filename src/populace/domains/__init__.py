"""Worlds that are ready: packages with tables, Faker providers, factories and fixtures.

Each is an entry point of the group ``populace.domains``, a third party's like our own.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from populace.errors import PlanError
from populace.names import closest

GROUP = "populace.domains"


@lru_cache(maxsize=1)
def packages() -> dict[str, str]:
    """The package of every domain that is installed, by its name: ``{"retail": "populace.domains.retail"}``."""
    found = {entry.name: entry.value.partition(":")[0] for entry in entry_points(group=GROUP)}
    return dict(sorted(found.items()))


def names() -> list[str]:
    """The domains that are installed."""
    return list(packages())


def package(name: str) -> str:
    """The package of the domain of that name, else an error with the closest one."""
    if name not in packages():
        raise PlanError(f"there is no domain {name!r}{closest(name, packages())}")
    return packages()[name]


def load(name: str) -> ModuleType:
    """The package of a domain, imported."""
    return import_module(package(name))
