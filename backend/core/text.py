"""Text: what a format extracts from a file, with marks that lead from an offset back to a page, sheet, row or part."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import Literal

MarkKind = Literal["page", "sheet", "row", "slide", "part", "section"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Says that from character offset `start` the text belongs to page, row ... `number`, until the next of its kind.

    `number` is what a person would say: pages, slides and parts count from 1; a row is the row of the file as a
    spreadsheet numbers it (the header is row 1). `label` is a name where there is one (a sheet's, a part's subject).
    """

    start: int
    kind: MarkKind
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Extracted content. Offsets everywhere in Winnow are Python string indexes into `content`.

    `marks` are sorted by `start`. `warnings` are sentences for a person about what could not be read.
    `facts` are small named values worth keeping (title, author, sent_at, encoding, pages, rows).
    """

    content: str
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: dict[str, str | int] = field(default_factory=dict)

    def place(self, offset: int) -> dict[str, int | str]:
        """Where a character stands, e.g. {"page": 3} or {"sheet": "March", "row": 12}. Costs O(marks before it)."""
        return place(self.marks, offset)


def place(marks: tuple[Mark, ...], offset: int) -> dict[str, int | str]:
    """Where `offset` stands: the last mark of every kind at or before it, outer kinds reset inner ones."""
    upto = bisect.bisect_right(marks, offset, key=lambda mark: mark.start)
    found: dict[str, int | str] = {}
    for mark in reversed(marks[:upto]):
        if mark.kind not in found:
            found[mark.kind] = mark.label or mark.number if mark.kind in {"sheet", "section"} else mark.number
        if mark.kind in {"page", "sheet", "slide", "part"}:
            break
    return found
