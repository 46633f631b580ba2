"""Category: what a document is about, by the words it uses; "other" where they do not decide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from backend.core.fields.category_words import WORDS
from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Line, line_at
from backend.core.letters import plain
from backend.core.values.currencies import IDEOGRAPH

OTHER = "other"
IN_VENDOR, IN_TEXT = 4.0, 1.0  # points for a word; the best six words of a category count
MOST = 6
LEAST, MARGIN = 2.0, 1.0
SHORT = 3_000  # characters of a document in which one word is enough
READ = 40_000  # characters that are read
SHORTEST = 3  # letters before or behind a star

_WORD = re.compile(r"[^\W\d_]+(?:[-.'’&]+[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Words:
    """Word → categories; `starts` and `ends` are what starred words begin or end with; `phrases` have blanks or no
    blanks around them.
    """

    whole: dict[str, tuple[str, ...]]
    starts: dict[str, tuple[str, ...]]
    ends: dict[str, tuple[str, ...]]
    phrases: re.Pattern[str]

    def categories(self, word: str) -> tuple[str, ...]:
        if found := self.whole.get(word):
            return found
        for length in range(len(word), SHORTEST - 1, -1):
            if found := self.starts.get(word[:length]) or self.ends.get(word[-length:]):
                return found
        return ()


def find_category(text: str, lines: Sequence[Line], vendor: Candidate[str] | None) -> Field[str]:
    """The category whose words speak loudest: those in the vendor's name four times, each other word once."""
    points: dict[str, dict[str, float]] = defaultdict(dict)
    places: dict[str, tuple[int, int]] = {}
    for word, start, end in _found(_aligned(text[:READ])):
        in_vendor = vendor is not None and vendor.start <= start < vendor.end
        for category in _words().categories(word):
            worth = IN_VENDOR if in_vendor else IN_TEXT
            if worth > max(points[category].values(), default=0.0):
                places[category] = (start, end)
            points[category][word] = max(worth, points[category].get(word, 0.0))
    best = ranked([_candidate(text, lines, category, points[category], places[category]) for category in points])
    least = LEAST if len(text) > SHORT else IN_TEXT
    if not best or best[0].score < least or (len(best) > 1 and best[0].score - best[1].score < MARGIN):
        return Field(OTHER, best, False, ("Its words do not decide for one category.",))
    return Field(best[0].value, best, best[0].score >= IN_VENDOR, best[0].reasons)


def _candidate(
    text: str, lines: Sequence[Line], category: str, words: dict[str, float], place: tuple[int, int]
) -> Candidate[str]:
    start, end = place
    shown = sorted(words, key=lambda word: (-words[word], word))[:MOST]
    score = sum(words[word] for word in shown)
    return Candidate(
        category, text[start:end], start, end, line_at(lines, start), score, (f"the words {', '.join(shown)}",)
    )


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(text):
        yield found[0], *found.span()
    for found in _words().phrases.finditer(text):
        yield found[0], *found.span()


def _aligned(text: str) -> str:
    """Folded letter by letter, so that every place stays where it was."""
    if text.isascii():
        return text.lower()
    return "".join(_folded(letter) for letter in text)


@lru_cache(maxsize=10_000)
def _folded(letter: str) -> str:
    folded = plain(letter)
    return folded if len(folded) == 1 else letter


@cache
def _words() -> _Words:
    whole: dict[str, tuple[str, ...]] = {}
    starts: dict[str, tuple[str, ...]] = {}
    ends: dict[str, tuple[str, ...]] = {}
    phrases = []
    for category, words in WORDS.items():
        for word in _aligned(words).replace("*", "\0").split():
            table = starts if word.endswith("\0") else ends if word.startswith("\0") else whole
            key = word.strip("\0").replace("_", " ")
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), category)))
            if " " in key:
                phrases.append(rf"(?<!\w){re.escape(key)}(?!\w)")
            elif key[0] >= IDEOGRAPH:
                phrases.append(re.escape(key))
    return _Words(whole, starts, ends, re.compile("|".join(sorted(phrases, key=len, reverse=True))))
