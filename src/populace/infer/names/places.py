"""Rules for postal addresses and places on the map."""

from __future__ import annotations

from populace.generators.addresses import Address, Street, UniqueCity, Unit
from populace.generators.numbers import Integers
from populace.generators.places import Coordinate, Locality, Place, countries
from populace.generators.text import AsText, Words
from populace.infer.names.make import CODED, COUNTED, NUMBERS, chosen, number, sized
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator


def place(here: Named) -> str:
    """The hidden column that holds the locality of this address."""
    abroad = any(b == here.before for role in ("country", "country_code") for _, b in here.table.with_role(role))
    return here.hidden("place", Place(abroad))


def locality(field: str, short: str | None = None, below: int = 0) -> Make:
    """A field of the row's locality; the *short* field in columns of fewer than *below* characters."""

    def make(here: Named) -> Generator | None:
        if here.unique:
            return UniqueCity(here.length) if field == "city" else None
        name = short if short and here.length is not None and here.length < below else field
        if here.length is not None and here.length < LEAST[name]:
            return None
        narrow = here.length is not None and here.length < WIDTHS[name]
        return Locality(name, place(here), here.length if narrow else None)

    return make


LEAST = {
    "city": 8,
    "region": 8,
    "postcode": 5,
    "country": 20,
    "timezone": 20,
    "region_code": 2,
    "country_code": 2,
    "country_code3": 3,
}


WIDTHS = {
    "city": 40,
    "region": 40,
    "postcode": 10,
    "country": 44,
    "timezone": 32,
    "region_code": 3,
    "country_code": 2,
    "country_code3": 3,
}


def country(here: Named) -> Generator | None:
    if here.unique:
        return (
            Words(COUNTRIES, here.length, True)
            if (here.length or 99) >= 20
            else Words(COUNTRY_CODES, here.length, True)
        )
    if here.length is not None and here.length < 20:
        return (
            Locality("country_code3" if here.length == 3 else "country_code", place(here)) if here.length > 1 else None
        )
    return Locality("country", place(here))


def country_code(here: Named) -> Generator | None:
    three = here.length == 3 or "3" in here.asked.name
    if here.unique:
        return Words(COUNTRY_CODES3 if three else COUNTRY_CODES, here.length, True)
    return Locality("country_code3" if three else "country_code", place(here)) if (here.length or 9) > 1 else None


def _countries() -> dict[str, tuple[str, str]]:
    found = {c.name: (c.alpha_2_code, c.alpha_3_code) for c in countries().values()}
    return {name: codes for name, codes in found.items() if not any(mark in name for mark in "(,")}


COUNTRIES = tuple(_countries())


COUNTRY_CODES = tuple(code for code, _ in _countries().values())


COUNTRY_CODES3 = tuple(code for _, code in _countries().values())


def state(here: Named) -> Generator | None:
    """A state of the country where the table has addresses; else the state something is in."""
    roles = ("city", "postcode", "country", "street")
    placed = any(b == here.before for role in roles for _, b in here.table.with_role(role)) or here.subject in (
        "person",
        "company",
        "city",
    )
    if here.kind != "text" or not placed:
        return None
    return locality("region", "region_code", 15)(here)


def postcode(here: Named) -> Generator | None:
    if here.kind == "integer":
        return Integers(10_001, 99_950)
    return None if here.unique else locality("postcode")(here)


def coordinate(longitude: bool) -> Make:
    def make(here: Named) -> Generator | None:
        if here.unique or here.kind == "integer":
            return None
        made = Coordinate(longitude, place(here))
        return (
            AsText(made, 6)
            if here.kind == "text" and (here.length or 99) >= 11
            else made
            if here.kind != "text"
            else None
        )

    return make


