"""Amounts that a question compares with ("over 100", "zwischen 50 und 100 Euro"), and the currency it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from backend.core.currencies import SIGNS, WORDS, iso_codes
from backend.core.questions.reading import Reading, fold, phrases
from backend.core.written import readings

# Words people say for a sign that several currencies share, or that documents do not write.
SPOKEN = {
    "dollar": "$",
    "dollars": "$",
    "pound": "£",
    "pounds": "£",
    "pfund": "£",
    "livres": "£",
    "libras": "£",
    "franc": "CHF",
    "francs": "CHF",
    "rupee": "₹",
    "ringgits": "MYR",
    "zlotys": "PLN",
}
COMMONEST = {"$": "USD", "¥": "JPY", "Rs": "INR", "元": "CNY"}  # what a sign is taken for, and that is said
FACTORS = {
    "k": 3, "thousand": 3, "tausend": 3, "tsd": 3, "mille": 3, "mil": 3,
    "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6, "millones": 6,
    "bn": 9, "billion": 9, "mrd": 9, "milliarden": 9, "milliards": 9,
}  # fmt: skip

_MONEY = r"(?:(?P<before>[^\W\d_]{1,3}\$?|[$€£¥₹]|[^\W\d_]{2}\$)\s?)?(?P<number>-?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d(?:[\d.,'’]{0,20}\d)?))\s?(?P<factor>FACTORS)?(?:\s?(?P<after>[$€£¥₹]|[^\W\d_]+))?(?![\w])"  # noqa: E501
_MONEY = _MONEY.replace("FACTORS", "(?:" + "|".join(sorted(FACTORS, key=len, reverse=True)) + r")(?!\w)")
_ABOVE = (
    "(?:over|above|more than|greater than|larger than|bigger than|higher than|exceed~|worth more than|superan?|exceden?)|>"
    "|uber|mehr als|groser als|hoher als|oberhalb von|plus de|superieure?s? a|au-dessus de|depass~"
    "|mas de|mayore?s? (?:que|de|a)|superior(?:es)? a|por encima de"
)
_BELOW = (
    "(?:under|below|less than|smaller than|lower than|cheaper than)|<"
    "|unter|weniger als|kleiner als|moins de|inferieure?s? a|en dessous de|menos de|menore?s? (?:que|de|a)|inferior(?:es)? a"
)
_LEAST = "(?:at least|no less than|minimum of)|>=|≥|mindestens|wenigstens|ab|au moins|al menos|como minimo|por lo menos"
_MOST = "(?:at most|no more than|up to|maximum of)|<=|≤|hochstens|maximal|bis zu|au plus|au maximum|jusqu['’]a|como maximo|hasta"
_EXACTLY = "(?:exactly|equal to)|=|genau|exactement|exactamente"
_AFTERWARDS = {
    "value_from": "(?:or|and|oder|und|ou|et|o|y) (?:more|above|over|up|mehr|daruber|plus|mas)",
    "value_to": "(?:or|and|oder|und|ou|et|o|y) (?:less|below|under|weniger|darunter|moins|menos)",
}
_ARTICLE = r"(?:(?:the|los|las|les|die)\s+)?"
_BETWEEN = r"(?:between|from|zwischen|von|entre|de)"
_AND = r"(?:and|to|und|bis|et|a|y|-|–)"
_NEGATIVE = phrases("negative?n?[rs]?|negatifs?|negatives|negativ[oa]s?")
_IN = r"(?:(?:all |totals? )?(?:in|en|auf)\s+)?"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Bounds on the value, and what was assumed about how the number is written."""

    value_from: Decimal | None = None
    value_to: Decimal | None = None
    value_above: Decimal | None = None
    value_below: Decimal | None = None
    assumed: tuple[str, ...] = ()


def find_amounts(reading: Reading, decimal_sign: str) -> Amounts | None:
    """The bounds a question puts on values, their words marked as understood; money signs are left to `find_unit`."""
    for kind, pattern in _patterns():
        found = reading.first(pattern)
        if found is None:
            continue
        values = [_value(found, number, decimal_sign) for number in ("1", "2")[: 1 + (kind == "between")]]
        if None in values:
            continue
        _take(reading, found)
        assumed = tuple(dict.fromkeys(text for value in values if value for text in value[1]))
        bounds = [value[0] for value in values if value]
        return Amounts(**_bounds(kind, bounds), assumed=assumed)
    if found := reading.first(_NEGATIVE):
        reading.take(found.span())
        return Amounts(value_below=Decimal(0))
    return None


