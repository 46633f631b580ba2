"""Reduce: the third stage of a query. What the filters decide about findings becomes each document's outcome."""

from __future__ import annotations

from backend.context import Context
from backend.core.aggregation.aggregate import Aggregate
from backend.core.aggregation.filtering import Verdict
from backend.core.asked import BILLS
from backend.core.finding import Finding
from backend.mapreduce import figures
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report
from backend.store import findings
from backend.store.db import reading
from backend.store.findings import Outcome
from backend.work import Work

NO_AMOUNT = "No amount was found in it, and it does not look like something that has one."
OUTCOMES: dict[str, Outcome] = {"excluded": "excluded", "undecidable": "failed", "repeated": "not_relevant"}


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Account for every document whose findings were all left out: it did not contribute, and this says why."""
    with reading(ctx.engine) as session:
        made = figures.compute(session, work.job).made
    with work.writing() as session:
        for document_id, (outcome, reason) in _left_out(made).items():
            findings.judge(session, work.job.id, document_id, outcome, reason)
    report(work, progress=0.95)


def _left_out(made: Aggregate) -> dict[str, tuple[Outcome, str]]:
    counted = {made.findings[index].document_id for index in made.counted}
    last = {made.findings[it.finding].document_id: it for it in made.left_out}
    return {
        document_id: (OUTCOMES[it.verdict.outcome], it.verdict.reason)
        if not _has_none(made.findings[it.finding], it.verdict)
        else ("not_relevant", NO_AMOUNT)
        for document_id, it in last.items()
        if document_id not in counted
    }


def _has_none(finding: Finding, verdict: Verdict) -> bool:
    """Whether it lacks an amount because it is no paper that would have one, and not because it could not be read."""
    if verdict.outcome != "undecidable" or finding.value is not None:
        return False
    return not finding.reasons if finding.row is not None else finding.fields.get("kind") not in BILLS
