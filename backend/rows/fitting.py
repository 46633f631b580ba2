"""Fitting: rows of a CSV file with more cells than columns, since a value with a delimiter in it was not quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from backend.rows.amounts import is_blank, is_number
from backend.rows.dates import read_day
from backend.rows.table import Cell, Row, Table

SURE = 0.9  # share of a column's cells that must be numbers, or dates, to judge others by it
Check = Callable[[Cell], bool]


def fit(table: Table) -> Table:
    """Put rows with too many cells together where only one way makes sense; mark the others as unfit."""
    width = len(table.columns)
    if not table.header_row or all(len(row.cells) <= width for row in table.rows):
        return table
    checks = _checks([row for row in table.rows if len(row.cells) == width], width)
    rows, unfit, joined = [], set(), set()
    for row in table.rows:
        ways = list(_ways(row, width, checks)) if len(row.cells) > width else [row.cells]
        if len(ways) != 1:
            unfit.add(row.number)
        elif len(row.cells) > width and len(ways[0]) == width:
            joined.add(row.number)
        rows.append(Row(row.number, ways[0]) if len(ways) == 1 else row)
    return replace(table, rows=tuple(rows), unfit=frozenset(unfit), joined=frozenset(joined))


def _checks(rows: Sequence[Row], width: int) -> dict[int, Check]:
    """For each column of numbers or dates, what its cells must be."""
    checks: dict[int, Check] = {}
    for column in range(width):
        cells = [row.cells[column] for row in rows if not is_blank(row.cells[column])]
        for check in (is_number, _is_date):
            if cells and sum(1 for cell in cells if check(cell)) >= SURE * len(cells):
                checks.setdefault(column, check)
    return checks


def _ways(row: Row, width: int, checks: dict[int, Check]) -> Iterator[tuple[Cell, ...]]:
    """The ways to read a row that break no column: as it stands, with cells behind the last, or joined somewhere."""
    extra = len(row.cells) - width
    if _passes(row.cells, checks):
        yield row.cells
    for place in range(width):
        middle = row.cells[place : place + extra + 1]
        number = place in checks and checks[place] is is_number
        cell = ("," if number else ", ").join(str(each) for each in middle)
        cells = (*row.cells[:place], cell, *row.cells[place + extra + 1 :])
        if _passes(cells, checks):
            yield cells


def _passes(cells: Sequence[Cell], checks: dict[int, Check]) -> bool:
    return bool(checks) and all(is_blank(cells[column]) or check(cells[column]) for column, check in checks.items())


def _is_date(cell: Cell) -> bool:
    return read_day(cell) is not None
