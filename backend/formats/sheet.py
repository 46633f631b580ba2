"""Workbooks: XLSX, XLS and ODS, one line of text per row, cells between tabs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.effort import left_out
from backend.formats.odf import spaced
from backend.formats.oldoffice import is_protected
from backend.formats.sheetnotes import notes, unsaved
from backend.formats.sparse import squeezed
from backend.formats.table import Tally

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
MIDNIGHT = dt.time()
KEPT_BLANK_ROWS = 20
PROTECTED = "The workbook is protected by a password. Remove the password and send it again."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


class Workbook:
    """One of the three kinds, told apart by what is inside the file."""

    def __init__(self, name: Literal["xlsx", "xls", "ods"], media_type: str) -> None:
        self.name: str = name
        self.label = f"{name.upper()} workbook"
        self.media_type = media_type

    def accepts(self, probe: Probe) -> bool:
        match self.name:
            case "xlsx":
                return any(name.startswith("xl/workbook.") for name in probe.members)
            case "xls":
                return bool(probe.streams & {"Workbook", "Book"})
            case _:
                return probe.zip_type.startswith(ODS)

    def extract(self, source: Source) -> Text:
        from python_calamine import PasswordError

        out = source.builder()
        if self.name == "xls" and is_protected(Probe(source.path, source.name)):
            raise ExtractionFailed(PROTECTED)
        beside = notes(source.path) if self.name == "xlsx" else {}
        squeeze = squeezed(source.path) if self.name == "xlsx" else None
        places = squeeze.rows if squeeze else {}
        copy = squeeze.copy if squeeze else spaced(source.path) if self.name == "ods" else None
        tallies: list[Tally] = []
        left: list[int] = []
        try:
            with _opened(source.path, copy) as workbook:
                names = workbook.sheet_names
                for number, name in enumerate(names, start=1):
                    if not source.effort.begin(number):
                        left.append(number)
                        continue
                    rows = workbook.get_sheet_by_index(number - 1).iter_rows()
                    tallies.append(add_sheet(out, zip(places.get(name, count(1)), rows), number, name))  # noqa: B905
                    _add_notes(out, beside.get(name, []), number, name)
        except PasswordError:
            raise ExtractionFailed(PROTECTED) from None
        source.effort.end()
        if left:
            out.warn(left_out("sheet", left, len(names)))
        if self.name == "xlsx" and (warning := unsaved(source.path)):
            out.warn(warning)
        return finished(out, tallies, len(names))


def _opened(path: Path, copy: io.BytesIO | None) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path) if copy is None else CalamineWorkbook.from_filelike(copy)


def finished(out: TextBuilder, tallies: Sequence[Tally], sheets: int) -> Text:
    """The text of a workbook with its facts. Raises ExtractionFailed where there is none."""
    if not out.length:
        raise ExtractionFailed(out.warnings[0] if out.warnings else "The workbook is empty: no sheet holds a value.")
    out.fact("sheets", sheets)
    out.fact("rows", sum(tally.rows for tally in tallies))
    out.fact("header", next((tally.header for tally in tallies if tally.header), ""))
    return out.text()


def add_sheet(out: TextBuilder, rows: Iterable[tuple[int, Sequence[Cell]]], number: int, name: str) -> Tally:
    """Add the rows that hold something, each with its number, behind the sheet's name, and a blank line for a few
    between them.
    """
    tally = Tally()
    last = 0
    for row, values in rows:
        cells = [shown(value) for value in values]
        line = "\t".join(cells).rstrip()
        if not tally.add(cells, line):
            continue
        if not last:
            out.mark("sheet", number, name)
            out.line(f"# {name}")
        near = 0 < row - last <= KEPT_BLANK_ROWS and last > 0
        for _ in range(row - last - 1 if near else 0):
            out.line()
        out.row(row, follows=near)
        out.record(line)
        last = row
    return tally


def _add_notes(out: TextBuilder, lines: Sequence[str], number: int, name: str) -> None:
    """Add what stands beside the cells below a mark of its own: it belongs to the sheet and to no row."""
    if lines:
        out.mark("sheet", number, name)
    for line in lines:
        out.record(line)


def shown(value: Cell) -> str:
    """A cell as a spreadsheet shows it, dates as ISO 8601, always on one line."""
    match value:
        case str():
            return " ".join(value.split()) if "\n" in value or "\t" in value or "\r" in value else value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ")
        case dt.timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(value)


def _number(value: float) -> str:
    """15 digits, as many as a spreadsheet has, never with an exponent: 0.1 + 0.2 is 0.3, and 5.0 is 5."""
    digits = format(value, ".15g")
    return format(Decimal(digits), "f") if "e" in digits else digits
