"""Rules for times: which of a row's moments comes after which, dates of birth, durations, years.

Every word of time has a place in the life of a thing (created, started, ended, updated ...).
A column is made after all columns of the same row that come earlier in that order and are
about the same thing: ``valid_from`` before ``valid_to``, but not before ``end_date``.
"""

from __future__ import annotations

from populace.generators.numbers import Integers, LogNormal, Whole
from populace.generators.times import (
    DAY,
    After,
    Between,
    Births,
    Clock,
    Day,
    Durations,
    Instants,
    Moments,
    Same,
    Upcoming,
)
from populace.infer.names.make import ANY_TIME, COUNTED, NUMBERS, TEXT, TIMES, chosen, limits, number, numeric, timed
from populace.infer.names.phases import (
    BIRTH,
    DEATH,
    DELETED,
    END,
    EXPIRES,
    FROM,
    LAST,
    START,
    TO,
    UPDATED,
    base,
    earlier,
    phase,
)
from populace.infer.names.rules import Named, Rule
from populace.rows import Generator


def lifetime(here: Named) -> Generator:
    """The moments of a column in the order of the row's life."""
    own, _ = phase(here.asked.name)
    before = tuple(base(here, name) for name in earlier(here) if _made(here, name))
    words = set(here.asked.tokens)
    if own == BIRTH:
        return Instants(Births())
    if not before:
        if own in (EXPIRES, TO) or words & {
            "next",
            "expected",
            "planned",
            "due",
            "deadline",
            "upcoming",
            "eta",
            "required",
        }:
            return Upcoming(20, 340) if own in (EXPIRES, TO) else Upcoming()
        if own == DEATH:
            return Moments(3650, 30)
        return Moments(400, 0, 0.5) if own in (END, UPDATED, LAST, DELETED) else Moments()
    if own in (EXPIRES, TO):
        return After(before, 180 * DAY, 0.9, future=True)
    if own == END:
        ahead = bool(words & {"planned", "scheduled", "expected", "next", "target"})
        return After(before, 3 * 3600 if here.kind != "date" else 5 * DAY, 1.6, future=ahead)
    if own in (UPDATED, LAST):
        return After(before, 20 * DAY, 1.6, share=0.2 if own == UPDATED else 0.0)
    return After(before, 2 * DAY, 1.4) if own != DEATH else After(before, 45 * 365 * DAY, 0.4)


def _made(here: Named, name: str) -> bool:
    """Whether a rule makes the times of column *name*, or its type does because they must be unique."""
    asked = here.table.asked[name]
    return here.table.suggest(name) is not None or asked.unique and asked.kind in TIMES


def moment(here: Named) -> Generator | None:
    made = lifetime(here)
    if here.kind in TIMES:
        if here.kind == "date" and isinstance(made, After):
            mixed = any(not n.startswith("·") and here.table.asked[n].kind == "datetime" for n in made.columns)
            return timed(here, made) and Day(made, up=mixed)
        return timed(here, made)
    hidden = "·" + here.asked.name
    final = timed(here, Same(hidden))
    if final is not None:
        here.table.hide(hidden, made)
    return final


def epoch(here: Named) -> Generator | None:
    """The moment of a column whose name says in what unit it counts, if it has room for that."""
    return moment(here) if limits(here.asked)[1] > 2**33 else None


def birth(here: Named) -> Generator | None:
    youngest = 5 if here.table.subject == "student" else 18
    made = Births(youngest)
    if here.kind == "date":
        return None if timed(here, made) is None else made
    return timed(here, Instants(made)) if here.kind in ("datetime", "text") else None


def duration(here: Named) -> Generator | None:
    """End less start where the row has both; else a skewed length of time."""
    words = here.asked.tokens
    scale = UNITS.get(words[-1] if words else "", 1.0)
    spans = [(phase(name), name) for name, _ in here.table.with_role("time")]
    start = next((base(here, n) for (p, _), n in spans if p == START and here.table.suggest(n)), None)
    end = next((base(here, n) for (p, _), n in spans if p == END and here.table.suggest(n)), None)
    if start and end and here.kind in ("integer", "float", "interval") and limits(here.asked)[1] >= 2**31 - 1:
        return Between(start, end, None if here.kind == "interval" else scale, here.kind == "integer")
    if here.kind == "interval":
        return Durations()
    return numeric(here, LogNormal(max(2.0, 900 / scale), 1.0, 1, decimals=0), 0)


