"""Days: when each row of a table happened, by its date column, year and month columns, or the table's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from backend.rows.dates import (
    NO_DATE,
    Days,
    Order,
    column_order,
    find_period,
    month_number,
    month_of,
    read_day,
    read_days,
)
from backend.rows.roles import RoleMap, column_index
from backend.rows.table import Cell, Table, written
from backend.rows.words import tokens, word_set

LATER = word_set(
    """
    due delivery expiry expires birth start end valid faellig fallig valuta wertstellung valeur valor created
    updated
    """
)
Hints = Mapping[tuple[str, str], Order]


def table_days(table: Table, roles: RoleMap, hints: Hints) -> tuple[Days, str]:
    """One period per row, and a sentence that says where they come from (empty where there is nothing to explain)."""
    column = date_column(roles)
    if column and (combined := _with_month(table, column)):
        return combined
    if column:
        days = read_days(_cells(table, column), hints.get((table.shape, column), ""))
        others = [name for name in roles.named("date") if name != column]
        beside = f" Not used: {', '.join(others)}." if others else ""
        sentence = f'Dates are those of "{column}".{beside} {days.reason}'.strip() if others or days.reason else ""
        return days, sentence
    for place, text in (
        ("sheet's name", table.sheet),
        ("lines above the table", _above(table)),
        ("file's name", table.name),
    ):
        if period := find_period(text):
            named = f"{period[0]:%Y-%m-%d} to {period[1]:%Y-%m-%d}"
            count = len(table.rows)
            return Days((period,) * count, ("",) * count, "", ""), f"No column holds dates; the {place} says {named}."
    return Days((None,) * len(table.rows), (NO_DATE,) * len(table.rows), "", ""), ""


def date_column(roles: RoleMap) -> str:
    """The column that says when; a due date or the like only where there is no other."""
    columns = roles.named("date")
    return min(columns, key=lambda name: bool(LATER & set(tokens(name))), default="")


def order_hints(tables: Sequence[Table], maps: Mapping[str, RoleMap]) -> dict[tuple[str, str], Order]:
    """For each shape and date column the order that those tables show which leave no doubt, where they agree."""
    shown: dict[tuple[str, str], set[Order]] = {}
    for table in tables:
        if column := date_column(maps[table.shape]):
            shown.setdefault((table.shape, column), set()).add(column_order(_cells(table, column)))
    return {key: next(iter(orders - {""})) for key, orders in shown.items() if len(orders - {""}) == 1}


def _with_month(table: Table, column: str) -> tuple[Days, str] | None:
    """Months from a column of years and one beside it that names the month."""
    years = _cells(table, column)
    if not all(re.fullmatch(r"(?:19|20)\d\d|", written(cell)) for cell in years):
        return None
    for name in table.columns:
        cells = _cells(table, name)
        months = [month_number(cell) for cell in cells]
        if name != column and {"month", "monat", "mois", "mes", "mese", "maand", "periode", "period"} & set(
            tokens(name)
        ):
            if sum(1 for month in months if month) * 2 < len(cells):
                continue
            periods = tuple(_month(year, month) for year, month in zip(years, months, strict=True))
            problems = tuple("" if period else NO_DATE for period in periods)
            return Days(periods, problems, "", ""), f'Dates are "{name}" of "{column}".'
    return None


def _month(year: Cell, month: int | None) -> tuple[date, date] | None:
    if not written(year):
        return None
    return month_of(int(written(year)), month) if month else read_day(written(year))


def _cells(table: Table, column: str) -> list[Cell]:
    index = column_index(table, column)
    return [row.cell(index) for row in table.rows]


def _above(table: Table) -> str:
    return " ".join(written(cell) for row in table.above for cell in row.cells)
