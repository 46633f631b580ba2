"""Parents: what a JSON object says once, above a list of rows, said of every row: who claims it, in which currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from backend.rows.amounts import is_blank, is_number
from backend.rows.columns import same_name, same_thing
from backend.rows.roles import Role, find_roles, role_of_header
from backend.rows.table import Cell, Row, Table
from backend.rows.values import profile
from backend.rows.words import tokens, word_set

OF_THE_FILE = word_set(
    """
    meta metadata pagination paging page links link schema version generator generated export exported retrieved fetched
    timestamp url
    """
)
ONCE: frozenset[Role] = frozenset({"date", "vendor", "category", "description", "currency"})  # a row's own goes before


def inherit(table: Table, parents: Mapping[str, Cell]) -> Table:
    """The table with a column for everything said above its list, but amounts: a claim's total is not each item's."""
    roles = find_roles([table])
    own = {each.role for each in roles.columns if tokens(each.column) != ("name",)} & ONCE
    said = {
        name: cell
        for name, cell in parents.items()
        if not is_blank(cell)
        and not OF_THE_FILE & set(tokens(name))
        and (role_of_header(name) == "id" or not is_number(cell))
        and _role(name, cell) not in own
        and not (same_name(roles, name) or same_thing(roles, name))
    }
    rows = (
        row
        if row.number in table.unfit
        else Row(row.number, (*row.cells, *("" for _ in range(len(table.columns) - len(row.cells))), *said.values()))
        for row in table.rows
    )
    return replace(table, columns=(*table.columns, *said), rows=tuple(rows)) if said else table


def _role(name: str, cell: Cell) -> Role:
    return role_of_header(name) or ("date" if profile([cell]).dates else "")
