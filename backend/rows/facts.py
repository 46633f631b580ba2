"""Facts: what each row of a table says, read for one question: value, unit, period, and what it is grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from backend.rows.amounts import OTHER_WAY, Amounts
from backend.rows.dates import Days
from backend.rows.days import Hints, table_days
from backend.rows.measure import Measure, choose, measure_values
from backend.rows.roles import Role, RoleMap, column_index, role_of_header
from backend.rows.sides import one_side, other_way
from backend.rows.table import Table, fold, written
from backend.rows.totals import Structure, find_structure
from backend.rows.units import row_units
from backend.rows.words import tokens

ALIKE = 85  # of 100: how alike a name and a column must be
BY_ROLE: frozenset[Role] = frozenset({"vendor", "category", "description", "currency", "id"})


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
        column = find_column(self.roles, name)
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
    amounts = measure_values(table, measure) if measure.how else Amounts((None,) * len(table.rows), blank, blank, "")
    side = ""
    if measure.how == "column" and roles.role(measure.columns[0]) == "amount":
        amounts, side = one_side(table, roles, what, amounts)
    elif measure.how == "column" and roles.role(measure.columns[0]) in {"debit", "credit"}:
        amounts = other_way(table, roles, measure, amounts)
    days, sentence = table_days(table, roles, hints)
    units = row_units(table, roles, measure, amounts.units)
    structure = find_structure(table, roles, amounts.values, amounts.problems)
    if table.unfit:
        kept = (
            None if row.number in table.unfit else value for row, value in zip(table.rows, amounts.values, strict=True)
        )
        amounts = replace(amounts, values=tuple(kept))
    return Facts(
        table, roles, measure, amounts, units, days, structure, tuple(filter(None, (amounts.reason, side, sentence)))
    )


def find_column(roles: RoleMap, name: str) -> str:
    """The column that a name means: its own name, its role ("supplier" is the vendor), or the most alike; else ""."""
    if exact := next((each.column for each in roles.columns if fold(each.column) == fold(name)), ""):
        return exact
    words = tokens(name)
    if same := next((each.column for each in roles.columns if tokens(each.column) == words), ""):
        return same
    role = role_of_header(name) or role_of_header(name.removesuffix("s"))
    if role in BY_ROLE and (named := roles.named(role)):
        return _most_alike(named, name) or named[0]
    if role == "vendor" and (described := roles.named("description")):
        return described[0]  # of a bank's statement
    return _most_alike([each.column for each in roles.columns], name)


def searchable(text: str) -> str:
    """ " smith jones co " for "Smith, Jones & Co": a whole word is found by looking for it with blanks around it."""
    return f" {' '.join(tokens(text))} "


def _most_alike(columns: Sequence[str], name: str) -> str:
    wanted = " ".join(tokens(name))
    scored = [(fuzz.token_set_ratio(wanted, " ".join(tokens(column))), -place) for place, column in enumerate(columns)]
    score, place = max(scored, default=(0, 0))
    return columns[-place] if score >= ALIKE else ""
