"""Things: what several rows tell of, such as the claim that each item belongs to, is counted once, not in every row."""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.plan import Filters, Plan
from backend.rows.facts import Facts
from backend.rows.table import fold
from backend.rows.words import tokens, word_set

NUMBERED = word_set("id no nr number ref reference num nummer numero de la n")
IN_EVERY_ROW = word_set(
    """
    row rows entry entries line lines item items transaction transactions payment payments expense expenses record
    records movement movements account accounts product products
    """
)
ONCE = 'Each "{column}" was counted once: {rows:,} rows name {things:,}.'
ELSEWHERE = "{rows:,} rows of tables that number no {name} were not counted."


def once_each(every: Sequence[Facts], kept: Sequence[Sequence[int]], plan: Plan) -> tuple[list[list[int]], list[str]]:
    """Of the rows kept of each table the first for each number of what is counted ("claim_id" of claims), and
    sentences that say so; all of them where no table numbers it more than once, or where rows are told apart later.
    """
    later = plan.filters.model_copy(update={"words": (), "meaning": ""}) != Filters() or plan.group_by
    columns = [_numbering(facts, plan.what) for facts in every] if plan.operation == "count" and not later else []
    rows = [list(places) for places in kept]
    if not any(columns):
        return rows, []
    firsts = [_firsts(facts.cells(column), places) for facts, column, places in zip(every, columns, kept, strict=True)]
    numbered = [place for place, column in enumerate(columns) if column]
    before, after = (sum(len(held[place]) for place in numbered) for held in (rows, firsts))
    if before == after:
        return rows, []
    others = sum(len(held) for place, held in enumerate(rows) if not columns[place])
    column = columns[numbered[0]]
    said = [ONCE.format(column=column, rows=before, things=after)]
    said += [ELSEWHERE.format(rows=others, name=tokens(column)[0])] if others else []
    return [firsts[place] if columns[place] else [] for place in range(len(rows))], said


def _numbering(facts: Facts, what: str) -> str:
    """The column that numbers what is counted, else ""."""
    named = {word.removesuffix("s") for word in tokens(what)} - IN_EVERY_ROW - NUMBERED
    for column in facts.roles.named("id"):
        words = set(tokens(column))
        if words & NUMBERED and words - NUMBERED and {word.removesuffix("s") for word in words - NUMBERED} <= named:
            return column
    return ""


def _firsts(cells: Sequence[str], places: Sequence[int]) -> list[int]:
    """The first row of each number; a row without one stands for itself."""
    seen: set[str] = set()
    found = []
    for index in places:
        number = fold(cells[index])
        if not number or number not in seen:
            found.append(index)
        seen.add(number)
    return found
