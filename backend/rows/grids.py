"""Grids: the filled rows of a CSV file or a sheet, before anything is known about header and columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import ExtractionFailed
from backend.formats import delimited, sheet
from backend.formats.builder import TextBuilder
from backend.formats.encoding import read_text
from backend.rows.table import Cell, Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_CHARS = 2**31  # ingestion has refused what is too long; here nothing is cut
Range = tuple[tuple[int, int], tuple[int, int]]


def delimited_grid(path: Path, *, tabs: bool) -> tuple[Row, ...]:
    """The filled rows of a CSV or TSV file; row numbers are those of the document's text."""
    out = TextBuilder(MAX_CHARS)
    content = read_text(path, out, MAX_CHARS)
    delimiter = "\t" if tabs else delimited.sniff_delimiter(content[: delimited.SAMPLE_CHARS])
    rows = enumerate(delimited.rows(content, delimiter, out), start=1)
    return tuple(_filled((number, [_one_line(cell) for cell in cells]) for number, (_, cells) in rows))


def workbook_grids(path: Path) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Name and filled rows of every sheet; numbers and dates keep their types. Raises ExtractionFailed."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for index, name in enumerate(workbook.sheet_names):
                yield name, tuple(_filled(_sheet_rows(workbook.get_sheet_by_index(index))))
    except PasswordError:
        raise ExtractionFailed(sheet.PROTECTED) from None
    except CalamineError:
        raise ExtractionFailed("The workbook could not be read: it is damaged or incomplete.") from None


def _sheet_rows(page: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with what was merged downwards repeated, where that is text: a number stands for one row only."""
    fill = {}
    first_column = page.start[1] if page.start else 0
    for (top, left), (bottom, _) in page.merged_cell_ranges or []:
        column = left - first_column
        fill.update(dict.fromkeys(((row, column) for row in range(top + 1, bottom + 1)), (top, column)))
    known: dict[tuple[int, int], Cell] = {}
    tops = set(fill.values())
    for index, values in enumerate(page.iter_rows()):
        cells = [_typed(value) for value in values]
        if fill:
            known.update({(index, column): cell for column, cell in enumerate(cells) if (index, column) in tops})
            _fill_down(cells, index, fill, known)
        yield index + 1, cells


def _fill_down(
    cells: list[Cell], index: int, fill: dict[tuple[int, int], tuple[int, int]], known: dict[tuple[int, int], Cell]
) -> None:
    if not any(cell != "" for cell in cells):
        return
    for column, cell in enumerate(cells):
        above = known.get(fill.get((index, column), (-1, -1)), "")
        if cell == "" and isinstance(above, str):
            cells[column] = above


def _typed(value: sheet.Cell) -> Cell:
    match value:
        case bool() | str() | dt.time() | dt.timedelta():
            return _one_line(sheet.shown(value))
        case int() | float():
            return Decimal(sheet.shown(value))
        case _:
            return value


def _filled(rows: Iterator[tuple[int, Sequence[Cell]]] | Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, cells in rows:
        last = max((column for column, cell in enumerate(cells) if cell != ""), default=-1)
        if last >= 0:
            yield Row(number, tuple(cells[: last + 1]))


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell or "\t" in cell or "\r" in cell else cell.strip()
