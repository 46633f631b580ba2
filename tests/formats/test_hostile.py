"""Files made to do harm cost a bounded amount and end with a reason, or are read without harm; the next one goes on."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats.sparse import squeezed

from .conftest import MIB, Read, Refused
from .hostile import alt_chunks, cell, same_chapter, same_slide, sheet, xmlss, xmlss_row
from .samples import ODS_CONTENT, PACKAGE, RENT, XMLSS, epub, ods, rezipped, slides, word, workbook, zipped

TOO_MUCH = ("MB of memory to read.", "of computing to read.", "It is damaged, or made to do harm.")
LEVELS = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 20}">' for level in range(1, 12))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LEVELS}]>'
FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def with_entity(data: bytes, member: str, before: str, doctype: str) -> bytes:
    """The same office file with entities declared in a member, and used just before some of its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(member).decode()
    xml = xml.partition("?>")[2] if xml.startswith("<?xml") else xml
    assert before in xml
    return rezipped(data, {member: doctype + xml.replace(before, f"&a11;{before}", 1)})


@pytest.mark.parametrize("doctype", [LAUGHS, FILE], ids=["a billion laughs", "a file from outside"])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda doctype: with_entity(word(), "word/document.xml", "The rent", doctype)),
        ("a.pptx", lambda doctype: with_entity(slides(), "ppt/slides/slide1.xml", "The rent", doctype)),
        ("a.xlsx", lambda doctype: with_entity(workbook(), "xl/worksheets/sheet1.xml", "</c>", doctype)),
        ("a.ods", lambda doctype: ods(doctype + ODS_CONTENT.replace("The rent", "&a11;The rent"))),
        ("a.xls", lambda doctype: (doctype + XMLSS.partition("?>")[2].replace("The rent", "&a11;The rent")).encode()),
        ("a.epub", lambda doctype: epub({"OEBPS/book.opf": doctype + PACKAGE.replace("Leases", "&a11;")})),
    ],
)
def test_entities_are_never_expanded(name: str, make: object, doctype: str, read: Read) -> None:
    try:
        text = read(name, make(doctype)).text  # type: ignore[operator]
    except ExtractionFailed as failure:
        assert "damaged" in failure.detail or "no text" in failure.detail
    else:
        assert len(text.content) < 1_000
        assert "root:" not in text.content + str(text.facts)


def pdf_of(stream: bytes, filters: str) -> bytes:
    """A PDF of one page with this content stream, without a cross-reference table."""
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    )
    content = f"4 0 obj<</Length {len(stream)}/Filter[{filters}]>>\nstream\n".encode() + stream
    return head + content + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_a_pdf_that_grows_a_million_times_needs_too_much_memory(refused: Refused) -> None:
    once = zlib.compressobj(9)
    grown = b"".join(once.compress(bytes(MIB)) for _ in range(400)) + once.flush()
    bomb = pdf_of(zlib.compress(grown, 9), "/FlateDecode/FlateDecode")
    assert len(bomb) < 10_000
    assert refused("a.pdf", bomb).endswith(TOO_MUCH)


def test_a_pdf_whose_page_tree_goes_in_circles_is_refused(refused: Refused) -> None:
    tree = b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
    assert refused(
        "a.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + tree + b"trailer<</Root 1 0 R>>"
    )


def test_a_word_document_that_grows_needs_too_much_memory(refused: Refused) -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        xml = archive.read("word/document.xml").decode()
    assert refused(
        "a.docx", rezipped(word(), {"word/document.xml": xml.replace("The rent", " " * 100 * MIB)})
    ).endswith(TOO_MUCH)


def place_of(text: Text, words: str) -> dict[str, int | str]:
    return text.place(text.content.index(words))


FAR = [(1, "B1", "the head"), (7, "D7", "near"), (1_048_576, "XFD1048576", "the far end")]


