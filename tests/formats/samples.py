"""Small real files of every format, each saying that the rent is 950."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pptx
import pypdf
from reportlab.pdfgen.canvas import Canvas

from .ole import MSG, XLS

RENT = "The rent is 950"
CHAPTER = f"<html><head><title>One</title></head><body><h1>One</h1><p>{RENT}.</p></body></html>"
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>Leases</dc:title><dc:creator>A. Lessor</dc:creator></metadata>
<manifest><item id="b" href="two.xhtml"/><item id="a" href="one.xhtml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""
ODS_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
ODS_CONTENT = (
    f"<office:document-content {ODS_NAMESPACES}><office:body><office:spreadsheet>"
    '<table:table table:name="Fees"><table:table-row>'
    f'<table:table-cell office:value-type="string"><text:p>{RENT}</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="950"><text:p>950.00</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
ODS_MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""


XMLSS = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Fees"><Table><Row><Cell><Data ss:Type="String">What</Data></Cell><Cell ss:Index="3"><Data
 ss:Type="String">Amount</Data></Cell></Row><Row ss:Index="4"><Cell ss:MergeAcross="1"><Data
 ss:Type="String">The rent is 950</Data></Cell><Cell><Data ss:Type="Number">950.10</Data></Cell><Cell><Data
 ss:Type="DateTime">2024-03-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
</Worksheet></Workbook>"""


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def rezipped(data: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """The same ZIP with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, **changes})


def pdf(*pages: str, title: str = "Lease") -> bytes:
    """A PDF with one line of text per page; an empty line draws a picture-like box instead."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setTitle(title)
    for page in pages or (f"{RENT}.",):
        if page:
            canvas.drawString(72, 720, page)
        else:
            canvas.rect(72, 72, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked_pdf(password: str) -> bytes:
    """A PDF that opens with this password only."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def word(fill: Callable[[docx.document.Document], object] | None = None) -> bytes:
    """A Word document, filled by `fill`."""
    document = docx.Document()
    document.core_properties.title = "Lease"
    document.core_properties.author = "A. Lessor"
    if fill:
        fill(document)
    else:
        document.add_paragraph(f"{RENT}.")
    return _saved(document)


def slides(fill: Callable[[pptx.presentation.Presentation], object] | None = None) -> bytes:
    """A presentation, filled by `fill`."""
    presentation = pptx.Presentation()
    if fill:
        fill(presentation)
    else:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = "Lease"
        slide.placeholders[1].text = f"{RENT}."
    return _saved(presentation)


def workbook(fill: Callable[[openpyxl.Workbook], object] | None = None) -> bytes:
    """An XLSX workbook, filled by `fill`."""
    book = openpyxl.Workbook()
    if fill:
        fill(book)
    else:
        book.active.append(["What", "Amount"])
        book.active.append([f"{RENT}", 950])
    return _saved(book)


def ods(content: str = ODS_CONTENT) -> bytes:
    """An OpenDocument workbook."""
    media_type = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": media_type, "content.xml": content, "META-INF/manifest.xml": ODS_MANIFEST})


def epub(changes: Mapping[str, str | bytes] | None = None) -> bytes:
    """An e-book of two chapters."""
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/one.xhtml": CHAPTER,
        "OEBPS/two.xhtml": CHAPTER.replace("One", "Two").replace("950", "975"),
    }
    return zipped({**members, **(changes or {})})


def mail(subject: str = "Lease", body: str = f"{RENT}.") -> bytes:
    """A plain message."""
    headers = "From: Bob <bob@example.com>\nTo: Alice <alice@example.com>\nDate: Fri, 1 Mar 2024 09:30:00 +0100"
    return f"{headers}\nSubject: {subject}\n\n{body}\n".encode()


def mbox(*messages: bytes) -> bytes:
    """A mailbox of these messages."""
    return b"".join(b"From bob@example.com Fri Mar  1 09:30:00 2024\n" + message + b"\n" for message in messages)


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf": ("lease.pdf", pdf),
    "docx": ("lease.docx", word),
    "pptx": ("lease.pptx", slides),
    "xlsx": ("fees.xlsx", workbook),
    "ods": ("fees.ods", ods),
    "xls": ("fees.xls", lambda: XLS),
    "xmlss": ("fees.xls", lambda: XMLSS.encode()),
    "epub": ("lease.epub", epub),
    "msg": ("lease.msg", lambda: MSG),
    "zip": ("leases.zip", lambda: zipped({"The rent is 950.txt": f"{RENT}."})),
    "gzip": ("The rent is 950.txt.gz", lambda: gzip.compress(RENT.encode())),
    "rtf": ("lease.rtf", lambda: rb"{\rtf1\ansi\ansicpg1252 The rent is 950 \'80.\par}"),
    "csv": ("fees.csv", lambda: b"What,Amount\nThe rent is 950,950.00\n"),
    "tsv": ("fees.tsv", lambda: b"What\tAmount\nThe rent is 950\t950.00\n"),
    "json": ("lease.json", lambda: b'{"text": "The rent is 950", "amount": 950.00}'),
    "jsonl": ("fees.jsonl", lambda: b'{"text": "The rent is 950"}\n{"text": "The deposit is 1900"}\n'),
    "markdown": ("lease.md", lambda: b"# Lease\n\nThe rent is 950.\n"),
    "mbox": ("inbox.mbox", lambda: mbox(mail("The rent is 950"), mail("Again", "The deposit is 1900."))),
    "eml": ("lease.eml", mail),
    "html": ("lease.html", lambda: CHAPTER.encode()),
    "code": ("rent.py", lambda: b'def rent():\n    return "The rent is 950"\n'),
    "text": ("lease.txt", lambda: b"The rent is 950.\n"),
}
