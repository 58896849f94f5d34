"""Currencies, languages and locales by their ISO codes."""


def _pairs(text: str) -> dict[str, str]:
    """Codes and names, written as ``EUR Euro|USD US Dollar``."""
    return dict((pair.split(" ", 1)[0], pair.split(" ", 1)[1]) for pair in text.split("|"))


CURRENCIES = _pairs(
    "EUR Euro|USD US Dollar|GBP Pound Sterling|JPY Yen|CHF Swiss Franc|CAD Canadian Dollar|"
    "AUD Australian Dollar|SEK Swedish Krona|NOK Norwegian Krone|DKK Danish Krone|PLN Zloty|CZK Czech Koruna|"
    "HUF Forint|CNY Yuan Renminbi|INR Indian Rupee|BRL Brazilian Real|MXN Mexican Peso|ZAR Rand|KRW Won|"
    "SGD Singapore Dollar|NZD New Zealand Dollar|HKD Hong Kong Dollar|TRY Turkish Lira|"
    "ILS New Israeli Sheqel|THB Baht|IDR Rupiah|MYR Malaysian Ringgit|PHP Philippine Peso|AED UAE Dirham|"
    "SAR Saudi Riyal|CLP Chilean Peso|COP Colombian Peso|ARS Argentine Peso|PEN Sol|VND Dong|"
    "EGP Egyptian Pound|NGN Naira|KES Kenyan Shilling|MAD Moroccan Dirham|RON Romanian Leu|BGN Bulgarian Lev|"
    "ISK Iceland Krona"
)
LANGUAGES = _pairs(
    "en English|de German|fr French|es Spanish|it Italian|nl Dutch|pt Portuguese|pl Polish|sv Swedish|"
    "da Danish|no Norwegian|fi Finnish|cs Czech|sk Slovak|hu Hungarian|ro Romanian|bg Bulgarian|el Greek|"
    "tr Turkish|ru Russian|uk Ukrainian|ar Arabic|he Hebrew|hi Hindi|ja Japanese|ko Korean|zh Chinese|"
    "vi Vietnamese|th Thai|id Indonesian|ms Malay|fa Persian|ur Urdu|bn Bengali|ta Tamil|sw Swahili|"
    "et Estonian|lv Latvian|lt Lithuanian|sl Slovenian|hr Croatian|sr Serbian|ca Catalan|eu Basque|ga Irish|"
    "cy Welsh|is Icelandic|mt Maltese"
)
LOCALES = tuple(
    (
        "en_US en_GB de_DE fr_FR es_ES it_IT nl_NL pt_BR pt_PT pl_PL sv_SE da_DK nb_NO fi_FI cs_CZ hu_HU ro_RO "
        "el_GR tr_TR ja_JP ko_KR zh_CN zh_TW en_CA en_AU fr_CA de_AT de_CH es_MX "
    ).split()
)
