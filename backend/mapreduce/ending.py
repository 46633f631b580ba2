"""Ending: viewers learn how a query ended, whoever ended it, and who waits that they moved up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from backend.context import Context
from backend.events.log import Event
from backend.events.names import Name
from backend.store import line
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
TOLD = 50  # that wait, the next ones first: who stands further back learns it when the page asks


def ended(ctx: Context, *job_ids: str) -> None:
    """Publish the jobs as they stand, and those that wait behind them."""
    with reading(ctx.engine) as session:
        found = [job for each in job_ids if (job := session.get(Job, each)) is not None]
        left = {job.queue for job in found if job.queue and job.status != "running"}
        behind = [job for queue in sorted(left) for job in line.first(session, queue, TOLD)]
        events = list(_events(session, {job.id: job for job in (*found, *behind)}.values()))
    publish(ctx, events)


def gave_up(_ctx: Context, _job_id: str, _reason: str) -> list[str]:
    """A query that gets nowhere fails as a whole; what it read is kept for a retry."""
    return []


def _events(session: Session, found: Iterable[Job]) -> Iterator[Event]:
    held = list(found)
    for job, view in zip(held, line.views(session, held), strict=True):
        data = {"job_id": job.id, "job": view}
        yield Event(NAMES[job.status], job.owner_id, data, subject=job.id)
