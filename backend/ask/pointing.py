"""Pointing: the sentence of a passage that is meant, and where in its document that stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from backend.core.focus import focus
from backend.core.text import OUTER, place
from backend.store import texts

Words = Sequence[str]
Pointed = dict[str, Any]
BORDERS = OUTER | {"section"}  # no sentence goes over the beginning of one


def point(session: Session, document_id: str, start: int, passage: str, words: Words) -> Pointed:
    """The `focus` of a passage and its `place`, as the API shows them.

    `focus` is the sentence, as characters {"start", "end"} of the document's text, that says the
    most of the first of the `words` that it says any of; the whole passage where it says none.
    `place` is the page, sheet, row, slide or part where it begins. `start` is where the passage
    begins in the text.
    """
    marks, end = texts.marks(session, document_id), start + len(passage)

    def lines(low: int, high: int) -> int:
        return (texts.span(session, document_id, low, high) or "").count("\n")

    is_table = any(mark.kind == "row" for mark in marks) and "row" in place(marks, end, lines)
    borders = [mark.start - start for mark in marks if mark.kind in BORDERS]
    found = (focus(passage, each, borders, is_table) for each in words)
    low, high = next((span for span in found if span), (0, len(passage)))
    return {
        "focus": {"start": start + low, "end": start + high},
        "place": place(marks, start + low, lines),
    }
