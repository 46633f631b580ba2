"""Unspaced: scripts that write words without spaces between them, or with endings that would hide them.

Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are indexed as overlapping pairs of letters, as Lucene's
CJKBigramFilter does: 東京都 as 東京, 京都, 都. The last letter alone makes every letter the beginning of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from backend.core import spelling

_RUN = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"  # Hangul
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "\u3041-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"  # Kana, Bopomofo
    "]+"
)
_PRIVATE = 0xE000  # FTS5 takes marks for spaces, and characters for private use for letters


def indexed(text: str) -> str | None:
    """The text as it is indexed by words; None when that is the text itself."""
    spread = _RUN.sub(_spread, spelling.usual(text))
    return None if spread == text else spread


def asked(question: str) -> tuple[str, list[str], list[str]]:
    """What is left of a question without these scripts; its pairs of letters; its letters that stand alone."""
    pairs, alone = [], []
    question = spelling.usual(question)
    for run in _RUN.findall(question):
        for letters in _letters(run):
            pairs += _pairs(letters)
            alone += letters if len(letters) == 1 else []
    return _RUN.sub(" ", question), pairs, alone


def _spread(run: re.Match[str]) -> str:
    words = [word for letters in _letters(run[0]) for word in (*_pairs(letters), letters[-1])]
    return f" {' '.join(words)} "


def _pairs(letters: list[str]) -> list[str]:
    return [one + two for one, two in pairwise(letters)]


def _letters(run: str) -> Iterator[list[str]]:
    """Letters that belong together, each with its marks; punctuation divides."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFKC", run).lower():
        category = unicodedata.category(character)
        if category[0] in "LN":
            letters.append(character)
        elif category[0] == "M" and letters:
            letters[-1] += chr(_PRIVATE + ord(character) % 0x1900)
        elif letters:
            yield letters
            letters = []
    if letters:
        yield letters
