"""The command line: a thin layer over `Plan`, `seed` and `write`.

Importing it must stay cheap (`populace --help`): what needs numpy, SQLAlchemy or Arrow is imported
by the command that runs.
"""

from populace.cli.app import app

__all__ = ["app"]
