"""Charts and drawings of Office, whose words stand in parts of their own: values as a table, labels line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.formats.sheet import shown

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def chart_lines(xml: bytes) -> Iterator[str]:
    """A chart's title, then its values as a table: categories down, series across."""
    root = _root(xml)
    for title in root.iterfind("{*}chart/{*}title"):
        yield " ".join(" ".join(_paragraphs(title)).split())
    series = list(root.iter("{*}ser"))
    if not series:
        yield from _paragraphs(root)
        return
    yield "\t".join(["", *(next(iter(_points(each, "tx").values()), "") for each in series)])
    labels = next((found for each in series if (found := _points(each, "cat", "xVal"))), {})
    columns = [_points(each, "val", "yVal") for each in series]
    for place in sorted({place for column in (labels, *columns) for place in column}):
        yield "\t".join([labels.get(place, ""), *(_number(column.get(place, "")) for column in columns)])


def drawing_lines(xml: bytes) -> Iterator[str]:
    """The paragraphs of a drawing."""
    yield from _paragraphs(_root(xml))


def _root(xml: bytes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    return root if root is not None else etree.Element("empty")


def _paragraphs(node: Any) -> Iterator[str]:
    for paragraph in node.iter(f"{A}p"):
        text = "".join(
            child.text or "" if child.tag == f"{A}t" else "\n" for child in paragraph.iter(f"{A}t", f"{A}br")
        )
        if text.strip():
            yield text.strip()


def _points(series: Any, *names: str) -> dict[int, str]:
    """The values that a chart keeps of cells elsewhere, by their place."""
    node = next((found for name in names if (found := series.find(f"{{*}}{name}")) is not None), None)
    if node is None:
        return {}
    points = [(point.get("idx", ""), point.findtext("{*}v", "")) for point in node.iter("{*}pt")]
    points = points or [("", value.text or "") for value in node.iter("{*}v")]
    return {int(place) if place.isdecimal() else number: value for number, (place, value) in enumerate(points)}


def _number(value: str) -> str:
    try:
        return shown(float(value))
    except (ValueError, OverflowError):
        return value
