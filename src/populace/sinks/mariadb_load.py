"""LOAD DATA LOCAL from memory.

PyMySQL answers the server's request for a file with the file that the *server* names, so
that a false server could read any file of ours. Connections are opened with files
allowed in the protocol and PyMySQL's own answer off; what is sent here is the bytes at
hand, whatever the server asks for.
"""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

_PACKET = 1 << 20


@dataclass(frozen=True)
class Loaded:
    rows: int
    warnings: int


def can_load(driver: Any, allowed: object) -> bool:
    """Whether this connection may send rows by LOAD DATA LOCAL; *allowed* is what the server says of itself."""
    if type(driver).__module__.partition(".")[0] != "pymysql" or str(allowed).upper() not in ("1", "ON"):
        return False
    from pymysql.constants import CLIENT  # type: ignore[import-untyped]

    return bool(driver.client_flag & CLIENT.LOCAL_FILES)


def load(driver: Any, statement: str, data: pa.Buffer) -> Loaded:
    """Run a LOAD DATA LOCAL statement whose file is *data*; duplicates and bad values are only warnings."""
    from pymysql.constants import COMMAND
    from pymysql.protocol import OKPacketWrapper  # type: ignore[import-untyped]

    driver._execute_command(COMMAND.COM_QUERY, statement.encode())
    answer = driver._read_packet()
    if answer.is_load_local_packet():
        _send(driver, memoryview(data))
        answer = driver._read_packet()
    done = OKPacketWrapper(answer)
    return Loaded(done.affected_rows, done.warning_count)


def _send(driver: Any, data: memoryview) -> None:
    """Send the file, and an empty packet for its end; half a file must not look like a whole one."""
    try:
        for start in range(0, len(data), _PACKET):
            driver.write_packet(bytes(data[start : start + _PACKET]))
        driver.write_packet(b"")
    except BaseException:
        driver._force_close()
        raise
