"""Models and the database they are used with: the models' tables with what only the database knows."""

import re
from typing import Any

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations, copied, literal, note


def merge(models: sa.MetaData, reflected: sa.MetaData) -> sa.MetaData:
    """A copy of *models* with the constraints, annotations and columns that only the database has.

    Nothing that either side demands is lost; tables that only the database has are left out.
    """
    merged = copied(models)
    known = annotations(reflected)
    annotate(merged, **{name: known[name] for name in ("views", "default_schema") if name in known})
    for table in merged.tables.values():
        match = _counterpart(table, reflected)
        if match is not None:
            _merge_table(table, match, reflected)
        elif table.fullname in known.get("views", ()):
            annotate(table, view=True)
    return merged


def _counterpart(table: sa.Table, other: sa.MetaData) -> sa.Table | None:
    """The same table in another MetaData, where the default schema may or may not be written."""
    default = annotations(other).get("default_schema")
    schema = None if table.schema == default else table.schema
    return other.tables.get(f"{schema}.{table.name}" if schema else table.name)


def _merge_table(table: sa.Table, reflected: sa.Table, database: sa.MetaData) -> None:
    annotate(table, **{**annotations(reflected), **annotations(table)})
    for column in reflected.columns:
        _merge_column(table, column)
    missing = [column.name for column in table.columns if column.name not in reflected.c]
    if missing:
        note(
            table.metadata,
            f"{table.fullname}: {', '.join(missing)} in the models but not in the database; run your migrations",
        )
    _add_checks(table, reflected)
    _add_uniques(table, reflected)
    _add_foreign_keys(table, reflected, database)


def _column(table: sa.Table, name: str) -> sa.Column[Any] | None:
    """By name: the key of a column in `table.c` may be another one."""
    return next((column for column in table.columns if column.name == name), None)


def _merge_column(table: sa.Table, reflected: sa.Column[Any]) -> None:
    column = _column(table, reflected.name)
    if column is None:
        table.append_column(reflected._copy())
        return
    if annotations(reflected):
        annotate(column, **{**annotations(reflected), **annotations(column)})
    column.nullable = bool(column.nullable and reflected.nullable)
    if reflected.computed is not None and column.computed is None:
        computed = sa.Computed(literal(str(reflected.computed.sqltext)), reflected.computed.persisted)
        options: Any = {"nullable": column.nullable, "info": column.info, "key": column.key}
        table.append_column(sa.Column(column.name, column.type, computed, **options), replace_existing=True)
    elif reflected.identity is not None and column.identity is None and column.server_default is None:
        always = reflected.identity.always
        sa.Identity(always=always)._set_parent(column)
    elif column.server_default is None and reflected.server_default is not None and column.computed is None:
        column.server_default = reflected.server_default
    _narrow(column, reflected)


def _narrow(column: sa.Column[Any], reflected: sa.Column[Any]) -> None:
    """The shorter of two text lengths: both must hold."""
    ours, theirs = column.type, reflected.type
    if type(ours) in (sa.String, sa.Text, sa.VARCHAR, sa.Unicode) and isinstance(theirs, sa.String):
        lengths = [length for length in (ours.length, theirs.length) if length]  # type: ignore[attr-defined]
        if lengths and min(lengths) != ours.length:  # type: ignore[attr-defined]
            column.type = sa.String(min(lengths))


def _checks(table: sa.Table) -> list[sa.CheckConstraint]:
    found = [check for check in table.constraints if isinstance(check, sa.CheckConstraint)]
    return sorted(found, key=lambda check: str(check.name or check.sqltext))


def _squeezed(check: sa.CheckConstraint) -> str:
    return re.sub(r"[\s()\"]|::\w+( varying)?", "", str(check.sqltext)).lower()


def _add_checks(table: sa.Table, reflected: sa.Table) -> None:
    names = {str(check.name) for check in _checks(table) if check.name}
    texts = {_squeezed(check) for check in _checks(table)}
    for check in _checks(reflected):
        if str(check.name) not in names and _squeezed(check) not in texts:
            table.append_constraint(sa.CheckConstraint(literal(str(check.sqltext)), name=check.name))


def _uniques(table: sa.Table) -> set[frozenset[str]]:
    """Sets of columns that are unique without further condition."""
    keys = [c for c in table.constraints if isinstance(c, (sa.UniqueConstraint, sa.PrimaryKeyConstraint))]
    plain = [index for index in table.indexes if index.unique and not _is_special(index)]
    return {frozenset(c.name for c in item.columns) for item in [*keys, *plain]}


def _is_special(index: sa.Index) -> bool:
    """Partial, or of expressions."""
    where = any(index.dialect_options[name].get("where") is not None for name in ("postgresql", "sqlite"))
    return where or any(not isinstance(part, sa.Column) for part in index.expressions)


def _add_uniques(table: sa.Table, reflected: sa.Table) -> None:
    """A unique index of the models goes by its name; one without condition by its columns."""
    for constraint in sorted(reflected.constraints, key=lambda c: str(c.name)):
        if isinstance(constraint, sa.UniqueConstraint):
            columns = [column.name for column in constraint.columns]
            if frozenset(columns) not in _uniques(table):
                options = {"postgresql_nulls_not_distinct": _nulls_not_distinct(constraint)}
                parts = [_column(table, name) for name in columns]
                table.append_constraint(sa.UniqueConstraint(*parts, name=constraint.name, **options))  # type: ignore[arg-type]
    names = {index.name for index in table.indexes}
    for index in sorted(reflected.indexes, key=lambda i: str(i.name)):
        same = not _is_special(index) and frozenset(c.name for c in index.columns) in _uniques(table)
        if index.unique and index.name not in names and not same:
            _add_index(table, index)


def _nulls_not_distinct(item: sa.UniqueConstraint | sa.Index) -> bool | None:
    found: bool | None = item.dialect_options["postgresql"].get("nulls_not_distinct")
    return found


def _add_index(table: sa.Table, index: sa.Index) -> None:
    parts = [
        _column(table, part.name) if isinstance(part, sa.Column) else literal(str(part)) for part in index.expressions
    ]
    options = {}
    for dialect in ("postgresql", "sqlite"):
        where = index.dialect_options[dialect].get("where")
        if where is not None:
            options[f"{dialect}_where"] = literal(str(where))
    if _nulls_not_distinct(index):
        options["postgresql_nulls_not_distinct"] = True  # type: ignore[assignment]
    sa.Index(index.name, *parts, unique=True, _table=table, **options)  # type: ignore[arg-type]


def _add_foreign_keys(table: sa.Table, reflected: sa.Table, database: sa.MetaData) -> None:
    known = {frozenset(element.parent.name for element in c.elements) for c in table.foreign_key_constraints}
    targets = {_counterpart(other, database): other for other in table.metadata.tables.values()}
    for constraint in sorted(reflected.foreign_key_constraints, key=lambda c: str(c.name)):
        target = targets.get(constraint.referred_table)
        if target is None or frozenset(element.parent.name for element in constraint.elements) in known:
            continue
        columns = [_column(table, element.parent.name) for element in constraint.elements]
        referred = [_column(target, element.column.name) for element in constraint.elements]
        if all(column is not None for column in [*columns, *referred]):
            options: dict[str, Any] = {"deferrable": constraint.deferrable, "initially": constraint.initially}
            keys: Any = [column.key for column in columns if column is not None]
            added: Any = referred
            table.append_constraint(sa.ForeignKeyConstraint(keys, added, name=constraint.name, **options))
