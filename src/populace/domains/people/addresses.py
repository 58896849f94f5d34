"""Where people live: city, region, postal code, country and currency of one locality.

``country_code`` and ``city`` decide: whoever gives one of them gets an address that fits it.
Tables that hold an address declare the hidden columns of `HIDDEN`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from populace.generators.addresses import Street, Unit
from populace.generators.places import Gazetteer, Locality, countries, gazetteer
from populace.generators.vocabulary import pick, spelled
from populace.rows import Array, Rows

city = Locality("city")
region = Locality("region", "·locality")
region_code = Locality("region_code", "·locality")
postcode = Locality("postcode", "·locality")
country = Locality("country", "·locality")
currency = Locality("currency", "·locality")
street = Street(length=100)
unit = Unit(length=20)


def country_code(rows: Rows) -> Array:
    """Two-letter code (ISO 3166-1) of the country of the locale, US for those that have none."""
    own = rows.locale[-2:] if rows.locale[-2:] in countries() else "US"
    return pick((own,), np.zeros(len(rows), dtype=np.int32))


def place(rows: Rows, country_code: Array) -> Array:
    """The number of a locality in the country; of one at home where no locality of it is known."""
    code: Any = country_code if _is_dictionary(country_code) else spelled(country_code).dictionary_encode()
    codes = code.dictionary.to_pylist()
    if codes == [rows.locale[-2:]]:
        return rows.below(gazetteer(rows.locale, False).home)
    known = gazetteer(rows.locale)
    spans = _spans(rows.locale)
    first, many = np.array([spans.get(code, (0, known.home)) for code in codes], dtype=np.int64).T
    at = np.asarray(code.indices)
    return first[at] + rows.below(many[at])


@lru_cache(maxsize=32)
def _spans(locale: str) -> Mapping[str, tuple[int, int]]:
    """Where the localities of each country begin in the gazetteer, and how many there are."""
    codes, words = gazetteer(locale).texts["country_code"]
    spans = {}
    for number, word in enumerate(words.to_pylist()):
        places = np.flatnonzero(codes == number)
        spans[word] = int(places[0]), len(places)
    return spans


def locality(rows: Rows, city: Array) -> Array:
    """The locality of the row's city: the drawn one, or one of that name where the city was given."""
    drawn = np.asarray(rows["·place"])
    if "city" not in rows.known:
        return drawn
    known = gazetteer(rows.locale)
    named = spelled(city)
    other = ~np.asarray(pc.equal(named, spelled(known.field("city", drawn))))
    found = drawn.copy()
    found[other] = [_named(rows.locale).get(name, at) for name, at in zip(_at(named, other), drawn[other], strict=True)]
    return found


def _at(values: pa.Array, mask: NDArray[np.bool_]) -> list[Any]:
    return [str(value).lower() for value in values.filter(pa.array(mask)).to_pylist()]


@lru_cache(maxsize=32)
def _named(locale: str) -> Mapping[str, int]:
    """The first locality of each city, by its name in lower case."""
    known: Gazetteer = gazetteer(locale)
    names = known.field("city", np.arange(len(known.latitude))).to_pylist()
    return {name.lower(): at for at, name in reversed(list(enumerate(names)))}


def _is_dictionary(values: Array) -> bool:
    return isinstance(values, pa.Array) and pa.types.is_dictionary(values.type)


HIDDEN: Mapping[str, Callable[..., Array]] = {"·place": place, "·locality": locality}
"""The hidden columns of a table with an address."""
