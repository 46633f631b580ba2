"""Profile: what the cells of a column look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.core.values.currencies import SIGNS, iso_codes
from backend.rows.amounts import is_blank, is_number
from backend.rows.dates import SERIAL_FROM, SERIAL_TO, read_day
from backend.rows.table import Cell, written


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares, 0 to 1: `filled` of all cells, the others of the filled ones. `decimals` are no whole numbers."""

    filled: float
    numbers: float
    decimals: float
    dates: float
    serials: float
    texts: float
    currencies: float


def profile(cells: Sequence[Cell]) -> Profile:
    """What most cells of a column are."""
    filled = [cell for cell in cells if not is_blank(cell)]
    count = len(filled) or 1
    dates = [cell for cell in filled if _is_date(cell)]
    numbers = [cell for cell in filled if is_number(cell)]
    return Profile(
        len(filled) / (len(cells) or 1),
        len(numbers) / count,
        sum(1 for cell in numbers if _has_decimals(cell)) / count,
        len(dates) / count,
        sum(1 for cell in numbers if _is_serial(cell)) / count,
        sum(1 for cell in filled if not is_number(cell) and not _is_date(cell)) / count,
        sum(1 for cell in filled if isinstance(cell, str) and (cell.upper() in iso_codes() or cell in SIGNS)) / count,
    )


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return read_day(cell) is not None and not (cell.isdigit() and not _is_year(cell) and len(cell) != 8)
    return isinstance(cell, date) or _is_year(written(cell))


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"}


def _is_serial(cell: Cell) -> bool:
    text = written(cell)
    return (
        text.isdigit() and (SERIAL_FROM <= int(text) <= SERIAL_TO if len(text) < 8 else len(text) == 8)
    ) or _is_moment(cell)


def _is_moment(cell: Cell) -> bool:
    return isinstance(cell, Decimal) and SERIAL_FROM <= cell <= SERIAL_TO


def _has_decimals(cell: Cell) -> bool:
    if isinstance(cell, Decimal):
        return cell != cell.to_integral_value()
    text = written(cell).rstrip(" €£$-)")
    return text[-3:-2] in {".", ","} or text[-2:-1] in {".", ","} or any(sign in written(cell) for sign in "€£$¥")
