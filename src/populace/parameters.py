"""Numbers of a world, each with its unit and its source, from the `parameters.toml` beside the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from populace.errors import PlanError

FACTS = {"value", "unit", "source", "verified"}


@lru_cache(maxsize=64)
def documented(package: str) -> Mapping[str, Mapping[str, Any]]:
    """Every parameter of *package* with value, unit, source and whether it was verified there."""
    entries: dict[str, dict[str, Any]] = tomllib.loads(
        files(package).joinpath("parameters.toml").read_text(encoding="utf-8")
    )
    for name, entry in entries.items():
        if missing := FACTS - set(entry):
            raise PlanError(f"{package}/parameters.toml: {name} has no {' and no '.join(sorted(missing))}")
    return entries


@lru_cache(maxsize=64)
def parameters(package: str) -> Mapping[str, Any]:
    """The values of the parameters of *package*, such as ``populace.domains.retail``, by name; lists are tuples."""
    return {name: _frozen(entry["value"]) for name, entry in documented(package).items()}


def number(package: str, name: str) -> float:
    """A parameter of *package* that is one number."""
    return float(parameters(package)[name])


def numbers(package: str, name: str) -> NDArray[np.float64]:
    """A parameter of *package* that is several numbers."""
    return np.asarray(parameters(package)[name], dtype=np.float64)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
