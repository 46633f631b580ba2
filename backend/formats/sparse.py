"""Workbooks with a few cells far from each other: the library that reads them makes room for all cells between.

Their sheets are read from a copy without the empty rows and columns; which rows those of the copy are is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.formats.sheetnotes import sheet_parts

MOST_CELLS = 20_000_000  # that room is made for, whether they hold something or not
LAST_ROW = 1_048_576
MAX_PART_BYTES = 256 * 1024**2
FOLDER = "xl/worksheets/"
FAR = re.compile(rb'[\s]r="(?:[A-Za-z]{3,}\d|[A-Za-z]{2,}\d{5}|[A-Za-z]*\d{6})')  # without it no sheet is that large
CELL = re.compile(rb'(<c\s(?:[^<>]*?\s)?r=")([A-Za-z]{1,20})(\d{1,100})(?=")')
ROW = re.compile(rb'(<row\s(?:[^<>]*?\s)?r=")(\d{1,100})(?=")')


@dataclass(frozen=True)
class Squeezed:
    """The copy, and for each of its changed sheets the numbers that its rows have in the file."""

    copy: io.BytesIO
    rows: Mapping[str, list[int]]


def squeezed(path: Path) -> Squeezed | None:
    """The same workbook (XLSX) without what is empty; None where no sheet is too large as it is."""
    with zipfile.ZipFile(path) as archive:
        sheets = {
            entry.filename: sheet
            for entry in archive.infolist()
            if entry.filename.startswith(FOLDER) and (sheet := _sheet(archive, entry)) is not None
        }
        if not sheets:
            return None
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as packed:
            for entry in archive.infolist():
                sheet = sheets.get(entry.filename)
                packed.writestr(entry.filename, archive.read(entry) if sheet is None else sheet.xml())
        copy.seek(0)
        rows = {name: sheets[part].rows for name, part in sheet_parts(archive) if part in sheets}
    return Squeezed(copy, rows)


def _sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Sheet | None:
    """A sheet that is too large as it is."""
    if entry.file_size > MAX_PART_BYTES:
        return None
    data = archive.read(entry)
    if not FAR.search(data):
        return None
    sheet = _Sheet(data)
    return sheet if sheet.is_too_large else None


class _Sheet:
    def __init__(self, data: bytes) -> None:
        self._data = data
        places = {(found[2], int(found[3])) for found in CELL.finditer(data)}
        columns = {_number(letters) for letters, _ in places}
        self._far = max(columns, default=0) * max((row for _, row in places), default=0)
        self._columns = {number: place for place, number in enumerate(sorted(columns), start=1)}
        self._used = sorted({row for _, row in places})
        self._rows = {row: place for place, row in enumerate(self._used, start=1)}

    @property
    def is_too_large(self) -> bool:
        return self._far > MOST_CELLS

    @property
    def rows(self) -> list[int]:
        """The numbers of its rows that hold cells."""
        return [min(row, LAST_ROW) for row in self._used]

    def xml(self) -> bytes:
        """The sheet with its rows and columns numbered anew."""
        renumbered = CELL.sub(lambda found: found[1] + self._cell(found[2], int(found[3])), self._data)
        return ROW.sub(lambda found: found[1] + b"%d" % self._rows.get(int(found[2]), 1), renumbered)

    def _cell(self, letters: bytes, row: int) -> bytes:
        return _letters(self._columns[_number(letters)]) + b"%d" % self._rows[row]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _letters(number: int) -> bytes:
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters
