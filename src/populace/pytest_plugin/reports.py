"""What a failed test says: how to see its values again."""

from __future__ import annotations

import os
import shlex

import pytest

from populace.pytest_plugin import seeds

NAMES = pytest.StashKey[set[str]]()
"""The fixtures that have given values in this run."""


def note(request: pytest.FixtureRequest) -> None:
    """Remember that a fixture gives values of populace."""
    request.config.stash.setdefault(NAMES, set()).add(str(request.fixturename))


def add_section(item: pytest.Item, report: pytest.TestReport) -> None:
    """How to see the values of a failed test again, if it has any."""
    used = item.config.stash.get(NAMES, set()) & set(getattr(item, "fixturenames", ()))
    if used and not any(title == "populace" for title, _ in report.sections):
        report.sections.append(("populace", f"The same values again: {command(item)}"))


def command(item: pytest.Item) -> str:
    """The line that runs this test alone, with the values it had."""
    seed = f"--populace-seed={seeds.base(item.config)}"
    of_lint = getattr(item, "lint_options", None)
    if of_lint is not None:
        return shlex.join(["pytest", *of_lint, seed])
    return shlex.join(["pytest", _from_here(item), seed])


def _from_here(item: pytest.Item) -> str:
    """The node id as one would type it in the directory where pytest was started."""
    path, *names = seeds.node_id(item).split("::")
    path = os.path.relpath(item.config.rootpath / path, item.config.invocation_params.dir)
    return "::".join([path, *names])
