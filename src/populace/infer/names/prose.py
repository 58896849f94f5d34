"""Rules for prose: descriptions, comments, reasons, messages, about what the table is about."""

from __future__ import annotations

from populace.generators.text import Phrase, Prose
from populace.infer.names.make import chosen
from populace.infer.names.rules import Make, Named, Rule
from populace.infer.names.things import phrase
from populace.rows import Generator


def prose(sentences: int) -> Make:
    def make(here: Named) -> Generator | None:
        return Phrase("comment", here.length, True) if here.unique else Prose(sentences, here.length)

    return make


def vague_text(here: Named) -> Generator | None:
    """Text whose name says little: short labels in narrow columns, a sentence in wide ones."""
    if here.unique:
        return Phrase("label", here.length, True)
    if here.length is not None and here.length < 100:
        return Phrase("label", here.length)
    return Prose(1, here.length)


RULES = (
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
        "target group object page list alt route license head tail word words groups part parts unitname",
        vague_text,
        "label",
    ),
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
)
