"""Rules for the web and for machines: addresses, hosts, browsers, files, slugs."""

from __future__ import annotations

from populace.generators.files import FileKind, FileName, KindField, Slug
from populace.generators.internet import Domain, Host, Ipv4, Ipv6, Mac, Network, Site, Url, UserAgent
from populace.generators.numbers import Integers
from populace.generators.text import Phrase
from populace.infer.names.identifiers import plain
from populace.infer.names.make import CODED, chosen, default, sized
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator


def url(folder: str = "", ending: str = "") -> Make:
    def make(here: Named) -> Generator | None:
        if here.length is not None and here.length < 24 + len(ending):
            return None
        return Url(folder, ending, here.length, here.unique)

    return make


def site(here: Named) -> Generator | None:
    return None if here.length is not None and here.length < 24 else Site(here.length, here.unique)


def ip(here: Named) -> Generator | None:
    if here.kind == "integer":
        return Integers(3_221_225_985, 3_221_226_238) if here.table.asked else None
    return None if here.length is not None and here.length < 13 else Ipv4(here.unique)


def slug(here: Named) -> Generator | None:
    """The row's title or name as it stands in an address; unique by a number if need be."""
    source = here.sibling("title") or (here.sibling("thing_name") if here.sibling("thing_name") else None)
    if source is not None and here.table.asked[source].kind == "text" and (here.length or 999) >= 60:
        return Slug(source, here.length, here.unique)
    return Phrase("slug", here.length, here.unique)


def filename(ending: str = "") -> Make:
    def make(here: Named) -> Generator | None:
        if here.length is not None and here.length < 12:
            return None
        return FileName(ending, here.length, here.unique, kind=None if ending else file_kind(here))

    return make


def file_kind(here: Named) -> str:
    """The hidden column that says what kind of file the row is about."""
    return here.bare().hidden("file_kind", FileKind())


def of_kind(field: str, least: int, otherwise: Make) -> Make:
    """The ending or the media type of the row's file."""

    def make(here: Named) -> Generator | None:
        if here.unique or (here.length or 99) < least or default(here.asked):
            return otherwise(here)
        return KindField(field, file_kind(here))

    return make


def path(here: Named) -> Generator | None:
    return (
        FileName("", here.length, here.unique, folders=True, kind=file_kind(here))
        if (here.length or 99) >= 24
        else None
    )


RULES = (
    Rule(
        "url link href permalink uri weburl targeturl sourceurl callbackurl redirecturl redirecturi webhookurl "
        "fullurl originalurl linkurl pageurl articleurl urls endpoint callback location_url returnurl backlink "
        "shorturl longurl guidurl canonicalurl feedurl downloadurl requesturi requesturl baseurl jobendpoint",
        url(),
        "address of a page at an example domain",
        role="url",
    ),
    Rule(
        "website homepage site siteurl homepageurl web www homepagelink websiteurl companyurl",
        site,
        "home page at an example domain",
    ),
    Rule(
        "imageurl photourl avatarurl pictureurl thumbnailurl logourl iconurl coverurl bannerurl imglink avatar "
        "photo picture profileimage profileimageurl profilepicture thumbnail thumb imagelink coverimage image img "
        "logo icon banner cover imagepath photopath favicon",
        lambda here: (
            url("images/", ".jpg")(here)
            if (here.length or 99) >= 60 and here.asked.tokens[-1] in ("url", "link")
            else filename(".jpg")(here)
        ),
        "picture",
    ),
    Rule("videourl video videolink trailerurl", url("videos/", ".mp4"), "video"),
    Rule("referer referrer referrerurl httpreferer refererurl", url(), "page a visitor came from", nulls=0.3),
    Rule(
        "ip ipaddress ipaddr ipv4 remoteip clientip lastip loginip userip remoteaddr serverip createdip "
        "ipaddresses hostip sourceip destip srcip dstip ipadress registerip lastloginip remoteaddress remotehost "
        "visitorip addip regip ipaddressv4 ip4 registrationip",
        ip,
        "IP address kept for documentation",
    ),
    Rule("ipv6 ip6 ipaddressv6", plain(Ipv6, 39), "IPv6 address kept for documentation"),
    Rule("cidr subnet network netmask", plain(Network, 18), "private network"),
    Rule("mac macaddress macaddr hwaddr ethernet bssid", plain(Mac, 17), "MAC address kept for documentation"),
    Rule(
        "useragent agent browseragent httpuseragent uastring",
        lambda here: UserAgent(here.length) if not here.unique and (here.length or 99) > 12 else None,
        "browser",
    ),
    Rule("browser browsername", chosen("Chrome", "Safari", "Firefox", "Edge", "Opera"), "browser"),
    Rule(
        "os operatingsystem platform osname devicetype",
        chosen("Windows", "macOS", "Android", "iOS", "Linux"),
        "operating system",
        CODED,
    ),
    Rule("device devicename", chosen("desktop", "mobile", "tablet", "phone", "tv"), "device"),
    Rule(
        "hostname host server fqdn servername nodename machine machinename computername dbhost smtphost nasname "
        "node smtpserver instancename",
        sized(Host, 10),
        "host name in an example domain",
    ),
    Rule("domain domainname subdomain sitedomain emaildomain vhost", sized(Domain, 14), "example domain"),
    Rule(
        "mimetype mime contenttype mediatype filetype attachmenttype",
        of_kind("media", 16, chosen("image/jpeg", "application/pdf", "image/png", "text/plain", "text/html")),
        "media type",
    ),
    Rule(
        "filename file originalfilename originalname originalfile attachment document filenameoriginal storedname "
        "filetitle physicalfilename basename storedfilename files sourcefile logfile templatefile",
        filename(),
        "file name",
        role="filename",
    ),
    Rule(
        "filepath path fullpath directory dir folder filelocation storagepath localpath dirname fullfilename "
        "pathname folderpath basepath rootpath sourcepath uripath requestpath urlpath menupath treepath",
        path,
        "path of a file",
    ),
    Rule(
        "fileextension extension fileext ext suffix filesuffix",
        of_kind("ending", 4, chosen("jpg", "pdf", "png", "txt", "csv", "zip", "mp4")),
        "file extension",
    ),
    Rule("fileformat format outputformat", chosen("json", "csv", "html", "pdf", "xml", "text"), "format", CODED),
    Rule(
        "slug seourl urlslug permaname seoname urlkey urlname postname permalinkname urlalias seokeyword urlpath "
        "sluggedname friendlyurl rewrite linkrewrite",
        slug,
        "slug of the title",
        role="slug",
    ),
)
