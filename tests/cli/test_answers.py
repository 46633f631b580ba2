from __future__ import annotations

from backend.cli.answers import coverage

COUNTS = {"contributing": 3, "not_relevant": 1, "excluded": 0, "failed": 0, "total": 4}


def test_what_was_not_read_yet_stands_beside_the_documents_of_the_answer() -> None:
    assert coverage(COUNTS) == "Coverage: 4 documents: 3 contributed, 1 not relevant."
    some = coverage(COUNTS | {"pending": 12})
    assert some == "Coverage: 4 documents: 3 contributed, 1 not relevant; 12 not read yet."
    none = dict.fromkeys(COUNTS, 0)
    assert coverage(none | {"pending": 12}) == "Coverage: 12 not read yet."
    assert coverage(none) == ""
