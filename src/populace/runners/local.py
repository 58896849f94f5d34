"""Fill a sink on this machine, in one process or in several: the same rows either way.

Nothing is committed here. Whoever opened the sink decides, by leaving it well or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from populace.plan import BATCH, Plan
from populace.runners.workers import batches
from populace.schema.annotations import annotations as facts
from populace.sinks import DatabaseSink, Sink, WriteError

Progress = Callable[[str, int, int], None]
REDRAWS = 25
"""How often rows are drawn anew that only the database can judge (a trigger, a function in a CHECK)."""
PIECE = 256


class NotEmpty(RuntimeError):
    """Tables that should be filled have rows already; *rows* says how many."""

    def __init__(self, rows: dict[str, int]) -> None:
        self.rows = rows
        shown = ", ".join(f"{table} ({count:,} rows)" for table, count in list(rows.items())[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        super().__init__(
            f"not empty: {shown}{more}; nothing was written. Empty them (--truncate), or leave them out with --exclude"
        )


def seed(plan: Plan, sink: Sink, *, jobs: int = 1, progress: Progress | None = None) -> dict[str, int]:
    """Write every table of *plan* to the open *sink*; how many rows each has then, counted by a database itself."""
    report = progress or (lambda table, done, total: None)
    if not isinstance(sink, DatabaseSink):
        return _files(plan, sink, jobs, report)
    filled = sink.nonempty(plan.tables)
    if filled:
        raise NotEmpty(dict(filled))
    together = [] if sink.defer(plan.deferred) else plan.rings
    for table in plan.tables:
        if _filled_by_triggers(plan, sink, table):
            continue
        ring = next((ring for ring in together if table.fullname in ring), None)
        if ring is None:
            _table(plan, sink, table, jobs, report)
        elif ring[0] == table.fullname:
            sink.write_together([(plan.table(name), plan.batch(name, 0, plan.size(name))) for name in ring])
    for name in plan.late:
        _late(plan, sink, plan.table(name))
    sink.finish(plan.tables)
    return {table.fullname: sink.count(table) for table in plan.tables}


def _filled_by_triggers(plan: Plan, sink: DatabaseSink, table: sa.Table) -> bool:
    """Whether triggers of tables written before have put rows into *table*, which nobody points to."""
    if not any(facts(other).get("triggers") for other in plan.tables):
        return False
    if any(link.parent == table.fullname for links in plan.inference.links.values() for link in links):
        return False
    return sink.count(table) > 0


def _files(plan: Plan, sink: Sink, jobs: int, report: Progress) -> dict[str, int]:
    counts = {}
    for table in plan.tables:
        name, done = table.fullname, 0
        for _, batch in _batches(plan, name, jobs):
            sink.write(table, batch)
            done += len(batch)
            report(name, done, plan.size(name))
        counts[name] = done
    return counts


def _batches(plan: Plan, table: str, jobs: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The batches of *table* with the row each starts at; an empty one where the table gets no rows."""
    total = plan.size(table)
    if not total:
        yield 0, plan.batch(table, 0, 0)
        return
    ranges = [(start, min(start + BATCH, total)) for start in range(0, total, BATCH)]
    yield from zip((start for start, _ in ranges), batches(plan, table, ranges, jobs), strict=True)


def _table(plan: Plan, sink: DatabaseSink, table: sa.Table, jobs: int, report: Progress) -> None:
    name = table.fullname
    late = [column for link in plan.late.get(name, []) for column in link.columns if plan.free(link, column)]
    done, total = 0, plan.size(name)
    if not total:
        return
    for start, batch in _batches(plan, name, jobs):
        for piece in range(0, len(batch), PIECE) if plan.refused(name) else [0]:
            part = batch.slice(piece, PIECE) if plan.refused(name) else batch
            index = np.arange(start + piece, start + piece + len(part), dtype=np.uint64)
            _write(plan, sink, table, index, part, late)
        done += len(batch)
        report(name, done, total)


def _write(
    plan: Plan, sink: DatabaseSink, table: sa.Table, index: NDArray[np.uint64], batch: pa.RecordBatch, late: list[str]
) -> None:
    """Write rows; those that only the database can judge, and refuses, are drawn anew."""
    for _ in range(REDRAWS):
        written = _pieces(sink, table, _without(batch, late))
        if written.all():
            return
        index = index[~written]
        plan.refuse(table.fullname, index)
        batch = plan.take(table.fullname, index)
    sink.write(table, _without(batch, late))


def _pieces(sink: DatabaseSink, table: sa.Table, batch: pa.RecordBatch) -> NDArray[np.bool_]:
    """Which rows the database took: the whole batch at once if it can be, else in small pieces."""
    if len(batch) <= PIECE:
        return sink.try_write(table, batch)
    try:
        with sink.savepoint():
            sink.write(table, batch)
        return np.ones(len(batch), dtype=bool)
    except WriteError as error:
        if not error.of_rows:
            raise
    written = []
    for start in range(0, len(batch), PIECE):
        part = sink.try_write(table, batch.slice(start, PIECE))
        if not start and not part.any():
            sink.write(table, batch.slice(0, PIECE))
        written.append(part)
    return np.concatenate(written)


def _without(batch: pa.RecordBatch, columns: list[str]) -> pa.RecordBatch:
    """The batch with NULL in *columns*."""
    for column in columns:
        place = batch.schema.get_field_index(column)
        kind = batch.schema.field(place).type
        batch = batch.set_column(place, pa.field(column, kind), pa.nulls(len(batch), kind))
    return batch


def _late(plan: Plan, sink: DatabaseSink, table: sa.Table) -> None:
    """Set the foreign keys that were left NULL until the tables they point to were there."""
    name = table.fullname
    columns = [column for link in plan.late[name] for column in link.columns if plan.free(link, column)]
    keys = plan.key(name)
    for batch in plan.batches(name):
        wanted = batch.select([*keys, *columns])
        known = np.logical_or.reduce([wanted[c].is_valid().to_numpy(zero_copy_only=False) for c in columns])
        sink.update(table, keys, wanted.filter(pa.array(known)))


__all__ = ["NotEmpty", "Progress", "seed"]