def address(here: Named) -> Generator | None:
    """A street address; a whole one where the table has no city of its own."""
    if here.length is not None and here.length < 12:
        return None
    alone = here.sibling("city", anywhere=False) is None and here.sibling("postcode", anywhere=False) is None
    return Address(place(here), here.length, here.unique) if alone else Street(here.length, here.unique)


RULES = (
    Rule("name names title label", sized(Words, values=COUNTRIES), "country", subjects="country"),
    Rule(
        "code iso code2 code3 iso2 iso3 countrycode alpha2 alpha3",
        lambda here: Words(
            COUNTRY_CODES3 if here.length == 3 or "3" in here.asked.name else COUNTRY_CODES, here.length, here.unique
        ),
        "country code",
        subjects="country",
    ),
    Rule(
        "address address1 addressline1 street streetaddress addr addr1 addressline streetname street1 adresse "
        "line1 address1street addressstreet streetaddress1 mailingaddress homeaddress direccion endereco "
        "postaladdress fulladdress",
        address,
        "street address",
        role="street",
    ),
    Rule(
        "address2 address3 addressline2 street2 addr2 line2 apartment suite unitnumber addr3 line3 street3 "
        "secondaryaddress addressline3 streetaddress2 suitenumber aptnumber",
        lambda here: Unit(here.length) if (here.length or 9) >= 6 and not here.unique else None,
        "second line of an address",
        nulls=0.7,
    ),
    Rule(
        "housenumber housenr buildingnumber streetnumber streetno",
        number(Integers(1, 240), 0, mode=False),
        "house number",
        COUNTED,
    ),
    Rule(
        "city town cityname municipality locality ville stadt ort suburb placeofbirth birthplace cidade ciudad "
        "capital hometown birthcity homecity",
        locality("city"),
        "city of the row's place",
        role="city",
    ),
    Rule(
        "state province region statecode statename county stateprovince provincecode prov provincename regionname "
        "bundesland departement zonename statewide estado provincia area",
        state,
        "state of the row's place",
        role="state",
    ),
    Rule("district neighborhood neighbourhood borough bairro quarter_name", locality("city"), "district"),
    Rule(
        "zip zipcode postcode postalcode plz zipcodes postal postnumber codepostal postzip cep zippostal",
        postcode,
        "postal code of the row's state",
        CODED,
        role="postcode",
    ),
    Rule(
        "countrycode countryiso iso2 countryisocode iso3 isoalpha2 isoalpha3 countryiso2 countrycode2 "
        "countrycode3 countryalpha2 isocode2 isocode3 nationalitycode",
        country_code,
        "country code of the row's place",
        role="country_code",
    ),
    Rule(
        "country countryname nation land countryofbirth birthcountry pays pais countryoforigin origincountry",
        country,
        "country of the row's place",
        role="country",
    ),
    Rule(
        "name names",
        lambda here: UniqueCity(here.length, True) if here.unique else locality("city")(here),
        "city",
        subjects="city",
    ),
    Rule("name names", locality("region"), "state", subjects="state"),
    Rule(
        "nationality citizenship",
        chosen(
            "American",
            "British",
            "German",
            "French",
            "Canadian",
            "Australian",
            "Dutch",
            "Spanish",
            "Italian",
            "Brazilian",
            "Japanese",
            "Polish",
        ),
        "nationality",
    ),
    Rule(
        "latitude lat latitud geolat ycoord", coordinate(False), "latitude of the row's place", COUNTED, role="latitude"
    ),
    Rule(
        "longitude lng lon long longitud geolong geolng xcoord",
        coordinate(True),
        "longitude of the row's place",
        COUNTED,
        role="longitude",
    ),
    Rule("timezone tz timezonename tzname timezoneid timezones", locality("timezone"), "time zone of the row's place"),
    Rule("altitude elevation", number(Integers(-20, 2400), 1, mode=False), "height above the sea in metres", NUMBERS),
    Rule("continent", chosen("Europe", "Asia", "North America", "Africa", "South America", "Oceania"), "continent"),
)
