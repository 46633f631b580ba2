"""Copies: tables whose rows stand in another table too, and summaries of other sheets; nothing is counted twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from backend.rows.facts import Facts
from backend.rows.roles import NUMERIC
from backend.rows.table import fold, written
from backend.rows.totals import is_same
from backend.rows.words import SUMMARY_SHEET, tokens

FEWEST = 2  # rows that make a table a copy, not a coincidence
Bag = Counter[int]


def find_copies(every: Sequence[Facts], bags: Sequence[Bag]) -> dict[int, str]:
    """For each table that is left out, by its place, the sentence that says which table holds the same."""
    holding: dict[int, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for row in bag:
            holding[row].append(place)
    left_out: dict[int, str] = {}
    for place in sorted(range(len(every)), key=lambda place: (bags[place].total(), -place)):
        candidates = min((holding[row] for row in bags[place]), key=len, default=[])
        if holder := _holder(place, every, bags, [other for other in candidates if other not in left_out]):
            left_out[place] = holder
    left_out |= _summaries(every, left_out)
    return left_out


def _holder(place: int, every: Sequence[Facts], bags: Sequence[Bag], candidates: Sequence[int]) -> str:
    """Why this table is left out: all its rows stand in a table as large or larger that is not left out itself."""
    mine = bags[place]
    if mine.total() < FEWEST:
        return ""
    for other in candidates:
        if other == place or not _comparable(every[place], every[other]) or not mine <= bags[other]:
            continue
        if bags[other].total() > mine.total() or other < place:
            same = "the same rows" if bags[other].total() == mine.total() else "all these rows, and more,"
            return f"{every[place].table.label} was left out: {same} stand in {every[other].table.label}."
    return ""


def _comparable(one: Facts, other: Facts) -> bool:
    """Rows without date or number may well be equal in two files ("Rent, 500" every month), not in one workbook."""
    if one.table.shape != other.table.shape:
        return False
    return one.table.document_id == other.table.document_id or bool(one.roles.named("date", "id"))


def repeats(every: Sequence[Facts], bags: Sequence[Bag], left_out: dict[int, str]) -> list[str]:
    """Sentences about equal rows, which were counted: they may be true, and a person should know."""
    sentences = []
    within = [(bag.total() - len(bag), facts.table.label) for facts, bag in zip(every, bags, strict=True)]
    if twice := sum(count for count, _ in within):
        where = f", most of them in {max(within)[1]}" if len(every) > 1 else ""
        sentences.append(f"{_rows(twice)} exactly like another row of the same table{where}. All were counted.")
    seen: Counter[tuple[str, int]] = Counter()
    for place, (facts, bag) in enumerate(zip(every, bags, strict=True)):
        if place not in left_out and facts.roles.named("date", "id"):
            seen.update((facts.table.shape, row) for row in bag)
    if shared := sum(count - 1 for count in seen.values()):
        sentences.append(f"{_rows(shared)} exactly like a row of another table. All were counted.")
    return sentences


def _rows(count: int) -> str:
    return f"{count:,} rows are" if count != 1 else "1 row is"


def bag_of(facts: Facts) -> Bag:
    """The rows of data, each as a hash of its value, period and words, since a million rows are to be compared."""
    names = [
        index for index, name in enumerate(facts.table.columns) if facts.roles.role(name) not in NUMERIC | {"date"}
    ]
    order = sorted(names, key=lambda index: fold(facts.table.columns[index]))
    return Counter(
        hash(
            (
                facts.amounts.values[index],
                facts.days.periods[index],
                *[fold(written(row.cell(column))) for column in order],
            )
        )
        for index, row in enumerate(facts.table.rows)
        if index not in facts.structure.reasons
    )


def _summaries(every: Sequence[Facts], left_out: dict[int, str]) -> dict[int, str]:
    """Sheets whose total is that of other, longer sheets of the same workbook."""
    books: dict[str, list[int]] = defaultdict(list)
    for place, facts in enumerate(every):
        if place not in left_out and facts.measure.how:
            books[facts.table.document_id].append(place)
    found: dict[int, str] = {}
    for places in books.values():
        totals = {place: _totals(every[place]) for place in places}
        for place in sorted(places, key=lambda place: totals[place][1]):
            others = [
                other
                for other in places
                if other != place and other not in found and totals[other][1] > totals[place][1]
            ]
            rest = [other for other in places if other != place and other not in found]
            if same := _same_total(place, others, rest, totals):
                names = ", ".join(every[other].table.label for other in same)
                found[place] = f"{every[place].table.label} was left out: it sums up {names}."
            elif (
                others
                and SUMMARY_SHEET & set(tokens(every[place].table.sheet))
                and not every[place].roles.named("date", "id")
            ):
                found[place] = f"{every[place].table.label} was left out: its name says that it sums up other sheets."
    return found


Totals = tuple[Decimal, int]


def _same_total(place: int, others: Sequence[int], rest: Sequence[int], totals: dict[int, Totals]) -> list[int]:
    """The longer sheet with this total, or all other sheets if they have it together."""
    wanted, rows = totals[place]
    if not wanted or rows < 1:
        return []
    if one := [other for other in others if is_same(totals[other][0], wanted)]:
        return one[:1]
    together = sum((totals[other][0] for other in rest), Decimal(0))
    longer = sum(totals[other][1] for other in rest) > rows
    return list(rest) if len(rest) > 1 and longer and is_same(together, wanted) else []


def _totals(facts: Facts) -> Totals:
    """Sum and number of the rows of data that have a value."""
    kept = [
        value
        for index, value in enumerate(facts.amounts.values)
        if value is not None and index not in facts.structure.reasons
    ]
    return reduce(lambda total, value: total + value, kept, Decimal(0)), len(kept)
