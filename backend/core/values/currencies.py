"""Currencies: the signs, codes and words by which documents name money, and which ISO 4217 code they mean there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel.core import get_global

from backend.core.values.country import currency_of

# Sign → what it can mean. A sign with several meanings is decided by the document, or else stays as it is.
SIGNS = MappingProxyType(
    {
        "€": ("EUR",), "£": ("GBP",), "₹": ("INR",), "₽": ("RUB",), "₺": ("TRY",), "₴": ("UAH",), "₩": ("KRW",),
        "₪": ("ILS",), "₫": ("VND",), "₱": ("PHP",), "₦": ("NGN",), "฿": ("THB",), "₡": ("CRC",), "₵": ("GHS",),
        "₲": ("PYG",), "₸": ("KZT",), "₼": ("AZN",), "₾": ("GEL",), "৳": ("BDT",), "₨": ("INR", "PKR", "LKR", "NPR"),
        "US$": ("USD",), "U.S.$": ("USD",), "A$": ("AUD",), "AU$": ("AUD",), "C$": ("CAD",), "CA$": ("CAD",),
        "CDN$": ("CAD",), "S$": ("SGD",), "SG$": ("SGD",), "HK$": ("HKD",), "NZ$": ("NZD",), "NT$": ("TWD",),
        "MX$": ("MXN",), "R$": ("BRL",), "J$": ("JMD",), "TT$": ("TTD",), "GH₵": ("GHS",), "RM": ("MYR",),
        "Rp": ("IDR",),
        "S/": ("PEN",), "zł": ("PLN",), "zl": ("PLN",), "Kč": ("CZK",), "Kc": ("CZK",), "Ft": ("HUF",), "lei": ("RON",),
        "лв": ("BGN",), "грн": ("UAH",), "руб": ("RUB",), "TL": ("TRY",), "KSh": ("KES",), "Fr": ("CHF",),
        "SFr": ("CHF",),
        "Dhs": ("AED",), "DH": ("AED", "MAD"), "円": ("JPY",), "元": ("CNY", "TWD", "HKD"), "원": ("KRW",),
        "บาท": ("THB",),
        "đ": ("VND",), "NIS": ("ILS",), "RMB": ("CNY",), "Php": ("PHP",), "ر.س": ("SAR",), "د.إ": ("AED",),
        "$": ("USD", "AUD", "CAD", "SGD", "HKD", "NZD", "MXN", "ARS", "CLP", "COP", "TWD", "BND", "FJD", "JMD", "TTD",
              "BSD", "BBD", "BZD", "XCD", "NAD", "LRD", "GYD", "SRD", "UYU", "DOP", "MYR"),
        "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK", "ISK"), "Rs": ("INR", "PKR", "LKR",
        "NPR", "MUR"),
        "R": ("ZAR",),
    }
)  # fmt: skip
WORDS = MappingProxyType(
    {
        "euro": "EUR", "euros": "EUR", "us dollars": "USD", "us dollar": "USD", "u.s. dollars": "USD",
        "canadian dollars": "CAD", "australian dollars": "AUD", "singapore dollars": "SGD", "hong kong dollars": "HKD",
        "new zealand dollars": "NZD", "pounds sterling": "GBP", "ringgit": "MYR", "ringgit malaysia": "MYR",
        "indian rupees": "INR", "rupees": "INR", "rupiah": "IDR", "baht": "THB", "yen": "JPY", "yuan": "CNY",
        "swiss francs": "CHF", "franken": "CHF", "francs suisses": "CHF", "złotych": "PLN", "zloty": "PLN",
        "złoty": "PLN",
        "korun": "CZK", "kronor": "SEK", "forint": "HUF", "reais": "BRL", "pesos mexicanos": "MXN", "pesos": "$",
        "dollars": "$", "naira": "NGN", "dirhams": "AED", "hryvnia": "UAH", "гривень": "UAH",
        "рублей": "RUB",
    }
)  # fmt: skip
ENGLISH_WORDS = frozenset(
    {
        "ALL",
        "TOP",
        "CUP",
        "TRY",
        "MAD",
        "SOS",
        "COP",
        "BAM",
        "GEL",
        "BOB",
        "MOP",
        "PEN",
        "LAK",
        "NAD",
        "RON",
        "MGA",
        "BHD",
    }
)
ONLY_AT_HOME = MappingProxyType({"R": "ZA", "DH": "", "TL": "TR", "Fr": "CH", "S/": "PE", "lei": "RO", "zl": "PL"})
SYMBOLS = "$€£¥￥₹₽₺₴₩₪₫₱₦฿₡₵₲₸₼₾৳₨"
IDEOGRAPH = "\u2e80"
LONGEST = 12  # characters of a sign, code or word
_TOKEN = re.compile(rf"[^\W\d_]{{0,3}}[{SYMBOLS}]|(?:R|S)[$/]|U\.S\.\$|[^\W\d_]+")
_PHRASE = re.compile("|".join(sorted((re.escape(word) for word in WORDS if " " in word), reverse=True)), re.IGNORECASE)
_DIGIT_LEFT = re.compile(r"\d[-–—]?[ \t\u00a0]?$")
_DIGIT_RIGHT = re.compile(r"\.?[ \t\u00a0]{0,4}[-(]?[.]?\d")
SOLE = 3  # so many amounts must carry a code that is also an English word


@dataclass(frozen=True, slots=True)
class Money:
    """What a document calls its money. `main` is a code, an undecided sign, or empty; `reason` says how it is known.

    `meaning` gives for each sign, code or word the unit it stands for in this document; `leads` says whether they stand
    before the numbers.
    """

    meaning: dict[str, str]
    main: str
    reason: str
    leads: bool = True


def find_money(text: str, country: str) -> Money:
    """Which currencies the document names, and the one it mostly means (empty where two are as likely)."""
    places = list(_mentions(text))
    counts = Counter(name for name, _, _ in places)
    counts = Counter({sign: count for sign, count in counts.items() if _is_meant(sign, country, text)})
    leads = _leads(text, [(start, end) for name, start, end in places if name in counts])
    codes = {_sole(sign) for sign in counts} - {""}
    meaning = {sign: decide(sign, codes, country) for sign in counts}
    units: Counter[str] = Counter()
    for sign, count in counts.items():
        units[meaning[sign]] += count
    if not units:
        home = currency_of(country)
        return Money({}, home, f"No currency is named; the document is from {country}." if home else "")
    main, most = units.most_common(1)[0]
    if list(units.values()).count(most) > 1:
        return Money(meaning, "", "Several currencies are named equally often.", leads)
    signs = sorted(sign for sign in meaning if meaning[sign] == main)
    return Money(meaning, main, f"The document says {', '.join(signs)}.", leads)


def _mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Every sign, code and word of money in the text, with the characters [start, end) it takes."""
    for found in _TOKEN.finditer(text):
        if sign := written_sign(found[0]):
            yield sign, *found.span()
    for found in _PHRASE.finditer(text):
        yield found[0].lower(), *found.span()


