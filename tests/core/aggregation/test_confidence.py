"""Confidence and its parts."""

from __future__ import annotations

import pytest

from backend.core.aggregation.confidence import confidence


def test_all_batches_read_and_findings_enough_is_full_confidence() -> None:
    assert confidence(batches=4, failed=0, findings=5).value == 1


def test_a_reason_says_what_happened_and_not_what_did_not() -> None:
    assert confidence(batches=4, failed=0, findings=5).factors[0].reason == "No batch failed."
    assert confidence(batches=4, failed=1, findings=5).factors[0].reason == "1 of 4 batches failed."


def test_each_failed_batch_lowers_it_by_its_share() -> None:
    assert confidence(batches=4, failed=1, findings=5).value == 0.75


def test_all_batches_failed_is_none() -> None:
    assert confidence(batches=3, failed=3, findings=0).value == 0


def test_few_findings_lower_it() -> None:
    assert confidence(batches=4, failed=0, findings=4).value == 0.7


def test_rejected_findings_and_disagreement_lower_it_and_say_so() -> None:
    made = confidence(batches=1, failed=0, findings=8, ungrounded=2, disagreements=1, judged=4)
    assert made.value == 0.6
    assert [factor.name for factor in made.factors] == ["batches", "grounding", "agreement"]
    assert "2 of 10 findings were not in the documents" in made.factors[1].reason


def test_no_batch_at_all_is_no_failure() -> None:
    assert confidence(batches=0, failed=0, findings=100).value == 1


def test_the_factors_shown_multiply_to_the_value() -> None:
    shown = confidence(batches=10, failed=1, findings=3, ungrounded=1).view()
    assert shown["value"] == 0.4725
    assert [factor["value"] for factor in shown["factors"]] == [0.9, 0.7, 0.75]  # type: ignore[attr-defined]


@pytest.mark.parametrize("counts", [(1, 2, 0, 0, 0, 0), (1, 0, -1, 0, 0, 0), (1, 0, 1, 0, 2, 1)])
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="More failed"):
        confidence(*counts)
