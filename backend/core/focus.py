"""Focus: where in a passage the words of a question stand, since a passage may go over several pages."""

from __future__ import annotations

import re

from backend.core.topics import places_of

WIDTH = 240  # characters that are seen at a glance
MOST = 32  # words of a question that are looked for
_WORD = re.compile(r"[^\W_]{2,}")


def focus(passage: str, question: str) -> int:
    """Where the most of the question's words stand close together: the offset of the rarest of them in the passage; 0
    where none stands."""
    words = list(dict.fromkeys(_WORD.findall(question.casefold())))[:MOST]
    found = {word: [start for start, _ in places_of(passage, [word])] for word in words}
    places = sorted((start, word) for word, starts in found.items() for start in starts)
    best, at = 0.0, 0
    for index, (start, _) in enumerate(places):
        near: dict[str, int] = {}
        for other, word in places[index:]:
            if other - start > WIDTH:
                break
            near.setdefault(word, other)
        weight = sum(1 / len(found[word]) for word in near)
        if weight > best + 1e-9:
            best, at = weight, near[min(near, key=lambda word: len(found[word]))]
    return at
