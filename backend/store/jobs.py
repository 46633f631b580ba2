"""Job: one run of a Kind. This row is the truth; a message on a Redis queue is only a hint to look at it (R6.1).

A job with a `queue` is run by a worker under a lease. A job without one (an upload's ingestion) is carried by its
children: groups of documents, each a job of its own with `parent_id` set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, Column, ColumnElement, Index, and_, case, func, or_
from sqlmodel import Field, Session, SQLModel, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from backend.core.clock import rfc3339
from backend.errors import LostLease, NotFound
from backend.store.db import UtcDateTime

Status = Literal["queued", "running", "completed", "failed", "cancelled"]
LIVE: tuple[Status, ...] = ("queued", "running")
ENDED: tuple[Status, ...] = ("completed", "failed", "cancelled")
WITH_FAILURES = "with_failures"  # asked for like a status: completed, though some items failed


class Job(SQLModel, table=True):
    __table_args__ = (
        Index("ix_job_owner", "owner_id", "parent_id", "id"),
        Index("ix_job_queue", "queue", "status"),
        Index("ix_job_parent", "parent_id", "status"),
    )

    id: str = Field(primary_key=True)
    parent_id: str | None = Field(default=None, foreign_key="job.id", ondelete="CASCADE")
    owner_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE")
    collection_id: str | None = Field(default=None, foreign_key="collection.id", ondelete="CASCADE", index=True)
    conversation_id: str | None = Field(default=None, index=True)
    kind: str
    title: str = ""
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

    status: str = "queued"
    stage: str = ""
    cursor: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    progress: float = 0.0
    total_items: int = 0
    processed_items: int = 0
    failed_items: int = 0
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    error_message: str | None = None

    queue: str | None = None
    attempt: int = 1
    strikes: int = 0  # attempts in a row that finished nothing
    worker: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dispatch: int = 0
    dispatched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_requested: bool = False

    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def get(session: Session, owner_id: str, job_id: str) -> Job:
    """The owner's job; NotFound also when it is somebody else's."""
    found = session.get(Job, job_id)
    if found is None or found.owner_id != owner_id:
        raise NotFound("There is no such job. It may have been deleted.")
    return found


def page(
    session: Session,
    owner_id: str,
    limit: int,
    *,
    kind: str | None = None,
    statuses: Sequence[str] = (),
    collection_id: str | None = None,
    conversation_id: str | None = None,
    parent_id: str | None = None,
    after: str | None = None,
) -> list[Job]:
    """The owner's jobs, newest first; groups of an ingestion only when asked for by `parent_id`.

    `statuses` may have WITH_FAILURES among them.
    """
    query = select(Job).where(Job.owner_id == owner_id, Job.parent_id == parent_id)
    if kind:
        query = query.where(Job.kind == kind)
    if statuses:
        query = query.where(_stands_at(statuses))
    if collection_id:
        query = query.where(Job.collection_id == collection_id)
    if conversation_id:
        query = query.where(Job.conversation_id == conversation_id)
    if after:
        query = query.where(col(Job.id) < after)
    return list(session.exec(query.order_by(col(Job.id).desc()).limit(limit)))


def _stands_at(statuses: Sequence[str]) -> ColumnElement[bool]:
    at = col(Job.status).in_(statuses)
    if WITH_FAILURES not in statuses:
        return at
    return or_(at, and_(col(Job.status) == "completed", col(Job.failed_items) > 0))


def claim(session: Session, job_id: str, attempt: int, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """Take a queued job under a lease. None: it was a duplicate delivery, is cancelled, or waits for later."""
    take = (
        update(Job)
        .where(col(Job.id) == job_id, col(Job.attempt) == attempt, col(Job.status) == "queued")
        .where(col(Job.cancel_requested).is_(False), _due(now))
        .values(status="running", worker=worker, lease_until=now + lease)
    )
    if session.exec(take).rowcount != 1:
        return None
    job = session.get_one(Job, job_id)
    if job.started_at is None:
        job.started_at = now
        session.add(job)
        session.flush()
    return job


def extend(session: Session, job: Job, now: datetime, lease: timedelta, **progress: Any) -> bool:
    """Heartbeat: keep the lease and store progress. True: a cancel was asked for; LostLease: it was taken over."""
    keep = update(Job).where(*_fence(job)).values(lease_until=now + lease, **progress)
    if session.exec(keep).rowcount != 1:
        raise LostLease(f"Job {job.id} is no longer run by {job.worker}.")
    return bool(session.exec(select(Job.cancel_requested).where(Job.id == job.id)).one())


def hold(session: Session, job: Job) -> None:
    """Inside a write transaction: stop here unless this worker still owns the job (the fence)."""
    if session.exec(update(Job).where(*_fence(job)).values(worker=job.worker)).rowcount != 1:
        raise LostLease(f"Job {job.id} is no longer run by {job.worker}.")


def finish(session: Session, job: Job, status: Status, now: datetime, **values: Any) -> None:
    """End a running job under its fence, in the transaction that stores its results."""
    end = (
        update(Job).where(*_fence(job)).values(status=status, completed_at=now, lease_until=None, worker=None, **values)
    )
    if session.exec(end).rowcount != 1:
        raise LostLease(f"Job {job.id} is no longer run by {job.worker}.")


def requeue(session: Session, job: Job, not_before: datetime | None, strikes: int) -> None:
    """Give a running job back for its next attempt, under its fence; one that was to be cancelled ends here."""
    again = (
        update(Job)
        .where(*_fence(job))
        .values(status=case((col(Job.cancel_requested), "cancelled"), else_="queued"))
        .values(attempt=job.attempt + 1, worker=None, lease_until=None, not_before=not_before)
        .values(dispatched_at=None, strikes=strikes)
    )
    if session.exec(again).rowcount != 1:
        raise LostLease(f"Job {job.id} is no longer run by {job.worker}.")


def running(session: Session) -> dict[str, int]:
    """How many jobs of each queue are under way."""
    query = select(Job.queue, func.count()).where(Job.status == "running", col(Job.queue).is_not(None))
    return {str(queue): number for queue, number in session.exec(query.group_by(col(Job.queue)))}


def expired(session: Session, now: datetime) -> list[Job]:
    """Running jobs whose worker stopped extending their lease."""
    return list(session.exec(select(Job).where(Job.status == "running", col(Job.lease_until) < now)))


def waiting(session: Session, now: datetime, dispatched_before: datetime, limit: int = 1000) -> list[Job]:
    """Queued jobs that are due and were not dispatched, or dispatched so long ago that their message may be lost."""
    query = (
        select(Job)
        .where(Job.status == "queued", col(Job.queue).is_not(None), _due(now))
        .where(or_(col(Job.dispatched_at).is_(None), col(Job.dispatched_at) < dispatched_before))
    )
    return list(session.exec(query.order_by(col(Job.id)).limit(limit)))


def others_wait(session: Session, job: Job, now: datetime) -> bool:
    """Whether another job waits in the same queue, and could run now."""
    query = select(Job.id).where(Job.queue == job.queue, Job.status == "queued", Job.id != job.id)
    return session.exec(query.where(_due(now)).limit(1)).first() is not None


def dispatched(session: Session, job_ids: Sequence[str], now: datetime) -> list[Job]:
    """Count one more dispatch of those that are queued, and return them. The new number makes a new message id."""
    mark = (
        update(Job)
        .execution_options(synchronize_session=False)
        .where(col(Job.id).in_(job_ids), col(Job.status) == "queued", col(Job.queue).is_not(None))
        .values(dispatch=col(Job.dispatch) + 1, dispatched_at=now)
        .returning(Job)
    )
    return list(session.exec(mark).scalars())


def ask_cancel(session: Session, job_ids: Sequence[str] | SelectOfScalar[str], now: datetime) -> None:
    """Queued jobs end now; running ones are asked to stop at their next step."""
    session.exec(
        update(Job)
        .where(col(Job.id).in_(job_ids), col(Job.status) == "queued")
        .values(status="cancelled", cancel_requested=True, completed_at=now)
    )
    session.exec(
        update(Job).where(col(Job.id).in_(job_ids), col(Job.status) == "running").values(cancel_requested=True)
    )


def reopen(session: Session, job_id: str) -> None:
    """Queue a job that ended once more; it goes on from the stage it stood at."""
    session.exec(
        update(Job)
        .where(col(Job.id) == job_id, col(Job.status).in_(ENDED))
        .values(status="queued", attempt=col(Job.attempt) + 1, strikes=0, cancel_requested=False, error_message=None)
        .values(completed_at=None, not_before=None, dispatched_at=None)
    )


def go_back(session: Session, job_id: str, stage: str) -> None:
    """Let a job that ended begin its next attempt at this stage."""
    session.exec(update(Job).where(col(Job.id) == job_id, col(Job.status).in_(ENDED)).values(stage=stage))


def _fence(job: Job) -> tuple[Any, ...]:
    return (
        col(Job.id) == job.id,
        col(Job.attempt) == job.attempt,
        col(Job.status) == "running",
        col(Job.worker) == job.worker,
    )


def _due(now: datetime) -> Any:
    return or_(col(Job.not_before).is_(None), col(Job.not_before) <= now)


def _batches(job: Job) -> dict[str, int]:
    """How many batches of documents it has, and what became of them; zeros for a kind that has none."""
    at = job.cursor.get("batches", {})
    return {"total": at.get("total", 0), "processed": at.get("mapped", 0), "failed": at.get("failed", 0)}


def _left(job: Job) -> float | None:
    """Seconds until its end, by the last estimate of how long it takes in all; None where there is none."""
    seconds = job.cursor.get("estimated_seconds") or job.params.get("estimated_seconds")
    return None if seconds is None or job.status in ENDED else round(float(seconds) * (1 - job.progress), 1)


def _collections(job: Job) -> list[str]:
    about: list[str] = job.params.get("collection_ids") or []
    return about or ([job.collection_id] if job.collection_id else [])


def view(job: Job, ahead: int | None = None) -> dict[str, Any]:
    """What the API and the events show of a job; `ahead` is how many come before it (line.py)."""
    return {
        "job_id": job.id,
        "parent_id": job.parent_id,
        "kind": job.kind,
        "title": job.title,
        "status": job.status,
        "current_phase": job.stage,
        "progress": round(job.progress, 4),
        "total_items": job.total_items,
        "processed_items": job.processed_items,
        "failed_items": job.failed_items,
        **{f"{name}_batches": count for name, count in _batches(job).items()},
        "estimated_completion_seconds": _left(job),
        "jobs_ahead": ahead,
        "collection_id": job.collection_id,
        "collection_ids": _collections(job),
        "conversation_id": job.conversation_id,
        "upload_id": job.params.get("upload_id"),
        "attempt": job.attempt,
        "worker": job.worker,
        "cancel_requested": job.cancel_requested,
        "result": job.result,
        "error_message": job.error_message,
        "created_at": rfc3339(job.created_at),
        "started_at": rfc3339(job.started_at),
        "completed_at": rfc3339(job.completed_at),
    }
