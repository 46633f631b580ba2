"""Code pages of one byte per letter, told apart by what they make of a text: letters of one language, or nonsense.

"Müller" written on DOS is "MÅller" to a Mac and "M?ller" to Windows: only one reading has small letters within words,
no symbols among letters, and no letters that its language does not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WESTERN = "äöüßàâçèéêëîïôùûœáíóúñìòãõÿšž"
NORTHERN = "åäöæøéèüßáóôíúçñêëîàâãõšž"
ICELANDIC = "áéíóúýþæöð"
TURKISH = "çğıöşüâîûİ"
POLISH = "ąćęłńóśźż"
CZECH = "áčďéěíňóřšťúůýžäôľ"
SYMBOLS = frozenset("§°«»€£¥¢¦¬©®™–—’‘‚“”„…•·²³¹½¼¾µ¿¡×±ªº´‹›†‡‰Øß\xa0")
OPENING, CLOSING = frozenset("‚„¿¡"), frozenset("™®‰")  # never behind a word, never before one
WITHIN_WORDS = frozenset("’‘·\xad\xa0–—…")  # beside the letters themselves
READINGS = (  # the commonest first: where two of them fit, the text does not tell them apart
    ("cp1252", WESTERN),
    ("cp1252", NORTHERN),
    ("cp1252", ICELANDIC),
    ("cp1254", TURKISH),
    ("iso8859_15", WESTERN),
    ("cp850", WESTERN),
    ("cp850", NORTHERN),
    ("cp437", WESTERN),
    ("mac_roman", WESTERN),
    ("mac_roman", NORTHERN),
    ("cp1250", POLISH),
    ("iso8859_2", POLISH),
    ("cp1250", CZECH),
    ("iso8859_2", CZECH),
    ("cp852", POLISH),
)
HIGH = re.compile("[^\x00-\x7f]")
LONGEST_RUN = re.compile(rb"[\x80-\xff]{6}")  # so many letters beyond ASCII in a row are another alphabet
TOLERATED = 20  # one letter in so many may be a stranger's


def fitting(sample: bytes) -> str | None:
    """The encoding in which this is text of one of the languages above; None when there is no such."""
    if LONGEST_RUN.search(sample):
        return None
    for encoding, letters in READINGS:
        if _fits(sample, encoding, frozenset(letters + letters.upper())):
            return encoding
    return None


def _fits(sample: bytes, encoding: str, letters: frozenset[str]) -> bool:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    total = strange = 0
    for before, letter, after in _neighbours(text):
        total += 1
        if letter in letters:
            strange += letter.isupper() and (before.islower() or (before.isalpha() and after.islower()))
        else:
            strange += letter not in WITHIN_WORDS and _is_misplaced(before, letter, after)
    return strange * TOLERATED <= total


def _is_misplaced(before: str, symbol: str, after: str) -> bool:
    if symbol in OPENING:
        return before.isalpha()
    if symbol in CLOSING:
        return after.isalpha()
    return symbol not in SYMBOLS or (before.isalpha() and after.isalpha())


def _neighbours(text: str) -> Iterator[tuple[str, str, str]]:
    for found in HIGH.finditer(text):
        place = found.start()
        yield text[place - 1 : place], text[place], text[place + 1 : place + 2]
