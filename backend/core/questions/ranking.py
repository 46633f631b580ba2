"""Rankings: "the five largest payments", "who did we pay most", "in which month was the most paid"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import COUNTS, FIELDS, MONEY, RANKS, THINGS, WHO, is_stop
from backend.core.questions.reading import Reading, Word, fold, phrases

Place = tuple[int, int]
Kind = tuple[str, str, Place | None]  # "field", "thing" or "money"; which one; where it stands
Number = tuple[int, Place]

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
    whole = _Whole(reading)
    for it in RANKS:
        for found in reading.find(it.pattern):
            if _take(reading, draft, found, whole, smallest=it.means == "smallest"):
                draft.order = it.means
                return


@dataclass
class _Whole:
    """What the whole question says of what is ranked, found once, if no superlative says it."""

    reading: Reading

    @cached_property
    def asked(self) -> tuple[Kind | None, Number | None]:
        return _asked(self.reading)

    @cached_property
    def is_on_what(self) -> bool:
        """ "What did we spend most on?" """
        folded = self.reading.folded
        asks = _WHAT.match(folded) and _MOST.search(folded)
        on = asks and _ON.search(self.reading.before(len(folded)))
        return bool(on or _ON_WHAT.match(folded))


def _take(reading: Reading, draft: Draft, found: re.Match[str], whole: _Whole, smallest: bool) -> bool:
    if _FIRST.match(reading.folded, found.end()):
        reading.take((found.start(), reading.folded.index("t", found.end()) + 1))
        return True
    after, before = reading.words_from(found.end()), reading.words_until(found.start())
    number = _number(reading, before[-1:]) or _number(reading, after[:1]) or _number(reading, before[-2:-1])
    kind = _kind(reading, islice((word for word in after if not _is_number(word)), 3)) or ("", "", None)
    follows = kind[0] == "thing" and _is_bare(found[0])
    if kind[0] in {"", "money"} or follows:
        asked, asked_number = whole.asked
        number = number or asked_number
        if asked and (asked[0] == "field" or not kind[0]):
            if follows and asked[0] == "field":
                draft.operation = "count"
                draft.subjects += [kind[2]] if kind[2] else []
                reading.take(*draft.subjects)
            kind = asked
    if kind[0] in {"", "money"} and whole.is_on_what:
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


def _plan(reading: Reading, draft: Draft, kind: Kind, top: int | None, smallest: bool) -> None:
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


def _kind(reading: Reading, words: Iterable[Word]) -> Kind | None:
    """What the first noun among the words is: a field to group by, a thing to count, or money."""
    for word in words:
        folded, span = reading.folded[word.start : word.end], (word.start, word.end)
        if reading.is_taken(*span):
            continue
        for it in THINGS:
            if it.pattern.fullmatch(folded):
                return "thing", it.means, span
        for field in FIELDS if _ANY_FIELD.match(reading.folded, word.start) else ():
            noun = field.pattern.match(reading.folded, word.start)  # it may go on: "day of the week"
            if noun and noun.end() >= word.end:
                return "field", field.means, noun.span()
        if MONEY.fullmatch(folded) or folded in {"total", "totals", "sum", "value", "amount"}:
            return "money", "", span
    return None


_ANY_FIELD = re.compile("|".join(field.pattern.pattern for field in FIELDS))


def _asked(reading: Reading) -> tuple[Kind | None, Number | None]:
    """What the question asks for ("which three vendors", "who"), and how many."""
    for found in reading.find(_ASKED):
        words = reading.words_from(found.end())[:4]
        number = next((it for it in (_number(reading, [word]) for word in words[:2]) if it), None)
        kind = _kind(reading, words)
        if kind and kind[0] != "money":
            return kind, number
    if who := reading.first(WHO):
        reading.take(who.span())
        return ("field", "vendor", None), None
    telling = (word for word in reading.words() if not is_stop(reading.folded[word.start : word.end]))
    return _kind(reading, telling), None


def _number(reading: Reading, words: list[Word]) -> Number | None:
    return next(((count, span) for count, span in _numbers(words) if not reading.is_taken(*span)), None)


def _numbers(words: list[Word]) -> list[Number]:
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
_WHAT = re.compile(r"(?:what|which)\b")
_MOST = re.compile(r"\bmost\b")
_ON = re.compile(r"\bon\W*$")
_ON_WHAT = re.compile(r"on what\b|wofur\b|(?:pour|en) quoi\b|.?en que\b(?! (?:mes|ano|dia))")
_ALONE = 4  # words of a question that says no more than a number and a superlative
_FIRST = re.compile(r"\s+(?:first|zuerst)\b")
_BARE = phrases(
    "(?:the )?(?:most|least|fewest)", "(?:am )?(?:meisten?|wenigsten)", "l[ea]s? (?:plus|moins)", "mas|menos"
)


@cache
def _counts() -> dict[str, int]:
    return {word: count for word, count in COUNTS.items() if count > 1}
