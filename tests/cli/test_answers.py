from __future__ import annotations

from typing import Any

from backend.cli.answers import EXCERPT, coverage, excerpt

BEFORE, SENTENCE = "Nothing here.\n" * 60, "The carrier lost two pallets."
COUNTS = {"contributing": 3, "not_relevant": 1, "excluded": 0, "failed": 0, "total": 4}


def passage(text: str, focus: int) -> dict[str, Any]:
    marked = {"start": 7 + focus, "end": 7 + focus + len(SENTENCE)}
    return {"text": text, "start": 7, "focus": marked}


def test_a_long_passage_is_shown_from_its_sentence() -> None:
    shown = excerpt(passage(f"{BEFORE}{SENTENCE} {BEFORE}", len(BEFORE)))
    assert shown.startswith(f"… {SENTENCE} Nothing here.")
    assert shown.endswith(" …")
    assert len(shown) <= EXCERPT


def test_a_short_passage_is_shown_whole() -> None:
    assert excerpt(passage(f"Nothing here. {SENTENCE}", 14)) == f"Nothing here. {SENTENCE}"


def test_what_was_not_read_yet_stands_beside_the_documents_of_the_answer() -> None:
    assert coverage(COUNTS) == "Coverage: 4 documents: 3 contributed, 1 not relevant."
    some = coverage(COUNTS | {"pending": 12})
    assert some == "Coverage: 4 documents: 3 contributed, 1 not relevant; 12 not read yet."
    none = dict.fromkeys(COUNTS, 0)
    assert coverage(none | {"pending": 12}) == "Coverage: 12 not read yet."
    assert coverage(none) == ""
