"""Leftovers: words no list knows and no name holds: topics, qualifiers, conditions that only reading decides."""

from __future__ import annotations

import re

from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import is_stop
from backend.core.questions.names import LONGEST, TOPIC, add_words, beside, content, ends, known_as, set_filter
from backend.core.questions.reading import NEAR, Reading, phrases
from backend.core.topics import is_topic


def compounds(reading: Reading, draft: Draft) -> None:
    """ "Stromkosten" are the costs of "Strom"."""
    for word in reading.rest():
        if contract := _CONTRACT.fullmatch(reading.folded[word.start : word.end]):
            add_words(draft, contract["name"])  # "Mietverträge"
            draft.per = draft.per or "document"
            draft.subjects.append((word.start, word.end))
            draft.sees(0.2, "It is about documents, rows or mentions, not about one fact.")
            reading.take((word.start, word.end))
            continue
        found = _COMPOUND.fullmatch(word.text)
        if found and is_topic(found["topic"].rstrip("s-")):
            add_words(draft, found["topic"])
            draft.subjects.append((word.start, word.end))
            draft.has_money = True
            draft.operation = draft.operation or "sum"
            draft.sees(0.4, "It asks what something cost.")
            reading.take((word.start, word.end))


_COMPOUND = re.compile(
    r"(?P<topic>\w{3,}?)-?(?:kosten|ausgaben|rechnung(?:en)?|belege?|quittung(?:en)?)", re.IGNORECASE
)


SORT = phrases("leases?")
OF_SORT = phrases("(?:agreements?|contracts?)")
_CONTRACT = re.compile(r"(?P<name>\w{3,}vertrag)(?:e|en|es|s)?")


def qualifiers(reading: Reading, draft: Draft) -> None:
    """ "Spent on coffee", "electricity invoices": words that must stand where no category of that name is known."""
    nouns = draft.noun_starts()
    for phrase in reading.runs():
        words = content(reading, phrase)
        if not words or len(words) > LONGEST:
            continue
        low, high = words[0].start, words[-1].end
        article = _ARTICLE.search(reading.folded, max(0, low - NEAR), low)
        before, after = reading.before(article.start() if article else low), reading.behind(high)
        topic = ends(TOPIC, before) is not None
        nearby = beside("", after) or high + 1 in nouns
        topic = topic or (draft.has_money and ends(_MUCH, before) is not None)
        if not (topic or nearby) or (draft.operation is None and not nearby and not draft.has_money):
            continue
        if draft.operation is None and draft.has_money and draft.per is None:
            draft.operation = "sum"
            draft.sees(0.25, "It asks what was paid for something.")
        text = _alternatives(reading.text[low:high])
        if known_as(draft, text) == "category":
            set_filter(draft, "category", text)
        else:
            add_words(draft, text)
        reading.take((low, high))


_MUCH = phrases(
    "how much|(?:buy|bought|order|ordered|purchased?) (?:any|some)", "wie ?viel|irgendwelche[ns]?",
    "combien d[e'’]|(?:achete|commande) (?:du|de la|des|de l['’])", "cuant[oa]s?|comprado|compre",
)  # fmt: skip
_ARTICLE = re.compile(
    r"\s(?:the|our|my|a|an|der|die|das|den|dem|unsere[nr]?|meine[nr]?|le|la|les|l['’]|el|los|las)\s+$"
)
_OR = re.compile(r"\s*(?:,|\b(?:and|or|und|oder|et|ou|y|o)\b)\s+")


def _alternatives(text: str) -> str:
    """ "hosting|software" for "hosting and software": what is spent on either is meant."""
    return "|".join(part for part in _OR.split(text) if part)


def left_over(reading: Reading, draft: Draft) -> None:
    """What nothing above has understood is a condition that only reading the documents can decide."""
    nouns = dict(draft.nouns.keys())  # where each ends, by where it starts
    for phrase in reading.runs():
        words = content(reading, phrase)
        text = reading.text[words[0].start : words[-1].end] if words else ""
        if text and is_topic(text):
            add_words(draft, text)
            reading.take((words[0].start, words[-1].end))
        elif words:
            low, high = words[0].start, _goes_on(reading, nouns, words[-1].end)
            draft.unresolved.append(reading.text[low:high])
            draft.subjects.append((low, high))
            draft.sees(-0.1, f"“{reading.text[low:high]}” is not something that can be counted without reading.")


def _goes_on(reading: Reading, nouns: dict[int, int], end: int) -> int:
    """Where a condition ends: nouns that would be fields elsewhere belong to it ("a notice period of three months")."""
    for word in reading.words_from(end):
        if word.start < end:
            continue
        stop = is_stop(reading.folded[word.start : word.end])
        if word.start in nouns:
            end = nouns[word.start]
        elif not stop or reading.text[end : word.start].strip():
            break
    return end
