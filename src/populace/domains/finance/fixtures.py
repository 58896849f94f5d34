"""Fixtures of finance: ``pytest_plugins = ["populace.domains.finance.fixtures"]``."""

from populace.pytest_plugin import fixture_for

customer = fixture_for("populace.domains.finance.models:Customer")
account = fixture_for("populace.domains.finance.models:Account")
account_holder = fixture_for("populace.domains.finance.models:AccountHolder")
card = fixture_for("populace.domains.finance.models:Card")
merchant = fixture_for("populace.domains.finance.models:Merchant")
transaction = fixture_for("populace.domains.finance.models:Transaction")
