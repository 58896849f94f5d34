"""A session of MariaDB or MySQL, spoken to through its driver: no parameters, so no percent sign needs care."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

_STRICT = (
    "STRICT_ALL_TABLES NO_ZERO_DATE NO_ZERO_IN_DATE ERROR_FOR_DIVISION_BY_ZERO NO_AUTO_VALUE_ON_ZERO "
    "NO_ENGINE_SUBSTITUTION"
).split()
_MISREADING = {"NO_BACKSLASH_ESCAPES", "EMPTY_STRING_IS_NULL", "PAD_CHAR_TO_FULL_LENGTH"}
"""Modes that change what a literal means."""
_SETTINGS = (
    "sql_mode time_zone sql_notes max_error_count foreign_key_checks unique_checks "
    "character_set_client character_set_connection collation_connection check_constraint_checks"
).split()


class Session:
    """The session of *connection*."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    @contextmanager
    def strict(self) -> Iterator[None]:
        """Strict, in UTC, with every key checked and every literal taken as it is; as before when it is over."""
        names = [name for name in _SETTINGS if name != "check_constraint_checks" or self.is_mariadb]
        before = dict(zip(names, self._row(f"SELECT {', '.join(f'@@SESSION.{name}' for name in names)}"), strict=True))
        modes = [mode for mode in str(before["sql_mode"]).split(",") if mode and mode not in _MISREADING]
        checked = ", check_constraint_checks = 1" if "check_constraint_checks" in before else ""
        self.run("SET NAMES utf8mb4")
        self.run(
            f"SET SESSION sql_mode = '{','.join(dict.fromkeys([*modes, *_STRICT]))}', time_zone = '+00:00', "
            f"sql_notes = 0, max_error_count = 64, foreign_key_checks = 1, unique_checks = 1{checked}"
        )
        try:
            yield
        finally:
            if not self.connection.invalidated:
                values = [
                    f"{name} = {value if isinstance(value, int) else _text(value)}" for name, value in before.items()
                ]
                self.run(f"SET SESSION {', '.join(values)}")

    def run(self, statement: str | bytes) -> None:
        """Run a statement that has no rows."""
        with self.alive(), self.driver.cursor() as cursor:
            cursor.execute(statement)

    def ask(self, query: str) -> Any:
        """The one value that *query* gives."""
        return self._row(query)[0]

    def _row(self, query: str) -> Any:
        with self.alive(), self.driver.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()

    @contextmanager
    def alive(self) -> Iterator[None]:
        """An interrupt, or an error that ends the connection, leaves none that could be rolled back: it is let go."""
        try:
            yield
        except BaseException as error:
            driver: Any = self.connection.connection
            if not isinstance(error, self.error) or self.connection.dialect.is_disconnect(error, driver, None):  # type: ignore[arg-type]
                self.connection.invalidate(error)
            raise

    @property
    def driver(self) -> Any:
        """The driver's own connection."""
        return self.connection.connection.driver_connection

    @property
    def error(self) -> type[Exception]:
        """What the driver's errors are."""
        error: type[Exception] = self.connection.dialect.loaded_dbapi.Error
        return error

    @property
    def is_mariadb(self) -> bool:
        return bool(getattr(self.connection.dialect, "is_mariadb", False))


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
