"""The words of drawings in Office files: text boxes, SmartArt, titles of charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def drawing_lines(xml: bytes) -> Iterator[str]:
    """The paragraphs of a drawing."""
    yield from paragraphs(parsed(xml))


def parsed(xml: bytes) -> Any:
    """The root of an XML part, however broken; nothing it names is fetched or expanded."""
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    return root if root is not None else etree.Element("empty")


def paragraphs(node: Any) -> Iterator[str]:
    """Paragraphs that hold words, in the order of the file."""
    for paragraph in node.iter(f"{A}p"):
        text = "".join(
            child.text or "" if child.tag == f"{A}t" else "\n" for child in paragraph.iter(f"{A}t", f"{A}br")
        )
        if text.strip():
            yield text.strip()
