from __future__ import annotations

from backend.core.text import Mark, Text


def test_an_offset_leads_to_its_page() -> None:
    text = Text("first page\fsecond page", (Mark(0, "page", 1), Mark(11, "page", 2)))
    assert text.place(0) == {"page": 1}
    assert text.place(10) == {"page": 1}
    assert text.place(11) == {"page": 2}


def test_a_row_is_told_with_its_sheet_and_not_with_the_sheet_before() -> None:
    marks = (Mark(0, "sheet", 1, "March"), Mark(0, "row", 1), Mark(5, "row", 2), Mark(9, "sheet", 2, "April"))
    text = Text("a\tb\n\nc\td\ne", marks)
    assert text.place(6) == {"sheet": "March", "row": 2}
    assert text.place(9) == {"sheet": "April"}


def test_text_without_marks_has_no_place() -> None:
    assert Text("plain").place(3) == {}
