"""Which databases may be written to, and what must be typed for those that look like production.

Asked is the open connection, not the URL: a database is the same one under all its names, and the
host is the one that the driver talks to, wherever its name came from. A marker in the database
refuses everything; only taking it away helps.
"""

import ipaddress
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from shlex import quote

import sqlalchemy as sa

from populace.marker import marked, name_of

# Words of names, as in shop_prod, prodDb or db-1.live.example.com.
_WORD = re.compile(r"(?<![a-z])(prod|production|prd|live|primary|master)(db)?(?![a-z])")
_NOT = re.compile(r"(?<![a-z])(non|not)[-_. ]?(prod|production)(?![a-z])")
_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
ENVIRONMENT = ("ENV", "APP_ENV", "RAILS_ENV", "DJANGO_SETTINGS_MODULE", "FLASK_ENV", "NODE_ENV")
NEARBY = ("localhost", ".localhost", ".local", ".internal")
# The ends of host names that providers of databases give, and where the Cloud SQL proxy puts its sockets.
MANAGED = (
    ".rds.amazonaws.com", ".rds.amazonaws.com.cn", ".compute-1.amazonaws.com", ".database.azure.com",
    ".database.windows.net", ".sql.goog", ".supabase.co", ".supabase.com", ".neon.tech", ".aivencloud.com",
    ".db.ondigitalocean.com", ".psdb.cloud", ".cockroachlabs.cloud", ".render.com", ".rlwy.net", ".postgresbridge.com",
    ".skysql.com", ".tidbcloud.com",
)  # fmt: skip
CLOUD_SOCKETS = "/cloudsql/"


class Refused(RuntimeError):
    """A database that is not written to: why, and what to type if it shall be."""


@dataclass(frozen=True)
class Place:
    """A database as its server and the driver tell of it; *host* is a name, an address, a socket or, of a file, empty.

    *leads_to* are the addresses behind a name; *marker* and *read_only* say what forbids writing.
    """

    database: str
    host: str = ""
    leads_to: tuple[str, ...] = ()
    marker: str | None = None
    read_only: str | None = None
    file: bool = False

    def __str__(self) -> str:
        return f"{self.database} on {self.host}" if self.host else self.database


def guard(
    connection: sa.Connection,
    *,
    hosts: Sequence[str] = (),
    known_as: str | None = None,
    environment: Mapping[str, str],
) -> Place:
    """The database of *connection*, if it may be written to; else `Refused`.

    *hosts* are those allowed beside this machine and private networks; *known_as* is the name that
    the user gave for a database that looks like production.
    """
    place = look(connection)
    reasons = refusals(place, hosts=hosts, known_as=known_as, environment=environment)
    if reasons:
        raise Refused("\n  ".join([f"{place} is not written to; nothing was changed", *reasons]))
    return place


def refusals(
    place: Place, *, hosts: Sequence[str] = (), known_as: str | None = None, environment: Mapping[str, str]
) -> list[str]:
    """Why *place* is not written to, each with what to type; a marker or a read-only server is reason enough."""
    if place.marker:
        return [f"it is protected by {place.marker}; no option overrides that, only its owner: {_unprotect(place)}"]
    if place.read_only:
        return [place.read_only]
    if place.file:
        return []
    found = []
    if not _is_near(place) and not any(fnmatchcase(_plain(place.host), host.lower()) for host in hosts):
        found.append(f"{_far(place)}; if it is the right one, add --allow-host {place.host}")
    if known_as is not None and known_as != place.database:
        found.append(f"--i-know-this-is {known_as} was typed, but this is {place.database}")
    elif known_as is None:
        signs = "; ".join(lookalikes(place, environment))
        name = quote(place.database)
        found += [f"{signs}; if it is no production, add --i-know-this-is {name}"] if signs else []
    return found


def lookalikes(place: Place, environment: Mapping[str, str]) -> list[str]:
    """What makes *place* look like production: its name, its host, or what the environment says."""
    signs = []
    if _says_production(place.database):
        signs.append(f"the database is named {place.database}, like one in production")
    if _plain(place.host).endswith(MANAGED) or place.host.startswith(CLOUD_SOCKETS):
        signs.append(f"{place.host} is a cloud provider's host")
    elif _says_production(place.host):
        signs.append(f"the host is named {place.host}, like one in production")
    said = [name for name in ENVIRONMENT if _says_production(environment.get(name, ""))]
    signs += [f"{name} is {environment[name]}" for name in said]
    return signs


def look(connection: sa.Connection) -> Place:
    """What there is to know of the database of *connection*; nothing is changed."""
    name, file = name_of(connection), connection.dialect.name == "sqlite"
    host, address = ("", None) if file else _peer(connection)
    leads_to = (address,) if address else _addresses(host)
    return Place(name, host, leads_to, marked(connection), None if file else _read_only(connection), file)


def _unprotect(place: Place) -> str:
    return f"populace unprotect URL --confirm {quote(place.database)}"


def _says_production(text: str) -> bool:
    return bool(_WORD.search(_NOT.sub("", _CASE.sub("_", text).lower())))


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


def _is_near(place: Place) -> bool:
    """Whether the host is this machine or in a private network, by its name; a near name may still lead far away."""
    host = _plain(place.host)
    if not host or host.startswith(("/", "@")):
        return True
    if _is_address(host):
        return not _is_public(host)
    near = "." not in host or host == NEARBY[0] or host.endswith(NEARBY[1:])
    return near and not any(map(_is_public, place.leads_to))


def _far(place: Place) -> str:
    public = next((address for address in place.leads_to if _is_public(address)), None)
    where = f" ({public})" if public and public != place.host else ""
    return f"the host {place.host}{where} is neither this machine nor in a private network"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    return _is_address(address) and ipaddress.ip_address(address).is_global


def _addresses(host: str) -> tuple[str, ...]:
    """The addresses of a host name; none for a socket, or where only a proxy knows the name."""
    if not host or host.startswith(("/", "@")) or _is_address(host):
        return ()
    try:
        return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, None)))
    except OSError:
        return ()


def _peer(connection: sa.Connection) -> tuple[str, str | None]:
    """The host that the driver is connected to and, where it says, the address: PGHOST and service files count, too."""
    driver = connection.connection.driver_connection
    info = getattr(driver, "info", None)
    if connection.dialect.name == "postgresql" and info is not None:
        return str(info.host or ""), getattr(info, "hostaddr", None) or None
    path = getattr(driver, "unix_socket", None)
    host = getattr(driver, "host", None) or connection.engine.url.host or ""
    return str(path or host), None


def _read_only(connection: sa.Connection) -> str | None:
    """Why the server takes no rows, if it takes none."""
    if connection.dialect.name == "postgresql":
        if connection.scalar(sa.text("SELECT pg_is_in_recovery()")):
            return "the server is a replica, which only reads; name the server that it follows"
        if connection.scalar(sa.text("SELECT current_setting('transaction_read_only')")) == "on":
            return "default_transaction_read_only is on for this database or user; name another user"
    elif connection.dialect.name in ("mysql", "mariadb"):
        names = "'read_only', 'super_read_only', 'innodb_read_only', 'tx_read_only', 'transaction_read_only'"
        for name, value in connection.execute(sa.text(f"SHOW VARIABLES WHERE variable_name IN ({names})")):
            if str(value).upper() not in ("OFF", "0"):
                return f"the server's {name} is {value}, as on a replica; name a server that takes rows"
    return None