def _leads(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether signs stand before their numbers, counted where only one side has a number."""
    before = behind = 0
    for start, end in spans:
        has_left = _DIGIT_LEFT.search(text, max(0, start - 3), start) is not None
        has_right = _DIGIT_RIGHT.match(text, end) is not None
        before += has_right and not has_left
        behind += has_left and not has_right
    return before >= behind


def written_sign(token: str) -> str:
    """The sign in a token that may hold more: letters glued to a symbol (TOTAL$), signs glued to ideographs."""
    return sign_of(token) or (sign_of(token[-1]) if token[-1] in SYMBOLS or token[-1] >= IDEOGRAPH else "")


def decide(sign: str, codes: set[str], country: str) -> str:
    """The code a sign stands for in a document that names these codes; the sign itself where that stays open."""
    if sole := _sole(sign):
        return sole
    sign = WORDS.get(sign.lower(), sign)
    family = _families().get(sign.lower().rstrip("."), ())
    named = codes & set(family)
    if len(named) == 1:
        return next(iter(named))
    home = currency_of(country)
    return home if home in family else sign


def _sole(sign: str) -> str:
    """The only code a sign, code or word can mean, else empty."""
    code = WORDS.get(sign.lower(), sign.upper())
    if code in iso_codes():
        return code
    family = _families().get(sign.lower().rstrip("."), ())
    return family[0] if len(family) == 1 else ""


@cache
def _families() -> dict[str, tuple[str, ...]]:
    return {sign.lower(): family for sign, family in SIGNS.items()}


_BESIDE_KR = re.compile(r"\bkr\.? ?\d[\d., ]*[.,]\d\d\b|\d[.,]\d\d ?kr\b", re.IGNORECASE)


def _is_meant(sign: str, country: str, text: str) -> bool:
    """Whether a sign that is also a word or letter stands for money here."""
    if sign in ENGLISH_WORDS:
        return currency_of(country) == sign or len(re.findall(rf"\b{sign} ?\d|\d ?{sign}\b|\({sign}\)", text)) >= SOLE
    if sign == "kr" and country and currency_of(country) not in SIGNS[sign]:
        return _BESIDE_KR.search(text) is not None  # "KR600" is an article
    home = ONLY_AT_HOME.get(sign)
    return home is None or (country == home if home else country in {"AE", "MA"})


@cache
def iso_codes() -> frozenset[str]:
    """The codes of all money in use."""
    tenders = get_global("territory_currencies").values()
    return frozenset({code for each in tenders for code, _, end, legal in each if legal and not end} | {"BGN", "HRK"})


def sign_of(token: str) -> str:
    """The sign, code or word that a token writes ("Rs." for "Rs"), empty where it names no money."""
    known = _spellings()
    return known.get(token) or known.get(token.lower(), "") if len(token) <= LONGEST else ""


@cache
def _spellings() -> dict[str, str]:
    """What may be written → sign. Only what can be nothing else may be written in small letters or capitals alike."""
    known = {sign: sign for sign in SIGNS} | {code: code for code in iso_codes()} | {word: word for word in WORDS}
    known |= {sign.lower(): sign for sign in ("EUR", "USD", "INR", "CHF", "GBP", "MYR", "PLN", "kr", "Rs")}
    return known | {
        "KR": "kr",
        "ZŁ": "zł",
        "KČ": "Kč",
        "FT": "Ft",
        "RS": "Rs",
        "LEI": "lei",
        "ГРН": "грн",
        "РУБ": "руб",
        "TK": "",
    }
