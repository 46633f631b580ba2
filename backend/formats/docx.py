"""Word documents: paragraphs, headings, lists and tables in document order, with page headers, notes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder, clean
from backend.formats.encoding import decode
from backend.formats.markup import parse
from backend.formats.office import add_properties, package
from backend.formats.rtf import rtf_text

if TYPE_CHECKING:
    from docx.document import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # repeats what stands beside it
OTHER_DOCUMENTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
SKIPPED = frozenset({FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sectPr"})
BULLET = "- "
REPEATED = "The document embeds the same page several times; it was read once."
BEFORE = ("header",)
AFTER = ("footnotes", "endnotes", "comments", "footer")


class Docx:
    name = "docx"
    label = "Word document"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def accepts(self, probe: Probe) -> bool:
        return "word/document.xml" in probe.members or probe.office_type == "word"

    def extract(self, source: Source) -> Text:
        out = source.builder()
        document = _open(source.path)
        _unfold(document, source, out)
        prefixes = _prefixes(document)
        for root in (*_parts(document, BEFORE), document.element.body, *_parts(document, AFTER)):
            for line in _lines(root, prefixes):
                if line.strip() or not out.ends_blank:
                    out.line(line.strip("\n "))
            if not out.ends_blank:
                out.line()
        add_properties(out, document.core_properties)
        return out.text()


def _open(path: Path) -> Document:
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    PartFactory.part_type_for.update(dict.fromkeys(OTHER_DOCUMENTS, DocumentPart))
    part = Package.open(package(path)).main_document_part
    if not isinstance(part, DocumentPart):
        raise ValueError("no document inside")
    document: Document = part.document
    return document


def _unfold(document: Document, source: Source, out: TextBuilder) -> None:
    """Put paragraphs in place of the pages and texts that other programs embed whole (mail merges, web editors)."""
    from docx.oxml import OxmlElement

    seen: set[str] = set()
    for chunk in list(document.element.body.iter(f"{W}altChunk")):
        identity = chunk.get(RELATION, "")
        if identity in seen:
            out.warn(REPEATED)
            continue
        seen.add(identity)
        relation = document.part.rels.get(identity)
        text = "" if relation is None or relation.is_external else _embedded(relation.target_part, source)
        if text is None:
            out.warn(
                "A document that is embedded in this one was left out. Save this one anew with Word and send that."
            )
            continue
        for line in reversed(text.split("\n")):
            paragraph, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
            words.text = clean(line)
            run.append(words)
            paragraph.append(run)
            chunk.addnext(paragraph)


def _embedded(part: Any, source: Source) -> str | None:
    """The text of an embedded page; None when it is of another kind."""
    if "html" in part.content_type:
        page = source.builder()
        parse(decode(part.blob)).add_to(page)
        return page.content.strip()
    if "rtf" in part.content_type:
        return rtf_text(part.blob).strip()
    return decode(part.blob).strip() if part.content_type == "text/plain" else None


def _prefixes(document: Document) -> dict[str, str]:
    """Style ids of headings and lists, each with the prefix that Markdown has for it."""
    found = {}
    for style in document.styles:
        name = style.name or ""
        if level := HEADING.fullmatch(name):
            found[style.style_id] = "#" * int(level[1]) + " "
        elif name.lower() == "title":
            found[style.style_id] = "# "
        elif name.lower().startswith("list "):
            found[style.style_id] = BULLET
    return found


def _parts(document: Document, kinds: tuple[str, ...]) -> Iterator[Any]:
    """The roots of the parts beside the body, such as headers and footnotes, those with equal text only once."""
    from docx.oxml.parser import parse_xml

    seen: set[str] = set()
    for kind in kinds:
        for relation in document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            root = parse_xml(relation.target_part.blob)
            text = "".join(root.itertext())
            if text.strip() and text not in seen:
                seen.add(text)
                yield root


def _lines(node: Any, prefixes: dict[str, str]) -> Iterator[str]:
    """Lines of text below a node; an empty one ends a paragraph or a table."""
    for child in node:
        if child.tag == f"{W}p":
            yield from _paragraph(child, prefixes)
        elif child.tag == f"{W}tbl":
            yield from _rows(child)
            yield ""
        elif child.tag not in SKIPPED:
            yield from _lines(child, prefixes)


def _paragraph(node: Any, prefixes: dict[str, str]) -> Iterator[str]:
    text = _text(node)
    style = node.find(f"{W}pPr/{W}pStyle")
    prefix = prefixes.get(style.get(f"{W}val", ""), "") if style is not None else ""
    if not prefix and node.find(f"{W}pPr/{W}numPr") is not None:
        prefix = BULLET
    if text.strip():
        yield prefix + text
    if prefix != BULLET:
        yield ""


def _rows(node: Any) -> Iterator[str]:
    """Rows of a table, cells between tabs; what a cell holds is put on one line."""
    for child in node:
        if child.tag == f"{W}tr":
            cells = [cell for cell in child.iter(f"{W}tc") if _row_of(cell) is child]
            yield "\t".join(" ".join(_text(cell).split()) for cell in cells)
        elif child.tag not in SKIPPED:
            yield from _rows(child)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{W}tr"))


def _text(node: Any) -> str:
    """The text below a node; paragraphs within it (text boxes, cells) begin new lines."""
    parts = []
    for child in node:
        if child.tag in WORDS:
            parts.append(child.text or "")
        elif child.tag in SPACES:
            parts.append(SPACES[child.tag])
        elif child.tag not in SKIPPED:
            parts.append("\n" + _text(child) if child.tag == f"{W}p" else _text(child))
    return "".join(parts)
