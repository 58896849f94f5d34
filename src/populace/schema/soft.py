"""Foreign keys that are not declared: by the name of the column, its type and the tables there are.

Half of all schemas leave some out. A guess must be worth more than a random number, so names that fit no
table, or several, are left alone.
"""

import re
from typing import Any

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations
from populace.schema.naming import TableNames, class_name, is_association, singulars, words
from populace.schema.pg_types import innermost

# What the key of a table is called in the columns that refer to it.
SUFFIXES = {"id", "uuid", "guid", "code", "fk", "ref", "slug"}
KEY_WORDS = {"id", "uuid", "guid", "code", "key", "no", "num", "number", "sk"}
LEADERS = {"manager", "supervisor", "mentor", "boss"}
STAFF = {"employee", "user", "person", "staff", "member", "boss", "worker"}
# People who do something to a row: a reference to the users, when there is a table of users.
PEOPLE = {
    "author", "creator", "owner", "editor", "uploader", "approver", "assignee", "reviewer", "updater", "sender",
    "receiver", "recipient", "moderator", "modifier", "requester", "submitter", "inviter", "poster", "deleter",
    "purchaser", "redeemer", "banner", *LEADERS,
}  # fmt: skip
# Tables that copy the rows of others: their parent_id is that of the row they copy.
COPIES = {"version", "versions", "history", "histories", "archive", "log", "logs", "audit"}
# Words that too many tables end in to say which one is meant.
VAGUE = {"type", "status", "state", "kind", "level", "version", "role", "value"}
# What the thing is called that a polymorphic pair points to, besides words in -able and -ed.
THINGS = {
    "object", "entity", "target", "owner", "source", "subject", "item", "resource", "parent", "author", "actor",
    "content", "model", "element", "record", "reference", "ref", "related", "destination", "trackable", "context",
    "associated", "linked", "origin",
}  # fmt: skip
MOST_TARGETS = 5

Keys = dict[tuple[str, ...], list[sa.Column[Any]]]
"""Primary keys by the words of their names."""


def guess(metadata: sa.MetaData) -> None:
    """Annotate columns that look like foreign keys without being declared, and polymorphic pairs."""
    tables = [table for table in metadata.tables.values() if not annotations(table).get("view")]
    names, keys = TableNames(tables), _named_keys(tables)
    for table in tables:
        paired = _polymorphic_pairs(table, names, tables)
        for column in table.columns:
            if column not in paired and _is_free(column):
                _annotate_reference(column, names, keys)


def _is_free(column: sa.Column[Any]) -> bool:
    known = annotations(column)
    return not column.foreign_keys and column.computed is None and not known.keys() & {"references", "polymorphic"}


def kind(column: sa.Column[Any]) -> str | None:
    """The family of key types that a column belongs to; a column refers only to its own family."""
    type_ = innermost(column.type)
    if isinstance(column.type, sa.ARRAY) or isinstance(type_, (sa.Enum, sa.Boolean)):
        return None
    if isinstance(type_, sa.Uuid) or annotations(column).get("sqltype") == "uuid":
        return "uuid"
    if isinstance(type_, sa.Integer) or (isinstance(type_, sa.Numeric) and type_.scale == 0):
        return "integer"
    return "text" if isinstance(type_, sa.String) else None


def _annotate_reference(column: sa.Column[Any], names: TableNames, keys: Keys) -> None:
    found = _named_column(column, names) or _named_target(column, names) or _same_key(column, keys)
    if found is None:
        return
    target, why = found
    if target is not column and not _is_own_key(column, target):
        reference = {"table": target.table.fullname, "column": target.name, "why": why}
        annotate(column, references=reference)


def _is_own_key(column: sa.Column[Any], target: sa.Column[Any]) -> bool:
    """customers.customer_id is what others refer to, not a reference of its own; so is a key that is inherited."""
    sole = [column] == list(column.table.primary_key.columns)
    return sole or annotations(column.table).get("inherits") == target.table.fullname


def _stem(column: sa.Column[Any]) -> tuple[list[str], str]:
    """The words that name the table, and the word that says key: (author, user), id."""
    parts = words(column.name)
    if len(parts) > 1 and parts[-1] in SUFFIXES:
        return parts[:-1], parts[-1]
    if len(parts) > 1 and parts[0] in {"id", "fk"}:
        return parts[1:], "id"
    if len(parts) > 1 and parts[-1] == "by" and kind(column) != "text":
        return parts, "id"
    return [], ""


