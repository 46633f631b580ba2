"""Figures: from what the engine counted to what the plan asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

import numpy as np

from backend.core.plan import Plan
from backend.rows.engine import Group
from backend.rows.keys import OF_TIME
from backend.rows.result import Across, Figure, Places, Rows

EXACT = Context(prec=60)  # sums of DECIMAL(38) never round here; a quotient shows 60 digits
RANKED = {"list": True, "maximum": True, "minimum": False}


def figure(plan: Plan, group: Group, rows: Rows) -> Figure:
    """One group's figure; `places` begin with the rows that an extreme or a list is about."""
    average = EXACT.divide(group.total, Decimal(group.values)) if group.total is not None else None
    median = EXACT.divide(EXACT.add(*group.middle), Decimal(2)) if group.middle else None
    value = {
        "sum": group.total,
        "average": average,
        "minimum": group.minimum,
        "maximum": group.maximum,
        "median": median,
        "distinct": Decimal(group.different),
    }.get(plan.operation, Decimal(group.rows))
    places = group.places
    if plan.operation in RANKED:
        places = _ranked(places, rows, largest_first=RANKED[plan.operation])
    if plan.operation == "list" and plan.top is not None:
        places = places[: plan.top]
    return Figure(
        group.keys,
        group.unit,
        group.rows,
        group.values,
        value,
        group.total,
        average,
        group.minimum,
        group.maximum,
        median,
        places,
    )


def ordered(plan: Plan, names: Sequence[str], figures: Sequence[Figure]) -> list[Figure]:
    """In time where groups are times and no ranking was asked for, else the largest first (a minimum: the smallest)."""
    if names and names[0] in OF_TIME and plan.top is None:
        return sorted(figures, key=lambda each: (not each.keys[0], each.keys, each.unit))
    sign = 1 if plan.operation == "minimum" else -1
    return sorted(figures, key=lambda each: (sign * _rank(plan, each), each.keys, each.unit))


def across(plan: Plan, figures: Sequence[Figure]) -> tuple[Across, ...]:
    """For each unit what an average group is, of those that have a name."""
    if plan.operation not in {"sum", "count"}:
        return ()
    found = []
    for unit in dict.fromkeys(each.unit for each in figures):
        values = [each.value for each in figures if each.unit == unit and each.value is not None and all(each.keys)]
        if len(values) > 1:
            total = Decimal(0)
            for value in values:
                total = EXACT.add(total, value)
            found.append(Across(unit, len(values), EXACT.divide(total, Decimal(len(values))), min(values), max(values)))
    return tuple(found)


def _rank(plan: Plan, each: Figure) -> Decimal:
    """What a group is ranked by; where groups are the distinct things themselves, how many rows name them."""
    value = Decimal(each.rows) if plan.operation == "distinct" else each.value
    return value if value is not None else Decimal(0)


def _ranked(places: Places, rows: Rows, *, largest_first: bool) -> Places:
    """Rows by value, those without one last."""
    sign = -1 if largest_first else 1

    def key(place: int) -> tuple[bool, Decimal]:
        value = rows.values[place]
        return value is None, sign * (value or Decimal(0))

    return np.array(sorted((int(place) for place in places), key=key), dtype=np.int64)
