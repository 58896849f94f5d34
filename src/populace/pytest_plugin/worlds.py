"""The fixtures of the worlds that the ini file lists: ``populace_domains = healthcare retail``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import pytest

from populace import domains
from populace.errors import PlanError


def register(config: pytest.Config, names: Sequence[str]) -> None:
    """Make the fixtures of these domains visible; those of conftest.py go before them."""
    for name in names:
        config.pluginmanager.import_plugin(_module(name))


def _module(name: str) -> str:
    """The module of a domain's fixtures; *name* is that of its entry point, or its package."""
    try:
        package = name if "." in name else domains.package(name)
    except PlanError as error:
        raise pytest.UsageError(f"populace_domains: {error}") from None
    module = f"{package}.fixtures"
    if not _exists(module):
        raise pytest.UsageError(f"populace_domains: {name} has no fixtures, there is no module {module}")
    return module


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # a package above it
        return False
