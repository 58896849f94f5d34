"""What the commands print: results on stdout, everything said about them on stderr."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from populace.cli.failures import clean
from populace.cli.options import Run
from populace.plan import Plan
from populace.schema.annotations import notes

LONGEST = 60
"""Characters of a value in a table of rows; --json shows all."""


@dataclass
class Outcome:
    """Rows by table, as the database counted them, and the seconds that each and all of it took."""

    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    total: float
    dry_run: bool = False


def say(text: str) -> None:
    """A line on stderr."""
    typer.echo(clean(text), err=True)


def now_of(plan: Plan) -> str:
    """The present of the data as --now takes it."""
    naive = plan.now.replace(tzinfo=None)
    return naive.isoformat().removesuffix("T00:00:00")


def notes_of(plan: Plan) -> list[str]:
    """What reading the schema left out, and what planning guessed or limited."""
    return list(dict.fromkeys([*notes(plan.metadata), *plan.notes]))


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_outcome(run: Run, plan: Plan, outcome: Outcome) -> None:
    """Rows and seconds by table, and how to get the same rows again."""
    rows = sum(outcome.counts.values())
    if run.json:
        tables = [
            {"table": table, "rows": count, "seconds": round(outcome.seconds.get(table, 0.0), 3)}
            for table, count in outcome.counts.items()
        ]
        print_json(
            {
                "tables": tables, "rows": rows, "seconds": round(outcome.total, 3), "seed": plan.seed,
                "now": now_of(plan), "dry_run": outcome.dry_run, "notes": notes_of(plan),
            }  # fmt: skip
        )
        return
    lines = [(t, f"{n:,}", f"{outcome.seconds.get(t, 0.0):.1f} s") for t, n in outcome.counts.items()]
    print_aligned(lines, right=(1, 2))
    if outcome.dry_run:
        say("rolled back: this was a dry run, nothing was kept")
    if not run.quiet:
        say(f"{rows:,} rows in {outcome.total:.1f} s; the same again: --seed {plan.seed} --now {now_of(plan)}")


def print_aligned(lines: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "") -> None:
    """Columns of text; those in *right* end at the same place, the others begin there."""
    widths = [max(len(clean(cell)) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            clean(cell).rjust(width) if place in right else clean(cell).ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        typer.echo((indent + "  ".join(cells)).rstrip())


def print_rows(title: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as a table; on a terminal as wide as it is, elsewhere as wide as it must be."""
    terminal = sys.stdout.isatty()
    table = Table(title=Text(clean(title)) if terminal else None, header_style="bold")
    for name in names:
        numbers = all(isinstance(row[name], (int, float, Decimal)) or row[name] is None for row in rows)
        table.add_column(Text(clean(name)), justify="right" if numbers else "left", no_wrap=not terminal)
    for row in rows:
        table.add_row(*[_cell(row[name]) for name in names])
    console = Console(file=sys.stdout) if terminal else Console(file=sys.stdout, width=10_000)
    console.print(table)


def _cell(value: object) -> Text:
    if value is None:
        return Text("NULL", style="dim")
    text = clean(value)
    return Text(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
