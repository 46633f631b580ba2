"""Reduce: the third stage of a query. What the filters decide about findings becomes each document's outcome."""

from __future__ import annotations

from backend.context import Context
from backend.core.aggregation.aggregate import Aggregate
from backend.mapreduce import figures
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report
from backend.store import findings
from backend.store.db import reading
from backend.store.findings import Outcome
from backend.work import Work

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
    verdicts = {made.findings[it.finding].document_id: it.verdict for it in made.left_out}
    return {
        document_id: (OUTCOMES[verdict.outcome], verdict.reason)
        for document_id, verdict in verdicts.items()
        if document_id not in counted
    }
