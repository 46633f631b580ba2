"""Progress of a query: stored with the job, told to viewers."""

from __future__ import annotations

from typing import Any

from backend.events.log import Event
from backend.events.names import Name
from backend.mapreduce.params import QueryParams
from backend.store import batches, findings, jobs
from backend.store.db import reading
from backend.store.jobs import Job
from backend.work import Work

MEASURED = 0.1  # progress from which on the job's own speed says when it ends


def started(work: Work[QueryParams]) -> None:
    """Tell that a worker has taken the question."""
    tell(work, "job.started")


def report(work: Work[QueryParams], **values: Any) -> None:
    """Store progress under the lease, count batches and unread documents, and publish the job as it stands now."""
    now, cursor = work.ctx.clock(), dict(work.job.cursor)
    with reading(work.ctx.engine) as session:
        at, covered = batches.counts(session, work.job.id), findings.covered(session, work.job.id)
    cursor["batches"] = {"total": sum(at.values()), "mapped": at.get("mapped", 0), "failed": at.get("failed", 0)}
    values |= {"processed_items": covered["total"], "failed_items": covered["failed"]}
    if work.job.started_at and values.get("progress", 0) >= MEASURED:
        cursor["estimated_seconds"] = (now - work.job.started_at).total_seconds() / values["progress"]
    with work.writing() as session:
        jobs.extend(session, work.job, now, work.lease, cursor=cursor, **values)
    work.advance()
    tell(work, "job.progressed", **values)


def tell(work: Work[QueryParams], name: Name, **data: Any) -> None:
    """Publish an event of this job, with the job as it stands now."""
    with reading(work.ctx.engine) as session:
        view = jobs.view(session.get_one(Job, work.job.id))
    event = Event(name, work.job.owner_id, {"job_id": work.job.id, **data, "job": view}, subject=work.job.id)
    work.publish([event])
