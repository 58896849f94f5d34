"""What populace knows of a table or a column beyond SQLAlchemy, kept in `.info["populace"]`.

The dictionary is always replaced, never changed: copies of a table share it with the original.
"""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from populace.schema.renamed import copy_by_name, is_renamed, lift_checks

KEY = "populace"
Annotated = sa.MetaData | sa.Table | sa.Column[Any]


def annotations(item: Annotated) -> Mapping[str, Any]:
    """What is known of a table, a column or a whole schema; empty when nothing is."""
    known: Mapping[str, Any] = item.info.get(KEY, {})
    return known


def annotate(item: Annotated, **facts: object) -> None:
    """Add facts to what is known of *item*."""
    item.info[KEY] = {**annotations(item), **facts}


def notes(metadata: sa.MetaData) -> list[str]:
    """What was left out of a schema and why, one sentence each."""
    return list(annotations(metadata).get("notes", ()))


def note(metadata: sa.MetaData, *sentences: str) -> None:
    """Add sentences to the notes of a schema; one that is there already is not repeated."""
    known = notes(metadata)
    annotate(metadata, notes=known + [sentence for sentence in sentences if sentence not in known])


def literal(text: str) -> sa.TextClause:
    """SQL text as it is: a colon in it, as in the column name "a:b", is not a bound parameter."""
    return sa.text(re.sub(r"\\(?=:)|(?<![:\w\\])(?=:\w)", r"\\\g<0>", text))


def copied(metadata: sa.MetaData, *, by_name: bool = False) -> sa.MetaData:
    """A copy to annotate, so that a user's own tables stay as they are; *by_name*, keys of columns are their names.

    Foreign keys to tables that are not in *metadata* are left out, with a note.
    """
    copy = sa.MetaData(schema=metadata.schema, naming_convention=metadata.naming_convention)
    copy.info.update(metadata.info)
    for table in metadata.tables.values():
        if by_name and is_renamed(table):
            copy_by_name(table, copy)
        else:
            table.to_metadata(copy)
        lift_checks(table, copy.tables[table.key])
    for table in metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            if "." in "".join(_names(constraint)) or by_name and _touches_renamed(constraint):
                _link_again(constraint, copy, "name" if by_name else "key")
    drop_dangling(copy)
    return copy


def drop_dangling(metadata: sa.MetaData) -> None:
    """Take out foreign keys whose table or column is not in *metadata*, each with a note."""
    for table in metadata.tables.values():
        for constraint in sorted(table.foreign_key_constraints, key=lambda c: list(c.column_keys)):
            if not _resolves(constraint):
                target = constraint.elements[0].target_fullname.rpartition(".")[0]
                columns = ", ".join(constraint.column_keys)
                note(metadata, f"{table.fullname}.{columns}: its foreign key to {target} is ignored, no such table")
                drop_foreign_key(table, constraint)


def drop_foreign_key(table: sa.Table, constraint: sa.ForeignKeyConstraint) -> None:
    """Take a foreign key out of its table."""
    table.constraints.discard(constraint)
    for element in constraint.elements:
        table.foreign_keys.discard(element)
        element.parent.foreign_keys.discard(element)


def _resolves(constraint: sa.ForeignKeyConstraint) -> bool:
    try:
        return all(element.column is not None for element in constraint.elements)
    except (sa.exc.NoReferenceError, sa.exc.ArgumentError):
        return False


def _touches_renamed(constraint: sa.ForeignKeyConstraint) -> bool:
    return _resolves(constraint) and (is_renamed(constraint.table) or is_renamed(constraint.referred_table))


def _names(constraint: sa.ForeignKeyConstraint) -> list[str]:
    """The names whose dots SQLAlchemy would take for separators when it copies a foreign key."""
    if not _resolves(constraint):
        return []
    target = constraint.referred_table
    return [target.schema or "", target.name, *(element.column.name for element in constraint.elements)]


def _link_again(constraint: sa.ForeignKeyConstraint, metadata: sa.MetaData, by: str) -> None:
    table = metadata.tables[constraint.table.key]
    columns = [getattr(column, by) for column in constraint.columns]
    for broken in [other for other in table.foreign_key_constraints if list(other.column_keys) == columns]:
        drop_foreign_key(table, broken)
    target = metadata.tables[constraint.referred_table.key]
    table.append_constraint(
        sa.ForeignKeyConstraint(
            columns,
            [target.c[getattr(element.column, by)] for element in constraint.elements],
            name=constraint.name,
            ondelete=constraint.ondelete,
            onupdate=constraint.onupdate,
            deferrable=constraint.deferrable,
            initially=constraint.initially,
        )
    )
