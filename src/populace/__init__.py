"""Believable rows for any SQLAlchemy schema.

    from populace import Plan, load, open_sink, seed

Names are imported when they are first used: `import populace` alone costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from populace.errors import PlanError
    from populace.plan import Plan
    from populace.rows import Array, Generator, Rows
    from populace.runners.local import seed
    from populace.schema.models import load
    from populace.schema.reflect import merge, reflect
    from populace.schema.urls import engine_for
    from populace.sinks import open_sink

__version__ = "0.1.0"
__all__ = [
    "Array",
    "Generator",
    "Plan",
    "PlanError",
    "Rows",
    "engine_for",
    "load",
    "merge",
    "open_sink",
    "reflect",
    "seed",
]

_HOMES = {
    "Array": "rows",
    "Generator": "rows",
    "Plan": "plan",
    "PlanError": "errors",
    "Rows": "rows",
    "engine_for": "schema.urls",
    "load": "schema.models",
    "merge": "schema.reflect",
    "open_sink": "sinks",
    "reflect": "schema.reflect",
    "seed": "runners.local",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'populace' has no attribute {name!r}")
    value = getattr(import_module(f"populace.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
