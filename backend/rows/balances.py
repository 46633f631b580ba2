"""Balances: what an account held at the end of a time. They are states: two of one account never add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.core.plan import Filters, Plan
from backend.rows.days import Hints
from backend.rows.facts import Facts, gather
from backend.rows.keys import OF_TIME, keys
from backend.rows.sides import Values, runs

LAST = "Balances of one account are never added: of each account the last one of the time asked for was taken."


@dataclass
class Account:
    """Statements of one account that follow each other: when the last of them ends, and with which balance."""

    end: date
    closing: Decimal


@dataclass(frozen=True)
class Statement:
    """The rows of a table that have a balance and a day, in order of time, and what the account held before them."""

    place: int
    rows: tuple[int, ...]
    start: date
    end: date
    opening: Decimal | None
    closing: Decimal


def last_balances(every: Sequence[Facts], kept: Sequence[Sequence[int]], plan: Plan, hints: Hints) -> list[list[int]]:
    """Of the rows kept of each table those that answer what accounts held: the last of each account in the time asked
    for, and in each month where it is asked by month. Tables whose balances are no account's keep all rows.
    """
    statements = list(_statements(every, hints))
    accounts = _accounts(every, statements)
    names = [name for name in plan.group_by if name in OF_TIME]
    times = {it.place: list(zip(*(keys(every[it.place], name) for name in names), strict=True)) for it in statements}
    last: dict[tuple[object, ...], tuple[int, int]] = {}
    for statement in sorted(statements, key=lambda it: (it.start, it.end)):
        held = set(kept[statement.place])
        for index in statement.rows:
            if index in held and _within(plan.filters, every[statement.place], index):
                time = times[statement.place][index] if names else ()
                last[(accounts[statement.place], *time)] = (statement.place, index)
    chosen = set(last.values())
    of_accounts = {it.place for it in statements}
    return [
        [index for index in rows if (place, index) in chosen] if place in of_accounts else list(rows)
        for place, rows in enumerate(kept)
    ]


def _statements(every: Sequence[Facts], hints: Hints) -> Iterator[Statement]:
    """The tables whose balances follow from the amounts beside them, seen over all tables of a shape."""
    shapes: dict[str, list[tuple[int, Values]]] = defaultdict(list)
    for place, facts in enumerate(every):
        if facts.measure.how == "column" and facts.roles.role(facts.measure.columns[0]) == "balance":
            change = gather(facts.table, facts.roles, "net change", hints)
            shapes[facts.table.shape].append((place, change.amounts.values))
    for alike in shapes.values():
        if runs([_data(every[place], moved) for place, moved in alike]):
            for place, moved in alike:
                yield from _statement(place, every[place], moved)


def _data(facts: Facts, moved: Values) -> tuple[Values, Values]:
    rows = [index for index in range(len(moved)) if index not in facts.structure.reasons]
    return [moved[index] for index in rows], [facts.amounts.values[index] for index in rows]


def _statement(place: int, facts: Facts, moved: Values) -> Iterator[Statement]:
    days = {index: period[1] for index, period in enumerate(facts.days.periods) if period}
    rows = [index for index in days if index not in facts.structure.reasons and facts.amounts.values[index] is not None]
    if not rows:
        return
    if days[rows[0]] > days[rows[-1]]:  # the latest first
        rows.reverse()
    rows.sort(key=days.__getitem__)
    first, closing, change = facts.amounts.values[rows[0]], facts.amounts.values[rows[-1]], moved[rows[0]]
    opening = None if first is None or change is None else first - change
    yield Statement(place, tuple(rows), days[rows[0]], days[rows[-1]], opening, closing or Decimal(0))


def _accounts(every: Sequence[Facts], statements: Iterable[Statement]) -> dict[int, int]:
    """Which account each table is of: one that goes on where another ends, with its balance if several do."""
    known: dict[tuple[str, str], list[Account]] = defaultdict(list)
    found: dict[int, int] = {}
    for it in sorted(statements, key=lambda it: (it.start, it.end)):
        accounts = known[every[it.place].table.shape, every[it.place].units[it.rows[0]]]
        ended = [each for each in accounts if each.end <= it.start]
        account = next((each for each in ended if each.closing == it.opening), None)
        account = account or max(ended, key=lambda each: each.end, default=None)
        if account is None:
            accounts.append(account := Account(it.end, it.closing))
        account.end, account.closing = it.end, it.closing
        found[it.place] = id(account)
    return found


def _within(filters: Filters, facts: Facts, index: int) -> bool:
    period = facts.days.periods[index]
    return period is not None and not (
        (filters.date_from and period[0] < filters.date_from) or (filters.date_to and period[1] > filters.date_to)
    )
