"""Table: rows of cells under named columns, each row with the number that a person finds it by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from backend.formats.sheet import shown

Cell = str | Decimal | date  # text as it stands in the file, or what a workbook or JSON itself calls a number or a date


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row of the file as a spreadsheet numbers it, the element of a JSON list, the line of JSONL."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell under a column, blank where the row is too short."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a row stands: enough to open its document there (see spans.row_span)."""

    document_id: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Table:
    """`sheet` names the sheet, or the key of a JSON list, where there is one; `header_row` is 0 where none was found.

    `rows` are all filled rows below the header, totals and notes among them; `above` are the filled rows before it.
    `repeated` are the numbers of rows that only say the header again, `unfit` of those whose cells fit no columns,
    `joined` of those that had a delimiter too many and were put together in the only way that made sense.
    """

    document_id: str
    name: str
    sheet: str
    columns: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    repeated: tuple[int, ...] = ()
    unfit: frozenset[int] = frozenset()
    joined: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        """What a person calls this table."""
        return f"{self.name}, {self.sheet}" if self.sheet else self.name

    @property
    def shape(self) -> str:
        """The same for all tables with the same column names, whatever their order and letter case."""
        return "\n".join(sorted(fold(column) for column in self.columns))

    def ref(self, index: int) -> Ref:
        """Where the row at this index stands."""
        return Ref(self.document_id, self.sheet, self.rows[index].number)


def unnamed(index: int) -> str:
    """What a column is called that the header leaves blank."""
    return f"column {index + 1}"


def written(cell: Cell) -> str:
    """A cell as the document's text shows it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return shown(cell)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Letter case and white space made alike."""
    return " ".join(text.casefold().split())
