"""The sentence that a passage is found for, and the page where it stands."""

from __future__ import annotations

from typing import Any

from backend.ask.pointing import point
from backend.context import Context
from backend.core.text import Mark, Text
from backend.store import texts
from backend.store.db import transaction
from tests.builders import a_collection, an_upload, send

FIRST = "The report of the year.\n\nThe wind turbine at Grayfield stands\non a hill"
SECOND = "near the sea. In 2019 it produced 4,213 MWh.\n\nA visitor may climb it."
PAGES = Text(FIRST + SECOND, (Mark(0, "page", 1), Mark(len(FIRST), "page", 2)))
ROWS = Text(
    "day,item,eur\n1 March,Rye,2\n2 March,Flour,3\n3 March,Rye,4",
    (Mark(0, "sheet", 1, "Till"), Mark(0, "row", 1)),
)


def pointed(ctx: Context, text: Text, start: int, end: int, *words: str) -> tuple[str, Any]:
    """What is marked of the passage [start, end) of a document with this text, and its place."""
    sent = send(ctx, an_upload(ctx, a_collection(ctx)), "report.txt", text.content.encode())
    document_id = str(sent.file.document_id)
    with transaction(ctx.engine) as session:
        texts.put(session, document_id, text)
        found = point(session, document_id, start, text.content[start:end], words)
    focus = found["focus"]
    return text.content[focus["start"] : focus["end"]], found["place"]


def test_the_sentence_is_marked_and_its_page_named(ctx: Context) -> None:
    marked = pointed(ctx, PAGES, 10, len(PAGES.content), "How much did the turbine produce?")
    assert marked == ("In 2019 it produced 4,213 MWh.", {"page": 2})


def test_a_sentence_ends_with_its_page(ctx: Context) -> None:
    marked = pointed(ctx, PAGES, 0, len(PAGES.content), "Grayfield")
    assert marked == ("The wind turbine at Grayfield stands\non a hill", {"page": 1})


def test_the_first_words_that_are_said_decide(ctx: Context) -> None:
    marked = pointed(ctx, PAGES, 0, len(PAGES.content), "A zebra.", "Who may visit?", "turbine")
    assert marked == ("A visitor may climb it.", {"page": 2})


def test_a_passage_that_says_none_of_the_words_is_marked_whole(ctx: Context) -> None:
    assert pointed(ctx, PAGES, 4, 22, "zebra") == ("report of the year", {"page": 1})


def test_a_row_of_a_table_is_marked(ctx: Context) -> None:
    marked = pointed(ctx, ROWS, 13, len(ROWS.content), "Rye on 3 March")
    assert marked == ("3 March,Rye,4", {"sheet": "Till", "row": 4})
