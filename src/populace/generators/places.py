"""Places: city, state, postal code, country, coordinates and time zone of a row that belong together.

A gazetteer is a table of some thousand localities made from Faker's data of a locale; a hidden
column holds the row's locality, and every part of the address looks its own field up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from populace.generators.vocabulary import (
    faker,
    mapped,
    pick,
    plain,
    pool,
    provider,
)
from populace.rows import Array, Rows

ABROAD = ("en_GB", "de_DE", "fr_FR", "en_CA", "en_AU", "nl_NL", "es_ES", "it_IT", "en_US", "pt_BR")
FIELDS = (
    "city", "region", "region_code", "postcode", "country", "country_code", "country_code3", "timezone", "currency",
    "language",
)  # fmt: skip
HOME = 3000
"""How many localities of the locale's own country there are."""


@dataclass(frozen=True)
class Gazetteer:
    """Columns of localities: *texts* as dictionary columns by field, and coordinates."""

    texts: dict[str, tuple[NDArray[np.int32], pa.Array]]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    home: int
    """How many of the localities, the first ones, are in the locale's own country."""

    def field(self, name: str, place: NDArray[np.int64]) -> pa.Array:
        codes, dictionary = self.texts[name]
        return pick(dictionary, codes[place])


@lru_cache(maxsize=1)
def countries() -> dict[str, Any]:
    """Faker's countries by their two-letter code."""
    from faker.providers.date_time import Provider

    return {country.alpha_2_code: country for country in Provider.countries}


@lru_cache(maxsize=64)
def _regions(locale: str) -> list[tuple[str, str, tuple[int, int] | None]]:
    """Name, abbreviation and range of postal codes, where Faker has one, of the states of *locale*."""
    data = provider("address", locale)
    if hasattr(data, "estados"):
        return [(name, code, None) for code, name in data.estados]
    ranges = getattr(data, "states_postcode", {})
    for names, codes in (("states", "states_abbr"), ("provinces", "provinces_abbr")):
        short = [code for code in getattr(data, codes, ()) if code != "DC"]
        if short and len(getattr(data, names)) == len(short):
            pairs = zip(getattr(data, names), short, strict=True)
            return [(name, code, ranges.get(code)) for name, code in pairs]
    try:
        names_found = pool("administrative_unit", locale, 60)
    except (AttributeError, TypeError):
        names_found = pool("city", locale, 20)
    found: dict[str, str] = {}
    for name in names_found:
        letters = plain(name).upper()
        code = next((c for c in (letters[0] + x for x in letters[1:] + "XYZ") if c not in found), None)
        if code:
            found[code] = name
    return [(name, code, None) for code, name in found.items()]


def _localities(locale: str, count: int) -> list[tuple[str, ...]]:
    cities = [city for city in pool("city", locale, count) if not any(c.isdigit() for c in city)]
    regions = _regions(locale)
    codes = pool("postcode", locale, min(count, 1000)) if any(span is None for *_, span in regions) else ()
    code2 = locale[-2:] if locale[-2:] in countries() else "US"
    country = countries()[code2]
    zones = [zone for *_, at, zone in _coordinates() if at == code2] or list(country.timezones)
    out: list[tuple[str, ...]] = []
    for n in range(count):
        region, abbreviation, span = regions[n % len(cities) % len(regions)]
        post = codes[n % len(codes)] if span is None else f"{span[0] + n * 7919 % (span[1] - span[0] + 1):05}"
        zone = zones[n % len(cities) % len(zones)]
        name = _COUNTRY_NAMES.get(code2, country.name)
        whole = (cities[n % len(cities)], region, abbreviation, post, name, code2, country.alpha_3_code, zone)
        out.append((*whole, _MONEY.get(code2, "EUR"), locale[:2]))
    return out


