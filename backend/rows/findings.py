"""Findings of tables: every row of data becomes one finding that leads to its line in the document's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.core.asked import kind_of
from backend.core.finding import Finding, Quote
from backend.core.plan import PERIODS, Plan
from backend.core.text import Text
from backend.core.topics import has_words
from backend.rows.amounts import OTHER_WAY
from backend.rows.balances import LAST, last_balances
from backend.rows.compute import COPY, map_roles
from backend.rows.copies import bag_of, find_copies, repeats
from backend.rows.dates import Period
from backend.rows.days import order_hints
from backend.rows.facts import Facts, gather
from backend.rows.keys import target_name
from backend.rows.matching import Meaning, Texts, categories, meanings, vendors
from backend.rows.measure import asked_role, is_money
from backend.rows.spans import row_spans
from backend.rows.table import Table, written
from backend.rows.things import once_each
from backend.rows.units import shared_currency
from backend.rows.words import tokens

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
    every, assumed = _in_one_currency(every, plan.filters.unit)
    bags = [bag_of(facts) for facts in every]
    copies = find_copies(every, bags)
    target = target_name(plan, list(maps.values())) if plan.operation == "distinct" else ""
    vendor_texts = vendors(every, plan.filters.vendor)
    category_texts = categories(every, plan.filters.category)
    sought = [meanings(every, word) for word in plan.filters.words]
    kept = [
        [] if place in copies else _fitting(facts, plan, [each[place] for each in sought])
        for place, facts in enumerate(every)
    ]
    states = plan.operation == "sum" and asked_role(frozenset(tokens(plan.what))) == "balance"
    kept = last_balances(every, kept, plan, hints) if states else kept
    kept, counted = once_each(every, kept, plan)
    names = {*plan.group_by, plan.each, target} - KNOWN - {""}
    found: list[Finding] = []
    left_out: dict[str, int] = {}
    for place, facts in enumerate(every):
        for index in range(len(facts.table.rows)):
            if reason := facts.structure.reasons.get(index, COPY if place in copies else ""):
                left_out[reason] = left_out.get(reason, 0) + 1
        if place in copies:
            continue
        about = vendor_texts[place], category_texts[place]
        found += _rows(facts, texts[facts.table.document_id], kept[place], names, about)
        other = sum(facts.amounts.problems[index] == OTHER_WAY for index in _data(facts)) if _is_one_sided(plan) else 0
        if other:
            left_out[OTHER_WAY] = left_out.get(OTHER_WAY, 0) + other
    chosen = dict.fromkeys(facts.measure.reason for facts in every if facts.measure.how)
    notes = (*chosen, *assumed, *((LAST,) if states else ()), *counted, *copies.values(), *repeats(every, bags, copies))
    return FoundRows(tuple(found), left_out, notes)


def _in_one_currency(every: Sequence[Facts], wanted: str) -> tuple[list[Facts], list[str]]:
    """Tables of money that name no currency count in the only one that all others name, and a note says so."""
    silent = [facts for facts in every if is_money(facts.roles, facts.measure) and not any(facts.units)]
    shared = shared_currency(set(facts.units) for facts in every)
    if not silent or not shared or wanted not in {"", shared}:
        return list(every), []
    note = (
        f"{len(silent):,} of {len(every):,} tables name no currency. All others are in {shared}, so they were counted "
        f"in {shared} too."
    )
    places = {id(facts) for facts in silent}
    made = [replace(facts, units=(shared,) * len(facts.units)) if id(facts) in places else facts for facts in every]
    return made, [note]


def _data(facts: Facts) -> Iterator[int]:
    """The rows that are data."""
    return (index for index in range(len(facts.table.rows)) if index not in facts.structure.reasons)


def _is_one_sided(plan: Plan) -> bool:
    """Whether only one side of an account is asked for; a count of its lines is not."""
    return not (plan.operation in {"count", "list"} and plan.per == "row")


def _fitting(facts: Facts, plan: Plan, sought: Sequence[Meaning]) -> list[int]:
    """The rows of data on the side asked for that say all that is sought."""
    refunds = kind_of(plan) == "credit note"
    words = facts.words() if refunds and facts.is_account else ()
    one_sided = _is_one_sided(plan)

    def fits(index: int) -> bool:
        if one_sided and facts.amounts.problems[index] == OTHER_WAY:
            return False
        if refunds and not facts.is_account and (facts.amounts.values[index] or 0) >= 0:
            return False
        if words and not has_words(words[index], [REFUND]):
            return False
        return all(meaning.fits(index) for meaning in sought)

    return [index for index in _data(facts) if fits(index)]


def _rows(
    facts: Facts, text: Text, kept: Sequence[int], names: set[str], about: tuple[Texts, Texts]
) -> Iterator[Finding]:
    spans = row_spans(text, facts.table.sheet)
    vendor, category = about
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
            category=category[index],
            vendor=vendor[index],
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
