"""Totals: rows that do not hold a thing of their own but add up others, or only say something about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from backend.rows.amounts import is_blank, is_number, read_amounts
from backend.rows.dates import read_day
from backend.rows.labels import is_carried, is_total, states_balance
from backend.rows.roles import NUMERIC, RoleMap, column_index
from backend.rows.table import Row, Table, written

TOTAL = "total or subtotal"
CARRIED = "balance carried forward"
NOTE = "heading or note"
UNFIT = "its cells do not fit the columns"
USUAL = 0.8  # a column that is filled in so many rows is missed where it is blank
HALF_CENT = Decimal("0.005")
FEWEST = 2  # rows that an unlabelled total must add up


@dataclass
class Structure:
    """Reason by row index for every row that is no data; `notes` are sentences about totals that do not add up."""

    reasons: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """Columns by their places: those of words, of them those that nearly all rows fill, and of what went out and in."""

    words: tuple[int, ...]
    usual: frozenset[int]
    out: tuple[int, ...]
    back: tuple[int, ...]

    def fills_both(self, row: Row) -> bool:
        """Whether a row says an amount for both sides, as no single payment does."""
        return all(any(read_amounts([row.cell(column)]).values[0] for column in side) for side in (self.out, self.back))


@dataclass
class Running:
    """What has been added since the last total, since the start, and by totals since the last total of totals."""

    block: Decimal = Decimal(0)
    rows: int = 0
    every: Decimal = Decimal(0)
    every_rows: int = 0
    totals: list[Decimal] = field(default_factory=list)
    unread: int = 0

    def add(self, value: Decimal | None, problem: str) -> None:
        self.unread += bool(problem) and problem != "no value"
        if value is not None:
            self.block += value
            self.every += value
            self.rows += 1
            self.every_rows += 1

    def equals(self, value: Decimal, fewest: int) -> bool:
        """Whether a value is what the rows above it add up to."""
        return (
            (self.rows >= fewest and is_same(value, self.block))
            or (self.every_rows >= fewest and is_same(value, self.every))
            or (len(self.totals) >= 2 and is_same(value, sum(self.totals, Decimal(0))))
        )

    def close(self, value: Decimal | None) -> None:
        """A total was found: the next block begins."""
        if value is not None:
            of_totals = len(self.totals) >= 2 and is_same(value, sum(self.totals, Decimal(0)))
            self.totals = [] if of_totals else [*self.totals, value]
        self.block, self.rows = Decimal(0), 0


def is_same(one: Decimal, other: Decimal) -> bool:
    """Whether two sums are the same amount: a spreadsheet's own sums are off in the fifteenth digit."""
    return abs(one - other) < HALF_CENT


def find_structure(
    table: Table, roles: RoleMap, values: Sequence[Decimal | None], problems: Sequence[str]
) -> Structure:
    """Which rows are no data, by their words, by the cells they lack, and by arithmetic."""
    layout = _layout(table, roles)
    found, running = Structure(), Running()
    for index, row in enumerate(table.rows):
        reason = UNFIT if row.number in table.unfit else _reason(table, row, layout, values[index], running)
        if not reason:
            running.add(values[index], problems[index])
            continue
        found.reasons[index] = reason
        if reason == TOTAL:
            _compare(table, row, values[index], running, found)
            running.close(values[index])
    return found


def _layout(table: Table, roles: RoleMap) -> Layout:
    words = tuple(index for index, name in enumerate(table.columns) if roles.role(name) not in NUMERIC)
    out, back = (tuple(column_index(table, name) for name in roles.named(side)) for side in ("debit", "credit"))
    return Layout(words, _usual(table, words), out, back)


def _usual(table: Table, words: Sequence[int]) -> frozenset[int]:
    """Columns that nearly all rows of data fill: in a short table all but two."""
    plain = [row for row in table.rows if len(row.cells) > 1 and not any(is_total(written(row.cell(i))) for i in words)]
    enough = len(plain) - max(2, (1 - USUAL) * len(plain))
    counts = {column: sum(1 for row in plain if not is_blank(row.cell(column))) for column in words}
    return frozenset(column for column, count in counts.items() if count and count >= enough)


def _reason(table: Table, row: Row, layout: Layout, value: Decimal | None, running: Running) -> str:
    filled = [(column, written(cell)) for column, cell in enumerate(row.cells) if not is_blank(cell)]
    if len(filled) == 1 and len(table.columns) > 2 and value is None and not is_number(row.cells[filled[0][0]]):
        return NOTE if read_day(row.cells[filled[0][0]]) is None else ""
    missed = layout.usual - {column for column, _ in filled}
    for column, text in filled:
        if column not in layout.words or not (kind := is_total(text)):
            continue
        others = layout.usual - {column}
        bare = not others or others <= missed
        if states_balance(text) or (is_carried(text) and (bare or value is None)):
            return CARRIED
        adds_up = value is not None and running.equals(value, 1 if bare and others else FEWEST)
        stands_alone = bare and (kind == "exact" or bool(others))
        if stands_alone or adds_up or layout.fills_both(row):
            return TOTAL
    labels = {column for column, _ in filled if column in layout.words}
    if value is not None and len(labels) <= 1 < len(missed | labels) and layout.usual - labels <= missed:
        return TOTAL if running.equals(value, FEWEST) else ""  # in a language whose word for it is not known
    return ""


def _compare(table: Table, row: Row, value: Decimal | None, running: Running, found: Structure) -> None:
    """Say so where a total is not what the rows above it add up to: something may be missing there."""
    if value is None or not running.every_rows or running.equals(value, 1):
        return
    sums = running.block if running.rows else running.every
    unread = f" {running.unread:,} values above could not be read." if running.unread else ""
    found.notes.append(
        f"{table.label}, row {row.number:,}: the total there is {value:,f}, the rows above add up to {sums:,f}.{unread}"
    )
