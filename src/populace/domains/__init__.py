"""Worlds that are ready: packages with tables, Faker providers, factories and fixtures.

Each is an entry point of the group ``populace.domains``, a third party's like our own.
"""

from __future__ import annotations

import re
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
    found = package(name)
    try:
        return import_module(found)
    except ImportError as error:
        raise PlanError(f"domain {name} cannot be imported: {error}; install {found} anew, or uninstall it") from error


def entities(world: ModuleType) -> dict[str, str]:
    """The methods of a domain's provider that give whole records, each with its table.

    `OrderLine` is `order_line`; a class that Faker has a method for, such as `Address`, is `address_record`.
    """
    found, known = {}, methods(world)
    for mapper in world.Base.registry.mappers:
        method = spelled(mapper.class_.__name__)
        found[method if method in known else f"{method}_record"] = mapper.local_table.fullname
    return dict(sorted(found.items()))


def methods(world: ModuleType) -> list[str]:
    """What a domain's provider adds to Faker."""
    from populace.provider import DomainProvider

    own = [vars(kind) for kind in world.Provider.__mro__ if kind not in DomainProvider.__mro__]
    return sorted({method for kind in own for method, made in kind.items() if method[0] != "_" and callable(made)})


def spelled(name: str) -> str:
    """The name of a class as that of a function: ``OrderLine`` is ``order_line``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
