"""Spelling: letters that are written in several ways, or not seen at all, in the one way by which words are found."""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile(
    "["
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # soft hyphens, marks unseen
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"  # Arabic vowel signs, and the stroke that stretches words
    "\u00df\u1e9e"  # ß
    "\u0132\u0133\ufb00-\ufb06"  # ligatures
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # full-width digits and letters
    "]"
)


def usual(text: str) -> str:
    """The text with its words as they are usually written; offsets are not those of `text`."""
    return _ODD.sub(_usual, text)


def _usual(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in "ßẞ":
        return "ss"
    return unicodedata.normalize("NFKC", letter) if unicodedata.category(letter)[0] in "LN" and letter != "ـ" else ""
