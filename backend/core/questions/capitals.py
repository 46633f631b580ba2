"""Capitals: names whose letters are also common words ("Total", "The Works"), told by what stands before them."""

from __future__ import annotations

import re
from bisect import bisect_right

from backend.core import asked
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import ALL, FIELDS, MONEY, OPERATIONS, STOP, THINGS, is_stop
from backend.core.questions.names import JOINERS, LEGAL, add_words, set_filter
from backend.core.questions.points import find_points
from backend.core.questions.reading import Reading, Word, phrases
from backend.core.questions.units import code_of
from backend.core.topics import is_topic

_AT = phrases(
    "at|(?:pay|paid|payments?) to",
    "bei|beim|(?:gezahlt|bezahlt|uberwiesen|zahlung(?:en)?) an|an(?= .{0,200}(?:gezahlt|uberwiesen))",
    "chez|(?:paye\\w*|verse\\w*|paiements?) a",
    "pag\\w+ a|(?:gast|compr)\\w+ en",
)  # behind it stands somebody, or a kind of shop
_WITH = phrases("to|from", "an|von")  # behind it stands much else too
_FOR = phrases("for|on", "fur", "pour", "para")  # behind it stands what is paid for, or who is paid
_ARTICLE = re.compile(r"\s+(?:(?:the|a|an|der|die|das|dem|den|le|la|les|el|los|las)\s+|l['’])?")
_NOUNS = (MONEY, *(it.pattern for it in THINGS), *(it.pattern for it in FIELDS))
_COMMON = (STOP, ALL, asked.NET, *(it.pattern for it in OPERATIONS if it.means != "sum"), phrases("total"))
_MONTHS = frozenset("may march april june august sunday friday mars juli august juni".split())
_CODE = re.compile(r"[A-Z]{3}|[^\w\s]")


def capitalised(reading: Reading, draft: Draft) -> None:
    """ "At Uber", "bei Netto", "chez Total", "from The Works": a capital there makes a name of any word."""
    if reading.is_shouted:
        return
    dates = [(point.start, point.end) for point in find_points(reading, draft.today)]
    for pattern in (_AT, _WITH, _FOR):
        for found in list(reading.find(pattern)):
            name = _name_behind(reading, found, dates)
            text = reading.text[name[0].start : name[-1].end] if name else ""
            if not text or (pattern is not _AT and not _is_common(reading, name)):
                continue  # later rules know what it is
            if pattern is _FOR:
                if len(name) > 1:
                    add_words(draft, text)
                    reading.take((name[0].start, name[-1].end))
                continue
            if "vendor" in draft.filters:
                continue
            set_filter(draft, "vendor", text)
            reading.take((name[0].start, name[-1].end))


def _is_common(reading: Reading, name: list[Word]) -> bool:
    """Whether a name begins as no other rule would read it, and does not end as "All Invoices" does."""
    first, last = (reading.folded[word.start : word.end] for word in (name[0], name[-1]))
    if any(it.fullmatch(last) for it in (*_NOUNS, STOP)) and name[-1].text != "s":
        return len(name) == 1 and any(it.fullmatch(first) for it in _COMMON)
    common = any(it.fullmatch(first) for it in (*_COMMON, *(_NOUNS if len(name) > 1 else ())))
    return common or (len(name) > 1 and (bool(code_of(name[0].text)) or first in _MONTHS))


def _name_behind(reading: Reading, found: re.Match[str], dates: list[tuple[int, int]]) -> list[Word]:
    """The words of the name that stands behind a place; none where a noun, a topic or one of the dates does."""
    article = _ARTICLE.match(reading.folded, found.end())
    lower = article and reading.text[article.start() : article.end()].islower()
    start = article.end() if article and lower else found.end()
    titled = found.start() > 0 and reading.original(found)[0].isupper()  # every word of it has a capital
    name: list[Word] = []
    for word in reading.words_from(start):
        dated = name and _date_at(dates, word.start)[0] == word.start
        if dated or not _goes_on(reading, name, word, start, titled=titled):
            break
        name.append(word)
    while name and JOINERS.fullmatch(reading.folded[name[-1].start : name[-1].end]):
        name.pop()
    if not name or name[-1].end <= _date_at(dates, name[0].start)[1]:
        return []
    text, folded = (whole[name[0].start : name[-1].end] for whole in (reading.text, reading.folded))
    nouns = _NOUNS if reading.language == "de" or titled else ()  # in German all have capitals
    noun = is_topic(text) or asked.TAX.match(folded) or any(pattern.fullmatch(folded) for pattern in nouns)
    return [] if noun or text.isdigit() else name


def _date_at(dates: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """The last date that begins at a place or before it: its characters [start, end)."""
    index = bisect_right(dates, place, key=lambda date: date[0])
    return dates[index - 1] if index else (-1, -1)


def _goes_on(reading: Reading, name: list[Word], word: Word, start: int, *, titled: bool) -> bool:
    """Whether a word belongs to the name before it."""
    gap = reading.text[name[-1].end if name else start : word.start]
    if reading.is_taken(word.start, word.end):
        return False
    if gap in {"'", "’"}:
        return word.text == "s"
    if gap.strip() and not (name and gap == ". " and len(name[-1].text) <= _ABBREVIATED):
        return False
    folded = reading.folded[word.start : word.end]
    if name and (word.text == "&" or JOINERS.fullmatch(folded)):
        return not titled
    if name and _CODE.fullmatch(word.text) and code_of(word.text) and not LEGAL.fullmatch(folded):
        return False  # "at Lidl EUR"
    return (word.is_name or (word.text[0].isdigit() and not name)) and not (titled and is_stop(folded))


_ABBREVIATED = 3  # letters before a full stop inside a name ("St. Mungo")
