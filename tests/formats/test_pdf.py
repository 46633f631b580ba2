"""PDF: pages, forms, notes, attached files."""

from __future__ import annotations

import io

import pypdf
import pypdf.annotations
from reportlab.pdfgen.canvas import Canvas

from .conftest import Read, Refused
from .samples import locked_pdf, pdf


def test_pages_of_a_pdf_are_marked(read: Read) -> None:
    text = read("a.pdf", pdf("First page.", "Second page.")).text
    assert text.content == "First page.\nSecond page.\n"
    assert text.place(text.content.index("Second")) == {"page": 2}
    assert text.facts == {"pages": 2, "title": "Lease", "author": "anonymous", "subject": "unspecified"}


def test_pages_without_text_are_named(read: Read) -> None:
    text = read("a.pdf", pdf("Text.", "", "More.", "")).text
    assert text.warnings == ("No text on 2 of 4 pages (2, 4): blank, or scanned pictures of text.",)
    assert text.place(text.content.index("More")) == {"page": 3}


def test_files_attached_to_a_pdf_become_members(read: Read) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.add_attachment("factur-x.xml", b"<invoice/>")
    buffer = io.BytesIO()
    writer.write(buffer)
    (member,) = read("a.pdf", buffer.getvalue()).members
    assert (member.name, member.path.read_bytes()) == ("factur-x.xml", b"<invoice/>")


def test_a_pdf_that_restricts_printing_only_is_read(read: Read) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "The rent is 950" in read("a.pdf", buffer.getvalue()).text.content


def test_what_is_filled_into_a_form_is_read(read: Read) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, "Application")
    for name, value in (("name", "Zoë Johansson"), ("empty", "")):
        canvas.acroForm.textfield(name=name, value=value, x=72, y=600, width=200, height=20)
    canvas.acroForm.choice(name="cover", value="full", options=["full", "part"], x=72, y=500, width=200, height=20)
    canvas.acroForm.checkbox(name="agreed", tooltip="I agree", checked=True, x=72, y=400)
    canvas.acroForm.checkbox(name="refused", checked=False, x=72, y=300)
    canvas.save()
    text = read("a.pdf", buffer.getvalue()).text
    assert text.content.splitlines() == ["Application", "name: Zoë Johansson", "cover: full", "I agree: Yes"]


def annotated(data: bytes, *annotations: pypdf.annotations.AnnotationDictionary) -> bytes:
    """The same PDF with notes on its first page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for annotation in annotations:
        writer.add_annotation(page_number=0, annotation=annotation)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_notes_on_a_page_are_read_and_hidden_ones_are_not(read: Read) -> None:
    hidden = pypdf.annotations.Text(text="Hidden", rect=(0, 0, 9, 9))
    hidden[pypdf.generic.NameObject("/F")] = pypdf.generic.NumberObject(2)
    link = pypdf.annotations.Link(rect=(0, 0, 9, 9), url="http://example.com/")
    typed = pypdf.annotations.FreeText(text="Typed on the page", rect=(0, 0, 9, 9))
    sticky = pypdf.annotations.Text(text="Remark", rect=(0, 0, 9, 9))
    text = read("a.pdf", annotated(pdf("First.", "Second."), hidden, link, typed, sticky)).text
    assert text.content.splitlines() == ["First.", "Typed on the page", "Remark", "Second."]
    assert text.place(text.content.index("Remark")) == {"page": 1}


def test_a_note_on_a_scan_is_read_and_the_scan_is_told(read: Read) -> None:
    text = read("a.pdf", annotated(pdf(""), pypdf.annotations.Text(text="Paid", rect=(0, 0, 9, 9)))).text
    assert text.content.strip() == "Paid"
    assert "No text on 1 of 1 pages" in text.warnings[0]


def test_a_file_pinned_to_a_page_becomes_a_member(read: Read) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    stream = pypdf.generic.StreamObject()
    stream.set_data(b"pinned")
    name, entry, kind = (pypdf.generic.NameObject(each) for each in ("/F", "/EF", "/FileAttachment"))
    files = pypdf.generic.DictionaryObject({name: writer._add_object(stream)})
    spec = pypdf.generic.DictionaryObject({name: pypdf.generic.TextStringObject("note.txt"), entry: files})
    pin = pypdf.annotations.Text(text="", rect=(0, 0, 9, 9))
    pin[pypdf.generic.NameObject("/Subtype")] = kind
    pin[pypdf.generic.NameObject("/FS")] = writer._add_object(spec)
    writer.add_annotation(page_number=0, annotation=pin)
    buffer = io.BytesIO()
    writer.write(buffer)
    (member,) = read("a.pdf", buffer.getvalue()).members
    assert (member.name, member.path.read_bytes()) == ("note.txt", b"pinned")


def test_what_is_attached_to_a_scan_is_kept_and_the_scan_is_told(read: Read) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("")))
    writer.add_attachment("factur-x.xml", b"<invoice/>")
    buffer = io.BytesIO()
    writer.write(buffer)
    found = read("a.pdf", buffer.getvalue())
    assert [member.name for member in found.members] == ["factur-x.xml"]
    assert found.text.content.strip() == "factur-x.xml"
    assert "Only the files attached to the PDF were read." in found.text.warnings[0]


def test_a_pdf_without_pages_says_so_even_after_a_locked_one(refused: Refused) -> None:
    buffer = io.BytesIO()
    pypdf.PdfWriter().write(buffer)
    assert "password" in refused("a.pdf", locked_pdf("secret"))
    assert refused("a.pdf", buffer.getvalue()) == "The PDF has no pages."
