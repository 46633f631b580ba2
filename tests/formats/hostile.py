"""Small files made to cost much: each a few megabytes at most, cheap to make, and dear to whoever trusts it.

`HOSTILE` has for each what it is called, and the words that stand in it and should be read nevertheless (empty where
nothing can be). The tests read them within small limits; `scripts/bench hostile` says what each costs.
"""

from __future__ import annotations

import base64
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .samples import (
    CONTAINER,
    ODS_NAMESPACES,
    RENT,
    XMLSS,
    epub,
    mail,
    mbox,
    ods,
    rezipped,
    slides,
    word,
    workbook,
    zipped,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET1 = "xl/worksheets/sheet1.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


@dataclass(frozen=True)
class Hostile:
    """`says` are words that are read from it; empty where it may be refused, with a reason."""

    name: str
    make: Callable[[], bytes]
    says: str = RENT


def sheet(rows: str) -> bytes:
    """A workbook whose only sheet has these rows."""
    return rezipped(workbook(), {SHEET1: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'})


def cell(place: str, words: str) -> str:
    """A cell with its words in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def first_row(words: str = RENT) -> str:
    return f'<row r="1">{cell("A1", words)}</row>'


def many_sheets(count: int) -> bytes:
    """A workbook that names one sheet so many times."""
    names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(count))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    return rezipped(sheet_of_rent(), {"xl/workbook.xml": book})


def sheet_of_rent() -> bytes:
    return sheet(first_row())


def shared_string(cells: int, length: int) -> bytes:
    """Cells that all show one long text."""
    row = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{RENT}{"x" * length}</t></si></sst>'
    return rezipped(sheet(row), {"xl/sharedStrings.xml": strings})


def ods_table(rows: str) -> bytes:
    return ods(
        f"<office:document-content {ODS_NAMESPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Fees">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_cell(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def xmlss(rows: str, sheets: int = 1) -> bytes:
    head, _, _ = XMLSS.partition("<Worksheet")
    one = '<Worksheet ss:Name="S"><Table>' + rows + "</Table></Worksheet>"
    return (head + one * sheets + "</Workbook>").encode()


def xmlss_row(words: str, row: str = "", place: str = "") -> str:
    return f'<Row {row}><Cell {place}><Data ss:Type="String">{words}</Data></Cell></Row>'


def page(inner: str) -> bytes:
    return f"<html><body><p>{RENT}.</p>{inner}</body></html>".encode()


def attributes(count: int) -> str:
    return " ".join(f"a{number}=1" for number in range(count))


def word_body(inner: str) -> bytes:
    paragraph = f"<w:p><w:r><w:t>{RENT}.</w:t></w:r></w:p>"
    return rezipped(
        word(),
        {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{paragraph}{inner}</w:body></w:document>'},
    )


def alt_chunks(count: int) -> bytes:
    """A Word document that embeds one page so many times."""
    chunks = f'<w:altChunk r:id="rId90" xmlns:r="{OFFICE}"/>' * count
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{RENT}.</w:t></w:r></w:p>{chunks}</w:body></w:document>'
    relations = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId90" Type="{OFFICE}/aFChunk" '
        'Target="chunk.html"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        types = archive.read("[Content_Types].xml").decode()
    types = types.replace("</Types>", '<Default Extension="html" ContentType="text/html"/></Types>')
    return rezipped(
        word(),
        {
            "word/document.xml": body,
            "word/_rels/document.xml.rels": relations,
            "word/chunk.html": page("<p>again</p>" * 2_000),
            "[Content_Types].xml": types,
        },
    )


def same_slide(count: int) -> bytes:
    """A presentation that shows one slide so many times."""
    data = slides()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = archive.read("ppt/presentation.xml").decode()
    head, _, rest = main.partition("<p:sldIdLst>")
    entry, _, tail = rest.partition("</p:sldIdLst>")
    rid = entry.partition('r:id="')[2].partition('"')[0]
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="{rid}"/>' for n in range(count))
    return rezipped(data, {"ppt/presentation.xml": f"{head}<p:sldIdLst>{ids}</p:sldIdLst>{tail}"})


def slide_of(inner: str) -> bytes:
    data = slides()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("ppt/slides/slide1.xml").decode()
    return rezipped(data, {"ppt/slides/slide1.xml": xml.replace("</p:spTree>", inner + "</p:spTree>")})


def groups(depth: int) -> str:
    head = '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return head * depth + "</p:grpSp>" * depth


def same_chapter(count: int) -> bytes:
    """A book that has one chapter so many times."""
    references = '<itemref idref="a"/>' * count
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="one.xhtml"/></manifest>'
        f"<spine>{references}</spine></package>"
    )
    chapter = XHTML.format(f"<p>{RENT}.</p>" + "<p>again</p>" * 20_000)
    return epub({"OEBPS/book.opf": package, "OEBPS/one.xhtml": chapter})


def chapter(inner: str) -> bytes:
    return epub({"OEBPS/one.xhtml": XHTML.format(f"<p>{RENT}.</p>{inner}")})


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_object(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n" % number + content + b"\nendobj\n"


def pdf_stream(number: int, data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<<%s/Length %d/Filter/FlateDecode>>\nstream\n" % (extra, len(packed))
    return pdf_object(number, head + packed + b"\nendstream")


def pdf_pages(contents: list[bytes], resources: bytes = b"", more: bytes = b"", shown: int = 1) -> bytes:
    """A PDF with a page for each content; with `shown`, the last one that many times. Objects from 1,000 are free."""
    kids = [10 + 2 * place for place in range(len(contents))]
    kids += kids[-1:] * (shown - 1)
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    parts = [
        pdf_object(1, b"<</Type/Catalog/Pages 2 0 R>>"),
        pdf_object(2, tree),
        pdf_object(3, FONT),
    ]
    for place, content in enumerate(contents):
        page_number = 10 + 2 * place
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>%s>>/Contents %d 0 R>>"
        parts += [pdf_object(page_number, head % (resources, page_number + 1)), pdf_stream(page_number + 1, content)]
    return b"%PDF-1.4\n" + b"".join(parts) + more + b"trailer<</Root 1 0 R>>\n%%EOF"


PDF_RENT = f"BT /F1 12 Tf 72 720 Td ({RENT}) Tj ET\n".encode()


def pdf_operations(operation: bytes, count: int) -> bytes:
    """Three pages; the one in the middle draws too much."""
    return pdf_pages([PDF_RENT, operation * count, PDF_RENT.replace(b"950", b"975")])


def pdf_forms(levels: int, width: int) -> bytes:
    """Forms that each draw the next one many times."""
    forms = b""
    for level in range(levels):
        follows = b"/XObject<</X %d 0 R>>" % (1_001 + level)
        extra = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>" % follows
        content = b"/X Do\n" * width if level < levels - 1 else b"0 0 m 9 9 l S\n"
        forms += pdf_stream(1_000 + level, content, extra)
    return pdf_pages([PDF_RENT, b"/X Do\n" * width], b"/XObject<</X 1000 0 R>>", forms)


def attachment(part: str) -> bytes:
    """A message with a text and this part."""
    head = mail(body="x").replace(b"\n\nx\n", b"\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n")
    return head + f"--b\nContent-Type: text/plain\n\n{RENT}.\n--b\n{part}\n--b--\n".encode()


def many_parts(count: int, part: str) -> bytes:
    head = mail(body="x").replace(b"\n\nx\n", b"\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n")
    return head + (f"--b\nContent-Type: text/plain\n\n{RENT}.\n" + f"--b\n{part}\n" * count + "--b--\n").encode()


def nested_parts(depth: int) -> bytes:
    head = mail(body="x").replace(b"\n\nx\n", b"\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n")
    opened = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(depth))
    return head + f"--b0\n\n{RENT}.\n{opened}--b{depth}\n\nlast\n".encode()


def header(line: str) -> bytes:
    """A message with this header before the others."""
    return line.encode() + b"\n" + mail()


ENCODED_WORDS = "Subject: " + "\n ".join("=?utf-8?B?w6TDtsO8?=" for _ in range(30_000))
NOISE = base64.b64encode(random.Random(1).randbytes(600_000)).decode()


def wrapped(letters: str, width: int = 76) -> str:
    return "\n".join(letters[start : start + width] for start in range(0, len(letters), width))


HOSTILE: Mapping[str, Hostile] = {
    # workbooks
    "xlsx: a row number beyond 64 bits": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f'<row r="{2**70}">{cell("A" + str(2**70), "2")}</row>')
    ),
    "xlsx: a row number beyond 32 bits": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f'<row r="{2**32 - 1}">{cell("A" + str(2**32 - 1), "2")}</row>')
    ),
    "xlsx: a row number just below 64 bits": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f'<row r="{2**63}">{cell("A" + str(2**63), "2")}</row>')
    ),
    "xlsx: only a row beyond 64 bits": Hostile(
        "a.xlsx", lambda: sheet(f'<row r="{2**64 + 5}">{cell("A" + str(2**64 + 5), RENT)}</row>')
    ),
    "xlsx: only a row beyond 31 bits": Hostile(
        "a.xlsx", lambda: sheet(f'<row r="{2**32 - 1}">{cell("A" + str(2**32 - 1), RENT)}</row>')
    ),
    "xlsx: only a row of ten billion": Hostile(
        "a.xlsx", lambda: sheet(f'<row r="{10**10}">{cell("A" + str(10**10), RENT)}</row>')
    ),
    "xlsx: a cell in each far corner": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f'<row r="1048576">{cell("XFD1048576", "The far end")}</row>')
    ),
    "xlsx: a column far beyond the last": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f'<row r="2">{cell("ZZZZZZZ2", "2")}</row>')
    ),
    "xlsx: a cell far to the right in each of many rows": Hostile(
        "a.xlsx",
        lambda: sheet(first_row() + "".join(f'<row r="{n}">{cell(f"XFD{n}", "2")}</row>' for n in range(2, 30_000))),
    ),
    "xlsx: it says that it is as large as can be": Hostile(
        "a.xlsx",
        lambda: rezipped(
            workbook(),
            {
                SHEET1: f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
                f"<sheetData>{first_row()}</sheetData></worksheet>"
            },
        ),
    ),
    "xlsx: a hundred thousand sheets": Hostile("a.xlsx", lambda: many_sheets(100_000)),
    "xlsx: one long text in all cells": Hostile("a.xlsx", lambda: shared_string(50_000, 100_000), ""),
    "xlsx: three hundred thousand attributes": Hostile(
        "a.xlsx", lambda: sheet(first_row() + f"<row {attributes(300_000)}/>"), ""
    ),
    "xlsx: formulas that never end": Hostile("a.xlsx", lambda: sheet(first_row() + "<row><c r='A2'><f>" * 300_000), ""),
    "ods: a row that is repeated": Hostile(
        "a.ods",
        lambda: ods_table(
            f'<table:table-row>{ods_cell(RENT)}</table:table-row><table:table-row table:number-rows-repeated="1048574">'
            f"{ods_cell('again', 'table:number-columns-repeated=' + chr(34) + '16384' + chr(34))}</table:table-row>"
        ),
        "",
    ),
    "ods: an empty row that is repeated without end": Hostile(
        "a.ods",
        lambda: ods_table(
            f'<table:table-row>{ods_cell(RENT)}</table:table-row><table:table-row table:number-rows-repeated="{2**31}">'
            f"<table:table-cell/></table:table-row><table:table-row>{ods_cell('last')}</table:table-row>"
        ),
    ),
    "ods: rows within rows": Hostile(
        "a.ods",
        lambda: ods_table(f"<table:table-row>{ods_cell(RENT)}</table:table-row>" + "<table:table-row>" * 100_000),
        "",
    ),
    "xml workbook: a last row on each of many sheets": Hostile(
        "a.xls", lambda: xmlss(xmlss_row(RENT) + xmlss_row("last", 'ss:Index="1048576"'), 200)
    ),
    "xml workbook: a merged cell in each of many rows": Hostile(
        "a.xls", lambda: xmlss(xmlss_row(RENT) + xmlss_row("2", "", 'ss:MergeAcross="16383"') * 20_000)
    ),
    "xml workbook: attributes": Hostile(
        "a.xls",
        lambda: xmlss(xmlss_row(RENT) + f"<Row {' '.join(f'a{n}=' + chr(34) * 2 for n in range(300_000))}/>"),
        "",
    ),
    # pages
    "html: three hundred thousand div": Hostile("a.html", lambda: page("<div>" * 300_000 + "deep")),
    "html: a hundred thousand tables": Hostile("a.html", lambda: page("<table><tr><td>" * 100_000 + "deep")),
    "html: tables with text between": Hostile("a.html", lambda: page("<table>x" * 100_000)),
    "html: lists": Hostile("a.html", lambda: page("<ul><li>" * 150_000)),
    "html: bold letters, each another": Hostile(
        "a.html", lambda: page("".join(f"<b id={n}>" for n in range(3_000)) + "<p>x" * 30_000)
    ),
    "html: links within links": Hostile("a.html", lambda: page("<a href=1><div>" * 100_000)),
    "html: ends without a beginning": Hostile("a.html", lambda: page("</p></b></i></div></br>" * 100_000)),
    "html: paragraphs in deep bold": Hostile("a.html", lambda: page("<b>" * 100_000 + "<p>x</b>" * 100_000)),
    "html: three hundred thousand attributes": Hostile("a.html", lambda: page(f"<p {attributes(300_000)}>second</p>")),
    "html: attributes in a tag that never ends": Hostile("a.html", lambda: page(f"<p {attributes(300_000)}")),
    "html: one attribute of a megabyte": Hostile("a.html", lambda: page(f'<p title="{"x" * 2_000_000}">second</p>')),
    "html: comments that never end": Hostile("a.html", lambda: page("<!--" * 500_000), ""),
    "html: remarks before it begins": Hostile("a.html", lambda: b"<!-- x -->" * 100_000 + page("")),
    "html: characters by name": Hostile("a.html", lambda: page("&amp;&notit;&#x110000;" * 100_000)),
    "html: templates and pictures": Hostile("a.html", lambda: page("<svg><template><math>" * 60_000)),
    "html: selects": Hostile("a.html", lambda: page("<select><option><optgroup>" * 60_000)),
    "html: forms and buttons": Hostile("a.html", lambda: page("<form><button><p>" * 60_000)),
    "html: headings": Hostile("a.html", lambda: page("<h1>" * 300_000)),
    "html: definitions": Hostile("a.html", lambda: page("<dl><dd><dt>" * 100_000)),
    "html: rubies and nobr": Hostile("a.html", lambda: page("<ruby><rt><nobr>" * 60_000)),
    "html: frames": Hostile("a.html", lambda: b"<html><frameset><frame>" * 100_000 + page(""), ""),
    "html: empty tags of XHTML": Hostile(
        "a.html", lambda: XHTML.format(f"<p>{RENT}</p>" + "<a b='" * 200_000).encode()
    ),
    "html: unknown tags": Hostile("a.html", lambda: page("<x-y>" * 300_000)),
    "epub: deep chapter": Hostile("a.epub", lambda: chapter("<div>" * 300_000)),
    "epub: attributes": Hostile("a.epub", lambda: chapter(f"<p {attributes(300_000)}>x</p>")),
    "epub: one chapter again and again": Hostile("a.epub", lambda: same_chapter(20_000)),
    "epub: a package of attributes": Hostile(
        "a.epub",
        lambda: epub({"META-INF/container.xml": CONTAINER.replace("<rootfiles", f"<rootfiles {attributes(300_000)}")}),
        "",
    ),
    # office
    "docx: tables within tables": Hostile("a.docx", lambda: word_body("<w:tbl><w:tr><w:tc>" * 100_000), ""),
    "docx: wide tables, eighty deep": Hostile(
        "a.docx",
        lambda: word_body(
            "<w:tbl><w:tr><w:tc>" * 80
            + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 20_000
            + "</w:tc></w:tr></w:tbl>" * 80
        ),
    ),
    "docx: attributes": Hostile("a.docx", lambda: word_body(f"<w:p {attributes(300_000)}/>"), ""),
    "docx: names for names": Hostile(
        "a.docx",
        lambda: word_body(
            "<w:p " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(20_000)) + "/>" + '<w:p w:a="1"/>' * 20_000
        ),
    ),
    "docx: one page embedded again and again": Hostile("a.docx", lambda: alt_chunks(5_000)),
    "docx: half a million empty paragraphs": Hostile("a.docx", lambda: word_body("<w:p/>" * 500_000)),
    "pptx: one slide again and again": Hostile("a.pptx", lambda: same_slide(100_000)),
    "pptx: groups within groups": Hostile("a.pptx", lambda: slide_of(groups(60)), "The rent is 950"),
    "pptx: two hundred thousand shapes": Hostile(
        "a.pptx",
        lambda: slide_of(
            '<p:sp><p:nvSpPr><p:cNvPr id="9" name="g"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>' * 200_000
        ),
    ),
    # pdf
    "pdf: ten million lines": Hostile("a.pdf", lambda: pdf_operations(b"0 0 m 9 9 l S\n", 10_000_000)),
    "pdf: ten million letters": Hostile("a.pdf", lambda: pdf_operations(b"BT /F1 1 Tf (x) Tj ET\n", 5_000_000)),
    "pdf: states that are never restored": Hostile("a.pdf", lambda: pdf_operations(b"q\n", 20_000_000)),
    "pdf: forms that draw forms": Hostile("a.pdf", lambda: pdf_forms(12, 20)),
    "pdf: one page again and again": Hostile(
        "a.pdf", lambda: pdf_pages([PDF_RENT, b"0 0 m 9 9 l S\n" * 20_000], shown=20_000)
    ),
    "pdf: arrays within arrays": Hostile("a.pdf", lambda: pdf_operations(b"[", 5_000_000)),
    "pdf: a page of four gigabytes": Hostile("a.pdf", lambda: pdf_operations(b" " * 1_000, 200_000)),
    # mail
    "eml: an encoded subject of 600 KB": Hostile("a.eml", lambda: header(ENCODED_WORDS)),
    "eml: a subject of 4 MB": Hostile("a.eml", lambda: header("Subject: " + "x" * 4_000_000)),
    "eml: a subject of quotation marks": Hostile("a.eml", lambda: header("Subject: " + '"\\' * 300_000)),
    "eml: senders in parentheses": Hostile("a.eml", lambda: header("From: " + "(" * 300_000)),
    "eml: a million receivers": Hostile("a.eml", lambda: header("To: " + "a@b.c, " * 300_000)),
    "eml: receivers in groups": Hostile("a.eml", lambda: header("Cc: " + "a:<b," * 200_000)),
    "eml: a kind with many parameters": Hostile(
        "a.eml",
        lambda: header("Content-Type: text/plain; " + "; ".join(f"a{n}=b" for n in range(100_000))),
    ),
    "eml: a part with many parameters": Hostile(
        "a.eml",
        lambda: attachment("Content-Type: text/plain; " + "; ".join(f"n*{n}=b" for n in range(100_000)) + "\n\nx"),
    ),
    "eml: a name in many pieces": Hostile(
        "a.eml",
        lambda: attachment(
            "Content-Disposition: attachment; " + "; ".join(f"filename*{n}*=%41" for n in range(50_000)) + "\n\nx"
        ),
    ),
    "eml: a hundred thousand parts": Hostile(
        "a.eml", lambda: many_parts(100_000, "Content-Type: text/plain; charset=utf-8\n\nhi")
    ),
    "eml: a million empty parts": Hostile("a.eml", lambda: many_parts(1_000_000, "")),
    "eml: parts within parts": Hostile("a.eml", lambda: nested_parts(2_000), ""),
    "eml: parts within parts, a hundred deep": Hostile("a.eml", lambda: nested_parts(100)),
    "eml: a hundred thousand headers": Hostile("a.eml", lambda: header("\n".join(f"X-{n}: y" for n in range(100_000)))),
    "eml: a page within": Hostile("a.eml", lambda: attachment("Content-Type: text/html\n\n" + "<div>" * 300_000)),
    "mbox: a million messages": Hostile(
        "a.mbox", lambda: mbox(mail()) + b"\nFrom a\nSubject: b\n\nx\n" * 1_000_000, ""
    ),
    "mbox: one endless message": Hostile("a.mbox", lambda: mbox(mail()) + b">From a\n" * 1_000_000, ""),
    # text
    "json: brackets within brackets": Hostile("a.json", lambda: b'{"a": "%s", "b":' % RENT.encode() + b"[" * 2_000_000),
    "json: closed brackets": Hostile(
        "a.json", lambda: b'["%s",' % RENT.encode() + b"[" * 1_000_000 + b"]" * 1_000_000 + b"]"
    ),
    "json: objects within objects": Hostile(
        "a.json", lambda: b'{"r":"%s","a":' % RENT.encode() + b'{"a":' * 300_000 + b"1" + b"}" * 300_001
    ),
    "json: a string that never ends": Hostile(
        "a.json", lambda: b'{"a": "%s", "b":"' % RENT.encode() + b"\\" * 2_000_001
    ),
    "jsonl: deep lines": Hostile("a.jsonl", lambda: b'{"a": "%s"}\n' % RENT.encode() + (b"[" * 2_000 + b"\n") * 1_000),
    "rtf: groups within groups": Hostile("a.rtf", lambda: b"{\\rtf1 %s. " % RENT.encode() + b"{\\b " * 500_000),
    "rtf: fields": Hostile(
        "a.rtf",
        lambda: b"{\\rtf1 %s. " % RENT.encode() + b'{\\field{\\*\\fldinst{HYPERLINK "x" ' * 100_000,
    ),
    "rtf: letters to be passed over": Hostile(
        "a.rtf", lambda: b"{\\rtf1 %s. \\uc999999999 " % RENT.encode() + b"\\u8364 ?" * 300_000
    ),
    "rtf: control words": Hostile("a.rtf", lambda: b"{\\rtf1 %s. " % RENT.encode() + b"\\a" * 2_000_000),
    "rtf: hexadecimal": Hostile("a.rtf", lambda: b"{\\rtf1 %s. " % RENT.encode() + b"\\'e4" * 1_000_000),
    "rtf: tables": Hostile("a.rtf", lambda: b"{\\rtf1 %s. " % RENT.encode() + b"\\trowd\\cell\\row " * 200_000),
    "csv: quotation marks": Hostile("a.csv", lambda: f"a,b\n{RENT},1\n".encode() + b'"' * 3_000_001),
    "csv: open quotation marks on each line": Hostile("a.csv", lambda: f"a,b\n{RENT},1\n".encode() + b'"x\n' * 500_001),
    "csv: three million columns": Hostile("a.csv", lambda: f"a,b\n{RENT},1\n".encode() + b"," * 3_000_000),
    "xml: a scan in base64": Hostile(
        "a.xml", lambda: f"<bill><words>{RENT}</words><scan>{wrapped(NOISE)}</scan></bill>".encode()
    ),
    "xml: a scan in base64 on one line": Hostile(
        "a.xml", lambda: f"<bill><words>{RENT}</words><scan>{NOISE}</scan></bill>".encode()
    ),
    "json: a scan in base64": Hostile("a.json", lambda: f'{{"words": "{RENT}", "scan": "{NOISE}"}}'.encode()),
    "html: a picture within": Hostile("a.html", lambda: page(f"<pre>{wrapped(NOISE)}</pre>")),
    "txt: a message with its scan": Hostile("a.txt", lambda: f"{RENT}.\n\n{wrapped(NOISE)}\n".encode()),
    "txt: one word of a million letters": Hostile("a.txt", lambda: f"{RENT}. ".encode() + b"a" * 3_000_000),
    "txt: escapes of a terminal": Hostile("a.txt", lambda: f"{RENT}.\n".encode() + b"\x1b]" * 3_000 + b"x" * 500_000),
    "txt: blanks": Hostile("a.txt", lambda: f"{RENT}.".encode() + b" " * 3_000_000),
    "txt: letters of many code pages": Hostile("a.txt", lambda: RENT.encode() + bytes(range(128, 256)) * 20_000),
    "md: headings": Hostile("a.md", lambda: f"{RENT}.\n".encode() + b"# " * 1_000_000),
    # archives
    "zip: fifty thousand equal files": Hostile(
        "a.zip", lambda: zipped({f"{n}.txt": RENT for n in range(50_000)}), ".txt"
    ),
    "zip: names of many folders": Hostile(
        "a.zip", lambda: zipped({"a/" * 30_000 + f"{n}.txt": RENT for n in range(200)}), ".txt"
    ),
}
