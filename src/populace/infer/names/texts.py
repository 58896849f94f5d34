"""Rules for words: names and titles of things, prose, statuses, kinds, yes and no, JSON."""

from __future__ import annotations

from populace.generators import words as lists
from populace.generators.numbers import Choice
from populace.generators.text import Company, Json, Phrase, Prose, Words
from populace.infer.names.make import CODED, FLAGS, TEXT, chosen, default, flag, pick_words, sized, yes_or_no
from populace.infer.names.people import COUNTRIES, account, full_name
from populace.infer.names.rules import Make, Named, Rule
from populace.infer.names.vocabulary import CURRENCIES, LANGUAGES, LOCALES
from populace.infer.names.web import hexadecimal
from populace.rows import Generator


def phrase(kind: str) -> Make:
    return sized(Phrase, kind=kind)


def words(values: tuple[str, ...], gap: str = " ") -> Make:
    return sized(Words, values=values, gap=gap)


def prose(sentences: int) -> Make:
    def make(here: Named) -> Generator | None:
        return Phrase("comment", here.length, True) if here.unique else Prose(sentences, here.length)

    return make


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

WORKFLOWS = {
    "order": ("completed", "pending", "processing", "shipped", "paid", "cancelled", "refunded"),
    "task": ("open", "in_progress", "done", "blocked", "closed", "review"),
    "title": ("published", "draft", "archived", "review"),
    "person": ("active", "inactive", "pending", "suspended"),
    "event": ("confirmed", "scheduled", "completed", "cancelled"),
    "file": ("ready", "uploaded", "processing", "failed"),
    "host": ("running", "stopped", "starting", "error", "maintenance"),
    "product": ("active", "draft", "discontinued", "archived"),
}
STATUSES = ("active", "pending", "completed", "inactive", "failed", "cancelled")
JOB_STATES = ("success", "running", "failed", "queued", "skipped")


def status(here: Named) -> Generator | None:
    """Words of the workflow that the table is about, the column's default being the commonest."""
    table = set(here.table.words)
    flow = (
        JOB_STATES
        if table & {"job", "jobs", "run", "runs", "dag", "queue", "build", "execution", "log", "process"}
        else None
    )
    return pick_words(
        here,
        flow or WORKFLOWS.get(here.subject, STATUSES),
        (1, 0, 2, 3) if default(here.asked) is None else (0, 1, 2, 3),
    )


def kind(here: Named) -> Generator | None:
    """The kinds there are of the thing a table is about."""
    kinds = KINDS.get(here.subject, ("standard", "basic", "premium", "custom", "internal", "external"))
    return pick_words(here, kinds, (1, 2, 3, 4, 0))


KINDS = {
    "person": ("regular", "admin", "guest", "premium", "staff"),
    "company": ("private", "public", "non-profit", "partnership", "government"),
    "product": ("simple", "bundle", "digital", "configurable", "service"),
    "order": ("standard", "express", "subscription", "return"),
    "file": ("image", "document", "video", "audio", "archive"),
    "title": ("article", "page", "news", "review", "tutorial"),
    "task": ("bug", "feature", "task", "improvement"),
    "event": ("meeting", "workshop", "webinar", "conference"),
    "host": ("physical", "virtual", "container"),
    "setting": ("string", "integer", "boolean", "json"),
}


def vague_text(here: Named) -> Generator | None:
    """Text whose name says little: short labels in narrow columns, a sentence in wide ones."""
    if here.unique:
        return Phrase("label", here.length, True)
    if here.length is not None and here.length < 100:
        return Phrase("label", here.length)
    return Prose(1, here.length)


def setting_value(here: Named) -> Generator | None:
    if here.unique:
        return Phrase("identifier", here.length, True)
    values = ("1", "0", "true", "false", "10", "30", "auto", "en", "default", "100", "none", "daily")
    return Choice(tuple(v for v in values if len(v) <= (here.length or 99)))


def serialized(here: Named) -> Generator | None:
    """Valid JSON: an object, or a list of words where the name is a plural of tags or the like."""
    if here.unique or (here.kind == "text" and (here.length or 999) < 40):
        return None
    plural = (here.asked.tokens or ("",))[-1] in (
        "tags",
        "keywords",
        "roles",
        "permissions",
        "items",
        "list",
        "ids",
        "labels",
        "scopes",
    )
    domain = here.asked.domain
    wanted = getattr(domain, "json", None)
    if wanted in ("object", "array"):
        plural = wanted == "array"
    elif wanted not in (None, "any"):
        return None
    return Json(plural, here.length)


