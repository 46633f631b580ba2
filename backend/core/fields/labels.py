"""Labels: what the words beside an amount say it is, with scanning errors in letters forgiven."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from backend.core.fields.label_words import INCLUDING, PAYABLE, RULES, TAXES, TOTAL, Kind
from backend.core.letters import plain

LONGEST = 200  # characters of a line that can be a heading
SIMILAR = 80  # of 100, for a misread word of at least five letters
_LOOKALIKES = str.maketrans("01568|!", "olsobll")
_WORD = re.compile(r"[\w|!]+")
_SPELLED = re.compile(r"\b(?:\w ){3,}\w\b")

_ALPHABET = r"[a-z\u00df-\u05ff]"  # scripts that part their words
_INCLUSIVE = re.compile(
    rf"\b(?:{TOTAL}|{PAYABLE}|sales|amount|amt|betrag|montant|importe|preis|prix|precio)\b"
    rf"(?: \w+){{0,2}} (?:{INCLUDING})\b|\b(?:{INCLUDING})\b(?: \w+)?"
    rf" (?:{TOTAL})\b|\bttc\b"
)
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<!{_ALPHABET})(?:{plain(pattern)})(?!{_ALPHABET})")) for kind, pattern in RULES
)
_UNLESS_INCLUSIVE = [
    place
    for place, (kind, _) in enumerate(RULES)
    if kind == "exclusive" or (kind == "tax" and kind in dict(RULES[:place]))
]
_HEADER = re.compile(
    rf"\b(?:{TAXES}) (?:summary|analysis|breakdown|recap\w*|spec\w*|details?|code|rate|table|ubersicht|aufstellung"
    rf"|satz)\b"
    rf"|\b(?:summary|detail|recap\w*) (?:of |des |de |du )?(?:{TAXES})\b|\briepilogo\b|\b(?:amount|amt) (?:rm"
    rf" )?(?:{TAXES})(?: rm)?$"
)
_VOCABULARY = (
    "total", "subtotal", "grand", "amount", "rounding", "rounded", "adjustment", "change", "payable", "balance",
    "inclusive",
    "exclusive", "discount", "quantity", "savings", "summe", "gesamt", "betrag", "rechnungsbetrag", "gesamtbetrag",
    "montant",
    "totale", "totaal", "importe", "razem", "summa", "celkem", "toplam", "jumlah", "tendered", "mastercard",
    "excluding", "including",
)  # fmt: skip


def fold(text: str) -> str:
    """Small letters without accents, words parted by single blanks, digits that stand for letters put right."""
    words = [_letters(word) for word in _WORD.findall(plain(text))]
    folded = " ".join(word for word in words if word)
    return _SPELLED.sub(lambda found: found[0].replace(" ", ""), folded)


def _letters(word: str) -> str:
    """The word with digits between letters read as the letters they look like; nothing where it is mostly digits."""
    letters = sum(letter.isalpha() for letter in word)
    if letters == len(word):
        return word
    if letters < 3 or letters < 2 * (len(word) - letters):
        return "".join(letter for letter in word if letter.isalpha()) if letters >= 3 else ""
    return word.translate(_LOOKALIKES).replace("_", " ").strip()


@lru_cache(maxsize=20_000)
def classify(label: str) -> tuple[Kind, bool]:
    """What kind of amount the words announce, and whether a misread word had to be put right for it."""
    folded = fold(label)
    kind = _kind(folded)
    if kind != "none" or len(folded) < 5:
        return kind, False
    corrected = " ".join(_corrected(word) for word in folded.split(" ")[:8])
    kind = _kind(corrected) if corrected != folded else "none"
    return kind, kind != "none"


def is_summary_header(line: str) -> bool:
    """Whether a table of taxes starts here, whose totals repeat what was counted above."""
    return _HEADER.search(fold(line[:LONGEST])) is not None


def _kind(folded: str) -> Kind:
    if not folded:
        return "none"
    for place, (kind, pattern) in enumerate(_PATTERNS):
        if pattern.search(folded) and not (place in _UNLESS_INCLUSIVE and _INCLUSIVE.search(folded)):
            return kind
    return "none"


def _corrected(word: str) -> str:
    if len(word) < 5 or word in _VOCABULARY:
        return word
    found = process.extractOne(word, _VOCABULARY, scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return found[0] if found else word
