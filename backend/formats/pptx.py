"""PowerPoint presentations: shapes, tables, groups and notes of each slide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.charts import chart_lines
from backend.formats.drawings import A, drawing_lines
from backend.formats.effort import Effort, left_out
from backend.formats.office import add_properties, package

SCHEMAS = "{http://schemas.openxmlformats.org/"
CHART, RELATION = f"{SCHEMAS}drawingml/2006/chart}}chart", f"{SCHEMAS}officeDocument/2006/relationships}}id"
DIAGRAM, DATA = f"{SCHEMAS}drawingml/2006/diagram}}relIds", f"{SCHEMAS}officeDocument/2006/relationships}}dm"
OTHER_PRESENTATIONS = (
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
)
REPEATED = "The presentation shows the same slide several times; it was read once."


class Pptx:
    name = "pptx"
    label = "PowerPoint presentation"
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    def accepts(self, probe: Probe) -> bool:
        return "ppt/presentation.xml" in probe.members or probe.office_type == "powerpoint"

    def extract(self, source: Source) -> Text:
        from pptx.opc.package import PartFactory
        from pptx.package import Package
        from pptx.parts.presentation import PresentationPart

        PartFactory.part_type_for.update(dict.fromkeys(OTHER_PRESENTATIONS, PresentationPart))
        out = source.builder()
        opened = Package.open(package(source.path))
        slides = opened.presentation_part.presentation.slides
        _add_slides(out, slides, source.effort)
        out.fact("slides", len(slides))
        add_properties(out, opened.core_properties)
        return out.text()


def _add_slides(out: TextBuilder, slides: Any, effort: Effort) -> None:
    seen, left = set[str](), list[int]()
    for number, slide in enumerate(slides, start=1):
        if slide.part.partname in seen:
            out.warn(REPEATED)
            continue
        seen.add(slide.part.partname)
        if not effort.begin(number):
            left.append(number)
            continue
        out.mark("slide", number)
        for line in _slide(slide, effort):
            out.line(line)
        if effort.spent:
            out.warn(f"Slide {number} holds too much to be read to its end.")
        out.line()
    effort.end()
    if left:
        out.warn(left_out("slide", left, len(slides)))


def _slide(slide: Any, effort: Effort) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield "# " + " ".join(title.text_frame.text.split())
    for shape in _shapes(slide.shapes):
        if effort.spent:
            return
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None and notes.text.strip():
        yield ""
        yield "Notes: " + notes.text.strip()


def _shapes(shapes: Any) -> Iterator[Any]:
    """Every shape in reading order, those of groups too."""
    pending = [iter(shapes)]
    while pending:
        shape = next(pending[-1], None)
        if shape is None:
            pending.pop()
        elif hasattr(shape, "shapes"):
            pending.append(iter(shape.shapes))
        else:
            yield shape


def _shape(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            text = _paragraph(paragraph)
            if text.strip():
                yield "- " * (paragraph.level > 0) + text.strip()
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield "\t".join(" ".join(cell.text_frame.text.split()) for cell in row.cells)
    else:
        yield from _drawn(shape)


def _paragraph(paragraph: Any) -> str:
    """Its runs, and line ends where a line was broken by hand; the number of the slide and the date are left out."""
    if not paragraph.runs:
        return str(paragraph.text)
    nodes = [node for node in paragraph._p if node.tag in (f"{A}r", f"{A}br")]
    return "".join(node.text if node.tag == f"{A}r" else "\n" for node in nodes)


def _drawn(shape: Any) -> Iterator[str]:
    """The words of charts and SmartArt; a part that is missing is passed over, as PowerPoint does."""
    for tag, name, lines in ((CHART, RELATION, chart_lines), (DIAGRAM, DATA, drawing_lines)):
        for reference in shape._element.iter(tag):
            with suppress(KeyError):
                yield from lines(shape.part.related_part(reference.get(name)).blob)
