"""What is read from receipts and invoices of many countries."""

from random import Random

import pytest

from backend.core.fields.read import read_fields
from tests.core.fields.papers import PAPERS, Paper
from tests.core.fields.till import ALL, Words, receipt

by_name = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)


@by_name
def test_the_total_currency_and_date_are_what_a_person_reads(paper: Paper) -> None:
    fields = read_fields(paper.text)
    assert (fields.total.value, fields.currency.value, fields.date.value) == (paper.value, paper.unit, paper.issued)


@by_name
def test_every_candidate_stands_verbatim_at_its_place(paper: Paper) -> None:
    fields = read_fields(paper.text)
    lines = paper.text.splitlines()
    for field in (fields.total, fields.date, fields.vendor, fields.category, fields.invoice_number, fields.tax):
        for candidate in field.candidates:
            assert paper.text[candidate.start : candidate.end] == candidate.raw
            assert candidate.raw.splitlines()[0] in lines[candidate.line - 1] or "\n" in candidate.raw


@pytest.mark.parametrize("words", ALL, ids=lambda words: words.total[0])
def test_totals_of_a_hundred_receipts_with_discounts_roundings_and_change_are_right(words: Words) -> None:
    random = Random(7)
    for _ in range(100):
        text, total = receipt(random, words)
        found = read_fields(text).total
        assert found.value == total, text
