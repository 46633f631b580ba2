"""Recency: "the latest invoice", "the last five payments", "when did we first pay ACME": the first or last by date."""

from __future__ import annotations

import re

from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import COUNTS, MONEY, OPERATIONS, RANKS, THINGS
from backend.core.questions.reading import Reading, Word, phrases

LATEST = phrases(
    "(?:the )?(?:latest|newest|most recent(?:ly)?|last|final)",
    "(?:d(?:er|ie|as|en|em) )?(?:letzte[nrsm]?|neueste[nrsm]?|jungste[nrsm]?|zuletzt)",
    "(?:l[ea]s? )?(?:derniere?s?|plus recente?s?)|en dernier|pour la derniere fois",
    "(?:l[oa]s? |el )?(?:ultim[oa]s?|mas recientes?)|por ultima vez",
)
EARLIEST = phrases(
    "(?:the )?(?:earliest|oldest|first)",
    "(?:d(?:er|ie|as|en|em) )?(?:erste[nrsm]?|alteste[nrsm]?|fruheste[nrsm]?|zuerst)|zum ersten mal",
    "(?:l[ea]s? )?(?:premiere?s?|plus anciene?n?e?s?)|pour la premiere fois",
    "(?:l[oa]s? |el )?(?:primer[oa]?s?|mas antigu[oa]s?)|por primera vez",
)
WHEN = phrases("when|what date|which date|on which day|since when", "wann|an welchem tag", "quand", "cuando|que dia")
_SAYS = phrases(
    "say|says|said|mean|means|signed|wrote", "sagt|steht|unterschrieben", "dit|signifie|signe", "dice|firmo"
)
_NEAR = 4  # words behind "latest" among which what is meant stands


def find_recency(reading: Reading, draft: Draft) -> None:
    """Makes a list by date of a question for the first or last of several things."""
    summary = next(it.pattern for it in OPERATIONS if it.means == "summary")
    if summary.search(reading.folded) or _SAYS.search(reading.folded):
        return
    for order, pattern in (("latest", LATEST), ("earliest", EARLIEST)):
        for found in reading.find(pattern):
            if _ranks_sizes(reading, found):
                continue
            after = reading.words_from(found.end())[:_NEAR]
            before = reading.words_until(found.start())
            when = reading.first(WHEN)
            if not (_names_thing(reading, after) or (when and _names_thing(reading, [*before, *after]))):
                continue
            draft.operation = "list"
            draft.order = "latest" if order == "latest" else "earliest"
            draft.top = _count(reading, [*before[-1:], *after[:1]])
            draft.sees(0.6, f"It asks for the {order} of many.")
            reading.take(found.span(), *([when.span()] if when else []))
            return


def _ranks_sizes(reading: Reading, found: re.Match[str]) -> bool:
    """ "Biggest first" orders by size."""
    return any(reading.right_before(rank.pattern, found.start()) for rank in RANKS)


def _names_thing(reading: Reading, words: list[Word]) -> bool:
    """Whether a document, a row or a payment is among the words."""
    patterns = (MONEY, *(it.pattern for it in THINGS if it.means != "mention"))
    return any(pattern.fullmatch(reading.folded[word.start : word.end]) for word in words for pattern in patterns)


def _count(reading: Reading, words: list[Word]) -> int:
    """How many are asked for; 1 where no number stands beside."""
    for word in words:
        folded = reading.folded[word.start : word.end]
        count = int(folded) if re.fullmatch(r"\d{1,3}", folded) else COUNTS.get(folded, 0)
        if count and not reading.is_taken(word.start, word.end):
            reading.take((word.start, word.end))
            return count
    return 1
