"""Workbooks of Excel 2003 in XML (SpreadsheetML), which banks and web shops still export under the name .xls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.sheet import XLS, add_sheet, finished
from backend.formats.sparse import MOST_CELLS

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
SS = f"{{{NAMESPACE}}}"
MIDNIGHT = "T00:00:00.000"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384


class XmlSheet:
    name = "xmlss"
    label = "XML workbook"
    media_type = XLS

    def accepts(self, probe: Probe) -> bool:
        return probe.start.startswith("<") and "<Workbook" in probe.start and NAMESPACE in probe.start

    def extract(self, source: Source) -> Text:
        from lxml import etree  # type: ignore[import-untyped]

        out = source.builder()
        sheets = etree.iterparse(str(source.path), tag=f"{SS}Worksheet", resolve_entities=False, no_network=True)
        tallies = []
        for number, (_, worksheet) in enumerate(sheets, start=1):
            tallies.append(add_sheet(out, _rows(worksheet), number, worksheet.get(f"{SS}Name", str(number))))
            worksheet.clear()
        return finished(out, tallies, len(tallies))


def _rows(worksheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet in order, each with its number."""
    last, rows = 0, list[tuple[int, dict[int, str]]]()
    for row in worksheet.iterfind(f"{SS}Table/{SS}Row"):
        last = _index(row, last + 1, MAX_ROWS)
        rows.append((last, _cells(row)))
    columns = _columns([cells for _, cells in rows])
    for number, cells in rows:
        shown = [""] * max((columns[place] for place in cells), default=0)
        for place, value in cells.items():
            shown[columns[place] - 1] = value
        yield number, shown


def _columns(rows: Sequence[dict[int, str]]) -> dict[int, int]:
    """Where each column is shown: where it stands, or beside the one before where too many between them are empty."""
    used = sorted({place for cells in rows for place in cells})
    if len(rows) * max(used, default=0) <= MOST_CELLS:
        return {place: place for place in used}
    return {place: number for number, place in enumerate(used, start=1)}


def _cells(row: Any) -> dict[int, str]:
    """What stands in a row, by column from 1; merged cells are empty but for the first."""
    cells: dict[int, str] = {}
    place = 0
    for cell in row.iterfind(f"{SS}Cell"):
        place = _index(cell, place + 1, MAX_COLUMNS)
        cells[place] = _shown(cell.find(f"{SS}Data"))
        merged = cell.get(f"{SS}MergeAcross", "")
        place = min(MAX_COLUMNS, place + (int(merged) if merged.isdecimal() else 0))
    return cells


def _index(node: Any, following: int, most: int) -> int:
    """Where a row or cell says that it stands, else the next place."""
    said = node.get(f"{SS}Index", "")
    return max(following, min(int(said), most)) if said.isdecimal() else following


def _shown(data: Any) -> str:
    if data is None:
        return ""
    value = "".join(data.itertext())
    if data.get(f"{SS}Type") == "Boolean":
        return "TRUE" if value == "1" else "FALSE"
    return value.removesuffix(MIDNIGHT) if data.get(f"{SS}Type") == "DateTime" else value