UNITS = {
    "ms": 0.001, "milliseconds": 0.001, "millis": 0.001, "us": 1e-6, "seconds": 1.0, "secs": 1.0, "sec": 1.0,
    "minutes": 60.0, "mins": 60.0, "min": 60.0, "hours": 3600.0, "days": 86400.0, "weeks": 604800.0,
}  # fmt: skip


def clock(here: Named) -> Generator | None:
    """A time of the day; after the start if the row has one."""
    if here.unique or here.asked.domain is not None and here.asked.domain.low is not None:
        return None
    own, about = phase(here.asked.name)
    if own in (END, TO):
        for name, _ in here.table.with_role("clock"):
            other, thing = phase(name)
            if other in (START, FROM, 4) and thing == about and name != here.asked.name:
                here.table.suggest(name)
                return Clock(after=name)
    return Clock(7 * 3600, 15 * 3600)


WORDS_OF_TIME = (
    "at on date time datetime timestamp ts created updated modified deleted added inserted "
    "registered joined expires expired expiry "
    "expiration start end started ended begin finish finished stopped completed closed opened "
    "published sent received due "
    "deadline until since from to tms tstamp timemodified timecreated crdate datec dateline regdate "
    "lastlogin lastvisit "
    "lastaccess lastactivity starttime endtime startdate enddate timestart timeend timeopen "
    "timeclose creation modification "
    "update updatedate createdate lastupdate lastupdated lastmodified mtime ctime atime datetimes hiredate orderdate "
    "birthday_next upd creat born died death login visit seen logged activity published_date "
    "releasedate release processed "
    "archived approved confirmed verified cancelled canceled resolved terminated submitted requested "
    "scheduled queued issued "
    "paid shipped delivered returned used accessed changed edited posted read viewed checked synced "
    "when changetime logtime "
    "addtime edittime datum fecha day cdate mdate indate outdate expire expires_at validfrom validto "
    "validuntil dateadded "
    "dateupd datadd datemodif lastaccesstime laststatuschange valid retrydate installed uploaded "
    "generated touched run nextrun "
    "lastrun lastsent lastcheck lastseen reg added_on dt utc gmt stop complete completion atint"
)


PAST_NUMBERS = (
    "at timestamp created updated modified deleted added inserted registered joined expires expired "
    "expiry expiration started ended "
    "published sent received tms tstamp timemodified timecreated crdate dateline regdate lastlogin "
    "lastvisit lastaccess lastactivity "
    "starttime endtime startdate enddate timestart timeend timeopen timeclose creation modification "
    "lastupdate lastupdated "
    "lastmodified mtime ctime atime lastpost posted datetime time date ts createdtime updatedtime "
    "createtime updatetime addtime "
    "edittime logtime creationdate modificationdate joindate lastmod lastseen lastused lastcheck "
    "lastrun nextrun lasttime "
    "timeadded timeupdated timeaccess timefinish timestarted timecompleted timesent timeread "
    "deadline duedate expires expirytime "
    "validfrom validto validuntil addedon createdon updatedon modifiedon since until posttime "
    "usertime changed creationtime on atint"
)


