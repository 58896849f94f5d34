"""Rules for people and where to reach them: names, accounts, phones, postal addresses."""

from __future__ import annotations

from populace.generators.codes import Code
from populace.generators.numbers import Choice, Integers
from populace.generators.people import (
    Account,
    FirstName,
    FullName,
    Gender,
    Initials,
    LastName,
    NamePlaces,
    Phone,
    Salutation,
    Sex,
)
from populace.generators.places import Address, Coordinate, Locality, Place, Street, UniqueCity, Unit, countries
from populace.generators.text import AsText, Words
from populace.generators.times import AgeAt
from populace.generators.words import DEPARTMENTS, JOBS
from populace.infer.names.make import CODED, COUNTED, NUMBERS, chosen, default, fits, number, sized
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator


def place_of_name(here: Named) -> str | None:
    """The hidden column that keeps whole names apart, if this person's whole name is unique."""
    names = [n for n, before in here.table.with_role("full_name") if before == here.before]
    if any(here.table.asked[name].unique for name in names) or (here.unique and here.rule.role == "full_name"):
        return here.hidden("name_place", NamePlaces())
    return None


def sex(here: Named) -> str:
    return here.hidden("sex", Sex(place=place_of_name(here)))


def first(here: Named) -> str:
    return here.sibling("first_name") or here.hidden("first_name", FirstName(sex(here), place=place_of_name(here)))


def last(here: Named) -> str:
    return here.sibling("last_name") or here.hidden("last_name", LastName(place=place_of_name(here)))


def whole(here: Named) -> Named:
    """The person of the row itself where only one is named: the prefix counts only if it has names of its own."""
    roles = ("first_name", "last_name", "full_name")
    own = any(before == here.before for role in roles for _, before in here.table.with_role(role))
    return here if own or set(here.before) & OTHERS else here.bare()


OTHERS = frozenset(
    "billing shipping father mother spouse partner emergency contact sender recipient manager "
    "guardian parent owner from to "
    "author creator referrer alternate secondary work home backup admin support reply noreply company".split()
)


def first_name(here: Named) -> Generator | None:
    place = place_of_name(here)
    return None if here.unique else FirstName(sex(here), here.length, place)


def last_name(here: Named) -> Generator | None:
    return None if here.unique else LastName(here.length, place_of_name(here))


def full_name(here: Named) -> Generator | None:
    if here.unique and here.length is not None and here.length < 30:
        return account(False)(here)
    return FullName(first(here), last(here), here.length, place_of_name(here), here.unique)


def account(mail: bool) -> Make:
    def make(here: Named) -> Generator | None:
        person = whole(here)
        if here.length is not None and here.length < (12 if mail else 4):
            return None
        return Account(first(person), last(person), mail, here.length, here.unique)

    return make


def gender(here: Named) -> Generator | None:
    hidden = sex(whole(here))
    if here.unique:
        return None
    if here.kind == "integer":
        return Choice((1, 2), (0.49, 0.51))
    common = default(here.asked)
    upper = isinstance(common, str) and common.isupper()
    if here.length is not None and here.length < 6:
        return Gender(hidden, ("f", "m") if isinstance(common, str) and common.islower() else ("F", "M"))
    return Gender(
        hidden, ("FEMALE", "MALE") if upper else ("Female", "Male") if common == "Male" else ("female", "male")
    )


def salutation(here: Named) -> Generator | None:
    return (
        None
        if here.unique or (here.length is not None and here.length < 2)
        else Salutation(sex(whole(here)), here.length)
    )


def initials(here: Named) -> Generator | None:
    person = whole(here)
    return None if here.unique or (here.length or 9) < 2 else Initials(first(person), last(person))


def phone(here: Named) -> Generator | None:
    if here.length is not None and here.length < 7:
        return None
    return Phone(here.length, here.unique)


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


def person_name(here: Named) -> Generator | None:
    """Names in tables of people: whole ones, or the family name next to a first name."""
    if not here.before and here.sibling("first_name", anywhere=False) is not None:
        return last_name(here)
    return full_name(here)


def job(here: Named) -> Generator | None:
    """A job title; columns called just title or position hold one only in tables of people."""
    vague = (here.asked.tokens or ("",))[-1] in ("title", "position")
    return None if vague and here.subject != "person" else Words(JOBS, here.length, here.unique)


