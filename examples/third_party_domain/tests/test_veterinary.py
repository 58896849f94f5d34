"""The whole test of a domain, once it is installed."""

import populace_veterinary

from populace.testing import check_domain


def test_the_domain_holds_what_its_users_rely_on():
    """Methods, types, sources, slices, keys; and the same record by table, Faker, factory and fixture."""
    check_domain(populace_veterinary)
