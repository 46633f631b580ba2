"""Notes: sentences about what was counted that a person should know of."""

from __future__ import annotations

from collections.abc import Sequence

from backend.core.asked import BILL, kind_of
from backend.core.finding import Finding
from backend.core.plan import Plan


def write_notes(plan: Plan, findings: Sequence[Finding], counted: Sequence[int]) -> list[str]:
    notes = []
    names = sorted({findings[index].vendor for index in counted}) if plan.filters.vendor else []
    if len(names) > 1:
        notes.append(f"Counted as {plan.filters.vendor}: {', '.join(names)}.")
    if plan.order in {"latest", "earliest"} and (undated := sum(not findings[index].date for index in counted)):
        notes.append(f"{undated:,} of them have no date that could be read.")
    back = sum(
        findings[index].fields.get("kind") == "credit note" and (findings[index].value or 0) < 0 for index in counted
    )
    if back:
        notes.append(
            f"{back:,} of them {'is a credit note' if back == 1 else 'are credit notes'} and count as a minus."
        )
    asked, kinds = kind_of(plan), [findings[index].fields.get("kind", BILL) for index in counted]
    unlike = sum(kind != asked for kind in kinds) if asked in {"invoice", "receipt"} and asked in kinds else 0
    if unlike and all(findings[index].row is None for index in counted):
        notes.append(f"{unlike:,} of them do not say that they are {asked}s, or call themselves otherwise.")
    if plan.each:
        notes.append(f"Only a {plan.each} that has a value is counted; one without any is not taken for 0.")
    return notes
