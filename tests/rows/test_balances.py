"""What accounts held: the last balance of each, never a sum of states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder

JANUARY = "Date,Details,Out,In,Balance\n02/01/2026,A,10.00,,90.00\n13/01/2026,B,,5.00,95.00\n13/01/2026,C,1.00,,94.00\n"
FEBRUARY = "Date,Details,Out,In,Balance\n02/02/2026,D,4.00,,90.00\n20/02/2026,E,,20.00,110.00\n"
OTHER_JANUARY = "Date,Details,Out,In,Balance\n03/01/2026,F,1.00,,999.00\n23/01/2026,G,9.00,,990.00\n"
OTHER_FEBRUARY = "Date,Details,Out,In,Balance\n03/02/2026,H,40.00,,950.00\n23/02/2026,I,50.00,,900.00\n"
LATEST_FIRST = "Tag;Text;Betrag;Kontostand\n28.01.26;A;-5,00;85,00\n28.01.26;B;-5,00;90,00\n03.01.26;C;10,00;95,00\n"
OWED = "Date,Supplier,Amount,Balance\n01/02/2020,A,10.00,5.00\n02/02/2020,B,3.00,0.00\n03/02/2020,C,9.00,9.00\n"
NO_BALANCE = "Date,Details,Out,In\n02/01/2026,A,10.00,\n13/01/2026,B,,5.00\n"


def held(folder: Folder, *contents: str, months: int = 0, by: tuple[str, ...] = ()) -> list[Decimal | None]:
    tables = folder.tables(**{f"f{number}_csv": content for number, content in enumerate(contents)})
    window = Filters(date_from=date(2026, 1, 1), date_to=date(2026, 1, 31)) if months else Filters()
    plan = Plan(operation="sum", what="closing balance", filters=window, group_by=by)
    return [it.value for it in find_rows(tables, {table.document_id: Text("") for table in tables}, plan).findings]


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_an_account_holds_what_its_last_row_says(folder: Folder) -> None:
    assert held(folder, JANUARY) == numbers(94)


def test_statements_of_one_account_that_follow_each_other_have_one_last_balance(folder: Folder) -> None:
    assert held(folder, FEBRUARY, JANUARY) == numbers(110)
    assert held(folder, FEBRUARY, JANUARY, months=1) == numbers(94)
    assert held(folder, FEBRUARY, JANUARY, by=("month",)) == numbers(110, 94)


def test_two_accounts_of_one_bank_have_a_balance_each(folder: Folder) -> None:
    assert held(folder, JANUARY, OTHER_JANUARY, OTHER_FEBRUARY, FEBRUARY) == numbers(900, 110)


def test_the_latest_row_may_stand_first(folder: Folder) -> None:
    assert held(folder, LATEST_FIRST) == numbers(85)


def test_what_is_still_owed_adds_up(folder: Folder) -> None:
    assert held(folder, OWED) == numbers(5, 0, 9)


@pytest.mark.parametrize("what", ["closing balance", "Kontostand", "solde", "saldo"])
def test_movements_are_no_balance(folder: Folder, what: str) -> None:
    result = folder.compute("sum", what=what, a_csv=NO_BALANCE)
    assert (result.totals, result.tables[0].measure.reason) == ((), "No column holds balances.")


def test_balances_of_rows_can_be_compared(folder: Folder) -> None:
    tables = folder.tables(a_csv=JANUARY)
    found = find_rows(tables, {"a.csv": Text("")}, Plan(operation="maximum", what="balance"))
    assert [it.value for it in found.findings] == numbers(90, 95, 94)
