"""Figures: what a query's findings come to, always computed from what is stored, and the list behind any number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from backend.core.aggregate import Aggregate, aggregate
from backend.core.aggregate_view import view
from backend.core.answer_text import AnswerText, write
from backend.core.confidence import Confidence, Factor, confidence
from backend.errors import NotFound
from backend.mapreduce.params import QueryParams
from backend.store import batches, findings
from backend.store.jobs import Job

SHOWN = 50  # findings that are named with a number; the others are asked for by the number's place


@dataclass(frozen=True)
class Figures:
    """The answer of a job in words and numbers."""

    made: Aggregate
    text: AnswerText
    details: dict[str, Any]


def compute(session: Session, job: Job) -> Figures:
    """The figures of everything the job has found."""
    plan, found = QueryParams.model_validate(job.params).plan, findings.all_of(session, job.id)
    if found and all(finding.row is not None for finding in found):
        plan = plan.model_copy(update={"per": "row"})
    made = aggregate(plan, found)
    return Figures(made, write(made), dict(view(made)))


def shown(session: Session, job: Job, figures: Figures) -> dict[str, Any]:
    """The answer as it is stored and shown: every number with its place, so that its findings can be asked for."""
    at, covered = batches.counts(session, job.id), findings.covered(session, job.id)
    total = sum(covered.values())
    failed = at.get("failed", 0)
    details = _cut(figures.details, "details")
    details["processing_info"] = {
        "total_items_in_folder": total,
        "items_processed": covered.get("contributing", 0),
        "items_skipped": covered.get("not_relevant", 0) + covered.get("excluded", 0),
        "items_failed": covered.get("failed", 0),
        "batches_processed": at.get("mapped", 0),
        "batches_failed": failed,
        "strategy": "rules",
        "models": [],
        "warnings": batches.notes(session, job.id),
    }
    params = QueryParams.model_validate(job.params)
    return {
        "kind": "full",
        "made_by": "rules",
        "plan": params.plan.model_dump(mode="json"),
        "intent": params.intent,
        "parts": [
            {"text": part.text, "ref": {"part": f"parts.{number}"} if part.findings is not None else None}
            for number, part in enumerate(figures.text.parts)
        ],
        "details": details,
        "coverage": {name: covered.get(name, 0) for name in findings.OUTCOMES} | {"total": total},
        "confidence": _confidence(at, covered, len(figures.made.counted)).view(),
    }


def _confidence(batches_at: dict[str, int], covered: dict[str, int], counted: int) -> Confidence:
    """The formula of R3.11, lowered further by the documents that could not be read."""
    made = confidence(sum(batches_at.values()), batches_at.get("failed", 0), counted)
    total, failed = sum(covered.values()), covered.get("failed", 0)
    if not failed:
        return made
    share = Factor("coverage", (total - failed) / total, f"{failed} of {total} documents could not be read.")
    return Confidence((*made.factors, share))


def numbers_of(figures: Figures, part: str) -> list[int]:
    """The findings behind one number of the answer, by its place: `parts.3`, `details.summary.by_month.0`.

    `counted` is everything that was counted, `silent` what of it does not say the group it belongs to.
    """
    where, _, rest = part.partition(".")
    try:
        if part in ("counted", "silent"):
            found: Any = getattr(figures.made, part)
        elif where == "parts":
            found = figures.text.parts[int(rest)].findings
        else:
            found = figures.details
            for step in rest.split("."):
                found = found[int(step)] if isinstance(found, list) else found[step]
            found = found["findings"]
    except (KeyError, IndexError, ValueError, TypeError):
        found = None
    if found is None:
        raise NotFound("There is no such number in this answer.")
    return list(found)


def _cut(value: Any, place: str) -> Any:
    """Long lists of findings are shortened; `part` leads to the whole list."""
    if isinstance(value, list):
        return [_cut(each, f"{place}.{number}") for number, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    made = {key: _cut(each, f"{place}.{key}") for key, each in value.items() if key != "findings"}
    if isinstance(value.get("findings"), list):
        made |= {"findings": value["findings"][:SHOWN], "findings_count": len(value["findings"]), "part": place}
    return made
