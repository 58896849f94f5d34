"""Fixtures of people: ``pytest_plugins = ["populace.domains.people.fixtures"]``."""

from populace.pytest_plugin import fixture_for

person = fixture_for("populace.domains.people.models:Person")
address = fixture_for("populace.domains.people.models:Address")
contact = fixture_for("populace.domains.people.models:Contact")
