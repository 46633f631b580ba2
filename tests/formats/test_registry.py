"""Every entry of FORMATS keeps the contract."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from backend.errors import ExtractionFailed
from backend.formats.base import Format
from backend.formats.registry import FORMATS, detect

from .conftest import Read, Refused
from .ole import XLS, ole
from .samples import RENT, SAMPLES, locked_pdf, mail, pdf, word, workbook, zipped

each_format = pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)


def test_every_format_has_its_own_name_and_a_sample() -> None:
    names = [entry.name for entry in FORMATS]
    assert len(set(names)) == len(names)
    assert set(names) == set(SAMPLES)


@each_format
def test_a_sample_is_recognised_and_its_words_are_found(entry: Format, read: Read) -> None:
    name, sample = SAMPLES[entry.name]
    found = read(name, sample())
    assert (found.format, found.media_type) == (entry.name, entry.media_type)
    text = found.text.content + " ".join(member.name for member in found.members)
    assert RENT in text or found.format == "xls"
    assert "950" in text


@each_format
def test_marks_are_in_order_and_within_the_text(entry: Format, read: Read) -> None:
    name, sample = SAMPLES[entry.name]
    text = read(name, sample()).text
    starts = [mark.start for mark in text.marks]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text.content) for start in starts)


@each_format
def test_a_file_cut_in_half_is_read_in_part_or_refused_with_a_reason(entry: Format, read: Read) -> None:
    name, sample = SAMPLES[entry.name]
    data = sample()
    try:
        assert read(name, data[: len(data) // 2]).text.content
    except ExtractionFailed as failure:
        assert failure.detail.endswith(".")
        assert not failure.retryable


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"csv", "tsv", "jsonl", "markdown", "code"}))
def test_content_decides_when_the_name_says_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(SAMPLES[name][1]())
    assert detect(path, "unnamed")[0].name == name


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("report.txt", pdf(), "pdf"),
        ("report.pdf", b"Only text.", "text"),
        ("table.txt", b"a,b\n1,2\n3,4\n", "text"),
        ("notes.csv", workbook(), "xlsx"),
        ("sheet.xls", b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "html"),
        ("picture.png", word(), "docx"),
        ("mail.txt", mail(), "text"),
        ("readme.md", b"<h1>Title</h1>\n\nSome *text*.", "markdown"),
        ("page.py", b"<html>\n</html>", "html"),
        ("script", b"#!/usr/bin/env python3\nprint(1)\n", "code"),
        ("LEASE.TXT.PDF", b"%PDF-1.4 not really", "pdf"),
    ],
)
def test_a_misleading_name_is_not_believed(name: str, data: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(data)
    assert detect(path, name)[0].name == expected


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "The file is empty."),
        ("a.txt", b" \n\t\r\n ", "nothing but white space"),
        ("a.csv", b"\n\n\n", "nothing but white space"),
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0",
            "a picture. Reading pictures (OCR) is not available yet.",
        ),
        ("a.docx", b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(60), "a program"),
        ("a.bin", b"\x00\x9f\x92\x96" * 500, "binary data of an unknown kind"),
        ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "Save it as .docx"),
        ("a.pdf", locked_pdf("secret"), "protected by a password"),
        ("a.pdf", b"%PDF-1.7\n" + b"garbage " * 50, "The PDF could not be read: it is damaged or incomplete."),
        ("a.docx", zipped({"word/document.xml": "<broken"}), "The Word document could not be read"),
        ("a.pdf", pdf("", ""), "No text layer. The PDF is a scan"),
        ("a.txt", b"word " * 500_000, "more than 2,000,000 characters"),
    ],
)
def test_what_can_not_be_read_says_why(name: str, data: bytes, words: str, refused: Refused) -> None:
    assert words in refused(name, data)


def renamed_stream(name: str) -> bytes:
    """An OLE file like those of old and of encrypted Office documents, told by the name of a stream inside."""
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    assert entry in XLS
    return XLS.replace(entry, name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2))


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "protected by a password"),
        ("WordDocument", "Save it as .docx"),
        ("PowerPoint Document", "Save it as .pptx"),
    ],
)
def test_locked_and_old_office_documents_say_what_to_do(stream: str, words: str, refused: Refused) -> None:
    assert words in refused("a.docx", renamed_stream(stream))


BOOK = struct.pack("<HH16x", 0x809, 16)
LOCKED_BOOK = BOOK + struct.pack("<HH54x", 0x2F, 54)
WORD, LOCKED_WORD = b"\xec\xa5" + bytes(10), b"\xec\xa5" + bytes(9) + b"\x01"
SLIDES, LOCKED_SLIDES = bytes(12) + bytes.fromhex("5fc091e3"), bytes(12) + bytes.fromhex("dfc4d1f3")


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"Workbook": LOCKED_BOOK}, "The workbook is protected by a password."),
        ({"Book": LOCKED_BOOK}, "The workbook is protected by a password."),
        ({"Workbook": BOOK}, "The workbook is empty"),
        ({"WordDocument": LOCKED_WORD}, "The document is protected by a password."),
        ({"WordDocument": WORD}, "Save it as .docx"),
        ({"PowerPoint Document": b"", "Current User": LOCKED_SLIDES}, "The document is protected by a password."),
        ({"PowerPoint Document": b"", "Current User": SLIDES}, "Save it as .pptx"),
        ({"PowerPoint Document": b"", "EncryptedSummary": b""}, "The document is protected by a password."),
    ],
)
def test_a_password_is_named_as_what_is_missing(streams: dict[str, bytes], words: str, refused: Refused) -> None:
    assert words in refused("a", ole(streams))


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "<script>alert(1)</script>.txt", "\x00\x1b[31m.txt", "../../etc/passwd", "\udc80.txt", ""]
)
def test_a_hostile_name_does_no_harm(name: str, read: Read) -> None:
    assert read(name, b"Harmless.").text.content == "Harmless."
