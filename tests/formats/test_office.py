"""Office files of unusual kinds: strict, templates, parts under other names, programs that Winnow does not read."""

from __future__ import annotations

import io
import zipfile

import pytest

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
