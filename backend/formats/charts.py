"""Charts in Office files, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.formats.drawings import paragraphs, parsed
from backend.formats.sheet import shown


def chart_lines(xml: bytes) -> Iterator[str]:
    """A chart's title, then its values as a table: categories down, series across."""
    root = parsed(xml)
    for title in root.iterfind("{*}chart/{*}title"):
        yield " ".join(" ".join(paragraphs(title)).split())
    series = list(root.iter("{*}ser"))
    if not series:
        yield from paragraphs(root)
        return
    yield "\t".join(["", *(next(iter(_points(each, "tx").values()), "") for each in series)])
    labels = next((found for each in series if (found := _points(each, "cat", "xVal"))), {})
    columns = [_points(each, "val", "yVal") for each in series]
    for place in sorted({place for column in (labels, *columns) for place in column}):
        yield "\t".join([labels.get(place, ""), *(_number(column.get(place, "")) for column in columns)])


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
