"""Exit codes, and errors as one message that says what is wrong and what to type.

0 done · 1 the run failed · 2 usage or configuration · 3 found wanting · 4 refused · 5 cannot be made · 130 interrupted.
What nobody expected keeps its traceback.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from populace.config import ConfigError
from populace.errors import PlanError

FAILED, USAGE, WANTING, REFUSED, INFEASIBLE, INTERRUPTED = 1, 2, 3, 4, 5, 130

# What a database says when the user, not the program, has to do something: SQLSTATE classes, and SQLite's words.
_STATES = ("08", "25006", "28", "42501", "53", "54", "55006", "55P03", "57")
_WORDS = re.compile(r"(?i)readonly|locked|disk is full|disk I/O|not a database|unable to open|too many|denied")
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*@")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """Text from a database or a generator as a terminal may show it: control characters are spelled out."""
    return _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode(), str(text))


@contextmanager
def reported() -> Iterator[None]:
    """Tell the errors of what is done inside on stderr, and leave with their exit code."""
    try:
        yield
    except KeyboardInterrupt:
        _say("interrupted; nothing was written")
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        code = _code(error)
        if code is None:
            raise
        _say(_message(error))
        raise typer.Exit(code) from None


def _say(text: str) -> None:
    colour = sys.stderr.isatty()
    typer.echo(f"{typer.style('error', fg='red', bold=True) if colour else 'error'}: {clean(text)}", err=True)


def _code(error: Exception) -> int | None:
    """The exit code of an error that may happen; None for one that may not."""
    if isinstance(error, ConfigError):
        return USAGE
    if isinstance(error, PlanError):
        return INFEASIBLE
    if isinstance(error, FileExistsError):
        return REFUSED
    return _database_code(error)


def _database_code(error: Exception) -> int | None:
    """As above for what comes from the packages that only a run imports."""
    from sqlalchemy.exc import DBAPIError

    from populace.guard import Refused
    from populace.runners.local import NotEmpty
    from populace.schema.models import ModelsError
    from populace.schema.urls import ConnectError
    from populace.sinks import WriteError

    if isinstance(error, (NotEmpty, Refused)):
        return REFUSED
    if isinstance(error, ModelsError):
        return USAGE
    if isinstance(error, (ConnectError, WriteError)):
        return FAILED
    if isinstance(error, DBAPIError) and _is_expected(error):
        return FAILED
    return FAILED if isinstance(error, OSError) and error.filename else None


def _is_expected(error: Exception) -> bool:
    original = getattr(error, "orig", None)
    state = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    return state.startswith(_STATES) if isinstance(state, str) else bool(_WORDS.search(str(original)))


def _message(error: Exception) -> str:
    original = getattr(error, "orig", None)
    text = str(original).strip() if original is not None else str(error)
    if re.search(r"permission denied|must be owner|insufficient privilege|command denied", text, re.IGNORECASE):
        text += _grants(text)
    return _PASSWORD.sub(r"\1***@", text)


def _grants(text: str) -> str:
    """What to type as the owner of the database when a right is missing."""
    schema = re.search(r"for schema \"?([^\s\"]+)", text)
    if schema:
        return f"\nRun as its owner: GRANT USAGE, CREATE ON SCHEMA {schema.group(1)} TO <user>"
    return (
        "\nSeeding reads, inserts and updates rows, and moves sequences. Run as the owner:\n"
        "  GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA <schema> TO <user>;\n"
        "  GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA <schema> TO <user>\n"
        "populace doctor URL tells what exactly is missing"
    )
