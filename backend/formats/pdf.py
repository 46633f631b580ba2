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
from backend.formats.effort import Effort, left_out
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
TOO_DEAR = "Every page of the PDF takes too much time or memory to read. It is damaged, or made to do harm."
PROTECTED = "The PDF is protected by a password. Remove the password and send it again."

Pages = list[bool | None]  # for each page whether it has text of its own; None where it was left out


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
                pages = _add_pages(out, _pdfium_pages(document, out, pins, source.effort))
                _add_facts(out, document.get_metadata_dict(skip_empty=True))
                _add_attachments(out, document, pins, source)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower() and _is_encrypted(source.path):
                raise ExtractionFailed(PROTECTED) from None
            pages = []
        if not any(pages) and not _are_left_out(pages):
            second = source.builder()
            found = _add_pages(second, _pypdf_pages(source, second, len(pages) + 1))
            if any(found) or not out.content.strip():
                out, pages = second, found
        _refuse_nothing(out, pages, source)
        _warn(out, pages)
        return out.text()


def _are_left_out(pages: Pages) -> bool:
    return bool(pages) and all(has_text is None for has_text in pages)


def _refuse_nothing(out: TextBuilder, pages: Pages, source: Source) -> None:
    """Raise ExtractionFailed when there is nothing to keep; what is attached to pages without text is kept."""
    if not pages:
        raise ExtractionFailed("The PDF has no pages.")
    if out.content.strip():
        return
    if not source.spool.members:
        raise ExtractionFailed(TOO_DEAR if _are_left_out(pages) else NO_TEXT)
    for member in source.spool.members:
        out.line(member.name)
    out.warn(ATTACHMENTS_ONLY)


def _is_encrypted(path: Path) -> bool:
    """Asked of the file itself: pdfium repeats its last error where it has none of its own."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def _add_pages(out: TextBuilder, pages: Iterator[tuple[str, list[str]] | None]) -> Pages:
    """Add each page behind its mark, its notes below its text."""
    found: Pages = []
    for number, page in enumerate(pages, start=1):
        out.mark("page", number)
        text, words = page or ("", [])
        out.line(TRAILING_SPACE.sub("", text).rstrip())
        for note in words:
            out.line(note)
        found.append(None if page is None else bool(text.strip()))
    out.fact("pages", len(found))
    return found


def _pdfium_pages(
    document: pypdfium2.PdfDocument, out: TextBuilder, pins: list[int], effort: Effort
) -> Iterator[tuple[str, list[str]] | None]:
    """Text and notes of each page, None for those left out.

    The indexes of pages that files are pinned to go to `pins`.
    """
    import pypdfium2

    for index in range(len(document)):
        if not effort.begin(index + 1):
            yield None
            continue
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
    effort.end()


def _pypdf_pages(source: Source, out: TextBuilder, part: int) -> Iterator[tuple[str, list[str]] | None]:
    """The same by another library, as parts of the effort from this number on; nothing where it can not be opened."""
    import pypdf

    if not source.effort.begin(part):
        return
    reader = pypdf.PdfReader(source.path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ExtractionFailed(PROTECTED)
    if reader.metadata:
        out.fact("title", reader.metadata.title)
        out.fact("author", reader.metadata.author)
    for number, page in enumerate(reader.pages, start=part + 1):
        yield (page.extract_text(), []) if source.effort.begin(number) else None
    source.effort.end()


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


def _warn(out: TextBuilder, pages: Pages) -> None:
    """Say which pages have no text, and which were not read."""
    blank = [number for number, has_text in enumerate(pages, start=1) if has_text is False]
    dear = [number for number, has_text in enumerate(pages, start=1) if has_text is None]
    if dear:
        out.warn(left_out("page", dear, len(pages)))
    if blank:
        shown = ", ".join(map(str, blank[:SHOWN_PAGES])) + (" …" if len(blank) > SHOWN_PAGES else "")
        out.warn(f"No text on {len(blank)} of {len(pages)} pages ({shown}): blank, or scanned pictures of text.")