def _named_target(column: sa.Column[Any], names: TableNames) -> tuple[sa.Column[Any], str] | None:
    """The key of the table that the column's name names."""
    stem, key = _stem(column)
    if not stem:
        return None
    table: sa.Table = column.table
    if stem == ["parent"]:
        return None if COPIES & set(words(table.name)) else _key(table, column, key, "a parent of its own kind")
    target = names.find(stem, table)
    if target is not None and target is not table:
        return _key(target, column, key, f"named after {target.name}")
    if stem[-1] in PEOPLE or stem[-1] == "by":
        own = stem[-1] in LEADERS and STAFF & set(singulars(words(table.name)[-1]))
        users = table if own else _users(names, table)
        return None if users is None else _key(users, column, key, "by a user")
    for start in range(1, len(stem)):
        target = names.find(stem[start:], table)
        if target is not None and key not in ("code", "slug"):
            return _key(target, column, key, f"ends in the name of {target.name}")
    if stem[-1] == "user":
        target = _users(names, table)
    else:
        target = None if stem[-1] in VAGUE else names.find_ending(stem, table)
    if target is None or target is table:
        return None
    return _key(target, column, key, f"named after the end of {target.name}")


def _users(names: TableNames, near: sa.Table) -> sa.Table | None:
    """The table of users, also as auth_user or user_profiles."""
    found = (names.find(["user"], near), names.find_ending(["user"], near), names.find(["user", "profile"], near))
    return next((table for table in found if table is not None), None)


def _named_column(column: sa.Column[Any], names: TableNames) -> tuple[sa.Column[Any], str] | None:
    """A table and one of its unique columns, as in team_name or resource_hdx_id."""
    parts = words(column.name)
    for cut in range(1, len(parts)):
        target = names.find(parts[:cut], column.table)
        if target is None or target is column.table:
            continue
        for found in _unique_columns(target):
            keyed = found.primary_key or parts[-1] in SUFFIXES
            if keyed and words(found.name) == parts[cut:] and kind(column) and _holds(column, found):
                return found, f"named after {target.name}.{found.name}"
    return None


def _key(target: sa.Table, column: sa.Column[Any], key: str, why: str) -> tuple[sa.Column[Any], str] | None:
    """The column of *target* that *column* can refer to: the one of its name or key word, else the primary key."""
    unique = [candidate for candidate in _unique_columns(target) if _holds(column, candidate)]
    if kind(column) is None:
        return None
    for name in (column.name.lower(), key):
        for candidate in unique:
            if candidate.name.lower() == name and candidate is not column:
                return candidate, why
    primary = [candidate for candidate in unique if candidate.primary_key]
    return (primary[0], why) if primary and key not in ("code", "slug") else None


def _holds(column: sa.Column[Any], key: sa.Column[Any]) -> bool:
    """Whether what *key* holds is of the kind, and no longer than the text, that fits into *column*."""
    ours, theirs = (getattr(innermost(c.type), "length", None) for c in (column, key))
    roomy = not isinstance(ours, int) or isinstance(theirs, int) and theirs <= ours
    return kind(key) == kind(column) and (roomy or kind(column) != "text")