def test_cells_far_from_each_other_are_all_read_with_the_rows_they_stand_in(read: Read) -> None:
    rows = "".join(f'<row r="{row}">{cell(place, words)}</row>' for row, place, words in FAR)
    text = read("a.xlsx", sheet(rows)).text
    assert [place_of(text, words)["row"] for _, _, words in FAR] == [1, 7, 1_048_576]
    assert [line.split("\t") for line in text.content.splitlines()[1:] if line] == [
        ["the head"], ["", "near"], ["", "", "the far end"],
    ]  # fmt: skip


@pytest.mark.parametrize("number", [2**31, 2**32 - 1, 2**32, 10**10, 2**63, 2**64 + 5, 10**90])
@pytest.mark.parametrize("alone", [True, False])
def test_a_row_number_beyond_all_bounds_is_that_of_the_last_row(number: int, alone: bool, read: Read) -> None:
    far = f'<row r="{number}">{cell(f"A{number}", RENT)}</row>'
    text = read("a.xlsx", sheet(far if alone else f'<row r="1">{cell("A1", "first")}</row>{far}')).text
    assert place_of(text, RENT)["row"] == 1_048_576


def test_only_workbooks_that_are_too_large_are_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for cells, is_copied in ((("A1", "ZZ9999"), False), (("A1", "XFD2"), False), (("A1", "XFD9999"), True)):
        rows = "".join(f"<row>{cell(place, 'x')}</row>" for place in cells)
        path.write_bytes(sheet(rows))
        assert (squeezed(path) is not None) is is_copied


def test_empty_rows_and_merged_columns_of_an_xml_workbook_cost_nothing(read: Read) -> None:
    far = xmlss_row("far", 'ss:Index="1048576"', 'ss:Index="16384"')
    text = read("a.xls", xmlss(xmlss_row(RENT) + xmlss_row("merged", "", 'ss:MergeAcross="16383"') * 2_000 + far)).text
    assert place_of(text, "far")["row"] == 1_048_576
    assert len(text.content) < 50_000


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pptx", same_slide(2_000), "the same slide several times"),
        ("a.epub", same_chapter(2_000), "the same chapter several times"),
        ("a.docx", alt_chunks(2_000), "the same page several times"),
    ],
)
def test_what_is_named_again_and_again_is_read_once_and_told(name: str, data: bytes, words: str, read: Read) -> None:
    text = read(name, data).text
    assert text.content.count(RENT) == (2 if name == "a.docx" else 1)
    assert any(words in warning for warning in text.warnings)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", b"{\\rtf1 " + b"{\\b " * 100_000),
        ("a.rtf", b"{\\rtf1 Text " + b'{\\field{\\*\\fldinst{HYPERLINK "x" ' * 100_000),
        ("a.rtf", b"{\\rtf1 \\u99999999 \\bin999999999 \\'zz"),
        ("a.html", b"<table><tr><td>" * 50_000 + b"deep"),
        ("a.csv", b'"' * 1_000_001),
        ("a.csv", b"," * 1_000_000),
        ("a.json", b'{"a":' * 100_000),
        ("a.json", b'"' + b"\\u00e9" * 300_000),
        ("a.md", b"#" * 1_000_000),
        ("a.eml", b"From: a\nSubject: b\n" + b"X: y\n" * 50_000 + b"\nbody"),
        ("a.xml", (LAUGHS + "<x>&a11;</x>").encode()),
        ("a.docx", zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"})),
        ("a.zip", b"PK\x03\x04" + bytes(1_000)),
        ("a.zip", b"PK\x05\x06" + b"\xff" * 18),
        ("a.gz", b"\x1f\x8b" + bytes(100)),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000),
        ("a.epub", zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"})),
    ],
)
def test_a_malformed_file_is_read_or_refused_and_the_next_goes_on(name: str, data: bytes, read: Read) -> None:
    try:
        assert read(name, data).text.content.strip()
    except ExtractionFailed as failure:
        assert failure.detail.endswith(".")
    assert read("next.txt", b"The next file.").text.content == "The next file."
