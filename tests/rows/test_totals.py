"""Rows that add up others, or only say something about them."""

from __future__ import annotations

from decimal import Decimal

from backend.core.plan import Plan
from backend.rows.compute import compute
from backend.rows.result import RowsResult, rows_of

from .making import Folder

PLAN = Plan(operation="sum", per="row")


def left_out(result: RowsResult) -> dict[str, list[int]]:
    return {each.reason: [row.row for row in rows_of(result, each)] for each in result.left_out}


def added(folder: Folder, content: str) -> RowsResult:
    return compute([folder.table(a_csv=content)], PLAN)


def test_subtotals_and_grand_totals_are_left_out_and_shown(folder: Folder) -> None:
    result = added(
        folder,
        "Dept,Supplier,Amount\nParks,A,1.00\nParks,B,2.00\nParks total,,3.00\n"
        "Roads,C,5.00\nSubtotal Roads,,5.00\nGrand total:,,8.00\n",
    )
    assert result.totals[0].value == 8
    assert left_out(result) == {"total or subtotal": [4, 6, 7]}
    assert result.left_out[0].totals == {"": 16}


def test_a_company_called_total_is_a_company(folder: Folder) -> None:
    result = added(
        folder, "Date,Supplier,Amount\n2024-01-01,Total Energies,5.00\n2024-01-02,Total,5.00\n2024-01-03,B,1.00\n"
    )
    assert (result.totals[0].value, result.left_out) == (11, ())


def test_a_total_without_a_word_is_known_by_arithmetic(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\n2024-01-01,A,5.00\n2024-01-02,B,1.50\n,,6.50\n")
    assert (result.totals[0].value, left_out(result)) == (6.5, {"total or subtotal": [4]})


def test_a_total_in_an_unknown_language_is_known_by_arithmetic(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\n2024-01-01,A,5.00\n2024-01-02,B,1.50\nKokku,,6.50\n")
    assert left_out(result) == {"total or subtotal": [4]}


def test_a_lone_amount_that_adds_nothing_up_is_counted(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\n2024-01-01,A,5.00\n2024-01-02,B,1.50\n,,7.00\n")
    assert result.totals[0].value == 13.5


def test_in_a_table_of_two_columns_only_a_plain_total_or_a_sum_is_one(folder: Folder) -> None:
    result = added(folder, "Supplier,Amount\nA,5.00\nTotal Gas,5.00\nB,1.00\nTotal,11.00\n")
    assert (result.totals[0].value, left_out(result)) == (11, {"total or subtotal": [5]})


def test_a_total_that_does_not_add_up_is_pointed_out(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\n2024-01-01,A,5.00\n2024-01-02,B,oops\nTotal,,6.50\n")
    (note,) = [note for note in result.notes if "row 4" in note]
    assert (
        note
        == "a.csv, row 4: the total there is 6.50, the rows above add up to 5.00. 1 values above could not be read."
    )


def test_balances_carried_forward_move_no_money(folder: Folder) -> None:
    result = added(
        folder,
        "Date,Details,Amount\n2024-01-01,Opening balance,100.00\n2024-01-02,A,5.00\n2024-01-03,B,6.00\n"
        ",Balance carried forward,111.00\n",
    )
    assert left_out(result)["balance carried forward"] == [5]


def test_headings_and_notes_are_told_from_data(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\nParks\n2024-01-01,A,5.00\n\nSource: the ledger\n")
    assert left_out(result) == {"heading or note": [2, 5]}


def test_an_average_below_the_table_is_no_item(folder: Folder) -> None:
    result = added(folder, "Date,Supplier,Amount\n2024-01-01,A,5.00\n2024-01-02,B,3.00\nAverage,,4.00\n")
    assert result.totals[0].value == 8


def test_a_total_that_a_spreadsheet_computed_in_floats_is_still_one(folder: Folder) -> None:
    rows = [["Date", "Supplier", "Amount"], ["2024-01-01", "A", 0.1], ["2024-01-02", "B", 0.2]]
    result = folder.compute("sum", a_xlsx=[*rows, ["", "", 0.30000000000004]])
    assert (result.totals[0].value, left_out(result)) == (Decimal("0.3"), {"total or subtotal": [4]})
