"""What a database says when it does not want a row."""

from typing import Any

import sqlalchemy as sa

# SQLSTATE classes that are about the rows: data, integrity, WITH CHECK, RAISE, SIGNAL; and a row security policy
_ROW_CLASSES = ("22", "23", "44", "P0", "45")
# MySQL and MariaDB: by a trigger, no partition, not in the character set, not of the enum, CHECKs of either
_ROW_ERRORS = (1644, 1526, 1366, 1265, 3819, 4025)


class WriteError(Exception):
    """Rows that could not be written: *table*, the *constraint* if it has a name, the *row* within the batch if known.

    `of_rows` is False when no other row would have been taken either: no
    permission, no such table, no connection.
    """

    def __init__(
        self, table: str, reason: str, *, constraint: str | None = None, row: int | None = None, of_rows: bool = True
    ) -> None:
        self.table, self.reason, self.constraint, self.row, self.of_rows = table, reason, constraint, row, of_rows
        where = "" if row is None else f" (row {row:,} of the batch)"
        by = f" by {constraint}" if constraint and constraint not in reason else ""
        super().__init__(f"{table}: refused{by}{where}: {reason}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.table, self.reason, self.constraint, self.row, self.of_rows)


def _again(table: str, reason: str, constraint: str | None, row: int | None, of_rows: bool) -> WriteError:
    return WriteError(table, reason, constraint=constraint, row=row, of_rows=of_rows)


def from_driver(table: sa.Table, error: Exception, row: int | None = None) -> WriteError:
    """The driver's or SQLAlchemy's error, with what it says about the row and the constraint."""
    original: BaseException = getattr(error, "orig", None) or error
    diagnosis = getattr(original, "diag", None)
    reason = getattr(diagnosis, "message_primary", None) or str(original).strip()
    detail = getattr(diagnosis, "message_detail", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    return WriteError(
        table.fullname,
        f"{reason} – {detail}" if detail else reason,
        constraint=constraint,
        row=row,
        of_rows=_of_rows(original, reason),
    )


def _of_rows(error: BaseException, reason: str) -> bool:
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if error.args and error.args[0] in _ROW_ERRORS:
        return True
    if isinstance(state, str):
        return state.startswith(_ROW_CLASSES) or (state == "42501" and "row-level security" in reason)
    return type(error).__name__ in ("IntegrityError", "DataError")
