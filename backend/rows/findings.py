"""Findings of tables: every row of data becomes one finding that leads to its line in the document's text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.core.asked import kind_of
from backend.core.finding import Finding, Quote
from backend.core.plan import PERIODS, Plan
from backend.core.text import Text
from backend.core.topics import fold, has_words
from backend.rows.amounts import OTHER_WAY
from backend.rows.compute import COPY, map_roles
from backend.rows.copies import bag_of, find_copies, repeats
from backend.rows.dates import Period
from backend.rows.days import order_hints
from backend.rows.facts import Facts, gather
from backend.rows.keys import target_name
from backend.rows.spans import row_spans
from backend.rows.table import Table, written

KNOWN = PERIODS | {"unit", "vendor", "category"}
REFUND = "refund|refunded|reimbursement|gutschrift|erstattung|storno|avoir|remboursement|abono|reembolso|devolucion"
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
    known = {fold(text) for facts in every for text in facts.texts("category")} if plan.filters.words else set()
    names = {*plan.group_by, plan.each, target} - KNOWN - {""}
    found: list[Finding] = []
    left_out: dict[str, int] = {}
    for place, facts in enumerate(every):
        for index in range(len(facts.table.rows)):
            if reason := facts.structure.reasons.get(index, COPY if place in copies else ""):
                left_out[reason] = left_out.get(reason, 0) + 1
        if place in copies:
            continue
        kept = _fitting(facts, plan, known)
        found += _rows(facts, texts[facts.table.document_id], kept, names)
        other = sum(facts.amounts.problems[index] == OTHER_WAY for index in _data(facts)) if _is_one_sided(plan) else 0
        if other:
            left_out[OTHER_WAY] = left_out.get(OTHER_WAY, 0) + other
    chosen = dict.fromkeys(facts.measure.reason for facts in every if facts.measure.how)
    notes = (*chosen, *copies.values(), *repeats(every, bags, copies))
    return FoundRows(tuple(found), left_out, notes)


def _data(facts: Facts) -> Iterator[int]:
    """The rows that are data."""
    return (index for index in range(len(facts.table.rows)) if index not in facts.structure.reasons)


def _is_one_sided(plan: Plan) -> bool:
    """Whether only one side of an account is asked for; a count of its lines is not."""
    return not (plan.operation in {"count", "list"} and plan.per == "row")


def _fitting(facts: Facts, plan: Plan, known: Collection[str]) -> list[int]:
    """The rows of data on the side asked for that say the plan's words. `known` are all categories, folded.

    A word that is a category means its rows, not the others that happen to say it.
    """
    refunds = kind_of(plan) == "credit note"
    sought = (*plan.filters.words, *((REFUND,) if refunds and facts.is_account else ()))
    of_category = [word for word in sought if any(fold(part) in known for part in word.split("|"))]
    plain = [word for word in sought if word not in of_category]
    words = facts.words() if plain else ()
    categories = facts.texts("category") if of_category else ()
    one_sided = _is_one_sided(plan)

    def fits(index: int) -> bool:
        if one_sided and facts.amounts.problems[index] == OTHER_WAY:
            return False
        if refunds and not facts.is_account and (facts.amounts.values[index] or 0) >= 0:
            return False
        if of_category and not all(
            fold(categories[index]) in {fold(part) for part in word.split("|")} for word in of_category
        ):
            return False
        return not words or has_words(words[index], plain)

    return [index for index in _data(facts) if fits(index)]


def _rows(facts: Facts, text: Text, kept: Sequence[int], names: set[str]) -> Iterator[Finding]:
    spans = row_spans(text, facts.table.sheet)
    vendors, categories = facts.texts("vendor"), facts.texts("category")
    others = {name: facts.texts(name) for name in sorted(names)}
    for index in kept:
        row = facts.table.rows[index]
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