def _unique_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Columns that are unique on their own, the primary key first."""
    groups = [list(table.primary_key.columns)]
    groups += [list(c.columns) for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    plain = [index for index in table.indexes if index.unique and not _is_partial(index)]
    groups += [list(index.columns) for index in plain if len(index.expressions) == len(index.columns)]
    found = [group[0] for group in groups if len(group) == 1]
    found = [column for column in found if isinstance(column, sa.Column)]
    return sorted(dict.fromkeys(found), key=lambda column: (not column.primary_key, column.name))


def _is_partial(index: sa.Index) -> bool:
    return any(index.dialect_options[name].get("where") is not None for name in ("postgresql", "sqlite"))


def _same_key(column: sa.Column[Any], named: Keys) -> tuple[sa.Column[Any], str] | None:
    """The only primary key of that name, as emp_no of employees, or of the end of it, as c_id in ib_c_id."""
    parts = words(column.name)
    for start in range(len(parts) - 1):
        keys = [key for key in named.get(tuple(parts[start:]), ()) if _holds(column, key)]
        if len(keys) == 1 and (start or keys[0].table is not column.table):
            return keys[0], f"the name of the key of {keys[0].table.name}"
        if keys:
            return None
    return None


def _named_keys(tables: list[sa.Table]) -> Keys:
    """Primary keys of one column whose name says key and more; one that refers to another table has it from there."""
    found: Keys = {}
    for table in tables:
        keys = list(table.primary_key.columns)
        parts = words(keys[0].name) if len(keys) == 1 else []
        if len(parts) > 1 and parts[-1] in KEY_WORDS and not keys[0].foreign_keys:
            found.setdefault(tuple(parts), []).append(keys[0])
    return found


def _polymorphic_pairs(table: sa.Table, names: TableNames, tables: list[sa.Table]) -> set[sa.Column[Any]]:
    """The id columns of pairs such as commentable_type, commentable_id; those with targets are annotated."""
    by_words = {"_".join(words(column.name)): column for column in table.columns}
    paired = set()
    for name, type_column in by_words.items():
        stem = name.removesuffix("_type") if name.endswith("_type") else ""
        id_column = by_words.get(f"{stem}_id", by_words.get(f"{stem}_uuid")) if stem else None
        if id_column is None or not _is_free(id_column) or type_column.foreign_keys or id_column.unique:
            continue
        if [id_column] == list(table.primary_key.columns) or not isinstance(innermost(type_column.type), sa.String):
            continue
        targets = _targets(type_column, id_column, stem, names, tables)
        if targets:
            annotate(id_column, polymorphic={"type_column": type_column.name, "targets": targets})
            paired.add(id_column)
    return paired


def _targets(
    type_column: sa.Column[Any], id_column: sa.Column[Any], stem: str, names: TableNames, tables: list[sa.Table]
) -> dict[str, list[str]]:
    """The tables that a pair may point to, by the value of its type column."""
    table: sa.Table = type_column.table
    values = _values(type_column)
    if values:
        named = {value: names.find(words(re.split(r"[\\/.:]", value)[-1]), table) for value in values}
        choices = {value: target for value, target in named.items() if target is not None}
    elif names.find(stem.split("_"), table) is not None:
        return {}
    elif stem.endswith(("able", "ible", "ed")) or stem.rpartition("_")[2] in THINGS:
        choices = {class_name(target.name): target for target in _likely(tables, table, id_column)}
    else:
        return {}
    length = getattr(innermost(type_column.type), "length", None) or 255
    keys = {value: _pair_key(target, id_column) for value, target in choices.items() if len(value) <= length}
    return {value: [key.table.fullname, key.name] for value, key in keys.items() if key is not None}


def _values(column: sa.Column[Any]) -> list[str]:
    """The values that an enum or a CHECK lists for a column."""
    type_ = innermost(column.type)
    if isinstance(type_, sa.Enum):
        return list(type_.enums)
    for check in column.table.constraints:
        text = str(check.sqltext) if isinstance(check, sa.CheckConstraint) else ""
        if re.search(rf"(^|\W){re.escape(column.name)}\W.*(\bIN\b|\bANY\b|=)", text, re.IGNORECASE | re.DOTALL):
            return [value.replace("''", "'") for value in re.findall(r"'((?:[^']|'')*)'", text)]
    return []


def _likely(tables: list[sa.Table], table: sa.Table, id_column: sa.Column[Any]) -> list[sa.Table]:
    """Tables with a key of the fitting type that many others refer to; no association tables."""
    fitting = [
        target
        for target in tables
        if target is not table and target.schema == table.schema and _pair_key(target, id_column) is not None
        and len(target.primary_key.columns) == 1 and not next(iter(target.primary_key.columns)).foreign_keys
        and not is_association(target) and not COPIES & set(words(target.name))
    ]  # fmt: skip
    incoming = {target: 0 for target in fitting}
    for other in tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table in incoming and other is not constraint.referred_table:
                incoming[constraint.referred_table] += 1
    return sorted(fitting, key=lambda target: (-incoming[target], target.name))[:MOST_TARGETS]


def _pair_key(target: sa.Table, id_column: sa.Column[Any]) -> sa.Column[Any] | None:
    """The key of *target* that fits the id column; of a composite one the part that is the table's own."""
    primary = list(target.primary_key.columns)
    own = primary if len(primary) == 1 else [column for column in primary if not column.foreign_keys]
    if len(own) != 1 or kind(own[0]) is None or kind(id_column) not in (kind(own[0]), "text"):
        return None
    return own[0]
