"""`populace plan`, `explain` and `preview`: nothing is written, only told."""

import sys
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from populace.cli.describe import explained, whole
from populace.cli.failures import clean
from populace.cli.options import Run
from populace.cli.report import now_of, print_aligned, print_json, print_rows, say
from populace.cli.source import opened, planned
from populace.config import ConfigError

WIDTH = 60
"""Of a generator in the table of a plan; `explain` and --json show more."""


def plan(run: Run) -> None:
    """Every table: its rows, and per column the generator and why."""
    with opened(run.settings) as source:
        told = whole(planned(run, source))
    if run.json:
        return print_json(told)
    for number, table in enumerate(told["tables"], 1):
        _heading(f"{number}. {table['table']}", f"{table['rows']:,} rows")
        lines = [(c["column"], c["type"], c["why"], _short(c["generator"])) for c in table["columns"]]
        print_aligned(lines, indent="   ")
        typer.echo()
    for title, key in (("guessed foreign keys", "guessed_links"), ("rings of tables", "cycles"), ("notes", "notes")):
        if told[key]:
            _heading(title)
            print_aligned([(line,) for line in told[key]], indent="   ")
            typer.echo()
    typer.echo(f"{len(told['tables'])} tables, {told['rows']:,} rows, --seed {told['seed']} --now {told['now']}")


def _short(generator: str | None) -> str:
    text = generator or ""
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _heading(text: str, rest: str = "") -> None:
    Console(file=sys.stdout, soft_wrap=True).print(Text.assemble((clean(text), "bold"), f"  {rest}" if rest else ""))


def explain(run: Run, column: str, row: int) -> None:
    """One value: what it is, who made it, why, and from what."""
    with opened(run.settings) as source:
        told = explained(planned(run, source), column, row)
    if run.json:
        return print_json(told)
    typer.echo(f"{clean(told['column'])}, row {row}: {clean(_literal(told['value']))}")
    lines = [("type", told["type"]), ("why", told["why"]), ("made by", told["generator"] or "")]
    lines += [("made from", f"{name} = {_literal(value)}") for name, value in told["made_from"].items()]
    lines += [("parent", f"{name} → {parent}") for name, parent in told["parents"].items()]
    print_aligned([line for line in lines if line[1]], indent="  ")


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return repr(value) if isinstance(value, (str, bytes, bool, int, float)) else str(value)


def preview(run: Run, table: str, count: int) -> None:
    """The first rows of a table."""
    with opened(run.settings) as source:
        plan = planned(run, source)
        name = source.table(table)
        rows = plan.batch(name, 0, min(count, plan.size(name)))
    if run.json:
        return print_json(rows.to_pylist())
    if not rows.num_rows:
        raise ConfigError(f"{name} gets no rows in this plan; ask for some: --rows {name}=10")
    print_rows(name, rows.schema.names, rows.to_pylist())
    if not run.quiet:
        say(f"{rows.num_rows} of {plan.size(name):,} rows; --seed {plan.seed} --now {now_of(plan)}")
