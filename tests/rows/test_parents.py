"""What stands above a list in JSON is said of each of its rows."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from backend.rows.table import Table

from .making import Folder

ITEMS = [
    {"merchant": "Hilton", "date": "2026-03-02", "amount": "100.00"},
    {"merchant": "Renfe", "date": "2026-03-03", "amount": "50.00"},
]
CLAIM = {
    "claim_id": 17, "employee": {"name": "Anna Berg"}, "submitted": "2026-03-09", "currency": "CHF",
    "status": "rejected", "items": ITEMS, "total": "150.00",
}  # fmt: skip


def table_of(folder: Folder, record: object) -> Table:
    return folder.table(a_json=json.dumps(record))


def test_every_item_says_who_claims_it_and_in_what_currency(folder: Folder) -> None:
    table = table_of(folder, CLAIM)
    assert table.columns == ("merchant", "date", "amount", "claim_id", "employee.name", "currency", "status")
    assert table.rows[1].cells[3:] == (17, "Anna Berg", "CHF", "rejected")


def test_a_claim_is_added_up_from_its_items_in_its_currency(folder: Folder) -> None:
    (total,) = folder.compute("sum", what="spent", a_json=json.dumps(CLAIM)).totals
    assert (total.value, total.unit, total.rows) == (150, "CHF", 2)


def test_what_an_item_says_goes_before_what_stands_above(folder: Folder) -> None:
    own = [{"when": "2026-03-02", "cost": {"value": 1.5, "currency": "USD"}}, {"when": "2026-03-03", "cost": {}}]
    record = {"currency": "EUR", "date": "2026-04-01", "lines": own}
    assert table_of(folder, record).columns == ("when", "cost.value", "cost.currency")


def test_an_invoice_without_dates_on_its_lines_dates_them(folder: Folder) -> None:
    record = {"supplier": "A", "invoice_date": "2026-04-01", "lines": [{"name": "Bolt", "price": Decimal("1.5")}]}
    table = folder.table(a_json=json.dumps(record, default=float))
    assert table.columns == ("name", "price", "supplier", "invoice_date")


@pytest.mark.parametrize(
    "above", [{"meta": {"page": 1, "created": "2026-01-01"}}, {"exported_at": "2026-01-01"}, {"count": 7, "vat": 20.5}]
)
def test_what_is_said_of_the_file_or_in_sum_is_not_said_of_its_rows(folder: Folder, above: dict[str, object]) -> None:
    assert table_of(folder, {**above, "data": ITEMS}).columns == ("merchant", "date", "amount")
