"""Rules for columns that hold one of a few words: colours, methods, sources, units, frequencies."""

from __future__ import annotations

from populace.infer.asked import tokens
from populace.infer.names.make import CODED, chosen
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator

MEDICINE = frozenset(
    "patient patients medication medications drug drugs medicine prescription prescriptions diagnosis diagnoses "
    "condition conditions treatment treatments medical clinical allergy allergies encounter encounters dose dosage "
    "symptom symptoms therapy therapies visit visits admission admissions pharmacy".split()
)


def medical(word: str, make: Make) -> Make:
    """A rule that holds for the vague *word* only where the table is about medicine."""

    def made(here: Named) -> Generator | None:
        return None if here.asked.tokens[-1:] == (word,) and not _medical(here) else make(here)

    return made


def _medical(here: Named) -> bool:
    columns = {word for column in here.table.table.columns for word in tokens(str(column.name))}
    return bool(MEDICINE & ({*here.table.words} | columns - {"condition", "visit", "visits"}))


DIAGNOSES = chosen(
    "Essential hypertension", "Type 2 diabetes", "Asthma", "Migraine", "Low back pain", "Acute bronchitis",
    "Osteoarthritis", "Iron deficiency anaemia",
)  # fmt: skip
CONDITIONS = chosen("new", "used", "good", "like new", "fair", "refurbished", "poor")


def condition(here: Named) -> Generator | None:
    """A diagnosis where the table is about medicine; else the condition that an article is in."""
    return (DIAGNOSES if _medical(here) else CONDITIONS)(here)


