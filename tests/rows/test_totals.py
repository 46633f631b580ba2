"""Rows that add up others, or only say something about them."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
    assert left_out(result)["balance carried forward"] == [2, 5]
    assert result.totals[0].value == 11


@pytest.mark.parametrize(
    "label",
    [
        "Opening balance", "CLOSING BALANCE", "Balance b/f", "Balance carried forward", "Statement opening balance",
        "Balance as of 01/31/2026", "Endsaldo", "Anfangssaldo 01.01.2026", "Saldovortrag", "Schlusssaldo",
        "Neuer Kontostand", "Kontostand am 31.01.2026", "Alter Saldo", "Solde initial", "Nouveau solde au 31/01/2026",
        "Solde créditeur au 31 janvier 2026", "Solde de clôture", "Saldo anterior", "Saldo final", "Nuevo saldo",
        "Saldo al 31/01/2026",
    ],
)  # fmt: skip
def test_a_balance_is_no_payment_though_its_row_is_full(folder: Folder, label: str) -> None:
    rows = "01.01.2026;A;EUR;88,20;S\n02.01.2026;B;EUR;10,00;H\n03.01.2026;C;EUR;1,00;S\n"
    content = f"Datum;Vorgang;Währung;Umsatz;S/H\n{rows}31.01.2026;{label};EUR;1.434,04;H\n"
    assert folder.compute("sum", what="came in", a_csv=content).totals[0].value == 10


@pytest.mark.parametrize("label", ["New Balance", "Final balance", "Übertrag Tagesgeld", "Balance payment", "Report"])
def test_what_only_sounds_like_a_balance_is_a_payment(folder: Folder, label: str) -> None:
    result = added(folder, f"Date,Details,Amount\n2024-01-01,A,1.00\n2024-01-02,{label},5.00\n2024-01-03,B,6.00\n")
    assert (result.totals[0].value, result.left_out) == (12, ())


@pytest.mark.parametrize(
    "label",
    ["Umsatztotal", "Monatssumme", "Gesamtausgaben", "Total mouvements", "Total movimientos", "Sum of debits",
     "TOTAL DES OPERATIONS"],
)  # fmt: skip
@pytest.mark.parametrize("day", ["", "2024-01-31"])
def test_what_went_out_and_came_in_together_is_a_total(folder: Folder, label: str, day: str) -> None:
    rows = "2024-01-02,Rent,10.00,,90.00\n2024-01-03,Baker,5.50,,84.50\n2024-01-04,Salary,,50.00,134.50\n"
    content = f"Date,Details,Debit,Credit,Balance\n{rows}{day},{label},15.50,50.00,\n"
    assert folder.compute("sum", what="received", a_csv=content).totals[0].value == 50
    assert folder.compute("sum", what="spent", a_csv=content).totals[0].value == Decimal("15.50")


def test_a_company_named_like_a_total_is_one_though_the_other_side_says_zero(folder: Folder) -> None:
    rows = "2024-01-02,Gesamtschule,10.00,0.00\n2024-01-03,Total Energies,5.50,0.00\n2024-01-04,Pay,0.00,50.00\n"
    result = folder.compute("sum", what="spent", a_csv=f"Date,Details,Debit,Credit\n{rows}")
    assert result.totals[0].value == Decimal("15.50")


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
