"""Rules for prose: descriptions, comments, reasons, messages, about what the table is about."""

from __future__ import annotations

from populace.generators.goods import ProductText
from populace.generators.prose import Prose
from populace.generators.text import Phrase
from populace.infer.names.rules import Make, Named, Rule, singulars
from populace.infer.names.things import contentment, goods
from populace.rows import Generator

TOPICS = {
    "review": "review rating feedback testimonial opinion recommendation",
    "return": "return refund rma exchange",
    "ticket": "ticket issue bug incident complaint support helpdesk defect",
    "task": "task todo card project milestone sprint backlog chore checklist worklog",
    "message": "message chat mail email conversation inbox sms dm notification letter",
    "medical": "patient encounter diagnosis admission medical prescription clinical treatment symptom allergy "
    "surgery careplan immunization condition emergency radiology discharge hospital nurse icu vital vitals "
    "drgcode procedureevent microbiology poe",
    "job": "vacancy opening jobposting joboffer recruitment position",
    "course": "course lesson exam quiz lecture module class subject curriculum",
    "error": "error exception crash failure",
    "log": "log audit run build trace journal history execution worker queue dag",
    "event": "event meeting conference session tournament activity appointment exhibition",
    "place": "hotel property listing room apartment house venue location building accommodation site restaurant",
    "work": "film movie book album track song series show game play opera painting artwork novel",
    "article": "article post page news blog story entry thread forum topic wiki newsletter",
    "comment": "comment reply answer discussion remark",
    "order": "order sale purchase cart invoice payment shipment delivery booking reservation",
    "company": "company organization organisation supplier vendor shipper manufacturer firm publisher shop store",
    "definition": "category type status role permission group tag setting option code tax currency unit level plan "
    "tariff fee region territory",
    "bio": "person user author artist actor member speaker profile employee player customer contact",
}
"""What the texts of a table are about, by a word of the table's name."""
_BY_WORD = {word: topic for topic, words in TOPICS.items() for word in words.split()}

REASONS = {
    "cancel": "cancel cancelled canceled cancellation cancelation",
    "return": "return returned refund refunded returns",
    "reject": "reject rejected rejection denied denial decline declined",
    "ban": "ban banned block blocked suspend suspended mod moderation report reported",
    "error": "error failure failed fail exception",
}


def topic(here: Named, otherwise: str = "text") -> str:
    """What the texts of the column are about, by its own words or by those of the table."""
    for word in (*here.asked.tokens, *reversed(here.table.words)):
        for form in singulars(word):
            if form in _BY_WORD and (form not in ABOUT or word in here.table.words):
                return _BY_WORD[form]
    return BY_SUBJECT.get(here.subject, otherwise)


ABOUT = frozenset("comment remark answer reply feedback text history status type level group subject code unit".split())
"""Words of columns that say what a text is, not what it is about."""
BY_SUBJECT = {
    "person": "bio",
    "company": "company",
    "task": "task",
    "event": "event",
    "order": "order",
    "title": "article",
}


def prose(sentences: int, about: str | None = None) -> Make:
    """So many sentences about what the table is about; of the row's product, or as its rating says."""

    def make(here: Named) -> Generator | None:
        chosen_topic = about or topic(here)
        if here.subject == "product" and chosen_topic in ("text", "definition") and not here.unique:
            return product_text(here, sentences)
        return written_about(here, chosen_topic, sentences)

    return make


def written_about(here: Named, about: str, sentences: int) -> Generator | None:
    mood = contentment(here) if about in ("review", "review.title") and not here.unique else None
    return Prose(sentences, here.length, about, mood, here.unique)


def product_text(here: Named, sentences: int) -> Generator:
    hidden, within = goods(here)
    return ProductText(sentences, here.length, hidden, within)


def body(here: Named) -> Generator | None:
    """A longer text: a review, a message, an article."""
    about = topic(here, "text")
    return written_about(
        here, {"work": "review", "bio": "message", "definition": "text", "place": "review"}.get(about, about), 5
    )


def comment(here: Named) -> Generator | None:
    """A remark on what the table is about: on an order, a patient, a review; else a note."""
    about = topic(here, "note")
    if about in ("article", "work") or (about == "bio" and here.asked.tokens[-1] in ("comment", "comments", "reply")):
        about = "comment"
    return written_about(here, about if about in REMARKED else "note", 2)


REMARKED = frozenset("review return ticket task medical order comment message event".split())


def reason(here: Named) -> Generator | None:
    """Why something was cancelled, returned, rejected, as the column or the table says."""
    for word in (*here.asked.tokens, *here.table.words):
        about = next((about for about, words in REASONS.items() if word in words.split()), None)
        if about is not None:
            return written_about(here, about, 1)
    about = topic(here, "reason")
    return written_about(here, about if about in ("return", "medical") else "reason", 1)


def vague_text(here: Named) -> Generator | None:
    """Text whose name says little: short labels in narrow columns, a sentence in wide ones."""
    if here.unique:
        return Phrase("label", here.length, True)
    if here.length is not None and here.length < 100:
        return Phrase("label", here.length)
    return prose(1)(here)


RULES = (
    Rule(
        "description desc longdescription productdescription details detail abstract overview intro introduction "
        "introtext synopsis descr beschreibung descripcion descriptiontext fulltext longtext "
        "plot summary metadescription descricao about_text definition metadesc purpose "
        "explanation specification specifications requirements ingredients instructions directions content_text "
        "missionstatement background objectives welcometext itemdescription bodysummary remarks_text "
        "objective agenda methodology",
        prose(3),
        "description",
        nulls=0.1,
    ),
    Rule(
        "bio biography about aboutme shortbio profile usersig sig authorbio userbio",
        prose(3, "bio"),
        "about a person",
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
        body,
        "text",
    ),
    Rule(
        "comment comments note notes remark remarks memo feedback observation observations annotation publicnote "
        "privatenote notepublic noteprivate internalnotes usercomment customernote adminnotes reply replytext "
        "additionalinfo commentaire kommentar bemerkung adminnote specialinstructions specialrequests usernote "
        "ordernotes ordercomment internalcomment privatenotes publicnotes deliverynotes commenttext_short "
        "editcomment summarytext comentario notiz customercomment",
        comment,
        "comment",
        nulls=0.3,
    ),
    Rule(
        "reason cause rejectreason cancelreason statusreason banreason deletereason editreason justification "
        "motivation explanation_short statusmessage statustext failurereason "
        "rejectionreason cancellationreason reasontext motif grund denialreason modreason",
        reason,
        "reason",
        nulls=0.3,
    ),
    Rule(
        "error lasterror errormessage errormsg errortext errordetail exception exceptionmessage stacktrace "
        "traceback lasterrormessage "
        "failure failuremessage",
        prose(1, "error"),
        "error message",
        nulls=0.8,
    ),
    Rule(
        "target group object page list alt route license head tail word words groups part parts unitname",
        vague_text,
        "label",
    ),
    Rule(
        "hometext footer header footertext headertext signature_text welcomemessage greeting template_text "
        "templatetext disclaimer notice announcement motd banner_text mailtext emailsubject mailsubject "
        "newsubject lastmessage query sql expression script formula searchtext search searchquery condition_text "
        "rawquery code_text source_text sourcecode css javascript",
        prose(1),
        "text",
    ),
    Rule(
        "info information data text1 detail_text longname_text other misc miscellaneous specialty speciality "
        "expertise industry sector line rest field1 extra1",
        vague_text,
        "text",
    ),
)
