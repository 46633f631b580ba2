"""Estimate: how long a question about everything will take, learnt from the jobs before it (R2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from sqlmodel import Session, col, func, select

from backend.store.documents import Document
from backend.store.jobs import Job

RECENT = 20  # jobs that the speed is learnt from
UNKNOWN = 0.05  # seconds for each document, before any job has been measured
LEAST = 1.0  # seconds that a job takes with no document at all


def estimate(session: Session, collection_ids: Sequence[str], strategy: str) -> tuple[int, float]:
    """How many documents a job over these collections reads, and about how many seconds that takes.

    `strategy` names what is done with a document: jobs of another one say nothing about this one.
    """
    count = select(func.count()).where(col(Document.collection_id).in_(collection_ids))
    items = int(session.exec(count).one())
    return items, LEAST + items * _seconds_per_item(session, strategy)


def strategy_of(operation: str, meaning: str, *, by_model: bool) -> str:
    """What is done with each document: read by rules, judged for a meaning, summarised; by a model or without."""
    kind = "summary" if operation == "summary" else "meaning" if meaning else "rules"
    return f"{kind} by model" if by_model else kind


def _seconds_per_item(session: Session, strategy: str) -> float:
    query = (
        select(Job)
        .where(Job.kind == "query", Job.status == "completed", Job.total_items > 0)
        .where(col(Job.params)["strategy"].as_string() == strategy)
        .order_by(col(Job.id).desc())
        .limit(RECENT)
    )
    speeds = [
        max(0.0, (job.completed_at - job.started_at).total_seconds() - LEAST) / job.total_items
        for job in session.exec(query)
        if job.completed_at and job.started_at
    ]
    return median(speeds) if speeds else UNKNOWN
