"""Units are never mixed."""

from __future__ import annotations

import pytest

from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder


@pytest.mark.parametrize(
    ("content", "units"),
    [
        ("Date,Amount (£)\n2024-01-01,1.50\n", ["GBP"]),
        ("Datum;Betrag in EUR\n01.01.2024;1,50\n", ["EUR"]),
        ("date,meter,kwh,cost_eur\n2026-01-31,barn,412,119.48\n2026-02-28,barn,377,109.33\n", ["EUR"]),
        ("date,amount_top\n2026-01-31,119.48\n2026-02-28,109.33\n", [""]),
        ("Date,Amount\n2024-01-01,£1.50\n2024-01-02,€2.50\n", ["EUR", "GBP"]),
        ("Date,Amount,Currency\n2024-01-01,1.50,USD\n2024-01-02,2.50,EUR\n2024-01-02,3.50,\n", ["", "EUR", "USD"]),
        ("Spend over £25\n\nDate,Amount\n2024-01-01,30.50\n", ["GBP"]),
        ("Spend over £25,000 in 2024\n\nDate,Amount\n2024-01-01,30.50\n", ["GBP"]),
        ("Figures in £ or €\n\nDate,Amount\n2024-01-01,30.50\n", [""]),
        ("Date,Amount (£000)\n2024-01-01,1.50\n", ["GBP thousands"]),
        ("Dept;Betrag TEUR\nA;1,50\nB;2,50\n", ["EUR thousands"]),
        ("Figures in $ millions\n\nDept,Amount USD\nA,1.50\nB,2.50\n", ["USD millions"]),
        ("Item;Menge\nA;5 kg\nB;3 Stk\nC;2,5 kg\n", ["Stk", "kg"]),
        ("Date,Amount\n2024-01-01,$5\n", ["$"]),
        ("Date,Amount\n31/01/2024,$5\n", ["$"]),
        ("Date,Amount\n01/31/2024,$5\n", ["USD"]),
        ("Date,Amount\n01/31/2024,C$5\n", ["CAD"]),
        ("Harbour Bank, Toronto, Canada\n\nDate,Amount\n01/31/2024,$5\n", ["CAD"]),
        ("Date;Libellé;Débit euros;Crédit euros\n31/01/2024;A;5,00;\n", ["EUR"]),
        ("Date,Item,Weight pounds,Amount pounds\n2024-01-31,A,5.50,1.20\n", ["GBP"]),
        ("Date,Amount,Currency\n2024-01-01,$5,CAD\n2024-01-02,5,CAD\n", ["CAD"]),
    ],
)
def test_every_row_has_the_unit_that_its_table_says(folder: Folder, content: str, units: list[str]) -> None:
    result = folder.compute("sum", a_csv=content)
    assert [figure.unit for figure in result.totals] == units


def units_of(folder: Folder, plan: Plan, **files: object) -> tuple[list[str], tuple[str, ...]]:
    tables = folder.tables(**files)
    found = find_rows(tables, {table.document_id: Text("") for table in tables}, plan)
    return [finding.unit for finding in found.findings], found.notes


POUNDS = "Date,Supplier,Amount (£)\n2024-01-01,A,1.50\n"
EUROS = "Date,Payee,Amount (€)\n2024-01-01,B,1.50\n"
SILENT = "Date,Vendor,Amount\n2024-01-01,C,1.50\n"
NOTE = "1 of 2 tables name no currency. All others are in GBP, so they were counted in GBP too."


def test_a_table_that_names_no_currency_counts_in_that_of_all_others_and_says_so(folder: Folder) -> None:
    units, notes = units_of(folder, Plan(operation="sum", what="paid"), a_csv=POUNDS, b_csv=SILENT)
    assert units == ["GBP", "GBP"]
    assert NOTE in notes


@pytest.mark.parametrize(
    ("files", "wanted", "units"),
    [
        ({"a_csv": POUNDS, "b_csv": EUROS, "c_csv": SILENT}, "", ["GBP", "EUR", ""]),
        ({"a_csv": POUNDS, "c_csv": SILENT}, "EUR", ["GBP", ""]),
        ({"a_csv": POUNDS, "c_csv": "Team,Headcount\nA,5\nB,7\n"}, "", ["GBP", "", ""]),
        ({"a_csv": SILENT}, "", [""]),
    ],
)
def test_a_currency_that_is_not_sure_stays_open(
    folder: Folder, files: dict[str, object], wanted: str, units: list[str]
) -> None:
    plan = Plan(operation="sum", what="headcount", filters=Filters(unit=wanted))
    assert units_of(folder, plan, **files)[0] == units
