"""Nouns of a question that name something to group by."""

from __future__ import annotations

import re
from functools import cache

from backend.core.questions.lexicon import FIELDS
from backend.core.questions.reading import Reading, phrases

_ADVERBS = phrases(
    "monthly|quarterly|yearly|annually|weekly|daily|(?:month|year|quarter|week|day) by (?:month|year|quarter|week|day)",
    "monatlich\\w*|quartalsweise|jahrlich\\w*|wochentlich\\w*|taglich\\w*",
    "mensuel\\w*|trimestriel\\w*|annuel\\w*|mensual\\w*|trimestral\\w*|anual\\w*",
)


def find_field(reading: Reading, place: int) -> tuple[str, int] | None:
    """The name of the field whose noun stands right behind a place, and where the noun ends."""
    found = _nouns().match(reading.folded, place)
    if found is None or reading.is_taken(*found.span("noun")):
        return None
    return next(it.means for it in FIELDS if it.pattern.fullmatch(found["noun"])), found.end()


def is_adverb(reading: Reading) -> tuple[str, tuple[int, int]] | None:
    """The time of "monthly" and its like, where it stands."""
    found = reading.first(_ADVERBS)
    if found is None:
        return None
    word = found[0].split()[0]
    return next(it.means for it in FIELDS if it.pattern.fullmatch(word)), found.span()


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:calendar\s+)?(?P<noun>{'|'.join(it.pattern.pattern for it in FIELDS)})")
