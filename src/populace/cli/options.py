"""The options that the commands share, and how they become settings.

A command whose first parameter is a `Run` is decorated with `command`; it then also takes every option of `_shared`.
"""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from populace.cli.failures import reported
from populace.config import ConfigError, Settings, from_environment, read, row_counts


@dataclass(frozen=True)
class Run:
    """What every command is told: the settings, and how to speak."""

    settings: Settings
    json: bool = False
    quiet: bool = False
    plugins: bool = False


def _shared(
    rows: Annotated[
        list[str] | None,
        typer.Option("--rows", metavar="N|TABLE=N", help="Rows of every table, or of one. May be repeated."),
    ] = None,
    scale: Annotated[float | None, typer.Option(help="Multiply the row counts that nobody gave.")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed gives other rows; the default is 0.")] = None,
    now: Annotated[
        str | None, typer.Option(metavar="DATE", help='The present of the data: "today" or an ISO date.')
    ] = None,
    locale: Annotated[str | None, typer.Option(help="Whose names and addresses, such as de_DE.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help="Only these tables and those they need; * and ? match.")
    ] = None,
    exclude: Annotated[list[str] | None, typer.Option(metavar="TABLE", help="Not these tables; * and ? match.")] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Settings, instead of populace.toml or pyproject.toml here.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no notes.")] = False,
    allow_plugins: Annotated[
        bool, typer.Option("--allow-plugins", help="Let the configuration name functions outside its folder.")
    ] = False,
) -> Run:
    """The run that is asked for; a flag wins over the environment, that over the file."""
    each, sizes = row_counts(rows or [])
    flags = Settings(
        seed=seed, now=_moment(now), locale=locale, rows=each, scale=_positive(scale), sizes=sizes,
        only=tuple(only or ()), exclude=tuple(exclude or ()),
    )  # fmt: skip
    settings = flags.over(from_environment(os.environ)).over(read(config))
    return Run(settings, json, quiet, allow_plugins)


def _moment(text: str | None) -> Any:
    if text is None:
        return None
    from populace.config import moment

    try:
        return moment(text)
    except ValueError:
        raise ConfigError(f'--now {text!r} is no date; write --now 2026-01-31 or --now "2026-01-31T12:00:00"') from None


def _positive(scale: float | None) -> float | None:
    if scale is not None and not 0 < scale < float("inf"):
        raise ConfigError(f"--scale {scale} is not above 0; write for instance --scale 0.1")
    return scale


def command(function: Callable[..., None]) -> Callable[..., None]:
    """A command with the shared options; its errors are told as one message with an exit code."""
    shared = list(inspect.signature(_shared).parameters.values())
    own = list(inspect.signature(function).parameters.values())[1:]

    @wraps(function)
    def run(**given: Any) -> None:
        with reported():
            asked = _shared(**{parameter.name: given.pop(parameter.name) for parameter in shared})
            function(asked, **given)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in [*own, *shared]]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run
