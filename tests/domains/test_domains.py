"""Domains by their names."""

import subprocess
import sys

import pytest

from populace import domains
from populace.errors import PlanError


def test_our_domains_are_installed_like_anyones(veterinary):
    """By entry points."""
    assert {"people", "healthcare", "finance", "retail", "veterinary"} <= set(domains.names())
    assert domains.package("veterinary") == veterinary
    assert domains.load("veterinary").__name__ == veterinary


def test_an_unknown_domain_is_an_error_with_the_closest_name():
    """And what there is, where none is near."""
    with pytest.raises(PlanError, match="there is no domain 'retial'; did you mean 'retail'?"):
        domains.load("retial")


def test_a_domain_that_is_broken_says_how(tmp_path, monkeypatch):
    """Its name, and what to do about it."""
    (tmp_path / "broken.py").write_text("import surely_not_installed\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(domains, "packages", lambda: {"broken": "broken"})

    with pytest.raises(PlanError, match="domain broken cannot be imported: No module named 'surely_not_installed'"):
        domains.load("broken")


def test_methods_and_entities(veterinary):
    """A method for each table, and for values."""
    world = domains.load("veterinary")

    assert domains.entities(world) == {"owner": "owners", "pet": "pets", "visit": "visits"}
    assert domains.methods(world) == ["microchip", "owner", "pet", "pet_name", "pet_weight", "visit"]
    assert domains.entities(domains.load("people"))["address_record"] == "addresses"


@pytest.mark.parametrize("name", ["people", "healthcare", "finance", "retail"])
def test_importing_a_domain_imports_nothing_heavy(name):
    """Its parts are imported when they are first used."""
    code = f"import sys, populace.domains.{name}; sys.exit(bool({{'numpy', 'sqlalchemy', 'faker'}} & set(sys.modules)))"

    subprocess.run([sys.executable, "-c", code], check=True)
