"""`populace doctor`: what a user may do in a database, and what to run for the rest."""

import os
from collections.abc import Sequence

import typer

from populace.cli.failures import WANTING
from populace.cli.guarding import database_of
from populace.cli.report import print_aligned, print_json
from populace.guard import look, refusals
from populace.privileges import PURPOSES, Right, grants, rights, user_of

FEW = 3


def doctor(url: str, hosts: Sequence[str], json: bool) -> None:
    """Tell what is there and what is missing; exit code 3 if seeding cannot be done."""
    with database_of(url) as connection:
        place, user, found = look(connection), user_of(connection), rights(connection)
    reasons = refusals(place, hosts=hosts, environment=os.environ)
    lacking = {purpose: [r for r in found if r.purpose == purpose and not r.granted] for purpose in PURPOSES}
    asked = [purpose for purpose in PURPOSES if any(r.purpose == purpose for r in found)]
    if json:
        print_json(
            {
                "database": place.database,
                "host": place.host,
                "user": user,
                "refused": reasons,
                "may": {purpose: not lacking[purpose] for purpose in asked},
                "missing": [{"on": r.on, "right": r.name, "for": r.purpose} for r in found if not r.granted],
                "grants": {purpose: grants(lacking[purpose], user) for purpose in asked if lacking[purpose]},
            }
        )
    else:
        lines = [("database", str(place)), *([("user", user)] if user else [])]
        lines += [("guard", reason) for reason in reasons or ["nothing is in the way"]]
        print_aligned(lines + [(PURPOSES[purpose], _told(lacking[purpose])) for purpose in asked])
        _print_grants({purpose: grants(lacking[purpose], user) for purpose in asked})
    if lacking["seed"]:
        raise typer.Exit(WANTING)


def _told(missing: Sequence[Right]) -> str:
    if not missing:
        return "yes"
    shown = ", ".join(f"{right.name} on {right.on}" for right in missing[:FEW])
    return f"no: {shown}" + (f" and {len(missing) - FEW} more" if len(missing) > FEW else "")


def _print_grants(statements: dict[str, list[str]]) -> None:
    for purpose, lines in statements.items():
        if lines:
            typer.echo(f"-- {PURPOSES[purpose]}, to be run by the owner")
            print_aligned([(line,) for line in lines])
