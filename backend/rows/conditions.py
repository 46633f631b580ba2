"""Conditions: a plan's filters as what the engine asks of every row, each with the reason that a person reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from backend.core.plan import Filters, Plan
from backend.core.values.currencies import decide
from backend.rows.amounts import NO_AMOUNT, OTHER_WAY
from backend.rows.amounts import UNREADABLE as UNREADABLE_VALUE
from backend.rows.dates import NO_DATE
from backend.rows.dates import UNREADABLE as UNREADABLE_DATE
from backend.rows.engine import Condition
from backend.rows.facts import searchable

OF_VALUES = frozenset({"sum", "average", "minimum", "maximum", "median"})


def conditions(plan: Plan, vendors: Collection[str], categories: Collection[str]) -> list[Condition]:
    """In the order in which a row is asked; `vendors` and `categories` are all that occur, searchable."""
    filters = plan.filters
    found = [*_dates(filters)]
    found += [
        Condition(f'the row does not say "{word}"', "NOT contains(words, ?)", (searchable(word),))
        for word in filters.words
    ]
    found += _text("vendor", filters.vendor, vendors) + _text("category", filters.category, categories)
    if filters.unit:
        unit = decide(filters.unit, set(), "")
        found.append(
            Condition(f"its unit is not {unit}", "lower(unit) NOT IN (lower(?), lower(?))", (unit, filters.unit))
        )
    ranged = filters.value_from is not None or filters.value_to is not None
    if plan.operation in OF_VALUES or ranged:
        found += [Condition(problem, "problem = ?", (problem,)) for problem in (NO_AMOUNT, UNREADABLE_VALUE, OTHER_WAY)]
        found.append(Condition("no column of its table holds amounts", "value IS NULL"))
    if filters.value_from is not None:
        found.append(Condition(f"its value is below {filters.value_from:,f}", "value < ?", (filters.value_from,)))
    if filters.value_to is not None:
        found.append(Condition(f"its value is above {filters.value_to:,f}", "value > ?", (filters.value_to,)))
    return found


def _dates(filters: Filters) -> list[Condition]:
    """A month or year counts when all of it lies within; when only a part does, the row can not be decided."""
    start, end = filters.date_from, filters.date_to
    if start is None and end is None:
        return []
    start, end = start or date.min, end or date.max
    return [
        *(Condition(problem, "undated = ?", (problem,)) for problem in (NO_DATE, UNREADABLE_DATE)),
        Condition("outside the dates asked for", '("last" < ? OR "first" > ?)', (start, end)),
        Condition(
            "its month or year lies only partly within the dates asked for", '("first" < ? OR "last" > ?)', (start, end)
        ),
    ]


def _text(column: str, wanted: str, known: Collection[str]) -> list[Condition]:
    """Equal where something equals it; else every word must occur, so that "Smith" finds "J. Smith & Co"."""
    if not wanted:
        return []
    reason = f'its {column} is not "{wanted}"'
    sought = searchable(wanted)
    if sought in known:
        return [Condition(reason, f"{column} <> ?", (sought,))]
    words = [f" {word} " for word in sought.split()]
    return [Condition(reason, " OR ".join(f"NOT contains({column}, ?)" for _ in words), tuple(words))]
