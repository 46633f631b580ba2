"""RowsResult: exact figures over rows, what was left out of them and why, and the way back to every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from backend.core.plan import Plan
from backend.rows.measure import Measure
from backend.rows.roles import RoleMap
from backend.rows.table import Ref, Table, written

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """One group in one unit. `rows` counts its rows, `values` those with a value; `value` is what the plan asks for.

    `keys` are the group's names in the order of `plan.group_by`, "" where a row does not say.
    """

    keys: tuple[str, ...]
    unit: str
    rows: int
    values: int
    value: Decimal | None
    total: Decimal | None
    average: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    median: Decimal | None
    places: Places = field(repr=False, compare=False)


@dataclass(frozen=True)
class LeftOut:
    """Rows that are in no figure, and the reason. `totals` are the sums of their values by unit, if they have any."""

    reason: str
    rows: int
    totals: dict[str, Decimal]
    places: Places = field(repr=False, compare=False)


@dataclass(frozen=True)
class TableUse:
    """What became of one table: its rows, how many are in the figures, which column was added up, and why."""

    document_id: str
    name: str
    sheet: str
    header_row: int
    rows: int
    used: int
    measure: Measure
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class RowRef:
    """One row behind a figure: where it stands, its value as read and as written there, and the whole row in words."""

    ref: Ref
    value: Decimal | None
    unit: str
    written: str
    line: str

    @property
    def document_id(self) -> str:
        return self.ref.document_id

    @property
    def row(self) -> int:
        return self.ref.row


@dataclass(frozen=True)
class RowsResult:
    """`totals` hold one figure per unit over everything; `groups`, of `groups_in_all`, are ordered and cut as planned.

    `rows` = rows in the totals + rows left out: every row that was read is in one or the other.
    """

    plan: Plan
    totals: tuple[Figure, ...]
    groups: tuple[Figure, ...]
    groups_in_all: int
    rows: int
    left_out: tuple[LeftOut, ...]
    tables: tuple[TableUse, ...]
    maps: tuple[RoleMap, ...]
    notes: tuple[str, ...]
    across: tuple[Across, ...]
    places: Rows = field(repr=False, compare=False)


@dataclass(frozen=True)
class Across:
    """Over the values of all groups in one unit: what an average month is."""

    unit: str
    groups: int
    average: Decimal
    minimum: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Rows:
    """All rows in one line: the place of a row leads to its table, its index there, its value and its unit."""

    tables: Sequence[Table]
    table_of: Places
    index_of: Places
    values: Sequence[Decimal | None]
    units: Sequence[str]
    columns: Sequence[tuple[int, ...]]


def rows_of(result: RowsResult, part: Figure | LeftOut, offset: int = 0, limit: int = 100) -> list[RowRef]:
    """A page of the rows behind a figure, or of those left out, in the order of documents and rows."""
    return [_row(result.places, int(place)) for place in part.places[offset : offset + limit]]


def _row(rows: Rows, place: int) -> RowRef:
    number, index = int(rows.table_of[place]), int(rows.index_of[place])
    table = rows.tables[number]
    row = table.rows[index]
    measured = [written(row.cell(column)) for column in rows.columns[number]]
    line = " | ".join(written(cell) for cell in row.cells if cell != "")
    return RowRef(table.ref(index), rows.values[place], rows.units[place], " | ".join(filter(None, measured)), line)
