"""Engines for URLs as people write them, with a driver that is installed and does not need an event loop."""

from importlib.util import find_spec

import sqlalchemy as sa

from populace.schema.urls import allow_loading

# dialect: drivers in order of preference, and the extra that brings the first
_DRIVERS = {
    "postgresql": (["psycopg", "psycopg2"], "postgres"),
    "mysql": (["pymysql", "mysqlclient", "mysqlconnector"], "mariadb"),
    "mariadb": (["pymysql", "mysqlclient", "mysqlconnector"], "mariadb"),
}
_MODULES = {"mysqlclient": "MySQLdb", "mysqlconnector": "mysql.connector"}
_DRIVER_NAMES = {"mysqlclient": "mysqldb"}
_ASYNC = {"aiosqlite", "asyncpg", "aiomysql", "asyncmy", "psycopg_async"}


def engine_for(url: str | sa.URL) -> sa.Engine:
    """An engine for *url*; the driver may be left out, or be one for asyncio."""
    engine = sa.create_engine(_with_driver(sa.make_url(url)))
    if engine.url.drivername.endswith("+pymysql"):
        allow_loading(engine)
    return engine


def _with_driver(url: sa.URL) -> sa.URL:
    backend, _, driver = url.drivername.partition("+")
    if backend == "postgres":
        backend = "postgresql"
    if driver and driver not in _ASYNC:
        return url.set(drivername=f"{backend}+{driver}")
    if backend not in _DRIVERS:
        return url.set(drivername=backend)
    drivers, extra = _DRIVERS[backend]
    for name in drivers:
        if _is_installed(_MODULES.get(name, name)):
            return url.set(drivername=f"{backend}+{_DRIVER_NAMES.get(name, name)}")
    raise ImportError(
        f"{drivers[0]} is not installed; it is needed for {backend}:// URLs. Run: pip install 'populace[{extra}]'"
    )


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the parent of a dotted name
        return False
