"""Addresses whose parts belong together."""

import numpy as np
import pytest

from populace.generators.addresses import Address, Street
from populace.generators.places import Coordinate, Gazetteer, Locality, Place, countries, gazetteer
from populace.rows import Rows


class Columns:
    now = np.datetime64("2026-01-01", "us")

    def __init__(self, generators, locale="en_US"):
        self.generators, self.locale = generators, locale

    def column(self, rows, column):
        return self.generators[column](rows.of(column))

    def __call__(self, index, column):
        return Rows(index, "places", seed=7, source=self)[column]


FIELDS = {name: Locality(name) for name in ("city", "region", "region_code", "postcode", "country", "country_code")}


def test_postal_code_lies_in_the_state():
    """US postal codes are in the range of the row's state."""
    from faker.providers.address.en_US import Provider

    made = Columns(FIELDS | {"·place": Place()})
    states, codes = made(range(3000), "region_code").to_pylist(), made(range(3000), "postcode").to_pylist()

    for state, code in zip(states, codes, strict=True):
        low, high = Provider.states_postcode[state]
        assert low <= int(code) <= high


def test_a_city_has_one_state():
    """The same city is always in the same state."""
    known: Gazetteer = gazetteer("en_US")
    pairs = {(known.texts["city"][0][n], known.texts["region"][0][n]) for n in range(known.home)}

    assert len(pairs) == len({city for city, _ in pairs})


def test_countries_agree_with_their_codes():
    """Where rows have countries some are abroad, and name and code say the same."""
    made = Columns(FIELDS | {"·place": Place(abroad=True)})
    codes = made(range(2000), "country_code").to_pylist()

    assert len(set(codes)) > 5
    assert set(codes) <= set(countries())
    pairs = set(zip(codes, made(range(2000), "country").to_pylist(), strict=True))
    assert len(pairs) == len(set(codes))


def test_coordinates_are_on_earth():
    """Latitude and longitude are in their ranges."""
    made = Columns({"·place": Place(abroad=True), "lat": Coordinate(), "lon": Coordinate(True)})

    assert np.abs(made(range(5000), "lat")).max() <= 90
    assert np.abs(made(range(5000), "lon")).max() <= 180


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR", "zh_CN", "xx_XX"])
def test_every_locale_has_addresses(locale):
    """Streets and cities come from the locale, or from US English where Faker lacks it."""
    made = Columns(FIELDS | {"·place": Place(), "address": Address()}, locale)

    assert len(set(made(range(200), "address").to_pylist())) > 150
    assert len(set(made(range(200), "city").to_pylist())) > 50


def test_unique_streets_differ():
    """100,000 addresses without a repetition."""
    streets = Street(unique=True)(Rows(range(100_000), "t", "street")).to_pylist()

    assert len({s.lower() for s in streets}) == 100_000
