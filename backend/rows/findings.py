"""Findings of tables: every row of data becomes one finding that leads to its line in the document's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.core.filtering import has_words
from backend.core.finding import Finding, Quote
from backend.core.plan import Plan
from backend.core.text import Text
from backend.rows.compute import COPY, map_roles
from backend.rows.copies import bag_of, find_copies, repeats
from backend.rows.dates import Period
from backend.rows.days import order_hints
from backend.rows.facts import Facts, gather
from backend.rows.keys import target_name
from backend.rows.spans import row_spans
from backend.rows.table import Table, written

TIMES = frozenset({"day", "week", "month", "quarter", "year", "unit", "vendor", "category"})
UNREAD = "The amount in this row could not be read: {problem}."


@dataclass(frozen=True)
class FoundRows:
    """`left_out` counts rows by the reason they are no data (totals, copies); `notes` explain what was chosen."""

    findings: tuple[Finding, ...]
    left_out: Mapping[str, int]
    notes: tuple[str, ...]


def find_rows(tables: Sequence[Table], texts: Mapping[str, Text], plan: Plan) -> FoundRows:
    """The rows of all tables of a question, read together: copies and shapes show only then.

    `texts` are the documents' texts by document id. The plan's `words` are applied here, all its other filters later.
    """
    maps = map_roles(tables)
    hints = order_hints(tables, maps)
    every = [gather(table, maps[table.shape], plan.what, hints) for table in tables]
    bags = [bag_of(facts) for facts in every]
    copies = find_copies(every, bags)
    target = target_name(plan, list(maps.values())) if plan.operation == "distinct" else ""
    names = {*plan.group_by, plan.each, target} - TIMES - {""}
    found: list[Finding] = []
    left_out: dict[str, int] = {}
    for place, facts in enumerate(every):
        for index in range(len(facts.table.rows)):
            if reason := facts.structure.reasons.get(index, COPY if place in copies else ""):
                left_out[reason] = left_out.get(reason, 0) + 1
        if place not in copies:
            found += _rows(facts, texts[facts.table.document_id], plan, names)
    chosen = dict.fromkeys(facts.measure.reason for facts in every if facts.measure.how)
    notes = (*chosen, *copies.values(), *repeats(every, bags, copies))
    return FoundRows(tuple(found), left_out, notes)


def _rows(facts: Facts, text: Text, plan: Plan, names: set[str]) -> Iterator[Finding]:
    spans = row_spans(text, facts.table.sheet)
    vendors, categories = facts.texts("vendor"), facts.texts("category")
    others = {name: facts.texts(name) for name in sorted(names)}
    words = facts.words() if plan.filters.words else ()
    for index, row in enumerate(facts.table.rows):
        if index in facts.structure.reasons or (words and not has_words(words[index], plan.filters.words)):
            continue
        start, end = spans.get(row.number, (0, 0))
        problem = facts.amounts.problems[index]
        yield Finding(
            document_id=facts.table.document_id,
            quote=Quote(start, end, text.content[start:end]),
            value=facts.amounts.values[index],
            unit=facts.units[index],
            date=_day(facts.days.periods[index]),
            category=categories[index],
            vendor=vendors[index],
            label=" | ".join(written(cell) for cell in row.cells if cell != "")[:200],
            row=row.number,
            reasons=(UNREAD.format(problem=problem),) if problem else (),
            fields={name: cells[index] for name, cells in others.items() if cells[index]},
        )


def _day(period: Period | None) -> date | None:
    """The first day of a period that lies in one month; a longer one says nothing about its rows."""
    if period is None or (period[0].year, period[0].month) != (period[1].year, period[1].month):
        return None
    return period[0]
