"""Rules for quantities: counts, sizes, shares, ratings, places in a list."""

from __future__ import annotations

from populace.generators.numbers import Bell, Choice, Counts, Integers, LogNormal, Uniform
from populace.infer.names.make import COUNTED, NUMBERS, chosen, limits, number, numeric
from populace.infer.names.rules import Named, Rule
from populace.rows import Generator


def percentage(here: Named) -> Generator | None:
    """Percents from 0 to 100, or fractions where the column holds no more than one figure before the point."""
    if limits(here.asked)[1] < 10:
        return numeric(here, Uniform(0.0, 0.95, 4), 4)
    return numeric(here, Bell(38, 24, 0, 100, 2), 1)


def vague(here: Named) -> Generator | None:
    """Numbers whose name says little (value, amount of nothing): skewed and positive."""
    return numeric(here, LogNormal(40, 1.0, 0, decimals=2), 2)


COUNT = number(Counts(12.0), 0)


RULES = (
    Rule(
        "percent percentage pct percentcomplete discountpercent progress completion percentdone "
        "discountpercentage humidity battery batterylevel opacity completionrate share remisepercent",
        percentage,
        "percentage",
        COUNTED,
    ),
    Rule(
        "rating stars avgrating averagerating ratingvalue ratings",
        lambda here: numeric(
            here, Choice((5, 4, 3, 2, 1), (40, 32, 15, 7, 6)) if here.kind == "integer" else Bell(3.9, 0.8, 1, 5, 1), 1
        ),
        "rating from 1 to 5",
        COUNTED,
    ),
    Rule(
        "score points grade marks mark karma reputation gpa result xp experience rawgrade finalgrade pointsearned "
        "highscore",
        number(Bell(62, 22, 0, 100, 2), 1),
        "score from 0 to 100",
        NUMBERS,
    ),
    Rule("mingrade grademin minscore scoremin", number(Choice((0, 1)), 0), "least score", NUMBERS),
    Rule("maxgrade grademax maxscore scoremax grademaximum", number(Choice((100, 10, 20)), 0), "best score", NUMBERS),
    Rule("grade mark lettergrade", chosen("B", "A", "C", "A-", "B+", "B-", "C+", "D", "F"), "grade"),
    Rule(
        "confidence probability similarity likelihood prob threshold relevance accuracy precision recall "
        "certainty weighting alpha beta gamma",
        number(Uniform(0, 1, 4), 4),
        "share from 0 to 1",
        frozenset({"float", "numeric"}),
    ),
    Rule(
        "count counts cnt counter total_count numitems itemcount nbr num number_of hits views viewcount visits "
        "clicks clickcount downloads downloadcount likes likecount dislikes comments commentcount commentscount "
        "replies replycount shares followers followerscount following followercount favorites favouritecount "
        "votes upvotes downvotes posts postcount postscount numcomments numposts usagecount hitcount readcount "
        "viewscount occurrences frequency popularity impressions plays playcount wins losses draws goals assists "
        "topics threads attempts retries retrycount failures failurecount failedattempts errorcount errors "
        "successcount loginattempts logincount logins messages unreadcount members membercount rowcount records "
        "usercount numusers numrows participants voters topiccount numviews replycounts totalcount unread "
        "warnings hit uses numreplies bookmarks subscribers tries stock stockquantity instock onhand inventory "
        "unitsinstock unitsonorder reorderlevel reorderpoint quantityonhand quantityinstock available stocklevel "
        "minstock minquantity minqty maxqty maxquantity minimumquantity qtyavailable quantityavailable remaining "
        "used usage inuse numvotes views_count filescount productcount questions answers correct incorrect passed "
        "failed skipped children childcount subscriptions redeemed nbposts numtopics searches redirects nblinks "
        "sold qtysold unitssold allocated reserved committed kills deaths matches games wickets runs innings "
        "appearances minutesplayed caps losts ties fouls touches bats stolen homeruns rbi strikeouts walks",
        COUNT,
        "count: many small, few large",
        COUNTED,
    ),
    Rule(
        "point rows items users pages svcs longest played won lost average missed prediction yards bits members files "
        "no3 sum_count topics_count nb_pages edits images products orders customers days_count wordcount words limit "
        "charactercount linecount max_count batch batchsize pagesize perpage itemsperpage num_rows numitems",
        COUNT,
        "count: many small, few large",
        COUNTED,
    ),
    Rule("score", number(Integers(0, 100), 0, mode=False), "score from 0 to 100", frozenset({"text"})),
    Rule(
        "size filesize sizebytes bytes bytesize filesizebytes contentlength totalsize imagesize disksize "
        "diskusage bytessent bytesreceived bandwidth downloadsize traffic memoryused memory ram",
        number(LogNormal(48_000, 1.8, 120, 2e9, 0), 0, mode=False),
        "size in bytes",
        NUMBERS,
    ),
    Rule("size shoesize clothingsize sizename", chosen("M", "L", "S", "XL", "XS", "XXL"), "size"),
    Rule(
        "width imagewidth widthpx thumbwidth videowidth screenwidth imagew pixelwidth maxwidth minwidth thumbnailwidth",
        lambda here: (
            numeric(here, Choice((640, 800, 1024, 1280, 1920, 320, 480, 1600)), 0)
            if here.kind in ("integer", "text")
            else numeric(here, LogNormal(30, 0.6, 1, 400, 1), 1)
        ),
        "width",
        COUNTED,
    ),
    Rule(
        "height imageheight heightpx thumbheight videoheight screenheight imageh pixelheight maxheight minheight "
        "thumbnailheight",
        lambda here: (
            numeric(here, Choice((480, 600, 768, 720, 1080, 240, 360, 1200)), 0)
            if here.kind in ("integer", "text")
            else numeric(here, LogNormal(22, 0.6, 1, 300, 1), 1)
        ),
        "height",
        COUNTED,
    ),
    Rule(
        "length len depth thickness radius diameter lengthcm size_cm dimension distance mileage distancekm "
        "odometer range offsetx offsety surface volume areasqft squarefeet sqft perimeter",
        number(LogNormal(35, 0.9, 1, 5000, 1), 1),
        "measure",
        NUMBERS,
    ),
    Rule(
        "weight weightkg grossweight netweight shippingweight weightgrams totalweight itemweight mass",
        number(LogNormal(2.4, 1.1, 0.05, 400, 2), 2),
        "weight",
        COUNTED,
    ),
    Rule(
        "temperature temp temperaturec celsius bodytemp mintemp",
        number(Bell(15, 9, -20, 42, 1), 1),
        "temperature in degrees Celsius",
        NUMBERS,
    ),
    Rule("speed velocity windspeed", number(Bell(45, 20, 0, 140, 1), 1), "speed", NUMBERS),
    Rule(
        "voltage current power energy pressure frequencyhz humiditypct ph density concentration reading "
        "measurement measuredvalue sensorvalue signal",
        number(LogNormal(40, 0.7, 0, 2000, 2), 2),
        "measured value",
        NUMBERS,
    ),
    Rule(
        "xp hp level lvl strength attack defense dexterity stamina intelligence wisdom",
        number(Integers(1, 60), 0),
        "level",
        NUMBERS,
    ),
    Rule(
        "position pos sortorder sort ordering displayorder ordinal seq sequence rank orderindex sequencenumber "
        "idx index displayposition sorting orderno seqno menuorder weight_order sortindex orderby priorityorder "
        "ordernum linenumber lineno line rownumber rowindex step stepnumber number_in slot col column row "
        "colindex rownum sortposition order indexno ord place lft rgt left right treeleft treeright nleft nright "
        "orderposition page pagenumber chapternumber verse episodenumber tracknumber track discnumber disc season "
        "seasonnumber episode round turn lap stage node depthlevel nestinglevel gridx gridy tablerow",
        number(Counts(14, 1), 0, mode=False),
        "position in a list",
        NUMBERS,
    ),
    Rule(
        "port portnumber serverport smtpport sourceport destport destinationport srcport dstport",
        number(Choice((443, 80, 8080, 22, 5432, 3306, 25, 8443, 6379, 9000)), 0),
        "port",
        COUNTED,
    ),
    Rule(
        "version versionnumber revision rev versionno majorversion minorversion lockversion buildnumber release patch",
        number(Counts(3, 1), 0),
        "version number",
        NUMBERS,
    ),
    Rule(
        "priority severity importance urgency prio prioridad",
        number(Choice((2, 1, 3, 4, 5), (4, 3, 3, 2, 1)), 0),
        "priority",
        NUMBERS,
    ),
    Rule(
        "value val score delta difference variance change diff adjustment numericvalue valuefloat valuenum "
        "floatvalue decimalvalue doublevalue avg average mean median stddev std sumvalue minvalue maxvalue min "
        "max minimum maximum lower upper low high threshold limit target goal baseline quantile estimate "
        "estimatedhours actualhours hoursworked effort hours expected actual x y z dx dy xpos ypos posx posy left "
        "top offset start_pos end_pos capacity maxcapacity size_limit maxsize maxlength minlength maxitems "
        "maxusers numberofemployees employees employeecount headcount staff rooms bedrooms bathrooms floors floor "
        "beds roomnumber seat seatnumber",
        vague,
        "number",
        NUMBERS,
    ),
    Rule("cpu cpus cores vcpus cpucount numcpus", number(Choice((2, 4, 8, 1, 16, 32)), 0), "processors", NUMBERS),
)
