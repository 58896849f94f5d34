"""Believable rows for any SQLAlchemy schema.

    from populace import Plan, load, open_sink, seed

Names are imported when they are first used: `import populace` alone costs nothing.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.errors import PlanError as PlanError
    from populace.plan import Plan as Plan
    from populace.rows import Array as Array
    from populace.rows import Generator as Generator
    from populace.rows import Rows as Rows
    from populace.runners.local import seed as seed
    from populace.schema.models import load as load
    from populace.schema.reflect import merge as merge
    from populace.schema.reflect import reflect as reflect
    from populace.schema.urls import engine_for as engine_for
    from populace.sinks import open_sink as open_sink

__version__ = "0.1.0"

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
__all__ = list(_HOMES)
__getattr__ = exports("populace", _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
