"""Rules for people: names, accounts, phones, what they are."""

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
    Salutation,
    Sex,
)
from populace.generators.phones import Phone
from populace.generators.text import Words
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
    place = place_of_name(here)  # which names with another prefix know nothing of
    own = here.sibling("first_name", anywhere=place is None)
    return own or here.hidden("first_name", FirstName(sex(here), place=place))


def last(here: Named) -> str:
    place = place_of_name(here)
    return here.sibling("last_name", anywhere=place is None) or here.hidden("last_name", LastName(place=place))


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
