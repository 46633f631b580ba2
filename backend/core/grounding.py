"""Grounding: a quote counts only where it stands in the text, and a value only where it stands in its quote.

White space is folded and nothing else: a digit, a letter or a sign that differs is a different quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from backend.core.finding import Finding, Quote
from backend.core.values.written import numbers_in

_CUT_NUMBER = re.compile(r"\d[.,'’\u00a0\u2009\u202f]?$")
_NUMBER_GOES_ON = re.compile(r"[.,'’\u00a0\u2009\u202f]?\d")


def ground(
    text: str,
    quote: str,
    value: str | Decimal | None = None,
    within: tuple[int, int] | None = None,
    near: int | None = None,
) -> Quote | None:
    """The place of `quote` in `text`, or None when it is not there or does not hold `value`.

    A Decimal must be one of the numbers of the quote, whatever their separators; a str must stand in it word for word.
    `within` bounds where it may stand (the part of a document that a model was given). Of several places the one
    nearest to the offset `near` is taken, else one that fills its lines, else the first.
    """
    start, end = within or (0, len(text))
    places = [
        Quote(low, high, text[low:high])
        for low, high in _places(text, quote, start, end)
        if value is None or _holds(text, low, high, value)
    ]
    if near is not None:
        return min(places, key=lambda place: (_distance(place, near), place.start), default=None)
    return min(places, key=lambda place: (not _fills_lines(text, place), place.start), default=None)


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repeats: the same value from overlapping places of one document is one finding.

    The more confident one stays, then the shorter quote; `reasons` of both are kept. Sorted by document and place.
    """
    kept: list[Finding] = []
    last: dict[tuple[object, ...], int] = {}
    for finding in sorted(findings, key=_by_place):
        identity = (finding.document_id, finding.value, finding.unit, finding.category, finding.label)
        earlier = last.get(identity)
        if earlier is not None and finding.quote.start < kept[earlier].quote.end:
            kept[earlier] = _better(kept[earlier], finding)
        else:
            last[identity] = len(kept)
            kept.append(finding)
    return sorted(kept, key=_by_place)


def _places(text: str, quote: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = quote.split()
    if not words:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = pattern.search(text, start, end)
    while found:
        if not _cuts(text, *found.span()):
            yield found.span()
        found = pattern.search(text, found.start() + 1, end)


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether a place begins or ends inside a word or a number, or leaves out the sign of its first number."""
    before, after = text[max(0, start - 3) : start], text[end : end + 2]
    if text[start].isdigit() and (_CUT_NUMBER.search(before) or _is_sign(before)):
        return True
    if text[end - 1].isdigit() and _NUMBER_GOES_ON.match(after):
        return True
    return _inside_word(before[-1:], text[start]) or _inside_word(text[end - 1], after[:1])


def _is_sign(before: str) -> bool:
    return before[-1:] in {"-", "−"} and not before[:-1][-1:].isalnum()


def _inside_word(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word; scripts without upper and lower case write no blanks between words."""
    return all(letter.isalpha() and letter.lower() != letter.upper() for letter in (left or " ", right or " "))


def _holds(text: str, start: int, end: int, value: str | Decimal) -> bool:
    if isinstance(value, str):
        return next(_places(text, value, start, end), None) is not None
    return any(
        value in written.values
        for written in numbers_in(text[max(0, start - 8) : end + 8])
        if start <= written.start + max(0, start - 8) and written.end + max(0, start - 8) <= end
    )


def _distance(place: Quote, near: int) -> int:
    return 0 if place.start <= near < place.end else min(abs(place.start - near), abs(place.end - near))


def _fills_lines(text: str, place: Quote) -> bool:
    first = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    newline = text.find("\n", place.end)
    return not (first + text[place.end : len(text) if newline < 0 else newline]).strip()


def _by_place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.document_id, finding.quote.start, finding.quote.end, str(finding.value)


def _better(one: Finding, other: Finding) -> Finding:
    best = min((one, other), key=lambda it: (-it.confidence, it.quote.end - it.quote.start, it.quote.start))
    return replace(best, reasons=tuple(dict.fromkeys(one.reasons + other.reasons)))
