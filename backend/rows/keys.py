"""Keys: what rows are grouped by."""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.plan import Plan
from backend.rows.columns import find_column
from backend.rows.dates import Period
from backend.rows.facts import Facts
from backend.rows.roles import NUMERIC, RoleMap
from backend.rows.words import tokens

OF_TIME = ("month", "quarter", "year", "day", "date")


def group_names(plan: Plan, maps: Sequence[RoleMap]) -> tuple[str, ...]:
    """What the plan groups by; what it counts once, where it counts distinct things and does not say."""
    return plan.group_by or ((target,) if plan.operation == "distinct" and (target := target_name(plan, maps)) else ())


def target_name(plan: Plan, maps: Sequence[RoleMap]) -> str:
    """What a count of distinct things counts: the column that it names ("different suppliers"), else the group."""
    candidates = [plan.what, *sorted(tokens(plan.what), key=len, reverse=True)]
    for candidate in filter(None, candidates):
        for roles in maps:
            column = find_column(roles, candidate)
            if column and roles.role(column) not in NUMERIC:
                return candidate
    return plan.group_by[0] if plan.group_by else "vendor"


def keys(facts: Facts, name: str) -> tuple[str, ...]:
    """One key per row, "" where a row does not say."""
    if name in OF_TIME and any(facts.days.periods):
        return tuple(_time(period, name) for period in facts.days.periods)
    if name == "unit":
        return facts.units
    return facts.texts(name)


def _time(period: Period | None, name: str) -> str:
    """ "2019-03", "2019-Q1", "2019", "2019-03-31"; "" where the period is longer than that."""
    if period is None:
        return ""
    first, last = (_moment(day.isoformat(), name) for day in period)
    return first if first == last else ""


def _moment(day: str, name: str) -> str:
    match name:
        case "month":
            return day[:7]
        case "quarter":
            return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
        case "year":
            return day[:4]
        case _:
            return day
