"""Batches made by other processes: the same ones, in order."""

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pytest

from populace.errors import PlanError
from populace.plan import Plan
from populace.rows import Array, Rows
from populace.runners import workers

TABLE = "t (id integer PRIMARY KEY, n int NOT NULL, name text)"
RANGES = [(start, start + 100) for start in range(0, 1000, 100)]


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    """No processes stay behind."""
    yield
    workers.stop()


def test_processes_make_the_same_batches_in_order(planned: Callable[..., Plan]) -> None:
    """As many as asked for, or none."""
    plan = planned(TABLE, each=1000)
    alone, together = (list(workers.batches(plan, "t", RANGES, jobs)) for jobs in (1, 2))

    assert pa.Table.from_batches(alone).equals(pa.Table.from_batches(together))
    assert [batch["id"][0].as_py() for batch in together] == list(range(1, 1001, 100))


@pytest.mark.parametrize(("ranges", "jobs"), [(RANGES, 1), (RANGES[:1], 2)])
def test_one_process_or_one_batch_starts_no_others(
    planned: Callable[..., Plan], ranges: list[tuple[int, int]], jobs: int
) -> None:
    """Starting them would take longer."""
    list(workers.batches(planned(TABLE, each=1000), "t", ranges, jobs))

    assert workers._pool is None


def test_processes_are_kept_for_the_same_plan(planned: Callable[..., Plan]) -> None:
    """And ended for another one."""
    plan, other = planned(TABLE, each=1000), planned(TABLE, each=1000, seed=1)
    list(workers.batches(plan, "t", RANGES, 2))
    first = workers._pool
    list(workers.batches(plan, "t", RANGES, 2))
    assert workers._pool is first

    made = pa.Table.from_batches(workers.batches(other, "t", RANGES, 2))
    assert workers._pool is not first and made.equals(pa.Table.from_batches(other.batches("t", 100)))


def test_refused_rows_are_made_anew_in_processes_too(planned: Callable[..., Plan]) -> None:
    """They are told with each batch."""
    plan = planned(TABLE, each=1000)
    list(workers.batches(plan, "t", RANGES, 2))
    plan.refuse("t", np.array([3, 999], dtype=np.uint64))

    made = pa.Table.from_batches(workers.batches(plan, "t", RANGES, 2))
    assert made.equals(pa.Table.from_batches([plan.batch("t", 0, 1000)]).combine_chunks())


def test_an_error_in_a_process_is_an_error_here(planned: Callable[..., Plan]) -> None:
    """The same one."""

    def words(rows: Rows) -> Array:
        return np.full(len(rows), "seven")

    plan = planned(TABLE, each=1000, generators={"t.n": words})
    with pytest.raises(PlanError, match=r"t\.n \(INTEGER\(\)\): .* made no fitting values"):
        list(workers.batches(plan, "t", RANGES, 2))


def test_stopping_twice_is_stopping_once() -> None:
    """There may be nothing to stop."""
    workers.stop()
    workers.stop()

    assert workers._pool is None
