"""What the user configured: `populace.toml`, `[tool.populace]` in `pyproject.toml`, POPULACE_* in the environment.

`Settings` are plain values, each of them optional; `over` lays one on another, so that a
flag wins over the environment, that over the file, and what nobody says is inferred.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from populace.names import closest


class ConfigError(ValueError):
    """A setting that cannot be meant: where it stands, what is wrong, what would be right."""


@dataclass(frozen=True)
class Settings:
    """What was asked for; None and empty mean that nothing was said. *root* is where the file lies."""

    source: str | None = None
    url: str | None = None
    seed: int | None = None
    now: datetime | None = None
    locale: str | None = None
    rows: int | None = None
    scale: float | None = None
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    """Hosts of databases that may be written to, beside this machine and private networks."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Rows by table, as the user names it."""
    columns: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """Overrides by table and column; `populace.overrides` makes generators of them."""
    root: Path | None = None

    def over(self, other: Settings) -> Settings:
        """These settings, and those of *other* where nothing is said; a source that is a URL is the target, too."""
        said = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        for name in ("seed", "rows", "scale"):
            said[name] = getattr(other if getattr(self, name) is None else self, name)
        said["allow_hosts"] = tuple(dict.fromkeys([*self.allow_hosts, *other.allow_hosts]))
        if self.source and is_url(self.source):
            said["url"] = self.url
        return replace(self, **said | {"sizes": {**other.sizes, **self.sizes}})


def is_url(source: str) -> bool:
    """Whether *source* names a database, not models."""
    return "://" in source or source.startswith("env:") or source.endswith((".db", ".sqlite", ".sqlite3"))


def read(path: Path | None = None) -> Settings:
    """The settings of *path*, else of `populace.toml` or `pyproject.toml` in the current directory."""
    if path is not None:
        return _from_file(path, _section(path, _parsed(path)))
    for name in ("populace.toml", "pyproject.toml"):
        found = Path(name)
        section = _section(found, _parsed(found)) if found.is_file() else None
        if section is not None:
            return _from_file(found, section)
    return Settings()


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None


def _section(path: Path, data: dict[str, Any]) -> dict[str, Any] | None:
    """The part that is ours: of `pyproject.toml` the table tool.populace; of another file all of it."""
    if path.name == "pyproject.toml":
        found = data.get("tool", {}).get("populace")
        return found if isinstance(found, dict) else None
    head = data.pop("populace", {})
    return {**head, **data} if isinstance(head, dict) else data


def _from_file(path: Path, section: Mapping[str, Any] | None) -> Settings:
    if section is None:
        raise ConfigError(f"{path} has no [tool.populace]; add it, or name another file with --config")
    known = [*READERS, "tables"]
    for key in section:
        if key not in known:
            raise ConfigError(f"{path}: there is no setting {key!r}{closest(key, known)}")
    values = {key: _read(key, value, str(path)) for key, value in section.items() if key != "tables"}
    _refuse_password(path, values)
    sizes, columns = _tables(path, section.get("tables", {}))
    return Settings(**values, sizes=sizes, columns=columns, root=path.resolve().parent)


def _refuse_password(path: Path, values: Mapping[str, Any]) -> None:
    from populace.schema.urls import redact

    for key in ("url", "source"):
        value = values.get(key) or ""
        if "://" in value and redact(value) != value:
            raise ConfigError(
                f'{path}: {key} holds a password ({redact(value)}); write {key} = "env:DATABASE_URL" '
                "and put the URL into that environment variable"
            )


def _tables(path: Path, tables: object) -> tuple[dict[str, int], dict[tuple[str, str], Mapping[str, Any]]]:
    sizes: dict[str, int] = {}
    columns: dict[tuple[str, str], Mapping[str, Any]] = {}
    for name, options in _table(path, "tables", tables).items():
        where = f"tables.{name}"
        for key, value in _table(path, where, options).items():
            if key == "rows":
                sizes[name] = _read("rows", value, f"{path}: [{where}]")
            elif key == "columns":
                overrides = _table(path, f"{where}.columns", value)
                columns |= {(name, c): _table(path, f"{where}.columns.{c}", o) for c, o in overrides.items()}
            else:
                raise ConfigError(f"{path}: [{where}] has no setting {key!r}{closest(key, ['rows', 'columns'])}")
    return sizes, columns


def _table(path: Path, where: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {where} is {value!r}, not a table such as {where} = {{ … }}")
    return value


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from POPULACE_SEED, POPULACE_ROWS and so on; lists are separated by commas."""
    given = {key: environment.get(f"POPULACE_{key.upper()}", "") for key in READERS}
    return Settings(**{key: _read(key, text, f"POPULACE_{key.upper()}") for key, text in given.items() if text})


def row_counts(given: Sequence[str]) -> tuple[int | None, dict[str, int]]:
    """``["50", "orders=1000"]`` as the rows of every table and those of single ones."""
    each, sizes = None, {}
    for text in given:
        table, equals, number = text.rpartition("=")
        if equals and not table:
            raise ConfigError(f"--rows {text!r} names no table; write --rows orders=1000 or --rows 1000")
        count = _read("rows", number, f"--rows {text!r}" if equals else "--rows")
        if equals:
            sizes[table] = count
        else:
            each = count
    return each, sizes


def resolved(url: str, environment: Mapping[str, str]) -> str:
    """*url*, or what stands in the environment for ``env:NAME``."""
    if not url.startswith("env:"):
        return url
    name = url.removeprefix("env:")
    if not environment.get(name):
        raise ConfigError(f"the environment variable {name} is not set; it should hold a database URL")
    return environment[name]


def _read(key: str, value: object, where: str) -> Any:
    reader, wanted = READERS[key]
    try:
        return reader(value)
    except (TypeError, ValueError):
        raise ConfigError(f"{where}: {key} is {value!r}, not {wanted}") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError
    return int(value.replace(",", "") if isinstance(value, str) else value)


def _count(value: object) -> int:
    number = _whole(value)
    if number < 0:
        raise ValueError
    return number


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or not 0 < float(value) < float("inf"):
        raise ValueError
    return float(value)


def _names(value: object) -> tuple[str, ...]:
    names = [name.strip() for name in value.split(",")] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)):
        raise TypeError
    return tuple(_text(name) for name in names)


def moment(value: object) -> datetime:
    """A point in time from "today", an ISO date or an ISO date and time; without an offset it is UTC."""
    if isinstance(value, str):
        value = datetime.now(UTC).date() if value == "today" else datetime.fromisoformat(value)
    if not isinstance(value, date):
        raise TypeError
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


READERS: dict[str, tuple[Callable[[object], Any], str]] = {
    "source": (_text, "a database URL or models such as shop.py:Base"),
    "url": (_text, "a database URL, or env:NAME"),
    "seed": (_whole, "a whole number"),
    "now": (moment, 'a date such as 2026-01-31 or "today"'),
    "locale": (_text, "a locale such as de_DE"),
    "rows": (_count, "a number of rows, 0 or more"),
    "scale": (_number, "a number above 0"),
    "only": (_names, "a list of table names"),
    "exclude": (_names, "a list of table names"),
    "allow_hosts": (_names, "a list of host names"),
}
