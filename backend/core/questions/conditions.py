"""Conditions: amounts that a question names, and dates that a document speaks of, which no filter of a plan holds."""

from __future__ import annotations

import re

from backend.core import asked
from backend.core.questions import lexicon
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import OPERATIONS
from backend.core.questions.names import says
from backend.core.questions.points import find_points
from backend.core.questions.reading import Reading


def dated(reading: Reading, draft: Draft) -> bool:
    """ "Expire next year", "due in March": a day that the document speaks of, not the day that it is from."""
    points = find_points(reading, draft.today)
    for found in reading.find(lexicon.TIMED) if points else ():
        between = reading.folded[found.end() : points[0].start]
        if 0 <= points[0].start - found.end() <= _NEAR and not re.search(r"[,;?]", between):
            place = (found.start(), points[-1].end)
            draft.unresolved.append(reading.text[slice(*place)])
            draft.subjects.append(place)
            reading.take(place)
            return True
    return False


_NEAR = 24  # characters between a verb and its date


def measures(reading: Reading, draft: Draft) -> None:
    """ "VAT", "net", "without tax", "tips": which amount is meant; "how many without VAT" is a condition."""
    counts = any(it.pattern.match(reading.folded) for it in OPERATIONS if it.means in {"count", "list"})
    for measure, pattern in asked.MEASURES:
        for found in list(reading.find(pattern)):
            if (counts and measure in {"net", ""}) or says(reading, found.start()):
                continue
            draft.subjects.append(found.span())
            draft.sees(0.2, "It is about amounts.")
            draft.names_amount = True
            reading.take(found.span())
    for found in (*reading.find(lexicon.FLOWS), *reading.find(asked.REFUNDS)):
        if says(reading, found.start()):
            continue  # "mention a refund"
        draft.subjects.append(found.span())
        draft.sees(0.2, "It is about amounts.")
        draft.names_amount = True
        reading.take(found.span())
