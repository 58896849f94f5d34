"""Rules for yes and no: how often each flag is up."""

from __future__ import annotations

from populace.infer.names.make import FLAGS, flag, yes_or_no
from populace.infer.names.rules import Named, Rule
from populace.rows import Generator


def asked_flag(here: Named) -> Generator | None:
    """Yes or no where the name asks: is_admin, has_children, allow_comments; nothing that is made is encrypted."""
    if here.kind not in ("boolean", "integer") and here.length != 1:
        return None
    if "encrypted" in here.asked.tokens:
        return yes_or_no(here, 0.0)
    return yes_or_no(here, RARELY if set(here.asked.tokens) & UNUSUAL else OFTEN)


RARELY, OFTEN = 0.06, 0.6


UNUSUAL = frozenset(
    "deleted archived banned blocked hidden locked disabled admin superuser system staff bot test spam removed".split()
)


LIKELY = flag(0.85)


RARE = flag(0.12)


EVEN = flag(0.4)


RULES = (
    Rule("·asking", asked_flag, "yes or no, as the first word asks", FLAGS),
    Rule("status state static users types type usable shown secure_flag", LIKELY, "yes or no", frozenset({"boolean"})),
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
)
