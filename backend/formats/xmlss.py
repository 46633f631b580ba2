"""Workbooks of Excel 2003 in XML (SpreadsheetML), which banks and web shops still export under the name .xls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats.base import Probe, Source
from backend.formats.sheet import XLS, add_sheet

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
        if not out.length:
            raise ExtractionFailed("The workbook is empty: no sheet holds a value.")
        out.fact("sheets", len(tallies))
        out.fact("rows", sum(tally.rows for tally in tallies))
        out.fact("header", next((tally.header for tally in tallies if tally.header), ""))
        return out.text()


def _rows(worksheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet in order, empty ones where the file skips some."""
    last = 0
    for row in worksheet.iterfind(f"{SS}Table/{SS}Row"):
        number = _index(row, last + 1, MAX_ROWS)
        for _ in range(number - last - 1):
            yield []
        yield _cells(row)
        last = number


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind(f"{SS}Cell"):
        place = _index(cell, len(cells) + 1, MAX_COLUMNS)
        cells.extend([""] * (place - len(cells) - 1))
        cells.append(_shown(cell.find(f"{SS}Data")))
        merged = cell.get(f"{SS}MergeAcross", "")
        cells.extend([""] * min(int(merged) if merged.isdecimal() else 0, MAX_COLUMNS - len(cells)))
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
