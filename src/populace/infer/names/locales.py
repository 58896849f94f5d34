"""Rules for currencies, languages, locales."""

from __future__ import annotations

from populace.generators.numbers import Choice
from populace.generators.places import Locality
from populace.generators.text import Words
from populace.infer.names.make import CODED, chosen, mostly
from populace.infer.names.places import place
from populace.infer.names.rules import Make, Named, Rule
from populace.infer.names.things import words
from populace.infer.names.vocabulary import CURRENCIES, LANGUAGES, LOCALES
from populace.rows import Generator


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


COMMON = ("USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "SEK", "PLN", "CNY", "INR", "BRL")


def every_currency(here: Named) -> Generator | None:
    """All currency codes there are, the usual ones first."""
    from faker.providers.currency import Provider

    codes = dict.fromkeys([*CURRENCIES, *(code for code, _ in Provider.currencies)])
    return words(tuple(codes) if here.unique else tuple(CURRENCIES))(here)


def currency(here: Named) -> Generator | None:
    """The currency of the row's country where it has one; else mostly the default, and the great currencies."""
    if here.unique or (here.length or 3) < 3:
        return every_currency(here)
    if any(not before for role in ("country", "country_code") for _, before in here.table.with_role(role)):
        return Locality("currency", place(here.bare()))
    return mostly(here, Choice(COMMON, (40, 25, 10, 5, 4, 4, 3, 2, 2, 2, 2, 1)), 0.85)


RULES = (
    Rule(
        "currency currencycode currencyiso curr ccy currencyisocode cury paymentcurrency basecurrency "
        "fromcurrency tocurrency multicurrencycode",
        currency,
        "currency code",
    ),
    Rule("code iso", every_currency, "currency code", subjects="currency"),
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
)
