"""Kinds of columns, to give to a plan: ``Plan(..., generators={"customers.tier": Choice(("gold", "silver"))})``."""

from typing import TYPE_CHECKING

from populace.lazy import exports

if TYPE_CHECKING:
    from populace.generators.numbers import Bell as Bell
    from populace.generators.numbers import Choice as Choice
    from populace.generators.numbers import Counts as Counts
    from populace.generators.numbers import Flag as Flag
    from populace.generators.numbers import Integers as Integers
    from populace.generators.numbers import LogNormal as LogNormal
    from populace.generators.numbers import Uniform as Uniform
    from populace.generators.pattern import Pattern as Pattern
    from populace.generators.scalars import Dates as Dates
    from populace.generators.scalars import Moments as Moments
    from populace.generators.text import FakerMethod as FakerMethod

_HOMES = {
    **dict.fromkeys(("Bell", "Choice", "Counts", "Flag", "Integers", "LogNormal", "Uniform"), "numbers"),
    **dict.fromkeys(("Dates", "Moments"), "scalars"),
    "FakerMethod": "text",
    "Pattern": "pattern",
}
__all__ = list(_HOMES)
__getattr__ = exports("populace.generators", _HOMES)
