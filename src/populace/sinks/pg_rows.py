"""Which rows PostgreSQL takes, found out on the server.

A savepoint and a round trip per refused row cost milliseconds each; a loop in
the server, with the rows as text in a temporary table, costs microseconds.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.sinks.pg_catalog import literal, quoted
from populace.sinks.text import csv_bytes

_LOOP = """DECLARE given record;
BEGIN
  FOR given IN SELECT * FROM pg_temp.populace_rows ORDER BY row LOOP
    BEGIN
      INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values});
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO pg_temp.populace_refused VALUES (given.row);
    END;
  END LOOP;
END"""


def write_one_by_one(
    connection: sa.Connection,
    copy: Callable[[str, bytes], None],
    table: str,
    types: Mapping[str, str],
    batch: pa.RecordBatch,
) -> NDArray[np.bool_]:
    """Insert the rows that *table* takes, each by itself; which they are."""
    names = batch.schema.names
    places = [f"v{i}" for i in range(len(names))]
    _run(connection, f"CREATE TEMP TABLE populace_rows (row int, {', '.join(f'{v} text' for v in places)})")
    _run(connection, "CREATE TEMP TABLE populace_refused (row int)")
    numbered = pa.record_batch([pa.array(range(len(batch))), *batch.columns], names=["row", *places])
    copy("COPY pg_temp.populace_rows FROM STDIN (FORMAT csv)", csv_bytes(numbered))
    values = ", ".join(f"given.{v}::{types[name]}" for v, name in zip(places, names, strict=True))
    loop = _LOOP.format(table=table, columns=", ".join(map(quoted, names)), values=values)
    _run(connection, f"DO {literal(loop)}")
    refused = connection.exec_driver_sql("SELECT row FROM pg_temp.populace_refused").scalars().all()
    _run(connection, "DROP TABLE pg_temp.populace_rows, pg_temp.populace_refused")
    written = np.ones(len(batch), dtype=np.bool_)
    written[list(refused)] = False
    return written


def _run(connection: sa.Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))
