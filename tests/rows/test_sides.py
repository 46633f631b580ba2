"""What went out and what came in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .making import Folder

SIGNED = "Buchungstag;Text;Betrag\n02.01.2024;Strom;-1.234,56\n03.01.2024;Gehalt;2.500,00\n15.02.24;M;-45,50\n"
NAMED = "Datum;Naam;Af Bij;Bedrag (EUR)\n20240105;W;Af;12,50\n20240106;Werkgever;Bij;2000,00\n20240107;Trein;Af;7,50\n"
REFUND = "Date,Supplier,Amount\n2024-01-01,A,10.00\n2024-01-02,B,-2.00\n2024-01-03,C,5.00\n"
CODES = "Date,Class,Amount\n2024-01-01,C,10.00\n2024-01-02,D,2.00\n2024-01-03,C,5.00\n"
UNNAMED = "Tag;Vorgang;Umsatz; \n01.01.2026;Miete;88,20;S\n02.01.2026;Lohn;1.200,00;H\n03.01.2026;Bahn;9,80;S\n"
ONE_SIDE = "Tag;Vorgang;Umsatz;Soll/Haben\n01.01.2026;Miete;88,20;S\n03.01.2026;Bahn;9,80;S\n"
SIZES = "Date,Item,Size,Amount\n2024-01-01,Shirt,S,10.00\n2024-01-02,Hat,H,2.00\n2024-01-03,Shoes,S,5.00\n"


@pytest.mark.parametrize(
    ("content", "what", "value"),
    [
        (UNNAMED, "spent", "98.00"),
        (UNNAMED, "money came in", "1200.00"),
        (ONE_SIDE, "spent", "98.00"),
        (SIZES, "spent", "17.00"),
        (SIGNED, "Ausgaben", "1280.06"),
        (SIGNED, "income", "2500.00"),
        (SIGNED, "total", "1219.94"),
        (NAMED, "total spending", "20.00"),
        (NAMED, "what was received", "2000.00"),
        (NAMED, "net change", "1980.00"),
        (NAMED, "", "20.00"),
        (REFUND, "total spending", "13.00"),
        (CODES, "total spending", "17.00"),
    ],
)
def test_one_column_may_hold_both_sides(folder: Folder, content: str, what: str, value: str) -> None:
    assert folder.compute("sum", what=what, a_csv=content).totals[0].value == Decimal(value)


def test_the_other_side_is_left_out_with_the_reason(folder: Folder) -> None:
    result = folder.compute("sum", what="spent", a_csv=NAMED)
    assert [(each.reason, each.rows) for each in result.left_out] == [("it went the other way", 1)]
    assert result.tables[0].sentences[0].startswith('"Af Bij" says what went out and what came in.')


def test_what_came_in_is_nothing_where_all_of_it_went_out(folder: Folder) -> None:
    result = folder.compute("sum", what="money came in", a_csv=ONE_SIDE)
    assert (result.totals, result.left_out[0].rows) == ((), 2)
