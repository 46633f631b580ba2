"""Word, PowerPoint, RTF, EPUB, Markdown."""

from __future__ import annotations

import docx
import docx.oxml
import pytest
from docx.document import Document
from pptx.presentation import Presentation
from pptx.util import Inches

from .conftest import Read, Refused
from .samples import CHAPTER, PACKAGE, epub, slides, word


def test_a_word_document_is_read_in_order(read: Read) -> None:
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Letterhead"
        document.sections[0].footer.paragraphs[0].text = "Page foot"
        document.add_heading("Lease", level=1)
        document.add_paragraph("Before the table.")
        table = document.add_table(rows=2, cols=2)
        for cell, words in zip(table._cells, ("What", "Amount", "Rent", "950\nmonthly"), strict=True):
            cell.text = words
        document.add_paragraph("first", style="List Bullet")
        document.add_paragraph("After\tthe table.")

    text = read("a.docx", word(fill)).text
    assert text.content.split("\n") == [
        "Letterhead",
        "",
        "# Lease",
        "",
        "Before the table.",
        "",
        "What\tAmount",
        "Rent\t950 monthly",
        "",
        "- first",
        "After\tthe table.",
        "",
        "Page foot",
        "",
        "",
    ]
    assert text.facts == {"title": "Lease", "author": "A. Lessor"}


def test_text_in_content_controls_and_insertions_is_read_and_deletions_are_not(read: Read) -> None:
    xml = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:sdt><w:sdtContent><w:r><w:t>controlled </w:t></w:r></w:sdtContent></w:sdt>"
        "<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    )
    data = word(lambda document: document.element.body.insert(0, docx.oxml.parse_xml(xml)))
    assert read("a.docx", data).text.content.startswith("controlled inserted\n")


def test_slides_tables_groups_and_notes_are_read(read: Read) -> None:
    def fill(presentation: Presentation) -> None:
        first = presentation.slides.add_slide(presentation.slide_layouts[5])
        first.shapes.title.text = "Costs"
        table = first.shapes.add_table(1, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
        table.cell(0, 0).text, table.cell(0, 1).text = "Rent", "950"
        first.notes_slide.notes_text_frame.text = "Say it slowly."
        second = presentation.slides.add_slide(presentation.slide_layouts[6])
        group = second.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 100, 100).text_frame.text = "Within a group"

    text = read("a.pptx", slides(fill)).text
    assert text.content == "# Costs\nRent\t950\n\nNotes: Say it slowly.\n\nWithin a group\n\n"
    assert text.place(text.content.index("Within")) == {"slide": 2}
    assert text.facts["slides"] == 2


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Gr\'f6\'dfe 5 \'80\par next}", "Größe 5 €\nnext"),
        (rb"{\rtf1\ansi\ansicpg1251 \'c4\'e0}", "Да"),
        (rb"{\rtf1 \u26085?\u26412?}", "日本"),
        (
            rb'{\rtf1 See {\field{\*\fldinst{HYPERLINK "http://a.b"}}{\fldrslt here}} and on.}',
            'See here("http://a.b") and on.',
        ),
        (rb"{\rtf1 {\header\pard Head\par}{\footerr Foot\par}Body\par}", "Head\n\nFoot\nBody"),
        (rb"{\rtf1 Text{\footnote\pard\plain {\super 1} Note} end\par}", "Text\n1 Note end"),
        (rb"{\rtf1 Text{\*\annotation{\*\atndate 1}Remark}\par}", "Text\nRemark"),
        (rb"{\rtf1 {\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 202}}{\shptxt \pard Box\par}}{\shprslt old}}\par}", "Box"),
        (rb"{\rtf1 {\*\shppict{\pict 89504e}}{\info{\title T}}\headery720\footery720 Text}", "Text"),
        (rb"{\rtf1 {\fonttbl{\f0 Arial;}}{\*\generator X;}shown}}}}", "shown"),
    ],
)
def test_rich_text_is_read(data: bytes, text: str, read: Read) -> None:
    assert read("a.rtf", data).text.content.strip() == text


def test_chapters_are_read_in_the_order_of_the_spine(read: Read) -> None:
    text = read("a.epub", epub()).text
    assert text.content == "# One\n\nThe rent is 950.\n\n# Two\n\nThe rent is 975.\n\n"
    assert text.place(text.content.index("975")) == {"section": "Two"}
    assert text.facts == {"title": "Leases", "author": "A. Lessor"}


def test_a_book_with_copy_protection_is_refused(refused: Refused) -> None:
    reference = '<encryption><CipherReference URI="OEBPS/one.xhtml"/></encryption>'
    assert "DRM" in refused("a.epub", epub({"META-INF/encryption.xml": reference}))


def test_a_book_with_protected_fonts_is_read(read: Read) -> None:
    reference = '<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>'
    assert "950" in read("a.epub", epub({"META-INF/encryption.xml": reference})).text.content


def test_a_chapter_that_is_missing_is_passed_over(read: Read) -> None:
    package = PACKAGE.replace("two.xhtml", "gone.xhtml")
    assert read("a.epub", epub({"OEBPS/book.opf": package, "OEBPS/one.xhtml": CHAPTER})).text.content.count("#") == 1


def test_markdown_stays_as_it_is_and_has_a_title(read: Read) -> None:
    source = "Intro\n\n# The *lease* #\n\n- a\n"
    text = read("a.md", source.encode()).text
    assert (text.content, text.facts["title"]) == (source, "The *lease*")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("#\n\nText", None),
        ("# C# and F#", "C# and F"),
        ("#" + " " * 200_000 + "x", "x"),
        ("# a" + " " * 200_000 + "b", "a"),
    ],
)
def test_a_title_is_what_stands_on_its_line(source: str, title: str | None, read: Read) -> None:
    assert read("a.md", source.encode()).text.facts.get("title") == title


def test_a_chapter_with_empty_elements_is_read_whole(read: Read) -> None:
    chapter = (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>950</body></html>'
    )
    text = read("a.epub", epub({"OEBPS/one.xhtml": chapter})).text
    assert text.content == "950\n\n# Two\n\nThe rent is 975.\n\n"
