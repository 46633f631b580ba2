"""Grounding: quotes and values that are in the text, and those that are not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.finding import Quote
from backend.core.grounding import ground, merge
from tests.core.findings import finding

RECEIPT = "SUBTOTAL 10.00\nTAX 0.60\nTOTAL   10.60\nCASH\t20.00\nREFUND -5.00\n"


def test_a_quote_is_found_whatever_its_white_space() -> None:
    found = ground(RECEIPT, "TOTAL 10.60", Decimal("10.6"))
    assert found == Quote(24, 37, "TOTAL   10.60")


@pytest.mark.parametrize("quote", ["TOTAL 10.6", "TOTAL 0.60", "OTAL 10.60", "total 10.60", "TOTAL 10.00", "", "  "])
def test_a_quote_that_differs_in_one_letter_or_digit_or_is_cut_is_not_found(quote: str) -> None:
    assert ground(RECEIPT, quote) is None


def test_a_number_that_goes_on_is_another_number() -> None:
    assert ground("TOTAL 10.005", "TOTAL 10.00") is None
    assert ground("TOTAL 110.00", "10.00") is None
    assert ground("1\u202f234,50", "234,50") is None


def test_the_sign_of_a_number_can_not_be_left_out() -> None:
    assert ground(RECEIPT, "5.00", Decimal(5)) is None
    assert ground(RECEIPT, "REFUND -5.00", Decimal(5)) is None
    assert ground(RECEIPT, "REFUND -5.00", Decimal(-5)) is not None


def test_a_value_must_stand_in_its_quote() -> None:
    assert ground(RECEIPT, "TOTAL 10.60", Decimal("20.00")) is None
    assert ground(RECEIPT, "TAX 0.60", Decimal(0)) is None
    assert ground(RECEIPT, "CASH 20.00", Decimal(20)) is not None


def test_a_word_value_must_stand_in_its_quote_word_for_word() -> None:
    assert ground(RECEIPT, "TOTAL 10.60", "TOTAL") is not None
    assert ground(RECEIPT, "SUBTOTAL 10.00", "TOTAL") is None
    assert ground("合計金額 500円", "金額 500円", Decimal(500)) is not None


def test_separators_of_thousands_do_not_change_a_value() -> None:
    assert ground("Summe 1.234,50 EUR", "Summe 1.234,50", Decimal("1234.50")) is not None
    assert ground("Summe 1.234,50 EUR", "Summe 1.234,50", Decimal("1.2345")) is None


def test_of_several_places_the_nearest_is_taken_or_the_one_that_fills_its_line() -> None:
    text = "first 5.00 and\n5.00\nlast 5.00"
    assert ground(text, "5.00") == Quote(15, 19, "5.00")
    assert ground(text, "5.00", near=24) == Quote(25, 29, "5.00")
    assert ground(text, "5.00", within=(0, 14)) == Quote(6, 10, "5.00")


def test_the_same_value_from_overlapping_places_is_one_finding() -> None:
    long = finding("5.00", at=10, confidence=0.5, reasons=("a",))
    long = replace(long, quote=Quote(0, 14, "TOTAL EUR 5.00"))
    short = finding("5.00", at=10, confidence=0.9, reasons=("b",))
    assert merge([long, short]) == [replace(short, reasons=("a", "b"))]


def test_overlapping_places_with_different_values_are_two_findings() -> None:
    both = [finding("5.00", at=0), finding("6.00", at=2)]
    assert merge(both) == both


def test_the_same_place_in_two_documents_is_two_findings() -> None:
    both = [finding("5.00", document="a"), finding("5.00", document="b")]
    assert merge(both) == both


@given(st.lists(st.sampled_from(["A1", "B 2", "3.50", "4", "x"]), min_size=1), st.data())
def test_what_is_grounded_is_verbatim_but_for_white_space(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    quote = "\n".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    found = ground(text, quote)
    assert found is not None
    assert text[found.start : found.end] == found.text
    assert found.text.split() == quote.split()


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["1", "2"]), st.sampled_from("ab"))))
def test_merging_twice_or_in_another_order_changes_nothing(places: list[tuple[int, str, str]]) -> None:
    findings = [finding(value, document, at=start) for start, value, document in places]
    once = merge(findings)
    assert merge(once) == once
    assert merge(reversed(findings)) == once
    assert len({(it.document_id, it.value, it.quote) for it in findings}) >= len(once)
