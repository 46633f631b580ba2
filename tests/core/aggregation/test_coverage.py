"""Coverage: every document once."""

from __future__ import annotations

import pytest

from backend.core.aggregation.coverage import Coverage


def test_the_four_lists_add_up_to_the_total() -> None:
    made = Coverage(4, frozenset({"a"}), {"b": "No amount."}, {"c": "Too early."}, {"d": "A scan."})
    assert made.counts() == {"contributing": 1, "not_relevant": 1, "excluded": 1, "failed": 1, "total": 4}


def test_a_document_that_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="1 documents are accounted for, but there are 2"):
        Coverage(2, frozenset({"a"}))


def test_a_document_in_two_lists_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Coverage(2, frozenset({"a"}), failed={"a": "A scan."})
