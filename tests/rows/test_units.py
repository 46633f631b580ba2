"""Units are never mixed."""

from __future__ import annotations

import pytest

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
        ("Date,Amount,Currency\n2024-01-01,$5,CAD\n2024-01-02,5,CAD\n", ["CAD"]),
    ],
)
def test_every_row_has_the_unit_that_its_table_says(folder: Folder, content: str, units: list[str]) -> None:
    result = folder.compute("sum", a_csv=content)
    assert [figure.unit for figure in result.totals] == units