def find_unit(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The currency a question asks for as an ISO 4217 code, "" for none; and what was assumed, or could not be kept."""
    codes: list[str] = []
    assumed: list[str] = []
    for found in reading.find(_units()):
        sign = reading.original(found, "unit")
        code = _code(sign)
        if not code or (sign.isupper() is False and sign.upper() in iso_codes() and sign.lower() not in _spoken()):
            continue
        reading.take(found.span())
        if code in COMMONEST:
            assumed.append(f"I took {sign} to be {COMMONEST[code]}.")
        codes.append(COMMONEST.get(code, code))
    codes = list(dict.fromkeys(codes))
    if len(codes) > 1:
        return "", (f"You named several currencies ({', '.join(codes)}); each is shown on its own.",)
    return (codes or [""])[0], tuple(assumed)


def _bounds(kind: str, values: list[Decimal]) -> dict[str, Decimal]:
    if kind in {"between", "exactly"}:
        return {"value_from": min(values), "value_to": max(values)}
    return {kind: values[0]}


def _take(reading: Reading, found: re.Match[str]) -> None:
    """Everything but what stands right before and after the numbers: money signs, or words of the sentence."""
    names = [name for name in found.re.groupindex if name.startswith(("before", "after")) and found[name]]
    start = found.start()
    for low, high in [*sorted(found.span(name) for name in names), (found.end(), found.end())]:
        reading.take((start, low))
        start = high


def _value(found: re.Match[str], number: str, decimal_sign: str) -> tuple[Decimal, tuple[str, ...]] | None:
    """The number as the question's language writes it; of two readings the one with its decimal sign."""
    raw = found[f"number{number}"]
    values = sorted(readings(raw.lstrip("-")))
    if not values:
        return None
    value, assumed = values[0], ()
    if len(values) > 1:
        value = values[0] if decimal_sign in raw else values[-1]
        assumed = (f"I read {raw} as {value:f}.",) if len(values) > 1 else ()
    factor = FACTORS.get(found[f"factor{number}"] or "", 0)
    whole = Decimal(format(value.scaleb(factor), "f"))
    return (-whole if raw.startswith("-") else whole), assumed


def _code(sign: str) -> str:
    """The ISO code that a sign, a code or a word means, or a sign that several share; "" when it is none."""
    word = fold(sign)
    if word in _spoken():
        sign = _spoken()[word]
    elif sign.upper() in iso_codes():
        return sign.upper()
    meanings = SIGNS.get(sign, ()) or SIGNS.get(sign.upper(), ())
    return (
        meanings[0]
        if len(meanings) == 1
        else sign
        if sign in COMMONEST
        else meanings[0]
        if meanings
        else sign
        if sign in iso_codes()
        else ""
    )


@cache
def _spoken() -> dict[str, str]:
    return {fold(word): code for word, code in {**WORDS, **SPOKEN}.items()}


@cache
def _units() -> re.Pattern[str]:
    """Codes and words as whole words, signs anywhere."""
    words = "|".join(sorted(map(re.escape, _spoken()), key=len, reverse=True))
    signs = "|".join(
        sorted(
            (re.escape(fold(sign)) for sign in SIGNS if not sign.isalpha() or sign in {"RM", "Rs"}),
            key=len,
            reverse=True,
        )
    )
    codes = "|".join(sorted(code.lower() for code in iso_codes()))
    return re.compile(rf"(?<!\w){_IN}(?P<unit>(?<!\w)(?:{words}|{codes})(?!\w)|(?:{signs})(?![^\W\d_]))")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def money(number: int) -> str:
        return re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{number}>", _MONEY)

    singles = (
        ("value_from", _LEAST),
        ("value_to", _MOST),
        ("value_above", _ABOVE),
        ("value_below", _BELOW),
        ("exactly", _EXACTLY),
    )
    between = re.compile(rf"(?<!\w){_BETWEEN}\s+{money(1)}\s*{_AND}\s*{money(2)}")
    return (
        ("between", between),
        *((kind, re.compile(rf"{money(1)}\s+(?:{words})(?!\w)")) for kind, words in _AFTERWARDS.items()),
        *(
            (
                kind,
                re.compile(
                    rf"(?<!\w)(?:{words.replace(' ', chr(92) + 's+').replace('~', chr(92) + 'w*')})(?![^\W\d_])\s*{_ARTICLE}{money(1)}"
                ),
            )
            for kind, words in singles
        ),
    )
