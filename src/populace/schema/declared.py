"""Models that say themselves how they are made.

    class Visit(Base):
        __table_args__ = {"info": shaped(rows=500)}
        id: Mapped[int] = mapped_column(primary_key=True)
        pet_id: Mapped[int] = mapped_column(ForeignKey("pets.id"), info=generated(Children(visits_of_a_pet)))
        weight: Mapped[float] = mapped_column(info=generated(weight))

What is declared goes before what inference would suggest, and after what a plan is given.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.rows import Array, Generator, Rows
from populace.schema.annotations import KEY
from populace.schema.annotations import annotations as facts

Info = dict[Any, Any]


def generated(generator: Any, *, nulls: float | Callable[[Rows], NDArray[np.bool_]] | None = None) -> Info:
    """The `info` of a column that says how it is made.

    *generator* takes rows, and siblings as further parameters (``def bmi(rows, height, weight)``).
    On a foreign key it gives the parent's row numbers, or is `Children` or `Through`. *nulls* is
    a share of the rows, or a function that says which.
    """
    return {KEY: {"generator": with_siblings(generator), "nulls": nulls}}


def along(column: str) -> Info:
    """The `info` of a column that the generator of another *column* makes along with it."""
    return {KEY: {"along": column}}


def shaped(
    *,
    rows: int | Callable[[Mapping[str, int]], int] | None = None,
    hidden: Mapping[str, Callable[..., Any]] | None = None,
) -> Info:
    """The `info` of a table: how many *rows* it gets when nobody says so, and *hidden* columns.

    *rows* may be a function of the sizes of the tables that have a number. Names of hidden columns begin with "·".
    """
    made = {name: with_siblings(generator) for name, generator in (hidden or {}).items()}
    return {KEY: {"rows": rows, "hidden": made}}


def declared(column: sa.Column[Any]) -> Any | None:
    """The generator that a column's model declares, if it does."""
    return facts(column).get("generator")


@dataclass(frozen=True)
class Siblings:
    """A function whose parameters after the rows are columns of the same rows."""

    function: Callable[..., Array | Mapping[str, Array]]
    columns: tuple[str, ...]

    def __call__(self, rows: Rows) -> Array | Mapping[str, Array]:
        return self.function(rows, *(rows[column] for column in self.columns))

    def __repr__(self) -> str:
        return f"{self.function.__module__}:{self.function.__name__}({', '.join(self.columns)})"


def with_siblings(generator: Any) -> Generator | Any:
    """*generator*, called with the siblings that it names as parameters; as it is where it names none."""
    if not inspect.isfunction(generator):
        return generator
    parameters = list(inspect.signature(generator).parameters.values())[1:]
    columns = tuple(p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD)
    return Siblings(generator, columns) if columns else generator
