"""Exclusions: what a question wants left out: vendors and words by filters, anything else by a condition in words."""

from __future__ import annotations

import re

from backend.core import asked
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import MONEY, NOT, OPERATIONS
from backend.core.questions.names import LONGEST, content, is_company
from backend.core.questions.reading import Reading, Word, phrases
from backend.core.topics import is_topic

_WITHOUT = phrases("without|excluding|leaving out|minus|not counting", "ohne", "sans|hors", "sin")
_EXCEPT = phrases(
    "except(?: for)?|other than|apart from|everything but",
    "auser|ausgenommen|bis auf|abgesehen von",
    "sauf|excepte|hormis|a part|a l['’]exception d[eu]",
    "excepto|salvo|menos|aparte de|a excepcion de",
)
_THOSE_WORDS = phrases(
    "(?:(?:those|the ones|everything|anything|payments?|invoices?|receipts?) )?(?:from|to|of|by|at|with)(?: the)?",
    "(?:(?:denen|diejenigen|zahlungen|rechnungen) )?(?:von|bei|an|vom)",
    "(?:(?:ceux|celles|paiements?|factures?) )?(?:de|a|chez|du|d['’])",
    "(?:(?:l[oa]s|pagos?|facturas?) )?(?:de|a|en|del)",
)
_THOSE = re.compile(r"\s+(?:" + _THOSE_WORDS.pattern + ")")
_AND = re.compile(r"\s*(?:,|\b(?:and|or|und|oder|et|ou|y|o|nor)\b)\s*", re.IGNORECASE)
_MEASURED = tuple(it.pattern for it in OPERATIONS if it.means not in {"count", "list", "distinct", "summary"})


def left_out(reading: Reading, draft: Draft) -> None:
    """ "Except Veolia", "ohne Lebensmittel", "sans les avoirs": what filters can leave out."""
    net = {found.start() for found in asked.NET.finditer(reading.folded)}  # "without VAT"
    measured = any(it.search(reading.folded) for it in (*_MEASURED, _EVERYTHING))
    for pattern in (_EXCEPT, _WITHOUT):
        for found in list(reading.find(pattern)):
            if found.start() not in net:
                _exclude(reading, draft, found, named=pattern is _EXCEPT, measured=measured)


def _exclude(reading: Reading, draft: Draft, found: re.Match[str], *, named: bool, measured: bool) -> None:
    """Fills the filters `without_vendor` and `without_words`, where what stands behind a place is one of these."""
    those = _THOSE.match(reading.folded, found.end())
    start = those.end() if those else found.end()
    held = content(reading, _until_condition(reading, reading.run_from(start)))
    if not held or reading.text[start : held[0].start].count(" ") > _NEAR:
        return
    low, high = held[0].start, held[-1].end
    parts = [part.strip() for part in _AND.split(reading.text[low:high]) if part.strip()]
    kinds = [_kind(reading, part, held, named=named or bool(those), measured=measured) for part in parts]
    if "" in kinds or any(len(part.split()) > LONGEST for part in parts):
        return
    for kind, part in zip(kinds, parts, strict=True):
        before = draft.filters.get(kind, ())
        draft.filters[kind] = (*(before if isinstance(before, tuple) else ()), part)
        said = "is from or to" if kind == "without_vendors" else "says"
        draft.assumed.append(f"What {said} “{part}” is left out.")
    draft.names_amount = draft.names_amount or _EVERYTHING.match(reading.folded) is not None
    draft.sees(0.25, f"It leaves out {' and '.join(parts)}.")
    reading.take((found.start(), high))


_EVERYTHING = phrases("everything|all", "alles", "tout", "todo")
_NEAR = 3  # words like "the" before what is left out


def _until_condition(reading: Reading, words: list[Word]) -> list[Word]:
    """The words up to a preposition: "except groceries in March"."""
    folded = [reading.folded[word.start : word.end] for word in words]
    ends = (at for at, word in enumerate(folded) if at and (_IN.fullmatch(word) or MONEY.fullmatch(word)))
    return words[: next(ends, len(words))]


_IN = phrases(
    "in|for|per|by|from|since|between", "im|fur|pro|nach|seit|zwischen|pro", "par|en|pour|depuis", "por|en|desde"
)


def _kind(reading: Reading, part: str, held: list[Word], *, named: bool, measured: bool) -> str:
    """The filter that leaves a phrase out; "" for one that only reading can judge."""
    if is_topic(part) or asked.REFUNDS.fullmatch(part.lower()):
        return "without_words"
    is_name = part[:1].isupper() and not reading.is_shouted
    if is_name and (reading.language != "de" or named or is_company(reading, held)):
        return "without_vendors"
    return "without_words" if measured else ""


def negated(reading: Reading, draft: Draft) -> None:
    """ "Not renewed", "no due date": no filter of a plan can say so."""
    for found in list(reading.find(NOT)):
        phrase = reading.run_from(found.end())
        held = content(reading, phrase[:4])
        end = (held or phrase[:2] or [Word(*found.span(), found[0])])[-1].end
        draft.unresolved.append(reading.text[found.start() : end])
        draft.subjects.append((found.start(), end))
        reading.take((found.start(), end))
