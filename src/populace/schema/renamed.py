"""Tables whose columns have other keys in Python than names in the database, copied with their names as keys."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors


def is_renamed(table: sa.Table) -> bool:
    """Whether a column of *table* goes by another key than its name."""
    return any(column.key != column.name for column in table.columns)


def copy_by_name(table: sa.Table, metadata: sa.MetaData) -> sa.Table:
    """A copy of *table* in *metadata*, without its foreign keys, where each column's key is its name."""
    columns = [column._copy() for column in table.columns]
    for column in columns:
        column.key = column.name
    copy = sa.Table(table.name, metadata, *columns, schema=table.schema, comment=table.comment)
    copy.info.update(table.info)
    for constraint in table.constraints:
        _copy_constraint(constraint, copy)
    for index in table.indexes:
        options = {name: _moved(value, copy) for name, value in index.dialect_kwargs.items()}
        sa.Index(index.name, *[_moved(part, copy) for part in index.expressions], unique=index.unique, **options)
    return copy


def lift_checks(table: sa.Table, copy: sa.Table) -> None:
    """CHECKs that *table* has at a column are those of the *copy* as a whole: there they are looked for."""
    for column in table.columns:
        for check in _checks(column):
            copy.append_constraint(sa.CheckConstraint(_moved(check.sqltext, copy), name=check.name))
    for column in copy.columns:
        column.constraints -= set(_checks(column))


def _checks(column: sa.Column[Any]) -> list[sa.CheckConstraint]:
    found = [check for check in column.constraints if isinstance(check, sa.CheckConstraint)]
    return [check for check in found if not getattr(check, "_type_bound", False)]


def _copy_constraint(constraint: sa.Constraint, copy: sa.Table) -> None:
    if getattr(constraint, "_type_bound", False):
        return
    if isinstance(constraint, sa.UniqueConstraint):
        names = [column.name for column in constraint.columns]
        copy.append_constraint(sa.UniqueConstraint(*names, name=constraint.name, **constraint.dialect_kwargs))
    elif isinstance(constraint, sa.CheckConstraint):
        copy.append_constraint(sa.CheckConstraint(_moved(constraint.sqltext, copy), name=constraint.name))
    elif isinstance(constraint, sa.PrimaryKeyConstraint) and constraint.columns:
        names = [column.name for column in constraint.columns]
        copy.append_constraint(sa.PrimaryKeyConstraint(*names, name=constraint.name))  # type: ignore[arg-type]


def _moved(expression: Any, copy: sa.Table) -> Any:
    """An expression on the columns of the original table as one on those of the *copy*."""

    def replaced(element: Any, **options: Any) -> Any:
        if isinstance(element, sa.Column) and element.table is not None and element.table.key == copy.key:
            return next(column for column in copy.columns if column.name == element.name)
        return None

    if not isinstance(expression, sa.sql.ClauseElement):
        return expression
    return visitors.replacement_traverse(expression, {}, replaced)
