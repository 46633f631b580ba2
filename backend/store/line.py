"""Line: what comes before a job in its queue, so that whoever waits for it can be told.

Jobs under way come first, then those that were sent to the queue, in the order they were sent, then
those that will be. Everybody's jobs are counted, for the same workers do them all; nothing but
their number is shown. The groups inside an upload are nobody's to wait for and stand in no line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.store import jobs
from backend.store.jobs import Job


def views(session: Session, found: Sequence[Job]) -> list[dict[str, Any]]:
    """The jobs as `jobs.view` shows them, those that wait with how many come before."""
    waiting = [job.id for job in found if job.status == "queued"]
    ahead = _ahead(session, waiting) if waiting else {}
    return [jobs.view(job, ahead.get(job.id)) for job in found]


def first(session: Session, queue: str, limit: int) -> list[Job]:
    """The jobs that wait in a queue, the next one first."""
    waiting = select(Job).where(Job.queue == queue, Job.status == "queued", _alone())
    return list(session.exec(waiting.order_by(*_order()).limit(limit)))


def _ahead(session: Session, job_ids: Sequence[str]) -> dict[str, int]:
    """How many come before each of these jobs, by its id; one that stands in no line is missing."""
    place = func.row_number().over(partition_by=col(Job.queue), order_by=_order())
    placed = (
        sqlalchemy.select(col(Job.id), (place - 1).label("ahead"))
        .where(col(Job.queue).is_not(None), col(Job.status).in_(jobs.LIVE), _alone())
        .subquery()
    )
    wanted = sqlalchemy.select(placed.c.id, placed.c.ahead).where(placed.c.id.in_(job_ids))
    return {row.id: row.ahead for row in session.connection().execute(wanted)}


def _alone() -> Any:
    return col(Job.parent_id).is_(None)


def _order() -> tuple[Any, ...]:
    sent = col(Job.dispatched_at)
    return (col(Job.status) != "running", sent.is_(None), sent, col(Job.id))
