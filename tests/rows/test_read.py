"""Tables found in files: headers, merged cells, ragged rows, several tables, records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from backend.errors import ExtractionFailed
from backend.rows.read import read

from .making import Folder


def test_a_header_is_found_below_titles_and_blank_lines(folder: Folder) -> None:
    table = folder.table(a_csv="Quarterly spend\nPrepared for:,the board\n\nDate,Supplier,Amount\n2024-01-01,A,1.50\n")
    assert (table.columns, table.header_row) == (("Date", "Supplier", "Amount"), 4)
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("2024-01-01", "A", "1.50"))]
    assert [row.number for row in table.above] == [1, 2]


def test_a_header_of_unknown_words_is_known_by_the_numbers_below_it(folder: Folder) -> None:
    table = folder.table(a_csv="Aruanne\n\nPäev;Kellele;Rahasumma\n05.01.2024;A;10,50\n06.01.2024;B;20,25\n")
    assert (table.columns, table.header_row) == (("Päev", "Kellele", "Rahasumma"), 3)


def test_a_file_without_a_header_gets_numbered_columns(folder: Folder) -> None:
    table = folder.table(a_csv="2024-01-01,Alpha,12.50\n2024-01-02,Beta,13.50\n")
    assert (table.columns, table.header_row, len(table.rows)) == (("column 1", "column 2", "column 3"), 0, 2)


def test_a_header_of_merged_cells_over_two_lines_is_joined(folder: Folder) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.append(["Budget report"])
        sheet.append(["", "2023", "", "2024", ""])
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("D2:E2")
        sheet.append(["Department", "Budget", "Actual", "Budget", "Actual"])
        sheet.append(["Parks", 1, 2, 3, 4])

    table = folder.table(a_xlsx=fill)
    assert table.columns == ("Department", "2023 Budget", "2023 Actual", "2024 Budget", "2024 Actual")
    assert [row.number for row in table.rows] == [4]


def test_a_line_of_units_below_the_header_belongs_to_it(folder: Folder) -> None:
    table = folder.table(a_csv="Item,Weight,Cost\n,kg,£\nA,2.5,10.00\nB,3.5,20.00\n")
    assert table.columns == ("Item", "Weight kg", "Cost £")
    assert len(table.rows) == 2


def test_blank_and_repeated_names_of_columns_become_distinct(folder: Folder) -> None:
    table = folder.table(a_csv="Date,Amount,,Amount\n2024-01-01,1.50,x,2.50\n2024-01-02,1.50,y,2.50\n")
    assert table.columns == ("Date", "Amount", "column 3", "Amount (2)")


def test_a_name_merged_over_several_rows_holds_for_each_of_them(folder: Folder) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for line in (["Department", "Supplier", "Amount"], ["Parks", "A", 1.5], [None, "B", 2.5], ["Roads", "C", 3.5]):
            book.active.append(line)
        book.active.merge_cells("A2:A3")

    assert [row.cells[0] for row in folder.table(a_xlsx=fill).rows] == ["Parks", "Parks", "Roads"]


def test_a_number_merged_over_several_rows_counts_once(folder: Folder) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for line in (["Supplier", "Amount"], ["A", 1.5], ["B", None], ["C", 3.5]):
            book.active.append(line)
        book.active.merge_cells("B2:B3")

    assert [row.cell(1) for row in folder.table(a_xlsx=fill).rows] == [Decimal("1.5"), "", Decimal("3.5")]


def test_a_repeated_header_is_no_row(folder: Folder) -> None:
    table = folder.table(a_csv="Date,Amount\n2024-01-01,1.50\nDate,Amount\n2024-01-02,2.50\n")
    assert ([row.number for row in table.rows], table.repeated) == ([2, 4], (3,))


def test_tables_below_one_another_are_told_apart(folder: Folder) -> None:
    first, second = folder.tables(
        a_xlsx=[
            ["Payments"],
            ["Date", "Supplier", "Amount"],
            [dt.date(2024, 1, 1), "A", 10],
            [dt.date(2024, 1, 2), "B", 20],
            [],
            ["Staff"],
            ["Team", "People", "Town"],
            ["X", 5, "London"],
        ]
    )
    assert (first.columns, len(first.rows)) == (("Date", "Supplier", "Amount"), 2)
    assert (second.columns, second.header_row, len(second.rows)) == (("Team", "People", "Town"), 7, 1)


def test_a_delimiter_inside_an_unquoted_name_is_put_back_where_only_one_way_makes_sense(folder: Folder) -> None:
    head = "Supplier,Amount,Date\nPlain,200.00,2024-01-02\nMore,5.00,2024-01-02\n"
    table = folder.table(a_csv=head + "Smith, Jones & Co,100.00,2024-01-01\n")
    assert table.rows[-1].cells == ("Smith, Jones & Co", "100.00", "2024-01-01")
    assert (table.joined, table.unfit) == ({4}, frozenset())


def test_a_row_that_could_be_put_together_in_two_ways_is_left_as_it_is(folder: Folder) -> None:
    table = folder.table(a_csv="Supplier,Amount,Date\nPlain,200.00,2024-01-02\nOther,1,234.50,2024-01-03\n")
    assert table.unfit == {3}


def test_records_keep_their_numbers_and_their_places(folder: Folder) -> None:
    table = folder.table(a_jsonl='{"id": 1, "who": {"name": "A"}, "paid": 1.10}\n\nnot json\n{"id": 2, "paid": null}\n')
    assert table.columns == ("id", "who.name", "paid")
    assert [(row.number, row.cells[-1]) for row in table.rows] == [(1, Decimal("1.10")), (3, "not json"), (4, "")]
    assert table.unfit == {3}


def test_lists_inside_a_json_object_are_tables_by_their_keys(folder: Folder) -> None:
    tables = folder.tables(a_json='{"about": {"x": 1}, "paid": [{"a": 1}], "due": [{"a": 2}, {"a": 3}]}')
    assert [(table.sheet, len(table.rows)) for table in tables] == [("paid", 1), ("due", 2)]


def test_a_number_of_absurd_size_in_json_is_text(folder: Folder) -> None:
    assert folder.table(a_json='[{"a": 1e999999999}]').rows[0].cells == ("1E+999999999",)


def test_a_damaged_workbook_says_so(folder: Folder) -> None:
    with pytest.raises(ExtractionFailed, match="damaged"):
        read(folder.source("a.xlsx", b"PK no workbook"))


def test_a_file_that_is_gone_says_so(folder: Folder) -> None:
    source = folder.source("a.csv", "a,b\n1,2\n")
    source.path.unlink()
    with pytest.raises(ExtractionFailed, match="could not be opened"):
        read(source)
