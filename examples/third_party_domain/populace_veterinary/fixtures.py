"""A fixture for each model: ``pytest_plugins = ["populace_veterinary.fixtures"]``."""

from populace.pytest_plugin import fixture_for

owner = fixture_for("populace_veterinary.models:Owner")
pet = fixture_for("populace_veterinary.models:Pet")
visit = fixture_for("populace_veterinary.models:Visit")
