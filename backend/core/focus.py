"""Focus: the sentence of a passage that a question, or a statement made from it, is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from backend.core import unspaced
from backend.core.common import COMMON
from backend.core.letters import plain
from backend.core.sentences import Span, sentences
from backend.core.topics import is_topic, places_of

MOST = 32  # words that are looked for
STEM = 4  # letters that two forms of a word have in common at least
CARRIED = 0.7  # of the weight of a word that counts for the next sentence too
ALIKE = 2 / 3  # of the longer of two words that begin alike, such as "produce" and "produced"

_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W_]+")


def focus(passage: str, words: str, cuts: Sequence[int] = (), lines: bool = False) -> Span | None:
    """The sentence [start, end) that says the most of the words; None where none says any.

    Common words count nothing; of the others long ones, and those that few sentences say, count
    most; of equals the first is taken. In prose a sentence goes on with what those before it were
    about, so their words count for it too, the less the further back. `cuts` and `lines` are those
    of `sentences`.
    """
    spans = sentences(passage, cuts, lines=lines)
    starts = [start for start, _ in spans]
    said: list[dict[str, float]] = [{} for _ in spans]
    for word, places in _places(passage, words):
        saying = {bisect_right(starts, place) - 1 for place in places} - {-1}
        for index in saying:
            said[index][word] = len(word) ** 2 / len(saying)
    best, most, carried = None, 0.0, dict[str, float]()
    for span, own in zip(spans, said, strict=True):
        score = sum((carried | own).values()) if own else 0.0
        if score > most:
            best, most = span, score
        kept = {} if lines else carried | own
        carried = {word: weight * CARRIED for word, weight in kept.items()}
    return best


def _places(passage: str, words: str) -> Iterator[tuple[str, list[int]]]:
    """Each telling word, and where it, one like it or one of its topic begins in the passage."""
    spaced, pairs, _ = unspaced.asked(words)
    asked = dict.fromkeys(_WORD.findall(spaced.lower()))
    written: dict[str, list[tuple[int, str]]] = {}
    for found in _WORD.finditer(passage):
        word = _plain(found[0])
        written.setdefault(word[:STEM], []).append((found.start(), word))
    for word in [_plain(word) for word in asked if word not in COMMON][:MOST]:
        near = written.get(word[:STEM], ())
        places = [place for place, other in near if _is_alike(word, other)]
        if _is_topic(word):
            places += [place for place, _ in places_of(passage, [word])]
        yield word, places
    for pair in pairs[:MOST]:
        yield pair, [found.start() for found in re.finditer(re.escape(pair), passage)]


def _is_alike(word: str, other: str) -> bool:
    """Whether two words with the same stem are forms of one; numbers have to be the same."""
    if word == other or len(word) < STEM or not (word.isalpha() and other.isalpha()):
        return word == other
    alike = STEM
    while alike < min(len(word), len(other)) and word[alike] == other[alike]:
        alike += 1
    return alike >= ALIKE * max(len(word), len(other))


_is_topic = lru_cache(maxsize=1_000)(is_topic)
_plain = lru_cache(maxsize=10_000)(plain)
