"""A question as the rules read it: letters folded, places kept, and what a rule understood marked as understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

_ABBREVIATED = 4  # letters of a word whose full stop ends no sentence ("Co. KG")
_WORD = re.compile(r"\d[\d.,]*\d|(?:\w{3,}|O)['’](?!s\b)\w+|\w+(?:[-.&]\w+)*|&")


def fold(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in the folded text are places in the text."""
    return "".join(map(_folded, text))


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
    """`text` as the person wrote it, `folded` for patterns; `taken` are the places that some rule has understood."""

    text: str
    folded: str = ""
    language: str = "en"
    taken: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The places of a pattern in the folded text that no rule has taken yet, in order."""
        for found in pattern.finditer(self.folded):
            if not self.is_taken(*found.span()):
                yield found

    def first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return next(self.find(pattern), None)

    def take(self, *places: tuple[int, int]) -> None:
        """Mark as understood."""
        self.taken += places

    def is_taken(self, start: int, end: int) -> bool:
        return any(start < high and low < end for low, high in self.taken)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a place holds whole words that no rule has taken."""
        joined = self.folded[max(0, start - 1) : start].isalnum() or self.folded[end : end + 1].isalnum()
        return not joined and not self.is_taken(start, end)

    def words(self) -> list[Word]:
        """All words, understood or not."""
        return [Word(*found.span(), found[0]) for found in _WORD.finditer(self.text)]

    def rest(self) -> list[Word]:
        """The words that no rule has taken."""
        return [word for word in self.words() if not self.is_taken(word.start, word.end)]

    def original(self, found: re.Match[str], part: str | int = 0) -> str:
        """What the person wrote where a pattern stands."""
        return self.text[found.start(part) : found.end(part)]


def runs(words: Iterable[Word], taken: Reading) -> list[list[Word]]:
    """The words in groups that stand side by side, with nothing understood and no comma between them."""
    grouped: list[list[Word]] = []
    for word in words:
        between = taken.text[grouped[-1][-1].end : word.start].strip() if grouped else ","
        if between and not (between == "." and len(grouped[-1][-1].text) <= _ABBREVIATED):
            grouped.append([])
        grouped[-1].append(word)
    return grouped


def _folded(letter: str) -> str:
    plain = [part for part in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(part)]
    return plain[0] if plain else letter
