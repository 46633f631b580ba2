"""Ending: viewers learn how a query ended, whoever ended it."""

from __future__ import annotations

from backend.context import Context
from backend.events.log import Event
from backend.events.names import Name
from backend.store import jobs
from backend.store.db import reading
from backend.store.jobs import Job
from backend.work import publish

NAMES: dict[str, Name] = {
    "queued": "job.queued",
    "running": "job.progressed",
    "completed": "job.completed",
    "failed": "job.failed",
    "cancelled": "job.cancelled",
}


def ended(ctx: Context, job_id: str) -> None:
    """Publish the job as it stands."""
    with reading(ctx.engine) as session:
        job = session.get(Job, job_id)
        if job is None:
            return
        event = Event(NAMES[job.status], job.owner_id, {"job_id": job.id, "job": jobs.view(job)}, subject=job.id)
    publish(ctx, [event])


def gave_up(_ctx: Context, _job_id: str, _reason: str) -> list[str]:
    """A query that gets nowhere fails as a whole; what it read is kept for a retry."""
    return []
