"""Findings of tables: which rows count for a question, and on which side of an account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.finding import Finding
from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import FoundRows, find_rows
from tests.rows.making import Folder

ACCOUNT = """Date,Details,Amount,Balance
01/02/2020,Baker,-10.00,90.00
02/02/2020,Salary,50.00,140.00
03/02/2020,Refund Baker,4.00,144.00
05/02/2020,Butcher,-20.00,124.00
"""
PAYMENTS = """Date,Supplier,Category,Amount
01/02/2020,Brightwater Hosting,Consulting,100.00
02/02/2020,ACME,Hosting,40.00
03/02/2020,ACME,Hosting,-15.00
"""


def found(folder: Folder, content: str, plan: Plan) -> FoundRows:
    tables = folder.tables(file_csv=content)
    return find_rows(tables, {tables[0].document_id: Text(content)}, plan)


def values(rows: FoundRows) -> list[Decimal | None]:
    return [finding.value for finding in rows.findings]


def numbers(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_what_was_paid_from_an_account_is_a_positive_number(folder: Folder) -> None:
    rows = found(folder, ACCOUNT, Plan(operation="sum", what="paid", per="row"))
    assert values(rows) == numbers("10.00", "20.00")
    assert rows.left_out["it went the other way"] == 2


def test_what_came_into_an_account_leaves_out_what_was_paid(folder: Folder) -> None:
    assert values(found(folder, ACCOUNT, Plan(operation="sum", what="income"))) == numbers("50.00", "4.00")


@pytest.mark.parametrize("what", ["earn", "money come in", "verdient", "gagné", "ganado"])
def test_what_is_earned_came_in(folder: Folder, what: str) -> None:
    assert values(found(folder, ACCOUNT, Plan(operation="sum", what=what))) == numbers("50.00", "4.00")


def test_what_payments_come_to_went_out(folder: Folder) -> None:
    assert values(found(folder, ACCOUNT, Plan(operation="sum", what="payments come to"))) == numbers("10.00", "20.00")


def test_a_refund_in_an_account_came_in_and_says_so(folder: Folder) -> None:
    [refund] = found(folder, ACCOUNT, Plan(operation="count", what="refunds")).findings
    assert (refund.value, refund.vendor) == (Decimal("4.00"), "Refund Baker")


def test_all_lines_of_an_account_are_counted_when_lines_are_asked_for(folder: Folder) -> None:
    assert len(found(folder, ACCOUNT, Plan(operation="count", what="transactions", per="row")).findings) == 4


def test_an_amount_still_owed_is_no_balance_of_an_account(folder: Folder) -> None:
    owed = "Date,Supplier,Amount,Balance\n01/02/2020,A,10.00,5.00\n02/02/2020,B,-3.00,0.00\n03/02/2020,C,9.00,9.00\n"
    assert values(found(folder, owed, Plan(operation="sum", what="total"))) == numbers("10.00", "-3.00", "9.00")


def test_a_row_whose_amount_stands_in_the_other_column_is_no_payment(folder: Folder) -> None:
    split = "Date,Details,Paid out,Paid in\n01/02/2020,A,10.00,\n02/02/2020,B,,30.00\n03/02/2020,C,5.00,\n"
    payments = found(folder, split, Plan(operation="distinct", what="vendor", per="row"))
    assert [finding.vendor for finding in payments.findings] == ["A", "C"]


def test_refunds_in_a_list_of_payments_are_below_zero(folder: Folder) -> None:
    assert values(found(folder, PAYMENTS, Plan(operation="count", what="payments refunds"))) == numbers("-15.00")


def test_a_word_that_is_a_category_means_its_rows_and_no_others(folder: Folder) -> None:
    def vendors(word: str) -> list[str]:
        plan = Plan(operation="sum", what="spend", filters=Filters(words=(word,)))
        return [finding.vendor for finding in found(folder, PAYMENTS, plan).findings]

    assert vendors("hosting") == ["ACME", "ACME"]
    assert vendors("brightwater") == ["Brightwater Hosting"]


def test_every_finding_leads_to_its_line(folder: Folder) -> None:
    first: Finding = found(folder, PAYMENTS, Plan(operation="sum", what="spend")).findings[0]
    assert PAYMENTS[first.quote.start : first.quote.end] == first.quote.text


@pytest.mark.parametrize(
    ("what", "value"), [("net of VAT", "10.00"), ("VAT", "2.00"), ("ohne MwSt", "10.00"), ("spend", "12.00")]
)
def test_the_column_is_the_one_that_the_words_mean(folder: Folder, what: str, value: str) -> None:
    bills = "Date,Supplier,Net,VAT,Gross\n01/02/2020,A,10.00,2.00,12.00\n02/02/2020,B,10.00,2.00,12.00\n"
    assert values(found(folder, bills, Plan(operation="sum", what=what))) == numbers(value, value)


def test_the_tax_of_a_table_without_tax_is_not_its_total(folder: Folder) -> None:
    assert values(found(folder, PAYMENTS, Plan(operation="sum", what="VAT"))) == [None, None, None]
    assert values(found(folder, PAYMENTS, Plan(operation="sum", what="tips"))) == [None, None, None]
