"""CSV, TSV and workbooks."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter

from backend.formats.builder import MAX_ROW_MARKS
from backend.formats.delimited import sniff_delimiter
from backend.rows.spans import row_span

from .conftest import Read
from .samples import ODS_CONTENT, RENT, SAMPLES, XMLSS, ods, rezipped, workbook


def test_a_csv_keeps_its_lines_and_numbers_its_rows(read: Read) -> None:
    source = 'Supplier,Amount (£)\r\n"Smith, Jones & Co","1,234.50"\r\n\r\nBrown,2.00\r\n'
    text = read("a.csv", source.encode("cp1252")).text
    assert text.content == source.replace("\r\n", "\n")
    assert [(mark.kind, mark.number) for mark in text.marks] == [("row", 1), ("row", 2), ("row", 4)]
    assert text.place(text.content.index("Brown")) == {"row": 4}
    assert text.facts == {"encoding": "cp1252", "header": "Supplier,Amount (£)", "rows": 2}


def test_a_cell_of_several_lines_stays_in_one_row(read: Read) -> None:
    text = read("a.csv", b'id,note\n1,"first\nsecond"\n2,last\n').text
    assert text.content == 'id,note\n1,"first second"\n2,last\n'
    assert text.place(text.content.index("last")) == {"row": 3}


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(read: Read) -> None:
    text = read("a.csv", b'id,note\n1,"open\n' + b"2,last\n" * 2_000).text
    assert text.content.count("2,last\n") == 2_000
    assert "never closed" in text.warnings[0]


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ('name,amount\n"a, b, c",1\n"d;e",2\n', ","),
        ("name;amount\na;1,50\nb;2,75\n", ";"),
        ("name\tnote\na\tone, two\nb\tthree, four\n", "\t"),
        ("a|b|c\n1,5|2|3\n", "|"),
        ("one column\nonly\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_rows_evenly(sample: str, delimiter: str) -> None:
    assert sniff_delimiter(sample) == delimiter


def test_a_very_long_table_keeps_few_marks_and_exact_rows(read: Read) -> None:
    text = read("a.csv", b"".join(b"%d,x\n" % number for number in range(1, 100_001))).text
    assert len(text.marks) <= MAX_ROW_MARKS + 1
    for mark in text.marks[:: len(text.marks) // 50]:
        assert text.content[mark.start :].startswith(f"{mark.number},x\n")


def test_a_workbook_shows_cells_as_a_spreadsheet_does(read: Read) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "March"
        book.active.append(["What", "Value"])
        for what, value in (
            ("whole", 5.0),
            ("sum", 0.1 + 0.2),
            ("large", 1e20),
            ("day", dt.date(2024, 3, 1)),
            ("moment", dt.datetime(2024, 3, 1, 9, 30)),
            ("hours", dt.timedelta(hours=30, minutes=5)),
            ("yes", True),
            ("lines", "one\ntwo\tthree"),
        ):
            book.active.append([what, value])

    assert read("a.xlsx", workbook(fill)).text.content.splitlines() == [
        "# March",
        "What\tValue",
        "whole\t5",
        "sum\t0.3",
        "large\t100000000000000000000",
        "day\t2024-03-01",
        "moment\t2024-03-01 09:30:00",
        "hours\t30:05:00",
        "yes\tTRUE",
        "lines\tone two three",
    ]


def test_sheets_and_rows_are_marked_across_gaps(read: Read) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "First"
        book.active["B3"] = "near"
        book.active["B5"] = "after a gap"
        book.active["B900"] = "far below"
        book.create_sheet("Second")["A1"] = "other"
        book.create_sheet("Empty")

    text = read("a.xlsx", workbook(fill)).text
    assert text.content == "# First\nnear\n\nafter a gap\nfar below\n# Second\nother\n".replace("near", "\tnear", 0)
    assert text.place(text.content.index("after")) == {"sheet": "First", "row": 5}
    assert text.place(text.content.index("far")) == {"sheet": "First", "row": 900}
    assert text.place(text.content.index("other")) == {"sheet": "Second", "row": 1}
    assert text.facts["sheets"] == 3


def test_rows_are_counted_below_the_header_even_below_a_title(read: Read) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["Spending in March"], [], ["Supplier", "Amount"], ["A", 1], ["B", 2]):
            book.active.append(row)

    facts = read("a.xlsx", workbook(fill)).text.facts
    assert (facts["rows"], facts["header"]) == (2, "Supplier Amount")


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_workbooks_are_read_alike(kind: str, read: Read) -> None:
    name, sample = SAMPLES[kind]
    text = read(name, sample()).text
    assert text.content.startswith("# Fees\n")
    assert "950\n" in text.content
    assert text.marks[0].label == "Fees"


def test_a_workbook_in_xml_is_read_like_any_other(read: Read) -> None:
    name, sample = SAMPLES["xmlss"]
    text = read(name, sample()).text
    assert text.content == "# Fees\nWhat\t\tAmount\n\n\nThe rent is 950\t\t950.10\t2024-03-01\tTRUE\n"
    assert text.place(text.content.index("950.10")) == {"sheet": "Fees", "row": 4}
    assert text.facts["sheets"] == 1


def test_cells_that_claim_to_stand_far_away_cost_no_more_than_a_sheet_has(read: Read) -> None:
    far = XMLSS.replace('ss:Index="4"', 'ss:Index="99999999999"').replace('ss:Index="3"', 'ss:Index="99999999999"')
    text = read("a.xls", far.encode()).text
    assert text.place(text.content.index("950.10")) == {"sheet": "Fees", "row": 1_048_576}


@pytest.mark.parametrize(
    ("data", "kind", "content"),
    [
        ("<table border=1><tr><th>What<th>Fee<tr><td>Rent<td>1,50</table>", "html", "What\tFee\nRent\t1,50\n"),
        ("<style>td{}</style>\n<table><tr><td>Rent</td></tr></table>", "html", "Rent\n"),
        ("What\tFee\nRent\t1,50\n", "tsv", "What\tFee\nRent\t1,50\n"),
        ("What;Fee\nRent;1,50\n", "csv", "What;Fee\nRent;1,50\n"),
    ],
)
def test_tables_that_are_called_workbooks_are_read_as_what_they_are(
    data: str, kind: str, content: str, read: Read
) -> None:
    found = read("export.xls", data.encode())
    assert (found.format, found.text.content) == (kind, content)


def test_comments_and_text_boxes_belong_to_their_sheet_and_move_no_row(read: Read) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fees, other = book.add_worksheet("Fees"), book.add_worksheet("Other")
        for row, value in enumerate(["What", "Rent", "Power"]):
            fees.write_column(row, 0, [value])
        fees.write_comment("A3", "estimated\nin May")
        fees.insert_textbox("C1", "Net amounts")
        other.write("A1", "end")
    text = read("a.xlsx", buffer.getvalue()).text
    assert text.content == "# Fees\nWhat\nRent\nPower\nNet amounts\nA3: estimated in May\n# Other\nend\n"
    assert text.place(text.content.index("estimated")) == {"sheet": "Fees"}
    assert row_span(text, 3, "Fees") == (text.content.index("Power"), text.content.index("\nNet"))
    assert text.place(text.content.index("end")) == {"sheet": "Other", "row": 1}


def test_formulas_without_results_are_told_and_empty_results_are_none(read: Read) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["Price", "Total"], [5, "=A2*2"], [6, "=A3*2"]):
            book.active.append(row)

    assert "2 cells hold formulas whose results were never saved" in read("a.xlsx", workbook(fill)).text.warnings[0]
    cells = '<c r="A1" t="str"><f>B1&amp;""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><v>3</v></c>'
    sheet = "xl/worksheets/sheet1.xml"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'<worksheet xmlns="{main}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    assert not read("a.xlsx", rezipped(workbook(), {sheet: data})).text.warnings


def test_a_line_break_within_a_cell_parts_words(read: Read) -> None:
    broken = "Rent<text:line-break/>of <text:tab />March</text:p><text:p>paid"
    assert "Rent of March paid\t950\n" in read("a.ods", ods(ODS_CONTENT.replace(RENT, broken))).text.content
