"""compute: a plan over all rows of some tables, exactly, with everything that was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from backend.core.plan import Plan
from backend.rows.columns import find_column
from backend.rows.conditions import conditions
from backend.rows.copies import bag_of, find_copies, repeats
from backend.rows.days import order_hints
from backend.rows.engine import Columns, Engine, Group
from backend.rows.facts import Facts, gather, searchable
from backend.rows.figures import across, figure, ordered
from backend.rows.keys import OF_TIME, group_names, keys, target_name
from backend.rows.result import LeftOut, Rows, RowsResult, TableUse
from backend.rows.roles import RoleMap, column_index, find_roles
from backend.rows.table import Table

COPY = "its table is a copy or a summary of another"


def map_roles(tables: Sequence[Table], known: Mapping[str, RoleMap] | None = None) -> dict[str, RoleMap]:
    """The roles of every shape among the tables; `known` are those that were found or corrected before."""
    shapes: dict[str, list[Table]] = defaultdict(list)
    for table in tables:
        shapes[table.shape].append(table)
    return {shape: (known or {}).get(shape) or find_roles(alike) for shape, alike in shapes.items()}


def compute(tables: Sequence[Table], plan: Plan, known: Mapping[str, RoleMap] | None = None) -> RowsResult:
    """Exact figures for `plan`. `known` role maps, by shape, replace what would be found."""
    maps = map_roles(tables, known)
    hints = order_hints(tables, maps)
    every = [gather(table, maps[table.shape], plan.what, hints) for table in tables]
    bags = [bag_of(facts) for facts in every]
    copies = find_copies(every, bags)
    names = group_names(plan, list(maps.values()))
    columns = _columns(every, plan, names, copies)
    engine = Engine(columns, conditions(plan, set(columns.vendor), set(columns.category)))
    try:
        by_unit, by_key = engine.groups(by_keys=False), engine.groups(by_keys=True) if names else []
        left_out = tuple(LeftOut(reason, len(places), sums, places) for reason, sums, places in engine.left_out())
    finally:
        engine.close()
    rows = _rows(every, columns)
    totals = tuple(figure(plan, group, rows) for group in by_unit)
    groups = ordered(plan, names, [figure(plan, group, rows) for group in by_key])
    return RowsResult(
        plan,
        totals,
        groups=tuple(groups[: plan.top]),
        groups_in_all=len(groups),
        rows=len(columns.state),
        left_out=left_out,
        tables=_uses(every, by_unit, rows),
        maps=tuple(maps.values()),
        notes=(*_notes(every, copies, maps, names), *repeats(every, bags, copies)),
        across=across(plan, groups),
        places=rows,
    )


def _columns(every: Sequence[Facts], plan: Plan, names: Sequence[str], copies: Mapping[int, str]) -> Columns:
    target = target_name(plan, [facts.roles for facts in every]) if plan.operation == "distinct" else ""
    filters = plan.filters
    blank = [("",) * len(facts.table.rows) for facts in every]
    periods = list(chain.from_iterable(facts.days.periods for facts in every))
    return Columns(
        state=list(chain.from_iterable(_states(facts, place in copies) for place, facts in enumerate(every))),
        problem=list(chain.from_iterable(facts.amounts.problems for facts in every)),
        undated=list(chain.from_iterable(facts.days.problems for facts in every)),
        value=list(chain.from_iterable(facts.amounts.values for facts in every)),
        unit=list(chain.from_iterable(facts.units for facts in every)),
        first=[period[0] if period else None for period in periods],
        last=[period[1] if period else None for period in periods],
        vendor=_searchable(every, "vendor") if filters.vendor else list(chain.from_iterable(blank)),
        category=_searchable(every, "category") if filters.category else list(chain.from_iterable(blank)),
        words=list(chain.from_iterable((facts.words() for facts in every) if filters.words else blank)),
        target=list(chain.from_iterable((keys(facts, target) for facts in every) if target else blank)),
        keys=[list(chain.from_iterable(keys(facts, name) for facts in every)) for name in names],
    )


def _states(facts: Facts, copied: bool) -> list[str]:
    return [facts.structure.reasons.get(index, COPY if copied else "") for index in range(len(facts.table.rows))]


def _searchable(every: Sequence[Facts], name: str) -> list[str]:
    return [searchable(text) for facts in every for text in facts.texts(name)]


def _rows(every: Sequence[Facts], columns: Columns) -> Rows:
    sizes = [len(facts.table.rows) for facts in every]
    return Rows(
        [facts.table for facts in every],
        np.repeat(np.arange(len(every)), sizes),
        np.concatenate([np.arange(size) for size in sizes]) if sizes else np.arange(0),
        columns.value,
        columns.unit,
        [tuple(column_index(facts.table, name) for name in facts.measure.columns) for facts in every],
    )


def _uses(every: Sequence[Facts], groups: Sequence[Group], rows: Rows) -> tuple[TableUse, ...]:
    """What became of each table."""
    used = np.zeros(len(every), dtype=np.int64)
    for group in groups:
        used += np.bincount(rows.table_of[group.places], minlength=len(every))
    return tuple(
        TableUse(
            facts.table.document_id, facts.table.name, facts.table.sheet, facts.table.header_row,
            len(facts.table.rows), int(used[place]), facts.measure, facts.sentences,
        )
        for place, facts in enumerate(every)
    )  # fmt: skip


def _notes(
    every: Sequence[Facts], copies: Mapping[int, str], maps: Mapping[str, RoleMap], names: Sequence[str]
) -> list[str]:
    """Sentences for a person: how amounts were chosen, what was left out as a copy, totals that do not add up."""
    notes = [*dict.fromkeys(facts.measure.reason for facts in every if facts.measure.how)]
    notes += copies.values()
    for facts in every:
        notes += facts.structure.notes
        if facts.table.joined:
            numbers = ", ".join(f"{number:,}" for number in sorted(facts.table.joined)[:10])
            notes.append(f"{facts.table.label}: a delimiter too many was taken as part of the text in row {numbers}.")
    for name in names:
        if name not in (*OF_TIME, "unit") and not any(find_column(roles, name) for roles in maps.values()):
            notes.append(f'No column of these tables is called "{name}" or means it.')
    return notes
