"""What one measurement costs, in a process of its own: ``python -m benchmarks.measure JSON`` prints JSON.

CPU seconds are user + system of the process, its children and, where a database is loaded,
of the server processes that serve that database.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil


def cpu(of: psutil.Process) -> float:
    times = of.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def tree() -> float:
    """CPU seconds of this process and of all below it."""
    this = psutil.Process()
    alive = [child.cpu_times() for child in this.children(recursive=True)]
    return cpu(this) + sum(times.user + times.system for times in alive)


def spent(work: Callable[[], object]) -> float:
    before = tree()
    kept = work()
    after = tree()
    del kept
    return after - before


def peer(name: str, table: str, rows: int) -> dict[str, float]:
    """Rows per CPU second of one peer, after a warm-up."""
    module = import_module(f"benchmarks.peers.{name}")
    arguments = (5_000_000,) if table == "transactions" else ()
    make = getattr(module, table)
    make(min(rows, 200_000) // 10, *(max(a // 10, 1) for a in arguments))
    return {"rate": rows / spent(lambda: make(rows, *arguments))}


def copying(table: str, rows: int) -> dict[str, float]:
    """Making batches against copying a buffer of as many bytes; turn by turn."""
    import numpy as np
    from benchmarks.peers import populace

    plan = populace.plan(*(rows, 5 * rows) if table == "customers" else (rows // 5, rows))
    size = sum(batch.nbytes for batch in plan.batches(table))
    source, target = np.ones(size, dtype=np.uint8), np.ones(size, dtype=np.uint8)
    made, fresh, warm = [], [], []
    for _ in range(5):
        made.append(spent(lambda: list(plan.batches(table))))
        fresh.append(spent(lambda: [np.copyto(np.empty_like(source), source) for _ in range(10)]) / 10)
        warm.append(spent(lambda: [np.copyto(target, source) for _ in range(10)]) / 10)
    return {
        "bytes": size / rows,
        "rate": rows / min(made),
        "fresh": min(made) / min(fresh),
        "warm": min(made) / min(warm),
    }


def memory(rows: int) -> dict[str, float]:
    """Peak resident memory, in MB, of making and dropping all batches."""
    from benchmarks.peers import populace

    plan = populace.plan(rows, rows)
    for table in ("customers", "transactions"):
        for _ in plan.batches(table):
            pass
    status = Path("/proc/self/status").read_text()
    return {"mb": int(status.split("VmHWM:")[1].split()[0]) / 1024}


def loading(url: str, rows: int) -> dict[str, float]:
    """Rows per CPU second of both tables made and loaded into an empty database; MariaDB's server is not counted."""
    import sqlalchemy as sa
    from benchmarks.peers import populace
    from benchmarks.shop import Base

    from populace import open_sink, seed

    plan = populace.plan(rows, 5 * rows)
    with fresh(url) as target:

        def work() -> None:
            with open_sink(target) as sink:
                sink.create(Base.metadata)
                seed(plan, sink)

        with served(sa.make_url(target)) as server:
            began = time.perf_counter()
            own = spent(work)
            wall = time.perf_counter() - began
    return {"rate": 6 * rows / (own + sum(server.values())), "wall": 6 * rows / wall}


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """A database that nobody else uses: a new file, or a new database on the server of *url*."""
    import sqlalchemy as sa

    if url.startswith("sqlite"):
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/shop.db"
        return
    name = f"populace_bench_{time.time_ns()}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield engine.url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        force = " WITH (FORCE)" if engine.dialect.name == "postgresql" else ""
        connection.execute(sa.text(f"DROP DATABASE {name}{force}"))


@contextmanager
def served(url: "object") -> Iterator[dict[int, float]]:
    """CPU seconds of the server's processes for this database, by process; empty for SQLite."""
    import sqlalchemy as sa

    assert isinstance(url, sa.URL)
    seen: dict[int, float] = {}
    done = threading.Event()

    def watch() -> None:
        engine = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.StaticPool)
        with engine.connect() as connection:
            while not done.wait(0.02):
                query = sa.text("SELECT pid FROM pg_stat_activity WHERE datname = :name")
                for (pid,) in connection.execute(query, {"name": url.database}):
                    try:
                        seen[pid] = cpu(psutil.Process(pid))
                    except psutil.NoSuchProcess:
                        continue

    watcher = threading.Thread(target=watch)
    if url.get_backend_name() == "postgresql":
        watcher.start()
    yield seen
    done.set()
    if watcher.ident:
        watcher.join()


if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    measured = {"peer": peer, "copying": copying, "memory": memory, "loading": loading}[request.pop("what")](**request)
    print(json.dumps(measured))
