"""Spans: from a row of a file to the characters of its document's text that show it."""

from __future__ import annotations

import json
from itertools import pairwise

from backend.core.text import Mark, Text


def row_span(text: Text, row: int, sheet: str = "") -> tuple[int, int]:
    """Characters [start, end) of the line that shows a row, as numbered by rows.table.Row.

    `sheet` is the sheet's name in a workbook, or the key of a list in a JSON object. Raises KeyError when the text does
    not show that row.
    """
    start, end, marks = _part(text, sheet)
    before = [mark for mark in marks if mark.number <= row]
    if not marks or (not before and marks[0].number - row > text.content.count("\n", start, marks[0].start)):
        raise KeyError(f"row {row} of {sheet!r}")
    place = _back(text, marks[0], row) if not before else _forward(text, before[-1], row)
    if place is None or not start <= place < end:
        raise KeyError(f"row {row} of {sheet!r}")
    line_end = text.content.find("\n", place)
    return place, line_end if line_end >= 0 else len(text.content)


def _part(text: Text, sheet: str) -> tuple[int, int, list[Mark]]:
    """Where a sheet begins and ends, and the marks of its rows; the marks of a JSON list are made here."""
    sheets = [mark for mark in text.marks if mark.kind == "sheet"]
    if sheet and not sheets:
        return _json_list(text, sheet)
    start, end = 0, len(text.content)
    for number, mark in enumerate(sheets):
        if mark.label == sheet:
            start, end = mark.start, sheets[number + 1].start if number + 1 < len(sheets) else end
            break
    return start, end, [mark for mark in text.marks if mark.kind == "row" and start <= mark.start < end]


def _json_list(text: Text, key: str) -> tuple[int, int, list[Mark]]:
    """A list under a key of a JSON object shows one element per line, the first behind the line of the key."""
    opening = f"{json.dumps(key, ensure_ascii=False)}: [\n"
    place = text.content.find(opening)
    if place < 0:
        raise KeyError(key)
    first = place + len(opening)
    return first, len(text.content), [Mark(first, "row", 1)]


def _forward(text: Text, mark: Mark, row: int) -> int | None:
    place = mark.start
    for _ in range(row - mark.number):
        place = text.content.find("\n", place) + 1
        if not place:
            return None
    return place


def _back(text: Text, mark: Mark, row: int) -> int | None:
    """Long tables mark only some rows, so the first mark of a sheet may stand below its first row."""
    place = mark.start
    for _ in range(mark.number - row):
        place = text.content.rfind("\n", 0, place - 1) + 1
    return place


def row_spans(text: Text, sheet: str = "") -> dict[int, tuple[int, int]]:
    """Characters [start, end) of the line of every row of a sheet, in one pass over its text."""
    try:
        start, end, marks = _part(text, sheet)
    except KeyError:
        return {}
    if not marks:
        return {}
    spans: dict[int, tuple[int, int]] = {}
    first = marks[0].number - text.content.count("\n", start, marks[0].start)
    stops = [(start, first), *((mark.start, mark.number) for mark in marks), (end, 0)]
    for (place, number), (stop, _) in pairwise(stops):
        while place < stop:
            line_end = text.content.find("\n", place, stop)
            line_end = stop if line_end < 0 else line_end
            spans[number] = (place, line_end)
            place, number = line_end + 1, number + 1
    return spans
