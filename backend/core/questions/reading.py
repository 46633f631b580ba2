"""A question as the rules read it: letters folded, places kept, and marked what a rule understood.

Rules go through the places of a question one by one, so what they ask here costs the same however
long it is: words and what is taken are kept in order, and no rule looks further than FAR words or
NEAR characters from where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

FAR = 64  # words
NEAR = 80  # characters
_ABBREVIATED = 4  # letters of a word whose full stop ends no sentence ("Co. KG")
_WORD = re.compile(r"\d[\d.,]*\d|(?:\w{3,}|O)['’](?!s\b)\w+|\w+(?:[-.&]\w+)*|&")
_OPENING = " ¿¡\"'"  # stands before the first word of a question


def fold(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in the folded text are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@cache
def phrases(*alternatives: str) -> re.Pattern[str]:
    """A pattern for phrases of whole words: a blank is any white space, `~` any ending; all else is as in `re`."""
    joined = "|".join(
        fold(each).replace(" ?", r"\s*").replace(" ", r"\s+").replace("~", r"\w*") for each in alternatives
    )
    return re.compile(rf"(?<!\w)(?:{joined})(?:(?<=['’])|(?!\w))")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters [start, end) of the question, as written."""

    start: int
    end: int
    text: str

    @property
    def is_name(self) -> bool:
        """Whether it is written as names are: with a capital, or a digit and letters."""
        return self.text[:1].isupper()


@dataclass
class Reading:
    """`text` as the person wrote it, `folded` for patterns; what a rule has understood is taken."""

    text: str
    language: str = "en"

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self._taken = bytearray(len(self.text))  # 1 for a letter that some rule has understood
        self._words = [Word(*found.span(), found[0]) for found in _WORD.finditer(self.text)]
        self._rest = list(self._words)

    @cached_property
    def is_shouted(self) -> bool:
        """Whether it has capitals only."""
        return self.text.isupper()

    @cached_property
    def is_titled(self) -> bool:
        """Whether every word of it has a capital."""
        return self.text.istitle()

    def is_first(self, place: int) -> bool:
        """Whether nothing stands before a place."""
        return place <= self._begins

    @cached_property
    def _begins(self) -> int:
        return len(self.text) - len(self.text.lstrip(_OPENING))

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The places of a pattern in the folded text that no rule has taken yet, in order."""
        for found in pattern.finditer(self.folded):
            if not self.is_taken(*found.span()):
                yield found

    def first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return next(self.find(pattern), None)

    def right_before(self, pattern: re.Pattern[str], place: int) -> re.Match[str] | None:
        """The phrase that ends at a place, with nothing but blanks between."""
        for found in pattern.finditer(self.folded, max(0, place - NEAR), place):
            if not self.folded[found.end() : place].strip():
                return found
        return None

    def before(self, place: int) -> str:
        """The folded text right before a place, as far as rules look, no blanks at its end."""
        return self.folded[max(0, place - NEAR) : place].rstrip()

    def behind(self, place: int) -> str:
        """The folded text right behind a place, as far as rules look, no blanks at its start."""
        return self.folded[place : place + NEAR].lstrip()

    def take(self, *places: tuple[int, int]) -> None:
        """Mark as understood."""
        for low, high in places:
            self._taken[low:high] = b"\x01" * (high - low)
            first = bisect_right(self._rest, low, key=_end)
            del self._rest[first : bisect_left(self._rest, high, key=_start)]

    def is_taken(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) >= 0

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a place holds whole words that no rule has taken."""
        joined = self.folded[max(0, start - 1) : start].isalnum() or self.folded[end : end + 1].isalnum()
        return not joined and not self.is_taken(start, end)

    def words(self) -> list[Word]:
        """All words, understood or not."""
        return self._words.copy()

    def words_from(self, place: int) -> list[Word]:
        """The next words from a place on."""
        return _next(self._words, place)

    def words_until(self, place: int) -> list[Word]:
        """The last words before a place."""
        return _last(self._words, place)

    def rest(self) -> list[Word]:
        """The words that no rule has taken."""
        return self._rest.copy()

    def rest_from(self, place: int) -> list[Word]:
        """The next words from a place on that no rule has taken."""
        return _next(self._rest, place)

    def run_from(self, place: int) -> list[Word]:
        """The next words from a place on that no rule has taken and that stand side by side."""
        words = self.rest_from(place)
        for index, (one, other) in enumerate(pairwise(words), 1):
            if not self._are_joined(one, other):
                return words[:index]
        return words

    def run_until(self, place: int) -> list[Word]:
        """The last words before a place that no rule has taken and that stand side by side."""
        words = _last(self._rest, place)
        begin = len(words) - 1
        while begin > 0 and self._are_joined(words[begin - 1], words[begin]):
            begin -= 1
        return words[max(0, begin) :]

    def runs(self) -> list[list[Word]]:
        """The words that no rule has taken, in groups that stand side by side, no comma between."""
        grouped: list[list[Word]] = []
        for word in self._rest:
            if not grouped or not self._are_joined(grouped[-1][-1], word):
                grouped.append([])
            grouped[-1].append(word)
        return grouped

    def _are_joined(self, one: Word, other: Word) -> bool:
        between = self.text[one.end : other.start].strip()
        return not between or (between == "." and len(one.text) <= _ABBREVIATED)

    def original(self, found: re.Match[str], part: str | int = 0) -> str:
        """What the person wrote where a pattern stands."""
        return self.text[found.start(part) : found.end(part)]


def _start(word: Word) -> int:
    return word.start


def _end(word: Word) -> int:
    return word.end


def _next(words: list[Word], place: int) -> list[Word]:
    first = bisect_left(words, place, key=_start)
    return words[first : first + FAR]


def _last(words: list[Word], place: int) -> list[Word]:
    end = bisect_right(words, place, key=_end)
    return words[max(0, end - FAR) : end]


@lru_cache(maxsize=10_000)
def _folded(letter: str) -> str:
    plain = [part for part in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(part)]
    return plain[0] if plain else letter
