"""The currency that a question asks for: "in RM", "the EUR invoices", "in euros"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from backend.core.questions.reading import Reading, fold
from backend.core.values.currencies import SIGNS, WORDS, iso_codes

# Words people say for a sign, and for a currency that documents write otherwise.
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
COMMONEST = {"$": "USD", "¥": "JPY", "Rs": "INR", "元": "CNY"}  # what a shared sign is taken for, and that is said
LETTERS = frozenset({"RM", "Rs"})  # signs of letters alone that are no words in any of our languages

_IN = r"(?:(?:in|en|auf)\s+)?"


def find_unit(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The currency a question asks for as an ISO 4217 code, "" for none; and what was assumed, or could not be kept."""
    codes: list[str] = []
    assumed: list[str] = []
    for found in reading.find(_units()):
        sign = reading.original(found, "unit")
        code = code_of(sign)
        if not code:
            continue
        reading.take(found.span())
        if code in COMMONEST:
            assumed.append(f"I took {sign} to be {COMMONEST[code]}.")
        codes.append(COMMONEST.get(code, code))
    codes = list(dict.fromkeys(codes))
    if len(codes) > 1:
        return "", (f"You named several currencies ({', '.join(codes)}); each is shown on its own.",)
    return (codes or [""])[0], tuple(assumed)


def code_of(sign: str) -> str:
    """The ISO code that a sign, a code or a word means; a sign of COMMONEST; "" when it is none. Codes are capitals."""
    sign = _spoken().get(fold(sign), sign)
    if sign in iso_codes() or sign in COMMONEST:
        return sign
    meanings = SIGNS.get(sign, ()) or SIGNS.get(sign.upper(), ())
    return meanings[0] if meanings else ""


@cache
def _spoken() -> dict[str, str]:
    return {fold(word): code for word, code in {**WORDS, **SPOKEN}.items()}


@cache
def _units() -> re.Pattern[str]:
    """Codes and words as whole words, signs anywhere."""
    signs = (fold(sign) for sign in SIGNS if not sign.isalpha() or sign in LETTERS)
    words = [*_spoken(), *(code.lower() for code in iso_codes())]
    return re.compile(rf"(?<!\w){_IN}(?P<unit>(?<!\w)(?:{_any(words)})(?!\w)|(?:{_any(signs)})(?![^\W\d_]))")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
