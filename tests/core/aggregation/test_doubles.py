"""Doubles: what was paid once counts once, though a receipt and a bank's statement both say it."""

from __future__ import annotations

from decimal import Decimal

from backend.core.aggregation.aggregate import Aggregate, aggregate
from backend.core.plan import Plan
from tests.core.findings import finding

SUM = Plan(operation="sum", what="spend")
RECEIPT = finding("12.00", "receipt", day="2021-03-01", vendor="Corner Shop Ltd")


def booked(value: str = "12.00", day: str = "2021-03-03", vendor: str = "CORNER SHOP", row: int = 2) -> Aggregate:
    return aggregate(SUM, [RECEIPT, finding(value, "bank", day=day, vendor=vendor, row=row, at=row)])


def test_a_receipt_whose_payment_stands_in_a_table_counts_once() -> None:
    made = booked()
    assert made.totals[0].total == Decimal("12.00")
    assert made.left("repeated") == (0,)


def test_what_a_bank_writes_with_a_minus_is_the_same_payment() -> None:
    assert booked("-12.00").left("repeated") == (0,)


def test_another_amount_day_or_currency_is_another_payment() -> None:
    assert booked("12.01").left("repeated") == ()
    assert booked(day="2021-03-20").left("repeated") == ()
    other = finding("12.00", "bank", unit="USD", day="2021-03-01", vendor="Corner Shop", row=2)
    assert aggregate(SUM, [RECEIPT, other]).left("repeated") == ()


def test_the_same_amount_under_another_name_is_counted_twice_and_said() -> None:
    made = booked(vendor="Butcher")
    assert made.totals[0].total == Decimal("24.00")
    assert "1 amount of a single document stands in a table too" in " ".join(made.notes)


def test_a_row_is_the_payment_of_one_receipt_only() -> None:
    again = finding("12.00", "second", day="2021-03-02", vendor="Corner Shop")
    row = finding("12.00", "bank", day="2021-03-02", vendor="Corner Shop", row=2)
    assert aggregate(SUM, [RECEIPT, again, row]).totals[0].total == Decimal("24.00")


def test_rows_are_no_receipts_where_there_are_receipts() -> None:
    receipt = finding("12.00", "receipt", fields={"kind": "receipt"})
    made = aggregate(Plan(operation="count", what="receipts"), [receipt, finding("5.00", "bank", row=2)])
    assert made.counted == (0,)
    assert made.left_out[0].verdict.reason == "It is a row of a table, not a receipt."
