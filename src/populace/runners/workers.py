"""Batches made ahead by other processes, handed over in order as Arrow data."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator
from multiprocessing.pool import AsyncResult, Pool

import pyarrow as pa

from populace.plan import Plan

AHEAD = 2
"""Batches that each process may be ahead of the writer."""

Redrawn = dict[str, dict[int, int]]
_plan: Plan | None = None
_pool: tuple[Plan, int, Pool] | None = None


def batches(plan: Plan, table: str, ranges: list[tuple[int, int]], jobs: int) -> Iterator[pa.RecordBatch]:
    """The batches of *table* for the given *ranges* of rows, made by *jobs* processes."""
    if jobs <= 1 or len(ranges) < 2:
        for start, stop in ranges:
            yield plan.batch(table, start, stop)
        return
    pool = _started(plan, jobs)
    redrawn = plan.inference.making.redrawn
    waiting: deque[AsyncResult[bytes]] = deque()
    for start, stop in ranges:
        waiting.append(pool.apply_async(_make, (table, start, stop, redrawn)))
        if len(waiting) >= jobs * AHEAD:
            yield _received(waiting.popleft().get())
    while waiting:
        yield _received(waiting.popleft().get())


def _started(plan: Plan, jobs: int) -> Pool:
    """A pool whose processes know *plan*; kept until another plan needs one."""
    global _pool, _plan
    if _pool is not None and _pool[0] is plan and _pool[1] == jobs:
        return _pool[2]
    stop()
    _plan = plan
    assert plan.inference
    if sys.platform == "linux":  # a fork has the plan, and models from a file that cannot be imported by name
        pool = multiprocessing.get_context("fork").Pool(jobs, _ignore_interrupts)
    else:
        pool = multiprocessing.get_context("spawn").Pool(jobs, _know, (plan,))
    _pool = (plan, jobs, pool)
    return pool


def stop() -> None:
    """End the processes, if there are any."""
    global _pool
    if _pool is not None:
        _pool[2].terminate()
        _pool[2].join()
        _pool = None


def _ignore_interrupts() -> None:
    """Ctrl-C is the writer's to answer: it ends these processes, which would otherwise die holding the queue."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _know(plan: Plan) -> None:
    global _plan
    _ignore_interrupts()
    _plan = plan


def _make(table: str, start: int, stop: int, redrawn: Redrawn) -> bytes:
    assert _plan is not None
    _plan.inference.making.redrawn = redrawn
    batch = _plan.batch(table, start, stop)
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(stream.getvalue())


def _received(data: bytes) -> pa.RecordBatch:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()
