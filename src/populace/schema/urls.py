"""From a database URL to an engine: any installed driver will do, and errors never show a password."""

import importlib.util
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import sqlalchemy as sa

# Dialect -> (driver, module to import), the preferred one first.
DRIVERS = {
    "postgresql": [("psycopg", "psycopg"), ("psycopg2", "psycopg2"), ("pg8000", "pg8000")],
    "mysql": [("pymysql", "pymysql"), ("mysqldb", "MySQLdb"), ("mariadbconnector", "mariadb")],
    "mariadb": [("pymysql", "pymysql"), ("mysqldb", "MySQLdb"), ("mariadbconnector", "mariadb")],
    "sqlite": [("pysqlite", "sqlite3")],
}
EXTRAS = {"postgresql": "postgres", "mysql": "mariadb", "mariadb": "mariadb"}
ALIASES = {"postgres": "postgresql", "pgsql": "postgresql", "sqlite3": "sqlite"}
ASYNC_DRIVERS = {"asyncpg", "psycopg_async", "aiosqlite", "aiomysql", "asyncmy"}
ASYNC_OPTIONS = {"async_fallback", "prepared_statement_cache_size", "prepared_statement_name_func"}
SECRETS = re.compile(r"pass|pwd|secret|token|odbc_connect|key$", re.IGNORECASE)
HIDDEN = "***"


class ConnectError(RuntimeError):
    """The database of a URL cannot be used: what is wrong and what to do; never the password."""


def engine_for(url: str | sa.URL) -> sa.Engine:
    """An engine whose database answers, with the driver of *url* or any other that is installed."""
    parsed = with_driver(_parsed(url))
    try:
        engine = sa.create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConnectError(f"{redact(parsed)}: no driver for {parsed.drivername}:// is installed ({error})") from None
    if parsed.drivername.endswith("+pymysql"):
        allow_loading(engine)
    if parsed.get_backend_name() == "sqlite":
        _check_directory(parsed)
        sa.event.listen(engine, "connect", _enforce_foreign_keys)
    _check_answer(engine, parsed)
    return engine


def allow_loading(engine: sa.Engine) -> None:
    """Open PyMySQL's connections so that rows may be loaded as if from a file; it still hands out no file itself."""
    sa.event.listen(engine, "do_connect", _allow_local_files)


def _allow_local_files(dialect: object, record: object, args: object, options: dict[str, Any]) -> None:
    from pymysql.constants import CLIENT  # type: ignore[import-untyped]

    options["client_flag"] = options.get("client_flag", 0) | CLIENT.LOCAL_FILES


def with_driver(url: sa.URL) -> sa.URL:
    """*url* with a driver that is installed; an asynchronous one becomes its synchronous sibling."""
    dialect, _, driver = url.drivername.partition("+")
    dialect = ALIASES.get(dialect, dialect)
    if dialect not in DRIVERS or (dialect == "sqlite" and driver not in {"", "pysqlite", *ASYNC_DRIVERS}):
        return url
    if driver in ASYNC_DRIVERS:
        url = _without_async_options(url, dialect)
    installed = [name for name, module in DRIVERS[dialect] if importlib.util.find_spec(module)]
    if not installed:
        first = DRIVERS[dialect][0][0]
        pip = f"pip install 'populace[{EXTRAS[dialect]}]'"
        raise ConnectError(f"{first} is not installed; it is needed for {dialect}:// URLs. Run: {pip}")
    return url.set(drivername=f"{dialect}+{driver if driver in installed else installed[0]}")


