"""Notes: sentences about what was counted that a person should know of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from backend.core.aggregation.doubles import Doubles
from backend.core.aggregation.filtering import name_of
from backend.core.aggregation.grouping import much_alike, read
from backend.core.asked import BILL, REFUND_KINDS, kind_of
from backend.core.counts import sentence
from backend.core.finding import Finding
from backend.core.plan import Plan

SHOWN = 3  # spellings that are named
UNLIKE = (
    "{count} of them does not say that it is {one}, or calls itself otherwise.",
    "{count} of them do not say that they are {many}, or call themselves otherwise.",
)
KINDS = {"invoice": ("an invoice", "invoices"), "receipt": ("a receipt", "receipts")}
TWICE = (
    "{count} amount of a single document stands in a table too, within a few days but under "
    "another name; it is counted in both.",
    "{count} amounts of single documents stand in a table too, within a few days but under "
    "another name; they are counted in both.",
)


def write_notes(
    plan: Plan, findings: Sequence[Finding], counted: Sequence[int], doubles: Doubles, copies: Mapping[int, int]
) -> list[str]:
    """What was taken together, counted as a minus, or may be counted twice."""
    notes = []
    wanted = plan.filters.vendor
    names = sorted({name_of(wanted, findings[index]) for index in counted}) if wanted else []
    if len(names) > 1:
        notes.append(f"Counted as {wanted.replace('|', ' or ')}: {', '.join(names)}.")
    if plan.order in {"latest", "earliest"} and (undated := sum(not findings[index].date for index in counted)):
        has = "has" if undated == 1 else "have"
        notes.append(f"{undated:,} of them {has} no date that could be read.")
    back = sum(
        findings[index].fields.get("kind") in REFUND_KINDS and (findings[index].value or 0) < 0 for index in counted
    )
    if back and plan.operation not in {"count", "distinct"}:
        said = "is a credit note and counts" if back == 1 else "are credit notes and count"
        notes.append(f"{back:,} of them {said} as a minus.")
    asked, kinds = kind_of(plan), [findings[index].fields.get("kind", BILL) for index in counted]
    unlike = sum(kind != asked for kind in kinds) if asked in KINDS and asked in kinds else 0
    if unlike and all(findings[index].row is None for index in counted):
        one, many = KINDS[asked]
        notes.append(sentence(unlike, *UNLIKE, one=one, many=many))
    within = set(counted)
    if twice := sum(index in within and row in within for index, row in doubles.like.items()):
        notes.append(sentence(twice, *TWICE))
    notes += _repeats(findings, within, copies)
    notes += _spellings(plan, findings, counted)
    if plan.each:
        notes.append(f"Only a {plan.each} that has a value is counted; one without any is not taken for 0.")
    return notes


def _repeats(findings: Sequence[Finding], counted: Set[int], copies: Mapping[int, int]) -> list[str]:
    """Documents that are counted though another one says the same."""
    twice = sorted(index for index, first in copies.items() if index in counted and first in counted)
    if not twice:
        return []
    said = dict.fromkeys(f"{it.vendor}, {it.date}, {it.unit} {it.value:,f}" for it in (findings[i] for i in twice))
    shown = "; ".join(list(said)[:SHOWN]) + ("; …" if len(said) > SHOWN else "")
    return [
        f"{len(twice):,} of them may be {'a copy of another' if len(twice) == 1 else 'copies of others'}, with the same"
        f" name, day and amount ({shown}); all are counted."
    ]


def _spellings(plan: Plan, findings: Sequence[Finding], counted: Sequence[int]) -> list[str]:
    """Names in tables that are counted apart although they are nearly the same."""
    names = {*plan.group_by, *((plan.what,) if plan.operation == "distinct" else ())} & {"vendor", "category"}
    if not names or any(findings[index].row is None for index in counted):
        return []
    alike = [held for name in sorted(names) for held in much_alike({read(findings[index], name) for index in counted})]
    shown = "; ".join(" and ".join(f"“{name}”" for name in held) for held in alike[:SHOWN])
    more = f" and {len(alike) - SHOWN:,} more" if len(alike) > SHOWN else ""
    return [f"Written in several ways and counted apart: {shown}{more}."] if alike else []
