"""Ranking: findings in the order that a plan asks for, and which of them a short list shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from backend.core.finding import Finding
from backend.core.plan import Plan

BY_DATE = frozenset({"latest", "earliest"})
EXTREMES = frozenset({"minimum", "maximum"})


def rank(
    plan: Plan,
    findings: Sequence[Finding],
    counted: Sequence[int],
    units: Mapping[int, str],
    shares: Mapping[str, int],
) -> tuple[int, ...]:
    """The counted findings by size within their unit, from the end the plan asks for; what has no value comes last.

    A plan for the latest or earliest has them by date, whatever their unit; what has no date comes last. `shares` is
    the order of the units.
    """
    if plan.order in BY_DATE:
        dated = sorted(
            (index for index in counted if findings[index].date),
            key=lambda index: (str(findings[index].date), findings[index].document_id, index),
            reverse=plan.order == "latest",
        )
        return (*dated, *(index for index in counted if not findings[index].date))
    smallest = plan.operation == "minimum" or plan.order == "smallest"

    def place(index: int) -> tuple[object, ...]:
        finding = findings[index]
        value = Decimal(0) if finding.value is None else finding.value
        size = value if smallest else value.copy_negate()
        return (finding.value is None, shares.get(units[index], 0), size, str(finding.date), finding.document_id, index)

    return tuple(sorted(counted, key=place))


def shown_units(plan: Plan, findings: Sequence[Finding], items: Sequence[int], units: Mapping[int, str]) -> list[str]:
    """The units of a ranking by size, in order; those of its values only."""
    if plan.order in BY_DATE or (plan.top is None and plan.operation not in EXTREMES):
        return []
    return list(dict.fromkeys(units[index] for index in items if findings[index].value is not None))


def shown(
    plan: Plan, findings: Sequence[Finding], items: Sequence[int], units: Mapping[int, str], most: int
) -> tuple[int, ...]:
    """The items that a list of at most `most` shows: the first ones, and of a ranking by size the first of each unit,
    for amounts of different units are neither larger nor smaller.
    """
    top = min(plan.top or most, most)
    parts = shown_units(plan, findings, items, units)
    if len(parts) < 2:
        return tuple(items[:top])
    each = top if plan.top else max(1, most // len(parts))
    valued = [index for index in items if findings[index].value is not None]
    return tuple(index for unit in parts for index in [it for it in valued if units[it] == unit][:each])
