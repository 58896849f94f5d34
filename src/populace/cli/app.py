"""The commands, their arguments and their help."""

from dataclasses import replace
from typing import Annotated

import typer

from populace import __version__
from populace.cli.failures import reported
from populace.cli.options import Run, command
from populace.config import ConfigError

app = typer.Typer(
    help="Fill any SQLAlchemy schema with believable rows.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Settings are also read from populace.toml, \\[tool.populace] in pyproject.toml and POPULACE_… variables.",
)

SOURCE = "A database URL, models (module:Base or file.py:Base), or a domain such as retail."
Source = Annotated[str | None, typer.Argument(metavar="[SOURCE]", help=SOURCE, show_default=False)]
Target = Annotated[str | None, typer.Argument(metavar="[URL]", help="Where models go.", show_default=False)]
Url = Annotated[str | None, typer.Option("--url", help="The database that the models are used with.")]
Jobs = Annotated[int, typer.Option(min=1, help="Processes that make rows.")]
Database = Annotated[str, typer.Argument(metavar="URL", help="The database; env:NAME reads it from the environment.")]
AllowHost = Annotated[
    list[str] | None, typer.Option("--allow-host", metavar="HOST", help="A host elsewhere that rows may go to.")
]
Known = Annotated[
    str | None, typer.Option("--i-know-this-is", metavar="NAME", help="The database, where it looks like production.")
]
Confirm = Annotated[str | None, typer.Option("--confirm", metavar="NAME", help="The database's name, typed.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"populace {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _from(run: Run, source: str | None, url: str | None = None, hosts: list[str] | None = None) -> Run:
    """The run with a source and URL that were typed, which win over the configured ones; typed hosts join them."""
    typed = replace(run.settings, source=source, url=url, allow_hosts=tuple(hosts or ()))
    return replace(run, settings=typed.over(run.settings))


@app.command()
@command
def seed(
    run: Run,
    source: Source = None,
    url: Target = None,
    jobs: Jobs = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything, then roll it back.")] = False,
    truncate: Annotated[bool, typer.Option("--truncate", help="Empty the tables first.")] = False,
    confirm: Confirm = None,
    allow_host: AllowHost = None,
    i_know_this_is: Known = None,
) -> None:
    """Fill a database: the tables of SOURCE, all or nothing."""
    from populace.cli.seeding import seed

    seed(_from(run, source, url, allow_host), jobs, dry_run, i_know_this_is, truncate, confirm)


@app.command()
@command
def reset(
    run: Run,
    source: Source = None,
    url: Target = None,
    confirm: Confirm = None,
    reseed: Annotated[bool, typer.Option("--reseed", help="Let numbers of new rows begin again.")] = False,
    allow_host: AllowHost = None,
    i_know_this_is: Known = None,
) -> None:
    """Empty the tables that seed fills: all of them or none."""
    from populace.cli.emptying import reset

    reset(_from(run, source, url, allow_host), i_know_this_is, confirm, reseed)


@app.command()
@command
def generate(
    run: Run,
    source: Source = None,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT:DIR", help="parquet:DIR, csv:DIR or jsonl:DIR.")] = "",
    url: Url = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    jobs: Jobs = 1,
) -> None:
    """Write files, one per table."""
    from populace.cli.seeding import generate

    generate(_from(run, source, url), to, force, jobs)


@app.command()
@command
def plan(run: Run, source: Source = None, url: Url = None) -> None:
    """Tell what every table gets: its rows, and per column the generator and why."""
    from populace.cli.showing import plan

    plan(_from(run, source, url))


@app.command()
@command
def explain(
    run: Run,
    words: Annotated[list[str], typer.Argument(metavar="[SOURCE] TABLE.COLUMN", help=f"{SOURCE} And the column.")],
    row: Annotated[int, typer.Option(help="Which row, counted from 0.")] = 0,
    url: Url = None,
) -> None:
    """Tell how one value comes to be: who makes it, why, and from what."""
    from populace.cli.showing import explain

    source, column = _last(words, "TABLE.COLUMN")
    explain(_from(run, source, url), column, row)


@app.command()
@command
def preview(
    run: Run,
    words: Annotated[list[str], typer.Argument(metavar="[SOURCE] TABLE", help=f"{SOURCE} And the table.")],
    count: Annotated[int, typer.Option("-n", min=1, help="How many rows.")] = 10,
    url: Url = None,
) -> None:
    """Show the first rows of a table."""
    from populace.cli.showing import preview

    source, table = _last(words, "TABLE")
    preview(_from(run, source, url), table, count)


@app.command()
def doctor(
    url: Database,
    allow_host: AllowHost = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what the user may do in a database, and the GRANTs that are missing."""
    with reported():
        from populace.cli.doctoring import doctor

        doctor(url, allow_host or [], json)


@app.command()
def protect(url: Database) -> None:
    """Mark a database, so that no command fills or empties it."""
    with reported():
        from populace.cli.guarding import protect

        protect(url)


@app.command()
def unprotect(url: Database, confirm: Confirm = None) -> None:
    """Take away what protect put into a database."""
    with reported():
        from populace.cli.guarding import unprotect

        unprotect(url, confirm)


@app.command()
def fake(
    what: Annotated[str, typer.Argument(metavar="NAME", help="A record or value: patient, or healthcare.patient.")],
    known: Annotated[list[str] | None, typer.Argument(metavar="COLUMN=VALUE", help="What is known of it.")] = None,
    repeat: Annotated[int | None, typer.Option("-r", "--repeat", min=0, help="How many.")] = None,
    locale: Annotated[str, typer.Option("-l", "--locale", help="Whose names and addresses.")] = "en_US",
    form: Annotated[str | None, typer.Option("--format", metavar="json|csv|sql", help="How to print it.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same; without one, always another.")] = None,
) -> None:
    """Print records or values of a domain."""
    with reported():
        from populace.cli.faking import fake

        fake(what, known or [], repeat, locale, form, seed)


@app.command()
def domains() -> None:
    """List the domains: what they are, their tables, and what they can fake."""
    with reported():
        from populace.cli.faking import list_domains

        list_domains()


@app.command()
def factories(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Models: module:Base or file.py:Base.")],
) -> None:
    """Print the source of factory_boy factories for models."""
    with reported():
        from populace.cli.factories_source import source as factories_of

        typer.echo(factories_of(source), nl=False)


def _last(words: list[str], what: str) -> tuple[str | None, str]:
    """A source that may be left out, and what follows it."""
    if len(words) > 2:
        raise ConfigError(f"too many arguments; write [SOURCE] {what}")
    return (words[0] if len(words) == 2 else None), words[-1]
