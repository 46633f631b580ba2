"""Debit and credit: what suppliers gave back, or what an account received."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder

LEDGER = (
    "Ref,Vendor,Posting date,Service,Debit,Credit\n"
    "1,A,2025-01-02,Roads,100.00,\n2,B,2025-01-03,Parks,50.00,\n3,A,2025-01-04,Roads,,20.00\n,Totals,,,150.00,20.00\n"
)
ACCOUNT = (
    "Datum;Empfänger;Zweck;Soll;Haben\n02.01.2025;Bahn;Karte;10,00;\n03.01.2025;Bahn;Karte;30,00;\n"
    "04.01.2025;Muster AG;Gehalt;;900,00\n"
)
OWN_MONEY = "Date,Payee,Debit,Credit\n2025-01-02,Anna,10.00,\n2025-01-03,Tom,,10.00\n2025-01-04,Tom,20.00,\n"
BALANCED = (
    "Date,Payee,Debit,Credit,Balance\n2025-01-02,A,100.00,,900.00\n2025-01-03,B,50.00,,850.00\n"
    "2025-01-04,A,,20.00,870.00\n"
)


@pytest.mark.parametrize(
    ("content", "what", "value"),
    [
        (LEDGER, "paid", "130.00"),
        (LEDGER, "total", "130.00"),
        (LEDGER, "sum of debits", "150.00"),
        (LEDGER, "credits", "20.00"),
        (ACCOUNT, "ausgegeben", "40.00"),
        (ACCOUNT, "eingegangen", "900.00"),
        (OWN_MONEY, "spent", "30.00"),
        (BALANCED, "spent", "150.00"),
    ],
)
def test_a_credit_of_a_supplier_is_taken_off_and_a_salary_is_not(
    folder: Folder, content: str, what: str, value: str
) -> None:
    assert folder.compute("sum", what=what, a_csv=content).totals[0].value == Decimal(value)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(operation="sum", what="refunds"),
        Plan(operation="count", what="credit notes"),
    ],
)
def test_refunds_in_a_ledger_are_its_credits(folder: Folder, plan: Plan) -> None:
    found = find_rows(folder.tables(a_csv=LEDGER), {"a.csv": Text("")}, plan).findings
    assert [finding.value for finding in found] == [-20]


def test_every_row_of_a_ledger_is_a_payment(folder: Folder) -> None:
    plan = Plan(operation="count", what="payments", filters=Filters(value_below=Decimal(0)))
    found = find_rows(folder.tables(a_csv=LEDGER), {"a.csv": Text("")}, plan).findings
    assert [finding.value for finding in found] == [100, 50, -20]
