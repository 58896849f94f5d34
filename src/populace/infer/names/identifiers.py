"""Rules for hashes, tokens, numbers of documents and codes with check digits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from populace.generators.codes import Checked, Code, Hex, Iban, Orcid, Uuid
from populace.generators.files import Password
from populace.generators.numbers import Integers
from populace.generators.text import Phrase
from populace.infer.names.make import CODED, chosen, fits
from populace.infer.names.rules import Make, Named, Rule
from populace.rows import Generator


def hexadecimal(width: int) -> Make:
    """So many hex digits; in a narrower column as many as fit."""

    def make(here: Named) -> Generator | None:
        return Hex(min(width, here.length or width), "", here.unique)

    return make


def hashed(here: Named) -> Generator | None:
    """A hash as long as the column suggests: MD5, SHA-1 or SHA-256."""
    room = here.length or 64
    width = next((w for w in (64, 40, 32, 16) if w <= room), room)
    return Hex(width, "", here.unique) if room >= 6 else None


def token(here: Named) -> Generator | None:
    room = here.length or 40
    if room < 6:
        return Code("*" * room, here.unique)
    return Hex(min(room, 40), "", here.unique)


def password(here: Named) -> Generator | None:
    room = here.length or 255
    if room >= 60:
        return Password(here.unique)
    return Hex(next((w for w in (40, 32, 16) if w <= room), room), "", here.unique) if room >= 6 else None


def uuid(here: Named) -> Generator | None:
    if here.length is not None and here.length < 32:
        return Code("^" * max(4, here.length), here.unique) if here.length >= 4 else None
    return Uuid(here.length is None or here.length >= 36, here.unique)


def code(*forms: str) -> Make:
    """The longest of some templates that fits the column and has enough values if it is unique."""

    def make(here: Named) -> Generator | None:
        needed = max(here.asked.rows, 1) if here.unique else 1
        for form in (*forms, "*" * min(here.length or 8, 8)):
            if (here.length is None or len(form) <= here.length) and Code(form).capacity >= needed:
                return Code(form, here.unique)
        return None

    return make


def named_code(here: Named) -> Generator | None:
    """A code of capitals and digits; in a whole-number column a small number."""
    if here.kind == "integer":
        return None if here.unique else Integers(1, 99) if here.length is None else None
    return code("??-####", "??###", "??#", "?#")(here)


def plain(generator: type[Any], least: int) -> Make:
    """A generator class without a length, in columns of at least *least* characters."""

    def make(here: Named) -> Generator | None:
        made: Generator = generator(unique=here.unique)
        return made if here.length is None or here.length >= least else None

    return make


def checked(*forms: Checked) -> Make:
    def make(here: Named) -> Generator | None:
        form = next((f for f in forms if here.length is None or f.width <= here.length), None)
        return None if form is None else replace(form, unique=here.unique)

    return make


RULES = (
    Rule("md5 md5sum md5hash filemd5 contentmd5", hexadecimal(32), "MD5 hash"),
    Rule("sha1 sha sha1hash commithash commitsha commit gitcommit revisionhash", hexadecimal(40), "SHA-1 hash"),
    Rule("sha256 sha256hash", hexadecimal(64), "SHA-256 hash"),
    Rule("sha512", hexadecimal(128), "SHA-512 hash"),
    Rule(
        "hash checksum digest fingerprint signature filehash contenthash hashcode hashvalue etag hashed urlhash "
        "crc crc32 salt nonce iv hmac",
        hashed,
        "hash",
    ),
    Rule(
        "token secret apikey accesstoken refreshtoken resettoken authtoken sessiontoken secretkey accesskey "
        "clientsecret rememberme remembertoken activationkey activationcode confirmationtoken verificationtoken "
        "verificationcode apitoken authkey privatekey publickey csrftoken activation resetkey validationkey "
        "confirmcode apisecret csrf pushtoken devicetoken userkey hashkey licensekey license_key sessionkey "
        "sesskey encryptionkey resetpasswordtoken emailtoken invitetoken unsubscribetoken oauthtoken oauthsecret "
        "consumerkey consumersecret authcode authenticationcode authorizationcode",
        token,
        "token",
    ),
    Rule(
        "password passwordhash passwd pass pwd hashedpassword encryptedpassword passhash userpassword userpass "
        "passworddigest dbpassword adminpassword mdp senha passphrase hashedpwd cryptpassword smtppassword "
        "smtppass userpw pw pin",
        password,
        "hash of a password",
    ),
    Rule("session sessionid sid sessid sessionkey phpsessid", token, "session key"),
    Rule(
        "uuid guid uid externalid externaluuid uniqueid publicid trackinguuid requestid correlationid traceid "
        "transactionuid deviceid messageid eventid objectid clientid uniqueidentifier extid remoteid globalid "
        "instanceid",
        uuid,
        "UUID",
    ),
    Rule("id", uuid, "identifier"),
    Rule("ssn", fits(11, Code("9##-##-####")), "social security number that is never issued"),
    Rule(
        "cardnumber creditcard creditcardnumber ccnumber pan accountnumbercard cardno ccnum",
        checked(Checked("411111", 16), Checked("4", 13)),
        "test card number",
    ),
    Rule("cardlast4 last4 lastfour lastfourdigits last4digits cclast4", fits(4, Code("####")), "last four digits"),
    Rule("cvv cvc cvv2 securitycode", fits(3, Code("###")), "card security code"),
    Rule(
        "cardtype cardbrand creditcardtype cctype ccbrand",
        chosen("Visa", "Mastercard", "American Express", "Discover"),
        "card brand",
        CODED,
    ),
    Rule("iban ibannumber", plain(Iban, 22), "IBAN of a bank that does not exist"),
    Rule("bic swift swiftcode biccode swiftbic", fits(11, Code("ZZZZDE99###")), "BIC of a bank that does not exist"),
    Rule(
        "accountnumber bankaccount accountno accountnum acctno acctnumber bankaccountnumber routingnumber",
        code("##########", "########"),
        "account number",
    ),
    Rule(
        "bankname bank",
        chosen(
            "First Harbor Bank",
            "Northwind Savings Bank",
            "Union Trust",
            "Valley Credit Union",
            "Bank of Maple County",
            "Coastal Bank",
        ),
        "bank",
    ),
    Rule(
        "isbn isbn13 isbn10",
        checked(Checked("978000", 13, "ean"), Checked("0", 10, "isbn10")),
        "ISBN with a right check digit",
    ),
    Rule("issn", fits(9, Code("####-####")), "ISSN"),
    Rule(
        "ean ean13 gtin barcode gtin13 eancode barcodevalue",
        checked(Checked("200", 13, "ean"), Checked("20", 8, "ean")),
        "article number for use in one shop",
    ),
    Rule(
        "upc jan asin mpn",
        checked(Checked("20", 12, "ean"), Checked("20", 8, "ean")),
        "article number for use in one shop",
    ),
    Rule("doi", fits(20, Code("10.5555/&&&&.########")), "DOI of the test prefix"),
    Rule("orcid", plain(Orcid, 19), "ORCID of a block that is not given out"),
    Rule(
        "sku productcode itemcode partnumber itemnumber articlenumber productnumber modelnumber productsku "
        "stockcode skucode articlecode mfrpartnumber modelno itemno productref",
        code("???-#####", "??-####", "??###"),
        "article code",
    ),
    Rule(
        "ordernumber invoicenumber orderno invoiceno invoiceref referencenumber reference refno transactionnumber "
        "receiptnumber ticketnumber bookingreference confirmationnumber documentnumber docnumber ponumber "
        "transactionid paymentid paymentreference transactionref orderref refext refclient documentno voucherno "
        "chequeno checknumber docno ref bookingcode casenumber quotenumber number numero orderid_text "
        "invoiceid_text externalreference refnumber contractnumber policynumber claimnumber batchnumber lotnumber "
        "lot batchno customernumber customerno membernumber studentnumber employeenumber employeeid_text "
        "employeeno badgenumber memberno membershipnumber caseno supplierreference refsupplier poreference",
        code("??-########", "??-######", "??-####", "??###"),
        "number of a document",
    ),
    Rule(
        "trackingnumber trackingcode tracking trackingid shipmentnumber trackingno",
        code("1Z***************", "ZZ##########", "##########"),
        "tracking number",
    ),
    Rule(
        "serialnumber serial serialno imei deviceserial assettag serialnr",
        code("SN********", "######"),
        "serial number",
    ),
    Rule(
        "couponcode promocode vouchercode discountcode coupon referralcode invitecode invitationcode "
        "promotioncode giftcode redeemcode joincode accesscode giftcardcode",
        code("????-####", "**********", "******"),
        "voucher code",
    ),
    Rule("licenseplate plate platenumber registrationnumber numberplate", code("???-####", "???###"), "number plate"),
    Rule(
        "licensenumber passportnumber passport taxid vatnumber vat_id taxnumber vatid tvaintra companynumber "
        "siret siren licenseno idnumber driverlicense driverslicense registrationno legalid dni cpf cnpj nif kvk "
        "einnumber ein",
        code("??#########", "#########", "??######"),
        "identity number of no register",
    ),
    Rule("vin", code("ZZZ**************"), "vehicle number of no maker"),
    Rule("semver softwareversion appversion packageversion clientversion", fits(5, Code("%.#.#")), "version"),
    Rule(
        "version versionnumber appversion apiversion release revision currentversion schemaversion minversion "
        "maxversion pluginversion rev browserversion osversion versionname ver build versionid versionstring",
        lambda here: fits(5, Code("%.#.#"))(here) or fits(3, Code("%.#"))(here) or fits(1, Code("%"))(here),
        "version",
    ),
    Rule(
        "hexcolor hexcolour colorhex colorcode hex colourcode bgcolor backgroundcolor textcolor fontcolor "
        "bordercolor fgcolor colorvalue foregroundcolor",
        lambda here: fits(7, Hex(6, "#"))(here) or fits(6, Hex(6))(here),
        "colour",
    ),
    Rule(
        "code iata icao abbreviation abbr shortcode symbol acronym abbrev shortname_code initial_code",
        named_code,
        "code",
        CODED,
    ),
    Rule("key", lambda here: Phrase("identifier", here.length, here.unique), "key"),
)
