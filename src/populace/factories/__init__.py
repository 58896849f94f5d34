"""factory_boy factories of any mapped class, derived from the class itself.

    from populace.factories import ModelFactory, factory_for, using

Object n of a factory is row n of the class's table, as `populace seed` would write it.
"""

from populace.factories.context import Context, current, using
from populace.factories.model import ModelFactory, factory_for

__all__ = ["Context", "ModelFactory", "current", "factory_for", "using"]
