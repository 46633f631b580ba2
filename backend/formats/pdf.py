"""PDF: text page by page with pdfium, pypdf as second opinion. OCR of scanned pages will have its place here."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.pdfnotes import notes, pinned

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

HYPHEN_AT_LINE_END = re.compile("[\ufffe\x02]\r?\n?|\xad\r?\n")
TRAILING_SPACE = re.compile(r"(?<![ \t])[ \t]++(?=\r?\n)")
SHOWN_PAGES = 20
NO_TEXT = (
    "No text layer. The PDF is a scan or holds only pictures, and reading pictures (OCR) is not available yet. "
    "Run it through an OCR program and send the result."
)
ATTACHMENTS_ONLY = (
    "The pages have no text layer: they are a scan or hold only pictures. Only the files attached to the PDF were read."
)
PROTECTED = "The PDF is protected by a password. Remove the password and send it again."


class Pdf:
    name = "pdf"
    label = "PDF"
    media_type = "application/pdf"

    def accepts(self, probe: Probe) -> bool:
        if probe.head.startswith(b"%PDF-"):
            return True
        return b"%PDF-" in probe.head[:1024] and probe.media_type == self.media_type

    def extract(self, source: Source) -> Text:
        import pypdfium2

        out = source.builder()
        try:
            with pypdfium2.PdfDocument(source.path) as document:
                if document.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
                    document.init_forms()
                pins: list[int] = []
                pages = _add_pages(out, _pdfium_pages(document, out, pins))
                _add_facts(out, document.get_metadata_dict(skip_empty=True))
                _add_attachments(out, document, pins, source)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower() and _is_encrypted(source.path):
                raise ExtractionFailed(PROTECTED) from None
            pages = []
        if not any(pages):
            second = source.builder()
            found = _add_pages(second, ((page, []) for page in _pypdf_pages(source.path, second)))
            if any(found) or not out.content.strip():
                out, pages = second, found
        if not pages:
            raise ExtractionFailed("The PDF has no pages.")
        if out.content.isspace():
            _add_names_only(out, source)
        _warn_of_blank_pages(out, pages)
        return out.text()


def _is_encrypted(path: Path) -> bool:
    """Asked of the file itself: pdfium repeats its last error where it has none of its own."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def _add_names_only(out: TextBuilder, source: Source) -> None:
    """What is attached to pages without text is kept. Raises ExtractionFailed when nothing is."""
    if not source.spool.members:
        raise ExtractionFailed(NO_TEXT)
    for member in source.spool.members:
        out.line(member.name)
    out.warn(ATTACHMENTS_ONLY)


def _add_pages(out: TextBuilder, pages: Iterator[tuple[str, list[str]]]) -> list[bool]:
    """Add each page behind its mark, its notes below its text; returns for each whether it has text of its own."""
    found = []
    for number, (page, words) in enumerate(pages, start=1):
        out.mark("page", number)
        out.line(TRAILING_SPACE.sub("", page).rstrip())
        for note in words:
            out.line(note)
        found.append(bool(page.strip()))
    out.fact("pages", len(found))
    return found


def _pdfium_pages(
    document: pypdfium2.PdfDocument, out: TextBuilder, pins: list[int]
) -> Iterator[tuple[str, list[str]]]:
    """Text and notes of each page; the indexes of pages that files are pinned to go to `pins`."""
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
            text_page = page.get_textpage()
            yield HYPHEN_AT_LINE_END.sub("", text_page.get_text_range()), list(notes(page, document.formenv))
            if next(pinned(page, document), None):
                pins.append(index)
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            out.warn(f"Page {index + 1} is damaged and could not be read.")
            yield "", []


def _pypdf_pages(path: Path, out: TextBuilder) -> Iterator[str]:
    import pypdf

    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ExtractionFailed(PROTECTED)
    for page in reader.pages:
        yield page.extract_text()
    if reader.metadata:
        out.fact("title", reader.metadata.title)
        out.fact("author", reader.metadata.author)


def _add_facts(out: TextBuilder, metadata: dict[str, str]) -> None:
    out.fact("title", metadata.get("Title"))
    out.fact("author", metadata.get("Author"))
    out.fact("subject", metadata.get("Subject"))


def _add_attachments(out: TextBuilder, document: pypdfium2.PdfDocument, pins: list[int], source: Source) -> None:
    """Files attached to the PDF (an electronic invoice carries its data so) or to its pages become members."""
    import pypdfium2

    known = set()
    for attachment in _attachments(document, pins):
        try:
            name, data = attachment.get_name(), bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            out.warn("A file attached to the PDF is damaged and could not be read.")
            continue
        if (name, hash(data)) not in known:
            known.add((name, hash(data)))
            source.spool.add(name, [data])


def _attachments(document: pypdfium2.PdfDocument, pins: list[int]) -> Iterator[pypdfium2.PdfAttachment]:

    for index in range(document.count_attachments()):
        yield document.get_attachment(index)
    for index in pins:
        page = document[index]
        yield from pinned(page, document)
        page.close()


def _warn_of_blank_pages(out: TextBuilder, pages: list[bool]) -> None:
    blank = [str(number) for number, has_text in enumerate(pages, start=1) if not has_text]
    if blank:
        shown = ", ".join(blank[:SHOWN_PAGES]) + (" …" if len(blank) > SHOWN_PAGES else "")
        out.warn(f"No text on {len(blank)} of {len(pages)} pages ({shown}): blank, or scanned pictures of text.")
