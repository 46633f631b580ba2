"""What is counted: the claims, orders or invoices that rows belong to, or the rows."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder

ORDERS = (
    "order_no,date,product,amount\n7,2026-01-02,A,1.00\n7,2026-01-02,B,2.00\n8,2026-01-03,A,1.00\n,2026-01-04,C,3\n"
)
INVOICES = "Invoice number,Date,Supplier,Amount\n1,2026-01-02,A,1.00\n2,2026-01-03,B,2.00\n"
EVERY = Filters()
PAYMENTS = "Date,Payee,Amount\n2026-01-02,A,1.00\n2026-01-03,B,2.00\n"


def claim(number: int, items: int) -> str:
    listed = [{"merchant": "A", "date": f"2026-01-0{day + 1}", "amount": "1.50"} for day in range(items)]
    return json.dumps({"claim_id": f"C-{number}", "employee": "Anna Berg", "items": listed})


def counted(folder: Folder, what: str, filters: Filters = EVERY, **files: object) -> tuple[int, tuple[str, ...]]:
    tables = folder.tables(**files)
    plan = Plan(operation="count", what=what, per="document", filters=filters)
    found = find_rows(tables, {table.document_id: Text("") for table in tables}, plan)
    return len(found.findings), found.notes


def test_a_claim_of_several_items_is_one_claim(folder: Folder) -> None:
    number, notes = counted(folder, "claims", a_json=claim(1, 3), b_json=claim(2, 1), c_csv=PAYMENTS)
    assert number == 2
    assert 'Each "claim_id" was counted once: 4 rows name 2.' in notes
    assert "2 rows of tables that number no claim were not counted." in notes


@pytest.mark.parametrize(
    ("content", "what", "number"),
    [
        (ORDERS, "orders", 3),
        (ORDERS, "items", 4),
        (ORDERS, "purchases", 4),
        (INVOICES, "invoices", 2),
        (PAYMENTS, "payments", 2),
    ],
)
def test_what_is_numbered_counts_once_and_all_else_in_every_row(
    folder: Folder, content: str, what: str, number: int
) -> None:
    assert counted(folder, what, a_csv=content)[0] == number


def test_rows_that_are_told_apart_later_are_all_kept(folder: Folder) -> None:
    assert counted(folder, "orders", Filters(value_from=Decimal(2)), a_csv=ORDERS)[0] == 4
    assert counted(folder, "orders", Filters(words=("b",)), a_csv=ORDERS)[0] == 1
