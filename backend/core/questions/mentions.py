"""Mentions: words that must stand in a document or row, in quotation marks or behind "mention"."""

from __future__ import annotations

import re

from backend.core.questions.draft import Draft
from backend.core.questions.names import LABELS, PARTY, TOPIC, add_words, content, ends, known_as, set_filter
from backend.core.questions.reading import NEAR, Reading, phrases

_QUOTED = re.compile(r"[\"“„«‹](?P<double>[^\"”“»›]{1,80})[\"”“»›]|(?<!\w)['‘‚](?P<single>[^'’‘]{1,80})['’‘](?!\w)")
_MENTION = phrases(
    "mention~|contain~|includ(?:e|es|ing)|with the words?|that say|saying|regarding|concerning|related to"
    "|relating to|about|named|called",
    "erwahn\\w*|enthalt\\w*|mit dem wort|betreff\\w*|zum thema|genannt",
    "mentionn\\w*|contien\\w*|contenant|avec le mot|concernant|a propos d[eu]",
    "mencion\\w*|contien\\w*|contener|con la palabra|relacionad\\w+ con|sobre",
)
_MENTIONED = phrases("mentioned", "erwahnt|genannt", "mentionnee?s?", "mencionad[oa]s?")


def quoted(reading: Reading, draft: Draft) -> None:
    """What stands in quotation marks: a known name, a name after a field's noun, or words that must stand."""
    for found in _QUOTED.finditer(reading.text):
        name = found["double"] or found["single"]
        before = reading.before(found.start())
        known = known_as(draft, name)
        label = next((means for means, pattern in LABELS.items() if ends(pattern, before)), known)
        if label:
            set_filter(draft, label, name)
        elif ends(PARTY, before) and not ends(TOPIC, before):
            set_filter(draft, "vendor", name)
        else:
            add_words(draft, name)
        if verb := reading.right_before(_MENTION, found.start()):
            reading.take((verb.start(), found.start()))
        reading.take(found.span())


_CLOSE = 8  # words behind "mention" among which what is mentioned begins


def mentioned(reading: Reading, draft: Draft) -> None:
    """ "Mentioning a refund": words that must stand in the document."""
    for found in list(reading.find(_MENTION)):
        before = reading.run_until(found.start())
        if before and content(reading, before) and not reading.text[before[-1].end : found.start()].strip():
            continue  # "complain about delivery" is one condition
        near = content(reading, reading.rest_from(found.end())[:_CLOSE])
        if not near or reading.text[found.end() : near[0].start].strip(" \t\n\"'").count(" ") > 1:
            continue
        phrase = content(reading, [word for word in reading.rest() if word.start >= found.end()])
        add_words(draft, reading.text[phrase[0].start : phrase[-1].end])
        reading.take((found.start(), phrase[-1].end))
        draft.sees(0.2, f"It asks which ones say “{reading.text[phrase[0].start : phrase[-1].end]}”.")
    _mentioned_before(reading, draft)


def _mentioned_before(reading: Reading, draft: Draft) -> None:
    """ "How many times is Berlin mentioned": the words before say what."""
    for found in list(reading.find(_MENTIONED)):
        phrase = content(reading, reading.run_until(found.start()))
        if phrase:
            text = reading.text[phrase[0].start : phrase[-1].end]
            add_words(draft, text)
            reading.take((phrase[0].start, phrase[-1].end), found.span())
            draft.per = draft.per or "mention"
            draft.sees(0.2, f"It asks where “{text}” stands.")


def says(reading: Reading, start: int) -> bool:
    """Whether "mention" or its like stands right before a place: what follows are words of a document."""
    article = _ARTICLE.search(reading.folded, max(0, start - NEAR), start)
    return reading.right_before(_MENTION, article.start() if article else start) is not None


_ARTICLE = re.compile(r"\s(?:a|an|the|any)\s*$")
