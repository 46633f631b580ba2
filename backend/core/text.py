"""Text: what a format extracts from a file, with marks that lead from an offset back to a page, sheet, row or part."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

MarkKind = Literal["page", "sheet", "row", "slide", "part", "section"]
Place = dict[str, int | str]
OUTER = frozenset({"page", "sheet", "slide", "part"})
NAMED = frozenset({"sheet", "section"})


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

    def place(self, offset: int) -> Place:
        """Where a character stands, e.g. {"page": 3} or {"sheet": "March", "row": 12}."""
        return place(self.marks, offset, lambda start, end: self.content.count("\n", start, end))


def place(marks: tuple[Mark, ...], offset: int, lines: Callable[[int, int], int]) -> Place:
    """Where `offset` stands: the last mark of every kind before it; an outer kind hides what came before it.

    Long tables mark only some of their rows. A row is one line, so `lines(start, end)`, the number of line ends
    between two offsets, leads from the last marked row to the exact one.
    """
    found: Place = {}
    for mark in reversed(marks[: bisect.bisect_right(marks, offset, key=lambda mark: mark.start)]):
        if mark.kind in found:
            continue
        if mark.kind == "row":
            found["row"] = mark.number + lines(mark.start, offset)
        else:
            found[mark.kind] = mark.label or mark.number if mark.kind in NAMED else mark.number
        if mark.kind in OUTER:
            break
    return found
