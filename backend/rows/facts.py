"""Facts: what each row of a table says, read for one question: value, unit, period, and what it is grouped by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.rows.amounts import OTHER_WAY, Amounts
from backend.rows.columns import find_column
from backend.rows.dates import Days
from backend.rows.days import Hints, table_days
from backend.rows.measure import Measure, choose, measure_values
from backend.rows.roles import RoleMap, column_index
from backend.rows.sides import one_side, other_way
from backend.rows.table import Table, written
from backend.rows.totals import Structure, find_structure
from backend.rows.units import row_units
from backend.rows.words import tokens


@dataclass(frozen=True)
class Facts:
    """One entry per row of `table` in everything; `sentences` explain choices that a person may want to check."""

    table: Table
    roles: RoleMap
    measure: Measure
    amounts: Amounts
    units: tuple[str, ...]
    days: Days
    structure: Structure
    sentences: tuple[str, ...]

    def texts(self, name: str) -> tuple[str, ...]:
        """The cells of the column that `name` means, as written; blank in all rows where there is none."""
        return self.cells(find_column(self.roles, name))

    def cells(self, column: str) -> tuple[str, ...]:
        """The cells of a column, as written; blank in all rows where there is none."""
        if not column:
            return ("",) * len(self.table.rows)
        index = column_index(self.table, column)
        return tuple(" ".join(written(row.cell(index)).split()) for row in self.table.rows)

    @property
    def is_account(self) -> bool:
        """Whether its rows are of two sides, of which one was asked for."""
        return OTHER_WAY in self.amounts.problems

    def words(self) -> tuple[str, ...]:
        """Every row's words, folded, with blanks around each, for filters by word."""
        return tuple(searchable(" ".join(written(cell) for cell in row.cells)) for row in self.table.rows)


def gather(table: Table, roles: RoleMap, what: str, hints: Hints) -> Facts:
    """Read a table for a question about `what`."""
    measure = choose(roles, what)
    blank = ("",) * len(table.rows)
    amounts = (
        measure_values(table, roles, measure) if measure.how else Amounts((None,) * len(table.rows), blank, blank, "")
    )
    side = ""
    if measure.how == "column" and roles.role(measure.columns[0]) == "amount":
        amounts, side = one_side(table, roles, what, amounts)
    elif measure.how == "column" and roles.role(measure.columns[0]) in {"debit", "credit"}:
        amounts = other_way(table, roles, measure, amounts)
    days, sentence = table_days(table, roles, hints)
    units = row_units(table, roles, measure, amounts.units, days.order)
    structure = find_structure(table, roles, amounts.values, amounts.problems)
    if table.unfit:
        kept = (
            None if row.number in table.unfit else value for row, value in zip(table.rows, amounts.values, strict=True)
        )
        amounts = replace(amounts, values=tuple(kept))
    return Facts(
        table, roles, measure, amounts, units, days, structure, tuple(filter(None, (amounts.reason, side, sentence)))
    )


def searchable(text: str) -> str:
    """ " smith jones co " for "Smith, Jones & Co": a whole word is found by looking for it with blanks around it."""
    return f" {' '.join(tokens(text))} "
