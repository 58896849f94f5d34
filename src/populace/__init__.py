"""Fake records that hang together, for Faker, factories, fixtures and any SQLAlchemy schema.

    from populace import Plan, fixture_for, factory_for, load, open_sink, seed

Names are imported when they are first used: `import populace` alone costs nothing.
"""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.errors import PlanError as PlanError
    from populace.factories import ModelFactory as ModelFactory
    from populace.factories import factory_for as factory_for
    from populace.generators.children import Children as Children
    from populace.generators.children import Through as Through
    from populace.plan import Plan as Plan
    from populace.pytest_plugin import fixture_for as fixture_for
    from populace.rows import Array as Array
    from populace.rows import Generator as Generator
    from populace.rows import Rows as Rows
    from populace.runners.local import seed as seed
    from populace.schema.declared import along as along
    from populace.schema.declared import generated as generated
    from populace.schema.declared import shaped as shaped
    from populace.schema.models import load as load
    from populace.schema.reflect import merge as merge
    from populace.schema.reflect import reflect as reflect
    from populace.schema.urls import engine_for as engine_for
    from populace.sinks import open_sink as open_sink

__version__ = "0.1.0"

_HOMES = {
    "Array": "rows",
    "Children": "generators.children",
    "Generator": "rows",
    "ModelFactory": "factories",
    "Plan": "plan",
    "PlanError": "errors",
    "Rows": "rows",
    "Through": "generators.children",
    "along": "schema.declared",
    "engine_for": "schema.urls",
    "factory_for": "factories",
    "fixture_for": "pytest_plugin",
    "generated": "schema.declared",
    "load": "schema.models",
    "merge": "schema.reflect",
    "open_sink": "sinks",
    "reflect": "schema.reflect",
    "seed": "runners.local",
    "shaped": "schema.declared",
}
__all__ = list(_HOMES)
__getattr__ = exports("populace", _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
