"""`populace seed` and `populace generate`: run a plan and say what came of it."""

import time

import sqlalchemy as sa

from populace.cli.emptying import agreed, database_sink
from populace.cli.guarding import guarded
from populace.cli.options import Run
from populace.cli.progress import Meter
from populace.cli.report import Outcome, notes_of, print_outcome, say
from populace.cli.source import Source, opened, planned
from populace.config import ConfigError
from populace.plan import Plan
from populace.runners.local import seed as run_plan
from populace.sinks import WriteError, open_sink
from populace.sinks.emptying import empty

FORMATS = ("parquet", "csv", "jsonl")


class _RolledBack(Exception):
    """Leaves a dry run's transaction."""


def seed(
    run: Run, jobs: int, dry_run: bool, known_as: str | None = None, truncate: bool = False, typed: str | None = None
) -> None:
    """Fill a database, all or nothing; a dry run does everything and takes it back."""
    with opened(run.settings, target=True) as source:
        assert source.engine is not None
        database = guarded(run, source.engine, known_as)
        plan = planned(run, source)
        _introduce(run, plan)
        if truncate:
            agreed(plan, source.engine, database, typed, dry_run=dry_run)
        outcome = _seeded(plan, source, source.engine, jobs, dry_run, run.quiet, truncate)
    print_outcome(run, plan, outcome)


def _seeded(
    plan: Plan, source: Source, engine: sa.Engine, jobs: int, dry_run: bool, quiet: bool, truncate: bool
) -> Outcome:
    start = time.monotonic()
    sink = database_sink(engine)
    outcome = Outcome({}, {}, 0.0, dry_run)
    with _meter(plan, quiet) as meter:
        try:
            with sink:
                if source.models:
                    sink.create(source.metadata)
                if truncate:
                    empty(sink, plan.tables)
                counts = run_plan(plan, sink, jobs=jobs, progress=meter)
                outcome = Outcome(counts, meter.seconds, 0.0, dry_run)
                if dry_run:
                    _check_keys(sink.connection)
                    raise _RolledBack
        except _RolledBack:
            pass
    outcome.total = time.monotonic() - start
    return outcome


def generate(run: Run, to: str, force: bool, jobs: int) -> None:
    """Write files: one per table."""
    kind, colon, folder = to.partition(":")
    if kind not in FORMATS or not folder:
        raise ConfigError(f"--to {to!r} is no place for files; write --to parquet:DIR, csv:DIR or jsonl:DIR")
    start = time.monotonic()
    with opened(run.settings) as source:
        plan = planned(run, source)
        _introduce(run, plan)
        with _meter(plan, run.quiet) as meter, open_sink(to, force=force) as sink:
            sink.create(_chosen(plan))
            counts = run_plan(plan, sink, jobs=jobs, progress=meter)
    print_outcome(run, plan, Outcome(counts, meter.seconds, time.monotonic() - start))


def _chosen(plan: Plan) -> sa.MetaData:
    """The tables of the plan alone, for a sink to look at before it starts."""
    chosen = sa.MetaData()
    for table in plan.tables:
        table.to_metadata(chosen)
    return chosen


def _introduce(run: Run, plan: Plan) -> None:
    if not run.quiet:
        for note in notes_of(plan):
            say(f"note: {note}")


def _meter(plan: Plan, quiet: bool) -> Meter:
    return Meter(sum(plan.size(table.fullname) for table in plan.tables), quiet=quiet)


def _check_keys(connection: sa.Connection) -> None:
    """Foreign keys that wait for the end of the transaction are checked now: a dry run has no end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    elif connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise WriteError(str(broken[0]), f"row {broken[1]} refers to a row of {broken[2]} that is not there")