def coded(table: dict[str, str], least: int) -> Make:
    """Codes in narrow columns, names in wide ones."""

    def make(here: Named) -> Generator | None:
        wide = (
            here.length is not None
            and here.length >= least
            and (here.asked.tokens or ("",))[-1] not in ("code", "id", "lang", "langcode")
        )
        return (
            Words(tuple(table.values()) if wide else tuple(table), here.length, here.unique)
            if (here.length or 9) > 1
            else None
        )

    return make


def asked_flag(here: Named) -> Generator | None:
    """Yes or no where the name asks: is_admin, has_children, allow_comments."""
    if here.kind not in ("boolean", "integer") and here.length != 1:
        return None
    return yes_or_no(here, RARELY if set(here.asked.tokens) & UNUSUAL else OFTEN)


RARELY, OFTEN = 0.06, 0.6
UNUSUAL = frozenset(
    "deleted archived banned blocked hidden locked disabled admin superuser system staff bot test spam removed".split()
)
LIKELY = flag(0.85)
RARE = flag(0.06)
EVEN = flag(0.4)

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
        "currency currencycode currencyiso curr ccy currencyisocode cury paymentcurrency basecurrency "
        "fromcurrency tocurrency multicurrencycode",
        words(tuple(CURRENCIES)),
        "currency code",
    ),
    Rule("code iso", words(tuple(CURRENCIES)), "currency code", subjects="currency"),
    Rule("currencyname", words(tuple(CURRENCIES.values())), "currency"),
    Rule("currencysymbol", chosen("$", "€", "£", "¥", "kr", "R$"), "currency symbol"),
    Rule("code iso langcode lang", words(tuple(LANGUAGES)), "language code", subjects="language"),
    Rule(
        "locale localecode languagetag userlocale",
        lambda here: Words(LOCALES if (here.length or 9) >= 5 else tuple(LANGUAGES), here.length, here.unique),
        "locale",
    ),
    Rule(
        "language lang langcode languagecode languageiso langue languagename langiso idioma sprache "
        "preferredlanguage defaultlanguage defaultlang originallanguage userlang deflang",
        coded(LANGUAGES, 12),
        "language",
    ),
    Rule(
        "timezoneoffset utcoffset",
        chosen("+00:00", "+01:00", "-05:00", "-08:00", "+09:00", codes=(0, 60, -300, -480, 540)),
        "offset from UTC",
        CODED,
    ),
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
        "description desc longdescription productdescription details detail abstract overview intro introduction "
        "introtext synopsis about bio biography descr beschreibung descripcion descriptiontext fulltext longtext "
        "shortbio aboutme plot profile summary metadescription descricao about_text definition metadesc purpose "
        "explanation specification specifications requirements ingredients instructions directions content_text "
        "missionstatement background objectives welcometext usersig sig itemdescription bodysummary remarks_text "
        "objective agenda methodology",
        prose(3),
        "description",
        nulls=0.1,
    ),
    Rule(
        "shortdescription summary excerpt teaser shortdesc brief tooltip hint help helptext intro_short snippet "
        "leadtext lead shorttext altbody descriptionshort",
        prose(1),
        "short description",
        nulls=0.1,
    ),
    Rule(
        "content body text html message msg bodytext contents fulltext_body bodyhtml htmlcontent textcontent "
        "article_text articlebody rawtext markdown post posttext commenttext messagetext pagetext plaintext "
        "bodytext_html mailbody emailbody richtext bodyplain txt texte inhalt contenu cuerpo rawcontent "
        "renderedcontent renderedbody newstext comment_text question questiontext questionbody answer answertext "
        "response responsetext feedbacktext paragraph story postcontent pagecontent htmltext htmlbody blogtext "
        "news lyrics letter emailtext emailcontent review reviewtext reviewbody entrytext quote",
        prose(5),
        "text",
    ),
    Rule(
        "comment comments note notes remark remarks memo feedback observation observations annotation publicnote "
        "privatenote notepublic noteprivate internalnotes usercomment customernote adminnotes reply replytext "
        "additionalinfo commentaire kommentar bemerkung adminnote specialinstructions specialrequests usernote "
        "ordernotes ordercomment internalcomment privatenotes publicnotes deliverynotes commenttext_short "
        "editcomment summarytext comentario notiz customercomment",
        lambda here: Phrase("comment" if (here.length or 999) >= 120 else "sentence", here.length, here.unique),
        "comment",
        nulls=0.3,
    ),
    Rule(
        "reason cause rejectreason cancelreason statusreason banreason deletereason editreason justification "
        "motivation explanation_short statusmessage statustext lasterror errormessage failurereason "
        "rejectionreason cancellationreason reasontext motif grund denialreason modreason",
        phrase("sentence"),
        "reason",
        nulls=0.3,
    ),
    Rule(
        "error errormsg errortext errordetail exception exceptionmessage stacktrace traceback lasterrormessage "
        "failure failuremessage",
        chosen(
            "connection timed out",
            "permission denied",
            "file not found",
            "invalid input",
            "disk quota exceeded",
            "unexpected end of file",
        ),
        "error message",
        nulls=0.8,
    ),
    Rule(
        "status state workflowstate orderstatus paymentstatus currentstatus currentstate lifecyclestate "
        "processingstatus approvalstatus poststatus commentstatus reviewstatus publishstatus jobstatus taskstatus "
        "statut etat estado_flujo userstatus deliverystatus shipmentstatus invoicestatus syncstatus "
        "workflowstatus stage phase publicationstate statusname memberstatus fkstatut statuscode outcome result "
        "disposition approval paymentstate mailstatus projectstatus emailstatus onlinestatus",
        status,
        "status of the table's workflow",
        CODED,
        role="status",
    ),
    Rule("resourcestatus", chosen("created", "updated", "deleted", "recreated"), "status"),
    Rule(
        "type kind objecttype typ usertype_text category_type typename_short entitytype subtype recordtype "
        "itemtype tipo contenttype_kind ctype ptype doctype documenttype producttype eventtype nodetype pagetype "
        "grouptype addresstype accounttype_kind resourcetype class classname style variant model_type typecode "
        "purpose_type nature flavor activitytype transactiontype entrytype messagetype notificationtype logtype "
        "posttype tasktype jobtype itemkind elementtype subjecttype storetype feetype valuetype_kind blocktype "
        "linktype targettype fieldtype_kind ordertype customertype discounttype classification_type filetype_kind "
        "attachmenttype_kind contacttype typeentity typeid_text pagetype_text",
        kind,
        "kind of the thing the table is about",
        CODED,
    ),
    Rule(
        "datatype valuetype fieldtype inputtype columntype variabletype attributetype paramtype questiontype "
        "formtype widgettype htmltype",
        chosen("text", "integer", "boolean", "date", "select", "decimal", "checkbox", "textarea"),
        "data type",
        CODED,
    ),
    Rule(
        "objecttype entitytype resourcetype modelname entity model objecttypename targettype itemtype subjecttype "
        "contentmodel objectclass modeltype contenttypename entityname tablename table relatedtype "
        "commentabletype ownertype sourcetype element auditabletype linkedtype notifiabletype trackabletype "
        "bundle reftable modelclass collection",
        chosen("user", "post", "comment", "product", "order", "page", "file", "invoice", "group"),
        "kind of record",
        CODED,
    ),
    Rule(
        "priority severity importance urgency criticality risk risklevel",
        chosen("normal", "low", "high", "urgent"),
        "priority",
        CODED,
    ),
    Rule(
        "level tier membershiplevel difficulty difficultylevel skilllevel grade_level rating_text "
        "accesslevel_text membership rank memberlevel usergrade userlevel loyaltytier riskband customergroup "
        "pricelevel",
        chosen("basic", "standard", "advanced", "premium", "expert", codes=(1, 2, 3, 4, 5)),
        "level",
        CODED,
    ),
    Rule(
        "loglevel logseverity",
        chosen("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL", codes=(20, 10, 30, 40, 50)),
        "log level",
        CODED,
    ),
    Rule(
        "action event operation activity eventname activityname actiontype actionname eventtype verb trigger "
        "changetype command hook operationtype hookname auditaction task_action logaction eventcode lastaction "
        "todo move",
        chosen("create", "update", "delete", "login", "view", "export", "logout", "import", codes=(1, 2, 3, 4)),
        "action",
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
    Rule(
        "module component package_name plugin app application area feature subsystem modulename componentname "
        "pluginname appname addon service servicename package controller applicationname extensionname "
        "bundle_name widget handler provider_name backend engine driver namespace library context contextname "
        "origin_module appid_text program block region regionkey realm adapter zonekey channelname schemaname "
        "tenantkey hooktype",
        chosen("core", "users", "billing", "search", "catalog", "mail", "reports", "media", "auth", "api"),
        "part of a program",
        CODED,
    ),
    Rule(
        "class classname entityclass javaclass phpclass handlerclass functionname function procedure routine "
        "callback_name methodname trigger_name",
        phrase("camel"),
        "name in a program",
    ),
    Rule(
        "key metakey optionname settingname configkey propertyname attributename fieldname columnname "
        "variablename parametername configname optionkey settingkey paramname variable parameter attribute "
        "property field setting option keyname attributekey propertykey preference preferencename fieldkey "
        "metaname machinename identifier handle alias systemname code_name codename internalcode sysname "
        "translationkey messagekey varname column columnkey cfgname namekey confname config_name itemkey cachekey "
        "permissionkey langkey stringid datakey lookupkey sessionvar statname metric metricname indicator "
        "counter_name measure",
        phrase("identifier"),
        "key",
    ),
    Rule(
        "value metavalue optionvalue settingvalue configvalue propertyvalue attributevalue fieldvalue "
        "defaultvalue paramvalue val newvalue oldvalue stringvalue textvalue valuetext default currentvalue valor "
        "variablevalue prefvalue settings_value wert oldval newval cfgvalue valuestring configval confvalue",
        lambda here: (
            setting_value(here) if here.subject == "setting" or (here.length or 999) < 40 else vague_text(here)
        ),
        "value",
    ),
    Rule(
        "settings config configuration metadata meta options preferences properties attributes payload data extra "
        "params parameters context details info extradata custom customfields customdata additionaldata extrainfo "
        "json snapshot spec state_json definition schema rawdata profile features filters rules permissions tags "
        "labels raw body content response request headers requestbody responsebody requestdata responsedata "
        "address items values changes diff event message resource result results output input variables "
        "environment annotations layout value manifest dataset data_json geometry geojson document roles log "
        "history statistics stats links images answers scopes image",
        serialized,
        "JSON",
        frozenset({"json"}),
    ),
    Rule(
        "json jsondata datajson settingsjson configjson metadatajson metajson payloadjson extrajson jsonb "
        "jsonconfig jsonsettings optionsjson jsonvalue jsonpayload jsonoptions parametersjson attributesjson "
        "propertiesjson",
        serialized,
        "JSON text",
        TEXT,
    ),
    Rule(
        "settings config configuration options preferences params parameters properties metadata payload attribs "
        "attributes extradata customfields metadata_text extraparams serializeddata prefs pluginoptions "
        "configdata additionaldata jsonparams rules data extra",
        serialized,
        "JSON text",
        TEXT,
    ),
    Rule("·asking", asked_flag, "yes or no, as the first word asks", FLAGS),
    Rule("status state static users types type usable shown secure_flag", LIKELY, "yes or no", frozenset({"boolean"})),
    Rule(
        "target group object page list alt route license head tail word words groups part parts unitname",
        vague_text,
        "label",
    ),
    Rule(
        "twitter facebook instagram skype linkedin github discord telegram",
        account(False),
        "account at a social network",
    ),
    Rule(
        "isactive active enabled isenabled isvisible visible ispublic published ispublished approved isapproved "
        "verified isverified confirmed available isavailable actif valid isvalid status_ok allowed accepted "
        "instock_flag displayed display show shown isavailable_flag isconfirmed public actived allow cansee "
        "usable opt_in subscribed emailverified isactivated activated is_current current listed actief online "
        "open isopen searchable indexable enable showtitle allowcomments commentsallowed emailconfirmed "
        "issubscribed selectable use showinmenu showonhome cacheable allowreply allowcomment autoload",
        LIKELY,
        "yes or no, mostly yes",
        FLAGS,
    ),
    Rule(
        "isdeleted deleted archived isarchived banned isbanned blocked isblocked hidden ishidden locked islocked "
        "suspended disabled isdisabled removed trashed inactive expired isexpired cancelled iscancelled canceled "
        "spam isspam isadmin admin superuser issuperuser issystem system isstaff staff private isprivate "
        "ismoderator readonly frozen draft isdraft failed isfailed closed isclosed flagged sticky issticky pinned "
        "ispinned test istest isbot bot anonymous isanonymous internal deceased issuer_revoked revoked isrevoked "
        "void voided closed_flag moderated mustchangepassword isblacklisted blacklisted ignored protected bounced "
        "trash deletedflag sysadmin isroot resolvedflag inherited lockedflag novalidate isguest adult nsfw "
        "obsolete del deprecated isdeprecated emergency rejected islocked_flag isglobal",
        RARE,
        "yes or no, mostly no",
        FLAGS,
    ),
    Rule(
        "isdefault default featured isfeatured isprimary primary required isrequired mandatory ismandatory "
        "optional multiple isfree free recurring recurrent unlimited promoted issale onsale isnew new notified "
        "emailnotifications notifications newsletter subscribe read isread seen isseen viewed opened clicked paid "
        "ispaid sent issent completed iscompleted done isdone finished processed isprocessed success issuccess "
        "successful passed correct iscorrect winner selected checked flag editable deletable sortable filterable "
        "translatable reusable shippable taxable istaxable downloadable virtual refundable returned imported "
        "exported synced autorenew haschildren hasimage hasattachment hasattachments answered solved "
        "accepted_terms terms notify shared isshared global isglobal open_flag remember logged loggedin billable "
        "backorder iscomplete attended present rsvp favourite favorite isfavorite liked starred bookmarked ismain "
        "main main_flag is optin consent gdpr hascomments unread homepage leaf isleaf isfolder isfolder_flag "
        "published_flag isowner closedflag stock_flag reported important allday isallday inherit noindex nofollow "
        "manual automatic auto autoplay sync tosell tobuy tobatch dirty pending waiting smoker insured "
        "recommended emailsent mailsent mailnotify ishtml cached alert translated ismultiple personal allowhtml "
        "force forced showdescription subscribable secure https ssl useemail billing shipping hasshipping isbase",
        EVEN,
        "yes or no",
        FLAGS,
    ),
    Rule("comparison operator operatorsymbol compareoperator", chosen("=", ">", "<", ">=", "<=", "!="), "operator"),
    Rule("hand handedness side position_side", chosen("left", "right", "both"), "side", CODED),
    Rule(
        "species animal breed pettype",
        chosen("dog", "cat", "rabbit", "horse", "parrot", "hamster", "goldfish"),
        "animal",
    ),
    Rule(
        "diagnosis condition disease disorder",
        chosen(
            "Essential hypertension",
            "Type 2 diabetes",
            "Asthma",
            "Migraine",
            "Low back pain",
            "Acute bronchitis",
            "Osteoarthritis",
            "Iron deficiency anaemia",
        ),
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
    Rule("dosage dose strength", chosen("500 mg", "10 mg", "5 mg", "20 mg", "100 mg", "2 puffs", "1 tablet"), "dose"),
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
    Rule(
        "hometext footer header footertext headertext signature_text welcomemessage greeting template_text "
        "templatetext disclaimer notice announcement motd banner_text mailtext emailsubject mailsubject "
        "newsubject lastmessage query sql expression script formula searchtext search searchquery condition_text "
        "rawquery code_text source_text sourcecode css javascript",
        phrase("sentence"),
        "text",
    ),
    Rule(
        "info information data text1 detail_text longname_text other misc miscellaneous specialty speciality "
        "expertise industry sector line rest field1 extra1",
        vague_text,
        "text",
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
    Rule(
        "ownertype usertype accounttype membertype customertype",
        chosen("private", "business", "partner", "reseller"),
        "kind of account",
        CODED,
    ),
    Rule("username_key accountkey", account(False), "account"),
    Rule("revisionid_hash blobhash treehash", hexadecimal(40), "hash"),
)