def age(here: Named) -> Generator | None:
    birth = here.sibling("birth", anywhere=False)
    if birth is not None and here.table.asked[birth].kind in ("date", "datetime") and here.kind == "integer":
        return AgeAt(birth)
    return number(Integers(18, 89), 0, mode=False)(here)


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
        "firstname givenname forename fname vorname prenom nombre firstnames given namefirst",
        first_name,
        "first name that fits the sex",
        role="first_name",
    ),
    Rule(
        "lastname surname familyname lname nachname lastnames family namelast maidenname secondname",
        last_name,
        "family name",
        role="last_name",
    ),
    Rule(
        "middlename middleinitial middle mname",
        lambda here: (
            Choice(tuple("ABCDEFGHJKLMNPRSTW"))
            if (here.length or 9) < 12 or here.asked.tokens[-1] == "initial"
            else FirstName(sex(here), here.length)
        ),
        "middle name",
        nulls=0.5,
    ),
    Rule(
        "fullname displayname realname personname contactname customername employeename username_full billingname "
        "recipientname authorname ownername sendername patientname studentname membername cardholder "
        "cardholdername holdername contactperson accountholder holder commonname attention",
        full_name,
        "whole name of the person",
        role="full_name",
    ),
    Rule("name names", person_name, "name of a person", role="full_name", subjects="person"),
    Rule(
        "nickname nick screenname alias handle callsign",
        account(False),
        "short name made of the person's name",
        subjects="person",
    ),
    Rule(
        "username userid login loginname userlogin uname accountname usr logon nickname nick screenname "
        "useraccount account_login sitename_login uid",
        account(False),
        "user name made of the person's name",
        role="username",
    ),
    Rule(
        "user author owner editor creator assignee reviewer reporter approver operator technician username "
        "createdby updatedby modifiedby deletedby changedby approvedby addedby submittedby enteredby lasteditedby "
        "lastmodifiedby insertedby postedby lockedby uploader poster changer assigned assignedto assigner "
        "requestor requester sender recipient lastposter",
        account(False),
        "user name",
    ),
    Rule(
        "email emailaddress mail emailaddr useremail mailaddress emails contactemail primaryemail replyto "
        "mailfrom mailto emailaddresses admin_mail",
        account(True),
        "e-mail of the person of the row",
        role="email",
    ),
    Rule("gender sex", gender, "sex that the first name fits", CODED, role="gender"),
    Rule(
        "salutation honorific civility nametitle anrede titleofcourtesy courtesytitle",
        salutation,
        "form of address that fits the sex",
    ),
    Rule(
        "title prefix nameprefix",
        lambda here: (
            salutation(here) if here.sibling("first_name", anywhere=False) and (here.length or 99) < 40 else None
        ),
        "form of address that fits the sex",
    ),
    Rule(
        "suffix namesuffix generation",
        chosen("Jr.", "Sr.", "II", "III", "MD", "PhD"),
        "suffix of a name",
        nulls=0.9,
        subjects="person",
    ),
    Rule("initials", initials, "initials of the person"),
    Rule(
        "phone telephone phonenumber mobile fax cell mobilephone tel telefon telno phoneno contactnumber "
        "cellphone cellphonenumber homephone workphone faxnumber mobilenumber telephonenumber msisdn phonenum "
        "phonemobile phonehome phonework officephone telefono celular gsm sms whatsapp hp skypephone hphone",
        phone,
        "phone number kept for fiction",
        nulls=0.15,
        role="phone",
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
        "latitude lat latitud geolat ycoord",
        coordinate(False),
        "latitude of the row's place",
        COUNTED,
        role="latitude",
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
    Rule(
        "jobtitle job position occupation profession designation jobname jobposition title contacttitle fonction",
        job,
        "job title",
        role="job",
    ),
    Rule("department dept departmentname division deptname", sized(Words, values=DEPARTMENTS), "department"),
    Rule("age ages agee", age, "age in years", NUMBERS),
    Rule("bloodtype bloodgroup abo", chosen("O+", "A+", "B+", "O-", "A-", "AB+", "B-", "AB-"), "blood type"),
    Rule(
        "maritalstatus marital civilstatus familystatus",
        chosen("married", "single", "divorced", "widowed", "separated"),
        "marital status",
        CODED,
    ),
    Rule("religion", chosen("Christianity", "none", "Islam", "Hinduism", "Buddhism", "Judaism", "Sikhism"), "religion"),
    Rule("race ethnicity", chosen("White", "Black", "Asian", "Hispanic", "Mixed", "Other"), "ethnicity"),
    Rule(
        "education educationlevel degree diploma qualification",
        chosen("Bachelor", "Secondary school", "Master", "Vocational", "Doctorate", "Primary school"),
        "education",
    ),
    Rule(
        "height heightcm",
        number(Integers(150, 200), 0, mode=False),
        "height of a person in cm",
        NUMBERS,
        subjects="person",
    ),
    Rule(
        "weight weightkg",
        number(Integers(48, 120), 1, mode=False),
        "weight of a person in kg",
        NUMBERS,
        subjects="person",
    ),
    Rule(
        "relationship relation relationshiptype kinship",
        chosen("spouse", "parent", "child", "sibling", "friend", "colleague", "guardian", "other"),
        "relationship",
        CODED,
    ),
    Rule(
        "ssn socialsecuritynumber socialsecurity nationalid taxpayerid",
        fits(9, Code("9##-##-####")),
        "social security number that is never issued",
    ),
    Rule(
        "dialcode callingcode phonecode phonecountrycode",
        chosen("+1", "+44", "+49", "+33", "+31", "+34", "+39", "+55", "+61", "+81", codes=(1, 44, 49, 33, 31, 34)),
        "calling code",
        CODED,
    ),
    Rule("areacode", number(Integers(201, 989), 0, mode=False), "area code", COUNTED),
    Rule(
        "extension ext phoneext phoneextension",
        lambda here: Code("####"[: min(4, here.length or 4)]) if here.sibling("phone") else None,
        "phone extension",
        nulls=0.6,
    ),
)
