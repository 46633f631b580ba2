"""Relations: which numeric columns of a table add up to another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from backend.rows.amounts import read_amounts
from backend.rows.table import Cell

FEWEST = 3  # rows that must agree
MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Sums:
    """`net` + `tax` = `gross` in `rows` of `of` rows."""

    net: str
    tax: str
    gross: str
    rows: int
    of: int


def find_sums(columns: Mapping[str, Sequence[Cell]]) -> Sums | None:
    """Three columns of which two add up to the third in nine of ten rows; the smaller of the two is the tax."""
    values = {name: read_amounts(cells).values for name, cells in list(columns.items())[:MOST_COLUMNS]}
    for gross in values:
        for one, other in combinations([name for name in values if name != gross], 2):
            rows = [
                (a, b, c)
                for a, b, c in zip(values[one], values[other], values[gross], strict=True)
                if a is not None and b is not None and c is not None and a and b
            ]
            agreeing = sum(1 for a, b, c in rows if a + b == c)
            if agreeing >= FEWEST and agreeing * 10 >= len(rows) * 9:
                net, tax = sorted((one, other), key=lambda name: -_size(values[name]))
                return Sums(net, tax, gross, agreeing, len(rows))
    return None


def _size(values: Sequence[Decimal | None]) -> Decimal:
    return sum((abs(value) for value in values if value is not None), Decimal(0))
