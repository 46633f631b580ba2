"""From a row to the line of the document's text that shows it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from backend.core.text import Mark, Text
from backend.formats import registry
from backend.formats.base import Limits
from backend.formats.builder import MAX_ROW_MARKS
from backend.rows.source import Source
from backend.rows.spans import row_span

from .making import Folder

LIMITS = Limits(max_text_chars=10**7, max_members=1, max_member_bytes=1)


def text_of(source: Source, folder: Path) -> Text:
    return registry.read(source.path, source.name, folder, LIMITS).text


def line(text: Text, row: int, sheet: str = "") -> str:
    start, end = row_span(text, row, sheet)
    return text.content[start:end]


def test_a_row_of_a_csv_is_a_line_also_behind_cells_of_several_lines(folder: Folder) -> None:
    text = text_of(folder.source("a.csv", 'a,b\n1,"two\nlines"\n\n3,last\n'), folder.path)
    assert [line(text, row) for row in (1, 2, 4)] == ["a,b", '1,"two lines"', "3,last"]


def test_a_row_of_a_very_long_table_is_found_between_its_marks(folder: Folder) -> None:
    count = MAX_ROW_MARKS * 2 + 7
    text = text_of(folder.source("a.csv", "".join(f"{number},x\n" for number in range(1, count + 1))), folder.path)
    assert [line(text, row) for row in (1, 2, 3, count - 1, count)] == [
        f"{row},x" for row in (1, 2, 3, count - 1, count)
    ]


def test_rows_of_a_workbook_are_found_in_their_own_sheet(folder: Folder) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "One"
        book.active.append(["a", 1])
        other = book.create_sheet("Two")
        other["A2"], other["A3"], other["A90"] = "b", "c", "far"

    text = text_of(folder.source("a.xlsx", fill), folder.path)
    assert [line(text, 1, "One"), line(text, 2, "Two"), line(text, 3, "Two"), line(text, 90, "Two")] == [
        "a\t1",
        "b",
        "c",
        "far",
    ]


def test_records_are_found_by_line_by_element_and_under_their_key(folder: Folder) -> None:
    lines = text_of(folder.source("a.jsonl", '{"a": 1}\n\n{"a": 3}\n'), folder.path)
    listed = text_of(folder.source("a.json", '[{"a": 1}, {"a": 2}]'), folder.path)
    keyed = text_of(folder.source("b.json", '{"x": 1, "paid": [{"a": 1}, {"a": 2}]}'), folder.path)
    assert (line(lines, 3), line(listed, 2).strip(), line(keyed, 2, "paid").strip()) == (
        '{"a": 3}',
        '{"a": 2}',
        '{"a": 2}',
    )


def test_rows_before_the_first_mark_are_counted_back() -> None:
    text = Text("# S\na\nb\nc\n", (Mark(0, "sheet", 1, "S"), Mark(6, "row", 2)))
    assert (line(text, 1, "S"), line(text, 3, "S")) == ("a", "c")


@pytest.mark.parametrize(("row", "sheet"), [(99, ""), (0, ""), (1, "other")])
def test_a_row_that_the_text_does_not_show_is_an_error(folder: Folder, row: int, sheet: str) -> None:
    text = text_of(folder.source("a.csv", "a,b\n1,2\n"), folder.path)
    with pytest.raises(KeyError):
        row_span(text, row, sheet)
