"""Office files of unusual kinds: strict, templates, parts under other names, programs that Winnow does not read."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.util import Inches

from .conftest import Read, Refused
from .samples import RENT, rezipped, slides, word, zipped

STRICT = tuple(
    (f"http://schemas.openxmlformats.org/{kind}/2006/", f"http://purl.oclc.org/ooxml/{kind}/")
    for kind in ("wordprocessingml", "presentationml", "drawingml", "officeDocument")
)
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def rewritten(data: bytes, *changes: tuple[str, str]) -> bytes:
    """The same office file with other words in the names and the text of its XML members."""
    found: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            shown, content = name, archive.read(name)
            if name.endswith((".xml", ".rels")):
                for old, new in changes:
                    shown, content = shown.replace(old, new), content.replace(old.encode(), new.encode())
            found[shown] = content
    return zipped(found)


@pytest.mark.parametrize(("name", "data"), [("a.docx", word()), ("a.pptx", slides())])
def test_strict_documents_are_read_like_all_others(name: str, data: bytes, read: Read) -> None:
    strict = read(name, rewritten(data, *STRICT)).text
    usual = read(name, data).text
    assert strict.content == usual.content


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        (word(), "openxmlformats-officedocument.wordprocessingml.template", "docx"),
        (word(), "ms-word.document.macroEnabled", "docx"),
        (word(), "ms-word.template.macroEnabledTemplate", "docx"),
        (slides(), "openxmlformats-officedocument.presentationml.template", "pptx"),
        (slides(), "openxmlformats-officedocument.presentationml.slideshow", "pptx"),
        (slides(), "ms-powerpoint.presentation.macroEnabled", "pptx"),
        (slides(), "ms-powerpoint.slideshow.macroEnabled", "pptx"),
        (slides(), "ms-powerpoint.template.macroEnabled", "pptx"),
    ],
)
def test_templates_and_files_with_macros_are_read(data: bytes, kind: str, expected: str, read: Read) -> None:
    main = f"application/vnd.{kind}.main+xml"
    found = read("unnamed", rewritten(data, (WORD_MAIN, main), (SLIDES_MAIN, main)))
    assert (found.format, RENT in found.text.content) == (expected, True)


@pytest.mark.parametrize(
    ("data", "changes", "expected"),
    [
        (word(), [("word/document.xml", "word/document2.xml"), ("_rels/document.", "_rels/document2.")], "docx"),
        (slides(), [("ppt/presentation.xml", "ppt/main.xml"), ("_rels/presentation.", "_rels/main.")], "pptx"),
    ],
)
def test_the_main_part_may_have_any_name(
    data: bytes, changes: list[tuple[str, str]], expected: str, read: Read
) -> None:
    found = read("unnamed", rewritten(data, *changes))
    assert (found.format, RENT in found.text.content) == (expected, True)


@pytest.mark.parametrize(
    ("name", "members", "words"),
    [
        ("a.pages", {"Index/Document.iwa": "x", "preview.jpg": "x"}, "an Apple Pages document. Export it as PDF"),
        ("a.numbers", {"Index/Document.iwa": "x"}, "an Apple Numbers workbook. Export it as Excel"),
        ("a.key", {"Index.zip": "x", "Metadata/Properties.plist": "x"}, "an Apple Keynote presentation"),
        ("unnamed", {"Index/Document.iwa": "x"}, "Apple iWork"),
        ("a.vsdx", {"[Content_Types].xml": "<Types/>", "visio/document.xml": "<x/>"}, "a Visio drawing"),
    ],
)
def test_documents_of_other_programs_are_not_taken_for_archives(
    name: str, members: dict[str, str], words: str, refused: Refused
) -> None:
    assert words in refused(name, zipped(members))


def test_an_archive_of_such_names_is_an_archive(read: Read) -> None:
    assert read("a.zip", zipped({"Index.zip": zipped({"a.txt": "a"}), "letter.docx": word()})).format == "zip"


def test_a_strict_document_that_is_damaged_is_refused(refused: Refused) -> None:
    data = rezipped(rewritten(word(), *STRICT), {"word/document.xml": "<broken"})
    assert "damaged" in refused("a.docx", data)


def test_lines_broken_by_hand_do_not_glue_words_together(read: Read) -> None:
    def fill(presentation: Presentation) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = "Costs\vof March"
        slide.placeholders[1].text = "Rent 950\vPower 40"

    assert read("a.pptx", slides(fill)).text.content == "# Costs of March\nRent 950\nPower 40\n\n"


def test_charts_are_read_as_tables(read: Read) -> None:
    def fill(presentation: Presentation) -> None:
        data = CategoryChartData()
        data.categories = ["Berlin", "Wien"]
        data.add_series("2023", (950, None))
        data.add_series("2024", (0.1 + 0.2, 12.5))
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = "Rents"

    content = read("a.pptx", slides(fill)).text.content
    assert content == "Rents\n\t2023\t2024\nBerlin\t950\t0.3\nWien\t\t12.5\n\n"


def test_a_chart_whose_part_is_missing_is_passed_over(read: Read) -> None:
    frame = (
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{0}main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvGraphicFramePr><p:cNvPr '
        'id="9" name="x"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><a:graphic><a:graphicData uri="{0}chart">'
        '<c:chart xmlns:c="{0}chart" r:id="rId99"/></a:graphicData></a:graphic></p:graphicFrame>'
    ).format("http://schemas.openxmlformats.org/drawingml/2006/")
    data = rewritten(slides(), ("</p:spTree>", f"{frame}</p:spTree>"))
    assert RENT in read("a.pptx", data).text.content


def test_formulas_and_embedded_pages_are_read_where_they_stand(read: Read) -> None:
    page = Part(PackURI("/word/page.htm"), "text/html", "<p>Embedded</p><p>Gr\u00fc\u00dfe</p>".encode())
    other = Part(PackURI("/word/other.bin"), "application/octet-stream", b"\0")
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"

    def fill(document: Document) -> None:
        document.add_paragraph("Before")
        for part in (page, other):
            name = document.part.relate_to(
                part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
            )
            chunk = OxmlElement("w:altChunk")
            chunk.set(qn("r:id"), name)
            document.paragraphs[0]._p.addnext(chunk)
        after = document.add_paragraph("After ")
        after._p.append(parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>E=mc2</m:t></m:r></m:oMath>'))

    text = read("a.docx", word(fill)).text
    assert [line for line in text.content.splitlines() if line] == ["Before", "Embedded", "Grüße", "After E=mc2"]
    assert len(text.warnings) == 1 and "left out" in text.warnings[0]
