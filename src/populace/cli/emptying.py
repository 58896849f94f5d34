"""`populace reset`, and what `seed --truncate` does first: rows are counted, the name is typed, then they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from populace.cli.guarding import confirm, guarded
from populace.cli.options import Run
from populace.cli.report import print_json, say
from populace.cli.source import opened, planned
from populace.guard import Refused
from populace.plan import Plan
from populace.sinks import open_sink
from populace.sinks.emptying import Victim, empty, restart, victims, without_transactions
from populace.sinks.sql import SqlSink


@dataclass(frozen=True)
class Emptied:
    """The tables of a plan that are there, the rows of those that have some, and what a roll back leaves empty."""

    tables: Sequence[sa.Table]
    rows: Mapping[str, int]
    victims: Sequence[Victim]
    for_good: Sequence[str]


def reset(run: Run, known_as: str | None, typed: str | None, reseed: bool) -> None:
    """Empty the tables that the plan fills, all of them or none."""
    with opened(run.settings, target=True) as source:
        assert source.engine is not None
        database = guarded(run, source.engine, known_as)
        found = agreed(planned(run, source), source.engine, database, typed)
        late = source.engine.dialect.name in ("mysql", "mariadb")
        with database_sink(source.engine) as sink:
            empty(sink, found.tables)
            if reseed and not late:
                restart(sink.connection, found.tables)
        if reseed and late:
            with source.engine.begin() as connection:
                restart(connection, found.tables)
    rows = sum(found.rows.values())
    if run.json:
        tables = [{"table": table, "rows": count} for table, count in found.rows.items()]
        print_json({"database": database, "tables": tables, "rows": rows})
    elif not run.quiet:
        say(f"{rows:,} rows deleted from {database}" if rows else f"{database}: there was nothing to delete")


def agreed(plan: Plan, engine: sa.Engine, database: str, typed: str | None, *, dry_run: bool = False) -> Emptied:
    """What emptying the tables of *plan* deletes, told and agreed to by typing the name of the database."""
    found = look(plan, engine)
    for table, rows in found.rows.items():
        say(f"to be deleted: {table}: {rows:,} rows")
    _refuse_victims(found)
    lost = [table for table in found.for_good if table in found.rows]
    if lost and dry_run:
        raise Refused(f"{', '.join(lost)}: the engine has no transactions, so a dry run would delete for good")
    if lost:
        say(f"note: {', '.join(lost)}: the engine has no transactions; what is deleted there stays deleted")
    if not dry_run and (found.rows or typed is not None):
        confirm(database, typed, f"empty {len(found.rows)} tables of {database}")
    return found


def look(plan: Plan, engine: sa.Engine) -> Emptied:
    """What there is to empty; nothing is changed."""
    with database_sink(engine) as sink:
        inspector = sa.inspect(sink.connection)
        tables = [table for table in plan.tables if inspector.has_table(table.name, schema=table.schema)]
        reached = victims(sink.connection, tables)
        return Emptied(tables, sink.nonempty(tables), reached, without_transactions(sink.connection, tables))


def database_sink(engine: sa.Engine) -> SqlSink:
    sink = open_sink(engine)
    assert isinstance(sink, SqlSink)
    return sink


def _refuse_victims(found: Emptied) -> None:
    """Rows elsewhere would go along, or lose what they point to."""
    filled = [victim for victim in found.victims if victim.rows]
    if filled and found.rows:
        told = [f"{victim.table} ({victim.rows:,} rows) points to {victim.points_to}" for victim in filled]
        raise Refused(
            "\n  ".join(["tables that are not to be emptied point to those that are; nothing was deleted", *told])
            + "\nTake them along (no --only and no --exclude), or empty them first"
        )
