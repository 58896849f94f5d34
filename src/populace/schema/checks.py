"""CHECK constraints: read by `parse`, and tested as the database does.

A CHECK fails only where it is false; where it is NULL the row passes. What a CHECK
says about the values to generate is worked out in `populace.schema.cases`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from populace.schema.evaluate import evaluate
from populace.schema.expressions import CheckError, Node, columns_of

__all__ = ["Check", "CheckError", "derive", "parse"]


@dataclass(frozen=True)
class Check:
    """A CHECK constraint: its name, its SQL text, the columns it reads and what it says."""

    name: str
    text: str
    columns: frozenset[str]
    expression: Node = field(repr=False)

    def test(self, columns: Mapping[str, Any], now: np.datetime64) -> pa.BooleanArray:
        """Which rows the constraint lets pass; *columns* has the columns it reads."""
        result = evaluate(self.expression, columns, now)
        return pc.fill_null(_as_long_as(columns, result), True)


def parse(name: str, sqltext: str, dialect: str, columns: Mapping[str, pa.DataType], value: str | None = None) -> Check:
    """The CHECK that *sqltext* says in *dialect*, over columns of the given types.

    *dialect* is SQLAlchemy's name. In the CHECK of a domain, VALUE is the column *value*.
    `CheckError` says what cannot be read or evaluated.
    """
    from populace.schema.translate import translate

    try:
        expression = translate(sqltext, dialect, columns, value)
        used = columns_of(expression)
        nothing = {column: pa.nulls(1, columns[column]) for column in used}
        evaluate(expression, nothing, np.datetime64("2000-01-01T00:00:00", "us"))
    except CheckError as error:
        raise CheckError(f"CHECK {name} ({sqltext}): {error}") from error
    except (pa.ArrowException, AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
        raise CheckError(f"CHECK {name} ({sqltext}) cannot be evaluated: {error}") from error
    return Check(name, sqltext, used, expression)


def derive(expression: Node, columns: Mapping[str, Any], now: np.datetime64) -> pa.Array:
    """The values of an expression, one for each row of *columns*: the side of an equation."""
    return _as_long_as(columns, evaluate(expression, columns, now))


def _as_long_as(columns: Mapping[str, Any], result: Any) -> Any:
    if not isinstance(result, pa.Scalar):
        return result
    length = len(next(iter(columns.values()))) if columns else 1
    return pa.repeat(result, length) if result.is_valid else pa.nulls(length, result.type)
