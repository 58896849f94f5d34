"""Rules for names and titles of what a table is about: companies, products, categories, roles, posts."""

from __future__ import annotations

import sqlalchemy as sa

from populace.generators import words as lists
from populace.generators.goods import Goods, GoodsField, ProductName, room
from populace.generators.prose import Mood, Prose
from populace.generators.text import Company, Phrase, Words
from populace.infer.asked import tokens
from populace.infer.names.make import chosen, sized
from populace.infer.names.people import full_name
from populace.infer.names.places import COUNTRIES
from populace.infer.names.rules import Make, Named, Rule, singulars
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
    """The title of a post, a film, a ticket, a review: of what the table is about."""
    if here.subject in ("product", "company", "category", "tag", "team", "role", "department", "language", "currency"):
        return named(here)
    words = {form for word in here.table.words for form in singulars(word)}
    kind = next((kind for kind, about in TITLES.items() if words & set(about.split())), None)
    kind = kind or {"task": "task", "event": "event", "title": "article"}.get(here.subject, "article")
    if kind == "review" and not here.unique:
        return Prose(1, here.length, "review.title", contentment(here))
    return Prose(1, here.length, f"{kind}.title", unique=here.unique)


TITLES = {
    "review": "review rating testimonial",
    "ticket": "ticket issue bug incident complaint request",
    "task": "task todo card project milestone job story",
    "event": "event meeting conference session appointment activity",
    "work": "book movie film album song track show series game episode chapter artwork painting play recipe",
}


def contentment(here: Named) -> str:
    """The hidden column that says how content the writer of a review is."""
    rating = next((c for c in here.table.table.columns if _rates(c)), None)
    name = None if rating is None else str(rating.name)
    best = 5.0
    if rating is not None:
        asked = here.table.asked.get(str(rating.name))
        best = float(
            getattr(asked and asked.domain, "high", None) or (100.0 if "score" in rating.name.lower() else 5.0)
        )
    return here.bare().hidden("mood", Mood(name, best))


def _rates(column: sa.Column[object]) -> bool:
    ends = tokens(str(column.name))[-1:]
    return (
        ends in (("rating",), ("stars",), ("score",))
        and isinstance(column.type, sa.Integer | sa.Numeric)
        and not column.foreign_keys
    )


def goods(here: Named) -> tuple[str, int | None]:
    """The hidden column that says which product a row is, and how long its name may be."""
    asked = next((here.table.asked[name] for name in _products(here)), None)
    length, unique = (asked.length, asked.unique) if asked is not None else (None, False)
    return here.bare().hidden("goods", Goods(length, unique)), room(length, unique)


def _products(here: Named) -> list[str]:
    """The columns that hold names of products."""
    roles = [n for n, _ in here.table.with_role("thing_name") if here.table.asked[n].kind == "text"]
    makes = {n: here.table.match(n)[0][0].make for n in roles}
    return [n for n in roles if makes[n] is product_name or (makes[n] is named and here.subject == "product")]


def product_name(here: Named) -> Generator | None:
    """The name of the row's product; a name of its own where a table has several unique ones."""
    hidden, within = goods(here)
    if _products(here)[:1] != [here.asked.name]:
        if not here.unique:
            return GoodsField("noun", hidden, within, here.length)
        hidden = here.bare().hidden(f"goods_of_{here.asked.name}", Goods(here.length, True))
    return ProductName(hidden, here.length, here.unique)


def category(here: Named) -> Generator | None:
    """The name of a category: that of the row's product where there is one."""
    if here.subject == "product" and not here.unique and here.sibling("thing_name") is not None:
        hidden, within = goods(here)
        return GoodsField("category", hidden, within, here.length)
    return words(lists.CATEGORIES)(here)


THINGS: dict[str, Make] = {
    "product": product_name,
    "company": lambda here: Company(here.length, here.unique),
    "category": words(lists.CATEGORIES),
    "tag": words(lists.TAGS, "-"),
    "role": words(lists.ROLES, "-"),
    "department": words(lists.DEPARTMENTS),
    "genre": words(lists.GENRES),
    "country": words(COUNTRIES),
    "currency": words(tuple(CURRENCIES.values())),
    "language": words(tuple(LANGUAGES.values())),
    "title": titled,
    "task": titled,
    "event": titled,
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
        product_name,
        "product name",
        role="thing_name",
    ),
    Rule(
        "category categoryname productcategory cat catname maincategory subcategory section sectionname topic "
        "topicname group_name classification",
        category,
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