_MONEY = dict(
    pair.split()
    for pair in (
        "US USD|GB GBP|CA CAD|AU AUD|BR BRL|CH CHF|JP JPY|CN CNY|TW TWD|KR KRW|IN INR|MX MXN|SE SEK|NO NOK|DK DKK|"
        "PL PLN|CZ CZK|HU HUF|RO RON|BG BGN|TR TRY|RU RUB|UA UAH|IL ILS|NZ NZD|ZA ZAR|AR ARS|CL CLP|CO COP|TH THB|"
        "ID IDR|PH PHP|VN VND|EG EGP|SA SAR|AE AED|NG NGN|GE GEL|AM AMD|AZ AZN|NP NPR|BD BDT|PK PKR|IR IRR|GH GHS"
    ).split("|")
)  # fmt: skip
"""Currencies of countries that have not the euro (ISO 4217)."""


_COUNTRY_NAMES = {
    "US": "United States",
    "GB": "United Kingdom",
    "RU": "Russia",
    "KR": "South Korea",
    "NL": "Netherlands",
}


@lru_cache(maxsize=1)
def _coordinates() -> tuple[tuple[float, float, str, str], ...]:
    """Latitude, longitude, country and time zone of places on land."""
    from faker.providers.geo import Provider

    return tuple((float(lat), float(lon), code, zone) for lat, lon, _, code, zone in Provider.land_coords)


def around(locale: str, place: NDArray[np.int64]) -> Gazetteer:
    """The localities of a locale, those abroad only if one of the *place* numbers is of them."""
    return gazetteer(locale, bool(len(place)) and int(place.max()) >= HOME)


@lru_cache(maxsize=32)
def gazetteer(locale: str, abroad: bool = True) -> Gazetteer:
    """The localities of a locale: 3,000 of its own country, then 200 each of some others if *abroad*."""
    known = locale if faker(locale) and locale[-2:] in countries() else "en_US"
    rows = _localities(known, HOME)
    home = len(rows)
    for other in ABROAD if abroad else ():
        if other[-2:] != known[-2:]:
            rows += _localities(other, 200)
    texts = {}
    for name, column in zip(FIELDS, zip(*rows, strict=True), strict=True):
        encoded = pa.array(column, pa.string()).dictionary_encode()
        texts[name] = (encoded.indices.to_numpy(), encoded.dictionary)
    spots: dict[str, list[tuple[float, float]]] = {}
    for lat, lon, code, _ in _coordinates():
        spots.setdefault(code, []).append((lat, lon))
    located = [spots.get(row[5], [(47.0, 8.0)])[n % len(spots.get(row[5], [0]))] for n, row in enumerate(rows)]
    latitude, longitude = np.array(located, dtype=np.float64).T
    return Gazetteer(texts, latitude.copy(), longitude.copy(), home)


@dataclass(frozen=True)
class Place:
    """The number of a locality; some abroad if the table says which country a row is in."""

    abroad: bool = False
    unique: bool = False

    def __call__(self, rows: Rows) -> Array:
        place = rows.below(HOME)
        if not self.abroad:
            return place
        known = gazetteer(rows.locale)
        away = rows.below(len(known.latitude) - known.home, "where") + known.home
        return np.where(rows.uniform("abroad") < 0.35, away, place)


@dataclass(frozen=True)
class Locality:
    """One *field* of the locality in a hidden column: city, region, postcode, country ..."""

    field: str
    place: str = "·place"
    length: int | None = None

    def __call__(self, rows: Rows) -> Array:
        place = np.asarray(rows[self.place])
        column = around(rows.locale, place).field(self.field, place)
        return column if self.length is None else mapped(column, _shorter, self.length)


@lru_cache(maxsize=65_536)
def _shorter(name: str, length: int) -> str:
    """As many words of the name as fit."""
    while len(name) > length and any(mark in name for mark in " -,"):
        name = max((name.rsplit(mark, 1)[0] for mark in " -," if mark in name), key=len)
    return name[:length]


@dataclass(frozen=True)
class Coordinate:
    """Latitude or longitude within about five kilometres of the locality in a hidden column."""

    longitude: bool = False
    place: str = "·place"

    def __call__(self, rows: Rows) -> Array:
        place = np.asarray(rows[self.place])
        known = around(rows.locale, place)
        centre = (known.longitude if self.longitude else known.latitude)[place]
        most = 179.9 if self.longitude else 89.9
        return np.round((centre + (rows.uniform() - 0.5) * 0.1).clip(-most, most), 6)
