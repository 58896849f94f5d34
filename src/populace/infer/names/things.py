"""Rules for names and titles of what a table is about: companies, products, categories, roles, posts."""

from __future__ import annotations

from populace.generators import words as lists
from populace.generators.text import Company, Phrase, Words
from populace.infer.names.make import chosen, sized
from populace.infer.names.people import full_name
from populace.infer.names.places import COUNTRIES
from populace.infer.names.rules import Make, Named, Rule
from populace.infer.names.vocabulary import CURRENCIES, LANGUAGES
from populace.rows import Generator


def phrase(kind: str) -> Make:
    return sized(Phrase, kind=kind)


def words(values: tuple[str, ...], gap: str = " ") -> Make:
    return sized(Words, values=values, gap=gap)


def named(here: Named) -> Generator | None:
    """The name of the thing a table is about."""
    make = THINGS.get(here.subject, phrase("name"))
    return make(here)


def titled(here: Named) -> Generator | None:
    if here.subject in ("product", "company", "category", "tag", "team", "role", "department", "language", "currency"):
        return named(here)
    if here.subject == "task" and (here.length or 99) >= 60:
        return Phrase("task", here.length, here.unique)
    return Phrase("title", here.length, here.unique)


THINGS: dict[str, Make] = {
    "product": phrase("product"),
    "company": lambda here: Company(here.length, here.unique),
    "category": words(lists.CATEGORIES),
    "tag": words(lists.TAGS, "-"),
    "role": words(lists.ROLES, "-"),
    "department": words(lists.DEPARTMENTS),
    "genre": words(lists.GENRES),
    "country": words(COUNTRIES),
    "currency": words(tuple(CURRENCIES.values())),
    "language": words(tuple(LANGUAGES.values())),
    "title": phrase("title"),
    "task": phrase("task"),
    "team": phrase("team"),
    "setting": phrase("identifier"),
    "file": phrase("slug"),
    "host": phrase("slug"),
    "person": full_name,
}


RULES = (
    Rule(
        "company companyname organization organisation employer businessname organizationname suppliername "
        "vendorname manufacturer manufacturername vendor supplier shipper carrier provider providername "
        "brandowner client clientname institution institutionname agency bank_name firm merchant merchantname "
        "storename shopname publisher publishername societe nomsociete sponsor insurer airline operatorname "
        "distributor tenant tenantname affiliation billingcompany shippingcompany hospital school university "
        "college legalname tradename raisonsociale customer",
        lambda here: Company(here.length, here.unique),
        "company name",
    ),
    Rule("brand brandname make trademark", phrase("brand"), "brand name"),
    Rule(
        "productname itemname product goods article articlename productlabel item itemtitle producttitle skuname",
        phrase("product"),
        "product name",
        role="thing_name",
    ),
    Rule(
        "category categoryname productcategory cat catname maincategory subcategory section sectionname topic "
        "topicname group_name classification",
        words(lists.CATEGORIES),
        "category",
    ),
    Rule(
        "tag tagname label keyword hashtag term",
        lambda here: Words(lists.TAGS, here.length, here.unique, "-") if here.asked.tokens[-1] != "label" else None,
        "tag",
    ),
    Rule(
        "tags keywords metakeywords labels taglist keywordlist metakeyword metakey searchterms interests hobbies "
        "skills",
        phrase("keywords"),
        "list of keywords",
        nulls=0.3,
    ),
    Rule(
        "role rolename userrole roles memberrole permission permissions authority privilege accesslevel usertype "
        "membertype position_type scopes roletype accounttype authorities grantee capability scope",
        words(lists.ROLES, "-"),
        "role",
    ),
    Rule("genre genrename genres musicgenre", words(lists.GENRES), "genre"),
    Rule("teamname team squad hometeam awayteam opponent clubname club", phrase("team"), "team"),
    Rule(
        "title subject headline heading pagetitle booktitle posttitle articletitle jobtitle_text subtitle "
        "filmtitle movietitle songtitle albumtitle metatitle seotitle titre titel titulo longtitle subheading "
        "tagline slogan caption shorttitle displaytitle fulltitle pageheading menutitle browsertitle headertitle "
        "threadtitle topictitle coursetitle tracktitle chapter newstitle lessontitle subj threadsubject "
        "topicsubject lastsubject originaltitle ptitle albumname songname trackname moviename coursename "
        "seriesname bookname eventname postname_text",
        titled,
        "title",
        role="title",
    ),
    Rule(
        "name names label displayname displaylabel displaytext nom bezeichnung nome nombre shortname longname "
        "internalname objectname friendlyname sectiontitle groupname typename itemlabel labels menuname "
        "fieldlabel publicname originalname_text libelle libelleshort entryname listname titlename variantname "
        "sitename optionname projectname campaignname planname rolelabel",
        named,
        "name of the thing the table is about",
        role="thing_name",
    ),
    Rule(
        "industry sector branche",
        chosen(
            "Retail",
            "Healthcare",
            "Manufacturing",
            "Finance",
            "Education",
            "Construction",
            "Logistics",
            "Software",
            "Hospitality",
            "Energy",
        ),
        "industry",
    ),
)
