"""Nothing is counted twice."""

from __future__ import annotations

import datetime as dt

import openpyxl

from .making import Folder

HEAD = ["Date", "Supplier", "Amount"]


def month(number: int) -> list[list[object]]:
    return [[dt.date(2024, number, day), f"Supplier {day}", day * 10 * number] for day in range(1, 5)]


def sheets(**content: list[list[object]]) -> object:
    def fill(book: openpyxl.Workbook) -> None:
        book.remove(book.active)
        for name, rows in content.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)

    return fill


def test_the_same_table_as_csv_and_as_workbook_counts_once(folder: Folder) -> None:
    result = folder.compute(
        "sum",
        a_csv='Supplier,Date,Amount\nA,01/02/2024,"1,000.50"\nB,13/02/2024,2\n',
        b_xlsx=[HEAD, [dt.date(2024, 2, 1), "A", 1000.5], [dt.date(2024, 2, 13), "B", 2]],
    )
    assert result.totals[0].value == 1002.5
    assert "b.xlsx, Sheet was left out: the same rows stand in a.csv." in result.notes


def test_a_sheet_that_holds_all_others_is_counted_instead_of_them(folder: Folder) -> None:
    book = sheets(Jan=[HEAD, *month(1)], Feb=[HEAD, *month(2)], All=[HEAD, *month(1), *month(2)])
    result = folder.compute("sum", a_xlsx=book)
    assert result.totals[0].value == 300
    assert [use.used for use in result.tables] == [0, 0, 8]


def test_a_sheet_that_sums_up_others_is_left_out(folder: Folder) -> None:
    book = sheets(
        ByMonth=[["Month", "Amount"], ["Jan", 100], ["Feb", 200]], Jan=[HEAD, *month(1)], Feb=[HEAD, *month(2)]
    )
    result = folder.compute("sum", a_xlsx=book)
    assert result.totals[0].value == 300
    assert "a.xlsx, ByMonth was left out: it sums up a.xlsx, Jan, a.xlsx, Feb." in result.notes


def test_the_same_rent_every_month_is_no_copy(folder: Folder) -> None:
    result = folder.compute("sum", rent_1_csv="Who,Amount\nA,5.00\nB,6.00\n", rent_2_csv="Who,Amount\nA,5.00\nB,6.00\n")
    assert result.totals[0].value == 22


def test_equal_rows_are_counted_and_pointed_out(folder: Folder) -> None:
    result = folder.compute(
        "sum",
        a_csv="Date,Who,Amount\n2024-01-01,A,5.00\n2024-01-01,A,5.00\n2024-01-02,B,1.00\n",
        b_csv="Date,Who,Amount\n2024-01-02,B,1.00\n2024-01-03,C,1.00\n",
    )
    assert result.totals[0].value == 13
    assert (
        "1 row is exactly like another row of the same table, most of them in a.csv. All were counted." in result.notes
    )
    assert "1 row is exactly like a row of another table. All were counted." in result.notes
