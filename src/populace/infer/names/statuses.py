"""Rules for where a thing stands and of what kind it is: statuses, types, priorities, levels, actions."""

from __future__ import annotations

from populace.infer.names.make import CODED, chosen, default, pick_words
from populace.infer.names.rules import Named, Rule
from populace.rows import Generator

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


RULES = (
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
        "ownertype usertype accounttype membertype customertype",
        chosen("private", "business", "partner", "reseller"),
        "kind of account",
        CODED,
    ),
)