RULES = (
    Rule(
        "color colour colorname colourname haircolor eyecolor",
        chosen(
            "black", "white", "blue", "red", "green", "grey", "brown", "yellow", "orange", "purple", "pink", "silver"
        ),
        "colour",
    ),
    Rule(
        "material fabric composition",
        chosen("cotton", "steel", "oak", "leather", "plastic", "glass", "wool", "aluminium", "linen", "ceramic"),
        "material",
    ),
    Rule(
        "unit units unitofmeasure uom measureunit unitname quantityunit weightunit unite unitcode baseunit",
        chosen("pcs", "kg", "box", "l", "m", "pack", "g", "set", "hour"),
        "unit",
        CODED,
    ),
    Rule(
        "method paymentmethod paymenttype paymode paymentmode payment_method_text modereglement paymentname payvia",
        lambda here: (
            chosen("GET", "POST", "PUT", "DELETE", "PATCH")(here)
            if (here.asked.tokens or ("",))[-1] == "method"
            and not {"payment", "pay", "shipping"} & set((*here.asked.tokens, *here.table.words))
            else chosen("card", "transfer", "paypal", "cash", "invoice", "voucher")(here)
        ),
        "method",
        CODED,
    ),
    Rule("httpmethod requestmethod httpverb", chosen("GET", "POST", "PUT", "DELETE", "PATCH"), "HTTP method"),
    Rule(
        "httpstatus httpcode responsecode statuscode httpstatuscode httpresponsecode responsestatus",
        chosen("200", "404", "301", "500", "403", codes=(200, 404, 301, 302, 500, 403)),
        "HTTP status",
        CODED,
    ),
    Rule("protocol scheme transport", chosen("https", "http", "ssh", "ftp", "smtp"), "protocol", CODED),
    Rule(
        "shippingmethod deliverymethod shippingname shipmethod shipmode deliverytype shippingmode shipvia "
        "modelivraison",
        chosen("standard", "express", "pickup", "overnight", "freight"),
        "way of delivery",
        CODED,
    ),
    Rule(
        "source origin channel leadsource trafficsource referralsource utmsource acquisitionchannel utmmedium "
        "medium utmcampaign datasource sourcename sourcesystem registeredfrom via origen inputsource importsource",
        chosen("web", "mobile", "email", "phone", "import", "partner", "api", "store"),
        "source",
        CODED,
    ),
    Rule(
        "visibility accessmode privacy privacylevel access accesstype viewaccess visibilitylevel confidentiality "
        "acl sharelevel",
        chosen("public", "private", "internal", "hidden", codes=(0, 1, 2, 3)),
        "visibility",
        CODED,
    ),
    Rule(
        "environment env stage_name deployment deploymentenvironment",
        chosen("production", "staging", "development", "test"),
        "environment",
        CODED,
    ),
    Rule(
        "frequency interval schedule recurrence billingcycle period periodicity billingperiod repeat repetition "
        "reminderfrequency periodtype cycle timeunit intervalunit periodunit recurrencetype",
        chosen("monthly", "weekly", "daily", "yearly", "quarterly", codes=(30, 7, 1, 365, 90)),
        "frequency",
        CODED,
    ),
    Rule(
        "cron cronexpression crontab schedulecron",
        chosen("0 * * * *", "*/5 * * * *", "0 0 * * *", "30 2 * * 1", "15 6 1 * *"),
        "cron schedule",
    ),
    Rule(
        "plan planname planid_text subscriptionplan package subscriptiontype edition plantype packagename tariff",
        chosen("free", "starter", "pro", "business", "enterprise"),
        "plan",
        CODED,
    ),
    Rule(
        "theme template templatename layout skin templatefile_name style design layoutname skinname stylename "
        "themename templateset pagelayout pagetemplate viewname view viewmode displaymode mode display_mode "
        "editor_name usertheme",
        chosen("default", "classic", "compact", "modern", "dark", "light", "minimal"),
        "look",
        CODED,
    ),
    Rule(
        "align alignment textalign orientation direction justification_h halign valign imageorient placement "
        "regionname_layout blockposition",
        chosen("left", "right", "center", "top", "bottom"),
        "direction",
        CODED,
    ),
    Rule(
        "order sortorder sortdirection orderdirection orderdir sortdir ordering sort",
        chosen("asc", "desc"),
        "sort direction",
    ),
    Rule("comparison operator operatorsymbol compareoperator", chosen("=", ">", "<", ">=", "<=", "!="), "operator"),
    Rule("hand handedness side position_side", chosen("left", "right", "both"), "side", CODED),
    Rule(
        "species animal breed pettype",
        chosen("dog", "cat", "rabbit", "horse", "parrot", "hamster", "goldfish"),
        "animal",
    ),
    Rule("condition", condition, "condition of an article or a patient"),
    Rule(
        "diagnosis disease disorder",
        DIAGNOSES,
        "diagnosis",
    ),
    Rule(
        "medication drug medicine drugname prescription",
        chosen(
            "Metformin",
            "Lisinopril",
            "Ibuprofen",
            "Paracetamol",
            "Amoxicillin",
            "Atorvastatin",
            "Omeprazole",
            "Levothyroxine",
            "Salbutamol",
        ),
        "drug",
    ),
    Rule(
        "dosage dose strength",
        medical("strength", chosen("500 mg", "10 mg", "5 mg", "20 mg", "100 mg", "2 puffs", "1 tablet")),
        "dose",
    ),
    Rule(
        "location place venue site_name room building warehouse office branch campus floor_name roomname "
        "locationname placename venuename destination origin_place departure arrival deliverylocation station "
        "depot facility lieu ort_name",
        chosen(
            "Main Building",
            "North Wing",
            "Room 12",
            "Warehouse 2",
            "Head Office",
            "Conference Room",
            "City Branch",
            "Room 204",
            "South Depot",
            "Ground Floor",
        ),
        "place in a house",
    ),
    Rule(
        "icon iconname iconclass",
        chosen("home", "user", "cog", "star", "search", "envelope", "calendar", "heart", "file", "tag"),
        "icon",
    ),
    Rule("charset encoding characterset", chosen("utf-8", "iso-8859-1", "utf-16", "us-ascii"), "encoding"),
    Rule("prefix suffix", chosen("pre", "new", "alt", "top", "sub", "ext"), "affix"),
)
