"""Rules for the insides of programs: modules, keys, values, settings as JSON."""

from __future__ import annotations

import json

from populace.generators.numbers import Choice
from populace.generators.text import Json, Phrase
from populace.infer.asked import Asked
from populace.infer.limits import usual
from populace.infer.names.identifiers import hexadecimal
from populace.infer.names.make import CODED, TEXT, chosen
from populace.infer.names.people import account
from populace.infer.names.prose import vague_text
from populace.infer.names.rules import Named, Rule
from populace.infer.names.things import phrase
from populace.rows import Generator


def setting_value(here: Named) -> Generator | None:
    if here.unique:
        return Phrase("identifier", here.length, True)
    values = ("1", "0", "true", "false", "10", "30", "auto", "en", "default", "100", "none", "daily")
    return Choice(tuple(v for v in values if len(v) <= (here.length or 99)))


def serialized(here: Named) -> Generator | None:
    """Valid JSON: an object, or a list where that is the default or the name is a plural of items or the like."""
    if here.unique or (here.kind == "text" and (here.length or 999) < 40):
        return None
    last = (here.asked.tokens or ("",))[-1]
    wanted = getattr(here.asked.domain, "json", None)
    if wanted not in (None, "any", "object", "array"):
        return None
    if wanted not in ("object", "array"):
        wanted = {"[]": "array", "{}": "object"}.get(_emptied(here.asked))
    if last in ("tags", "labels", "annotations") and wanted != "array":
        fits = tuple(text for text in LABELS if len(text) <= (here.length or 999))
        return Choice(fits) if fits else None
    plural = last in ("keywords", "roles", "permissions", "items", "list", "ids", "scopes")
    return Json(plural if wanted is None else wanted == "array", here.length)


def _emptied(asked: Asked) -> str:
    """The column's default where that is an empty list or mapping, as JSON."""
    made = getattr(asked.column.default, "arg", None)
    if made == [] or getattr(made, "__name__", "") == "list":
        return "[]"
    if made == {} or getattr(made, "__name__", "") == "dict":
        return "{}"
    return str(usual(asked))


def _labels(number: int) -> str:
    """A mapping of one to three short keys to short words."""
    words = {
        "env": ("prod", "staging", "dev", "test")[number % 4],
        "team": ("core", "data", "web", "ops", "mobile")[number % 5],
        "tier": ("free", "basic", "gold")[number % 3],
        "owner": ("ana", "ben", "chen", "dora", "emil", "fay", "gus")[number % 7],
    }
    keys = list(words)[number % 2 :: 1 + number % 3 // 2]
    return json.dumps({key: words[key] for key in keys[: 1 + number % 4]})


LABELS = tuple(dict.fromkeys(map(_labels, range(210))))


RULES = (
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
    Rule(
        "twitter facebook instagram skype linkedin github discord telegram",
        account(False),
        "account at a social network",
    ),
    Rule("username_key accountkey", account(False), "account"),
    Rule("revisionid_hash blobhash treehash", hexadecimal(40), "hash"),
)
