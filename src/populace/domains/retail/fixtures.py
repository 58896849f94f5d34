"""Fixtures of the shop: ``pytest_plugins = ["populace.domains.retail.fixtures"]``."""

from populace.pytest_plugin import fixture_for

category = fixture_for("populace.domains.retail.models:Category")
product = fixture_for("populace.domains.retail.models:Product")
customer = fixture_for("populace.domains.retail.models:Customer")
order = fixture_for("populace.domains.retail.models:Order")
order_line = fixture_for("populace.domains.retail.models:OrderLine")
payment = fixture_for("populace.domains.retail.models:Payment")
shipment = fixture_for("populace.domains.retail.models:Shipment")
review = fixture_for("populace.domains.retail.models:Review")
web_event = fixture_for("populace.domains.retail.models:WebEvent")