def redact(url: str | sa.URL) -> str:
    """*url* with its password hidden, also one in the query string; works on text that is no URL, too."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        return _redacted_text(str(url))
    if "@" in (parsed.host or ""):
        return _redacted_text(str(url))
    query = {name: HIDDEN if SECRETS.search(name) else value for name, value in parsed.query.items()}
    return parsed.set(query=query).render_as_string(hide_password=True).replace(quote(HIDDEN), HIDDEN)


def _redacted_text(text: str) -> str:
    text = re.sub(r"(://[^:/@\s]*:)\S*@", rf"\g<1>{HIDDEN}@", text)
    return re.sub(r"(?i)\b(\w*(?:pass|pwd|secret|token)\w*\s*=\s*)('[^']*'|[^&;\s]+)", rf"\g<1>{HIDDEN}", text)


def _parsed(url: str | sa.URL) -> sa.URL:
    try:
        return sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        shown = redact(url)
        hint = f"sqlite:///{shown}" if re.search(r"\.(db|sqlite3?)$", shown) else "postgresql://user@host/database"
        raise ConnectError(f"{shown!r} is not a database URL; write it like {hint}") from None


def _without_async_options(url: sa.URL, dialect: str) -> sa.URL:
    query = {name: value for name, value in url.query.items() if name not in ASYNC_OPTIONS}
    if dialect == "postgresql" and "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return url.set(query=query)


def _enforce_foreign_keys(connection: object, record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]


def _check_directory(url: sa.URL) -> None:
    """SQLite says only "unable to open database file"; say which directory is wrong."""
    name = url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        return
    directory = Path(name).expanduser().absolute().parent
    if not directory.is_dir():
        raise ConnectError(f"{redact(url)}: there is no directory {directory}. Run: mkdir -p {directory}")
    if Path(name).is_dir():
        raise ConnectError(f"{redact(url)}: {name} is a directory; name a file in it")
    if not Path(name).exists() and not os.access(directory, os.W_OK):
        raise ConnectError(f"{redact(url)}: the directory {directory} is not writable; choose another one")


def _check_answer(engine: sa.Engine, url: sa.URL) -> None:
    """Connect once, so that a wrong URL is found here; a SQLite file that is not there yet is not made."""
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and url.database and not url.database.startswith("file:") and not Path(url.database).exists():
        return
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("PRAGMA schema_version" if sqlite else "SELECT 1"))
    except (sa.exc.DBAPIError, OSError, TypeError) as error:
        engine.dispose()
        raise ConnectError(_explained(url, str(getattr(error, "orig", None) or error))) from None


def _explained(url: sa.URL, message: str) -> str:
    """What a driver's connection error means, without the password."""
    for password in {url.password, quote(url.password or "", safe=""), unquote(url.password or "")} - {None, ""}:
        message = message.replace(str(password), HIDDEN)
    message = _redacted_text(" ".join(message.split()))
    return f"{redact(url)}: {_advice(url, message.lower())} ({message})"


def _advice(url: sa.URL, message: str) -> str:
    server = f"{url.host or 'localhost'}:{url.port or {'postgresql': 5432}.get(url.get_backend_name(), 3306)}"
    if "does not exist" in message and "role" in message:
        return f"the server has no user {url.username}; use another user in the URL"
    if "does not exist" in message or "unknown database" in message:
        return f"the server has no database {url.database}. Run: {_create_command(url)}"
    if re.search(r"password|access denied|authentication|no pg_hba", message):
        return f"the server refused user {url.username or '(none)'}; check the user and password in the URL"
    if "not a database" in message:
        return f"{url.database} is not a SQLite file; name another file"
    if "unable to open" in message or "readonly" in message:
        return f"{url.database} cannot be opened; check its permissions"
    if re.search(r"could not translate|resolve|name or service|getaddrinfo|not known", message):
        return f"there is no host {url.host}; check the host name in the URL"
    if re.search(r"refused|timed? ?out|can't connect|no route|unreachable|no such file|failed", message):
        return f"nothing answers at {server}; start the server or check host and port in the URL"
    return "cannot connect; check the URL"


def _create_command(url: sa.URL) -> str:
    host = f" -h {url.host}" if url.host else ""
    if url.get_backend_name() == "postgresql":
        return f"createdb{host} {url.database}"
    return f"mariadb{host} -e 'CREATE DATABASE {url.database}'"
