"""Fixtures of healthcare: ``pytest_plugins = ["populace.domains.healthcare.fixtures"]``."""

from populace.pytest_plugin import fixture_for

organization = fixture_for("populace.domains.healthcare.models:Organization")
practitioner = fixture_for("populace.domains.healthcare.models:Practitioner")
payer = fixture_for("populace.domains.healthcare.models:Payer")
patient = fixture_for("populace.domains.healthcare.models:Patient")
encounter = fixture_for("populace.domains.healthcare.models:Encounter")
condition = fixture_for("populace.domains.healthcare.models:Condition")
observation = fixture_for("populace.domains.healthcare.models:Observation")