RULES = (
    Rule(
        "birthdate dateofbirth dob birthday birth born birthdatetime geburtsdatum datebirth userbirthday",
        birth,
        "birth date of an adult",
        TIMES | TEXT,
        role="birth",
    ),
    Rule(f"{WORDS_OF_TIME} ·moment", moment, "time in the order of the row's life", TIMES, role="time"),
    Rule(
        "deletedat deleteddate deletedon datedeleted deletiondate deletetime timedeleted archivedat cancelledat "
        "canceledat removedat revokedat bannedat suspendedat",
        moment,
        "time of the end, of few rows",
        ANY_TIME,
        nulls=0.85,
        role="time",
    ),
    Rule("deathdate dateofdeath deceaseddate dod diedon died", moment, "date of death", TIMES, nulls=0.9, role="time"),
    Rule("·epoch", epoch, "milliseconds or less since 1970, in the order of the row's life", NUMBERS, role="time"),
    Rule(PAST_NUMBERS, moment, "seconds since 1970, in the order of the row's life", NUMBERS, role="time"),
    Rule(
        "createdat updatedat modifiedat timestamp createddate modifieddate updateddate datecreated datemodified "
        "startdate enddate orderdate duedate expirydate expirationdate birthdate datetime date time createdon "
        "updatedon starttime endtime publishedat sentat receivedat lastlogin startedat finishedat endedat "
        "expiresat createdtime updatedtime creationdate regdate",
        moment,
        "ISO date and time",
        TEXT,
        role="time",
    ),
    Rule(
        "duration elapsed runtime length timespent durationms durationseconds seconds secs durationminutes "
        "minutes runningtime timetaken elapsedtime elapsedms executiontime latency responsetime processingtime "
        "timeout playtime durationsec hours timeelapsed totaltime uptime milliseconds millis durationhours "
        "preptime cooktime",
        duration,
        "length of time",
        NUMBERS | {"interval"},
    ),
    Rule(
        "starttime opentime opens opening timein checkin opensat opened begintime openat",
        clock,
        "time of the day",
        frozenset({"time"}),
        role="clock",
    ),
    Rule(
        "endtime closetime closes closing timeout checkout closesat closed finishtime closeat time at clock hour "
        "start end from to",
        clock,
        "time of the day",
        frozenset({"time"}),
        role="clock",
    ),
    Rule(
        "year modelyear birthyear foundedyear yearfounded releaseyear publicationyear fiscalyear founded yr "
        "yearbuilt established startyear endyear graduationyear jaar annee ano vintage",
        number(Integers(1995, 2025), 0, mode=False),
        "year",
        COUNTED,
    ),
    Rule(
        "month birthmonth expmonth mois monat expirymonth expirationmonth startmonth",
        number(Integers(1, 12), 0, mode=False),
        "month",
        COUNTED,
    ),
    Rule("expyear expiryyear expirationyear", number(Integers(2026, 2031), 0, mode=False), "year of expiry", COUNTED),
    Rule("day dayofmonth birthday", number(Integers(1, 28), 0, mode=False), "day of the month", NUMBERS),
    Rule(
        "dayofweek weekday dow",
        lambda here: (
            numeric(here, Integers(1, 7), 0, mode=False)
            if here.kind != "text"
            else chosen("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")(here)
        ),
        "day of the week",
        COUNTED,
    ),
    Rule(
        "dayname",
        chosen("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "day of the week",
    ),
    Rule(
        "monthname",
        chosen(
            "January",
            "March",
            "May",
            "July",
            "October",
            "December",
            "February",
            "April",
            "June",
            "August",
            "September",
            "November",
        ),
        "month",
    ),
    Rule(
        "quarter",
        lambda here: (
            numeric(here, Integers(1, 4), 0, mode=False)
            if here.kind != "text"
            else chosen(*("1234" if here.length == 1 else ("Q1", "Q2", "Q3", "Q4")))(here)
        ),
        "quarter",
        COUNTED,
    ),
    Rule("week weekofyear weeknumber weekno", number(Integers(1, 52), 0, mode=False), "week of the year", NUMBERS),
    Rule("hour hourofday hh", number(Integers(0, 23), 0, mode=False), "hour", NUMBERS),
    Rule("minute", number(Integers(0, 59), 0, mode=False), "minute", NUMBERS),
    Rule("second", number(Integers(0, 59), 0, mode=False), "second", NUMBERS),
    Rule(
        "days numdays daycount leaddays noticedays termdays nbdays validdays periods delay leadtime interval "
        "period frequency ttl lifetime maxage expiresin expiresinseconds gracetime reminder",
        number(Whole(LogNormal(14, 0.9, 1, decimals=0)), 0),
        "number of days or seconds",
        NUMBERS,
    ),
)
