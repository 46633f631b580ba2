"""Copies: one receipt in two files is said; files that differ are two documents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.aggregation.aggregate import Aggregate, aggregate
from backend.core.finding import Finding
from backend.core.plan import Plan
from tests.core.findings import finding


def receipt(document: str, number: str = "", value: str = "51.60", vendor: str = "Paper & More") -> Finding:
    fields = {"invoice_number": number} if number else {}
    return finding(value, document, day="2026-05-12", vendor=vendor, fields=fields)


def spent(*findings: Finding) -> Aggregate:
    return aggregate(Plan(operation="sum", what="spend"), findings)


@pytest.mark.parametrize("number", ["8812", ""])
def test_what_may_be_a_copy_is_counted_and_said(number: str) -> None:
    made = spent(receipt("text", "8812"), receipt("scan", number, vendor="PAPER & MORE"))
    assert made.totals[0].total == Decimal("103.20")
    assert "1 of them may be a copy of another" in made.notes[0]
    assert "Paper & More, 2026-05-12, EUR 51.60" in made.notes[0]


def test_another_number_amount_or_vendor_is_another_receipt() -> None:
    for other in (receipt("b", "8813"), receipt("b", "8812", "51.61"), receipt("b", "8812", vendor="Butcher")):
        made = spent(receipt("a", "8812"), other)
        assert len(made.counted) == 2
        assert made.notes == ()


def test_two_receipts_are_two_documents() -> None:
    made = aggregate(Plan(operation="count", what="receipts"), [receipt("a", "8812"), receipt("b", "8812")])
    assert len(made.counted) == 2
    assert "may be a copy" in made.notes[0]


def test_rows_of_a_table_are_no_copies() -> None:
    rows = [finding("5.00", "bank", day="2026-05-12", vendor="Cafe", row=row, at=row) for row in (2, 3)]
    assert spent(*rows).notes == ()
