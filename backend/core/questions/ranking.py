"""Rankings: "the five largest payments", "who did we pay most", "in which month was the most paid"."""

from __future__ import annotations

import re
from functools import cache

from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import COUNTS, FIELDS, MONEY, RANKS, STOP, THINGS, WHO
from backend.core.questions.reading import Reading, Word, fold, phrases

_ASKED = phrases(
    "which|what|whose|top", "welche[rnms]?|was fur", "quel(?:le)?s?", "que|cual(?:es)?",
)  # fmt: skip
OFTEN = phrases(
    "often|frequent~|times|appears?|appeared|occurs?",
    "oft|haufig~|wie oft|male?",
    "souvent|frequen~|fois",
    "a menudo|frecuen~|veces",
)


def rank(reading: Reading, draft: Draft) -> None:
    """Understands a superlative where it is known what is ranked: groups, documents, rows or amounts."""
    if draft.order in {"latest", "earliest"}:
        return
    for it in RANKS:
        for found in reading.find(it.pattern):
            if _take(reading, draft, found, smallest=it.means == "smallest"):
                draft.order = it.means
                return


def _take(reading: Reading, draft: Draft, found: re.Match[str], smallest: bool) -> bool:
    if _FIRST.match(reading.folded, found.end()):
        reading.take((found.start(), reading.folded.index("t", found.end()) + 1))
        return True
    after = [word for word in reading.words() if word.start >= found.end()]
    before = [word for word in reading.words() if word.end <= found.start()]
    number = _number(reading, before[-1:]) or _number(reading, after[:1]) or _number(reading, before[-2:-1])
    kind = _kind(reading, [word for word in after if not _is_number(word)][:3]) or ("", "", None)
    follows = kind[0] == "thing" and _is_bare(found[0])
    if kind[0] in {"", "money"} or follows:
        asked, asked_number = _asked(reading)
        number = number or asked_number
        if asked and (asked[0] == "field" or not kind[0]):
            if follows and asked[0] == "field":
                draft.operation = "count"
                draft.subjects += [kind[2]] if kind[2] else []
                reading.take(*draft.subjects)
            kind = asked
    if kind[0] in {"", "money"} and _ON_WHAT.search(reading.folded):
        kind = ("field", "category", None)
    if not kind[0] and number and len(reading.rest()) <= _ALONE:
        kind = ("money", "", None)  # "the five largest"
        draft.sees(0.2, "It asks for nothing else.")
    if not kind[0]:
        return False
    reading.take(found.span(), *(span for word, span in _numbers(before[-1:] + after[:1])))
    _plan(reading, draft, kind, number[0] if number else None, smallest)
    if number:
        reading.take(number[1])
    return True


def _plan(
    reading: Reading, draft: Draft, kind: tuple[str, str, tuple[int, int] | None], top: int | None, smallest: bool
) -> None:
    name, means, span = kind
    if name == "field":
        if often := list(reading.find(OFTEN)):
            draft.operation = "count"
            reading.take(*(found.span() for found in often))
        draft.operation = draft.operation or "sum"
        draft.groups(means)
        several = span is not None and _PLURAL.search(reading.folded[slice(*span)]) is not None
        draft.top = top or (SEVERAL if several else 1)
        draft.sees(0.5, f"It ranks each {means}.")
        if span:
            reading.take(span)
        return
    draft.operation = "minimum" if smallest else "maximum"
    draft.top = top or 1
    draft.sees(0.45, "It ranks documents or amounts by size.")


def _kind(reading: Reading, words: list[Word]) -> tuple[str, str, tuple[int, int] | None] | None:
    """What the first noun among the words is: a field to group by, a thing to count, or money."""
    for word in words:
        folded, span = reading.folded[word.start : word.end], (word.start, word.end)
        if reading.is_taken(*span):
            continue
        for it in THINGS:
            if it.pattern.fullmatch(folded):
                return "thing", it.means, span
        for field in FIELDS:
            noun = field.pattern.match(reading.folded, word.start)  # it may go on: "day of the week"
            if noun and noun.end() >= word.end:
                return "field", field.means, noun.span()
        if MONEY.fullmatch(folded) or folded in {"total", "totals", "sum", "value", "amount"}:
            return "money", "", span
    return None


def _asked(
    reading: Reading,
) -> tuple[tuple[str, str, tuple[int, int] | None] | None, tuple[int, tuple[int, int]] | None]:
    """What the question asks for ("which three vendors", "who"), and how many."""
    for found in reading.find(_ASKED):
        words = [word for word in reading.words() if word.start >= found.end()][:4]
        number = next((it for it in (_number(reading, [word]) for word in words[:2]) if it), None)
        kind = _kind(reading, words)
        if kind and kind[0] != "money":
            return kind, number
    if who := reading.first(WHO):
        reading.take(who.span())
        return ("field", "vendor", None), None
    words = reading.words()
    kind = _kind(reading, [word for word in words if not STOP.fullmatch(reading.folded[word.start : word.end])])
    return kind, None


def _number(reading: Reading, words: list[Word]) -> tuple[int, tuple[int, int]] | None:
    return next(((count, span) for count, span in _numbers(words) if not reading.is_taken(*span)), None)


def _numbers(words: list[Word]) -> list[tuple[int, tuple[int, int]]]:
    found = []
    for word in words:
        text = fold(word.text)
        count = int(text) if re.fullmatch(r"\d{1,3}", text) else _counts().get(text, 0)
        if count:
            found.append((count, (word.start, word.end)))
    return found


def _is_number(word: Word) -> bool:
    return bool(_numbers([word]))


def _is_bare(phrase: str) -> bool:
    """Whether a superlative has no quality: "most", not "largest"."""
    return bool(_BARE.fullmatch(phrase))


SEVERAL = 10  # shown where a question asks for "the top suppliers" without a number
_PLURAL = re.compile(r"(?:[^s]s|ies|ten|nen|ren|men)$")
_ON_WHAT = re.compile(
    r"^(?:what|which)\b.*\bmost\b.*\bon\W*$|^on what\b|^wofur\b|^(?:pour|en) quoi\b|^.?en que\b(?! (?:mes|ano|dia))"
)
_ALONE = 4  # words of a question that says no more than a number and a superlative
_FIRST = re.compile(r"\s+(?:first|zuerst)\b")
_BARE = phrases(
    "(?:the )?(?:most|least|fewest)", "(?:am )?(?:meisten?|wenigsten)", "l[ea]s? (?:plus|moins)", "mas|menos"
)


@cache
def _counts() -> dict[str, int]:
    return {word: count for word, count in COUNTS.items() if count > 1}
