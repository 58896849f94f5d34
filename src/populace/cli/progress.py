"""How far a run is: a bar with rows/s and time left on a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from populace.cli.failures import clean

EVERY = 2.0
"""Seconds between plain lines."""


class Meter:
    """Called with a table, its rows done and its rows in all; knows the seconds that each table took."""

    def __init__(self, rows: int, *, quiet: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self._rows, self._done, self._quiet = rows, {"": 0}, quiet
        self._last = self._said = self._start = time.monotonic()
        self._bar = _bar() if not quiet and sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("", total=self._rows)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, table: str, done: int, total: int) -> None:
        """*done* of the *total* rows of *table* are written."""
        now = time.monotonic()
        self.seconds[table] = self.seconds.get(table, 0.0) + now - self._last
        self._last = now
        self._done[table] = done
        if self._bar:
            self._bar.update(self._task, completed=self.rows_done, description=clean(table))
        elif not self._quiet and now - self._said >= EVERY:
            self._said = now
            print(self._line(table, done, total, now), file=sys.stderr, flush=True)

    @property
    def rows_done(self) -> int:
        return sum(self._done.values())

    def _line(self, table: str, done: int, total: int, now: float) -> str:
        rate = self.rows_done / max(now - self._start, 1e-9)
        left = max(self._rows - self.rows_done, 0) / max(rate, 1e-9)
        return f"{clean(table)}: {done:,} of {total:,} rows; {rate:,.0f} rows/s, {left:,.0f} s left"


class _Rate(ProgressColumn):
    """Rows per second since the start."""

    def render(self, task: Task) -> Text:
        rate = task.completed / task.elapsed if task.elapsed else 0
        return Text(f"{rate:,.0f} rows/s", style="progress.data.speed")


def _bar() -> Progress:
    """Gone when it is finished: the table of results takes its place."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} rows", markup=False),
        _Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
