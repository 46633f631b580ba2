"""The reconciler: SQL is the truth, so whatever Redis forgot and whoever died is put right from there (R6.1, R1.8)."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from backend.context import Context
from backend.ingest import remove, settle
from backend.jobs import queue
from backend.jobs.kinds import kind_named
from backend.store import jobs, uploads
from backend.store.db import reading, transaction
from backend.store.jobs import Job

logger = logging.getLogger(__name__)

ATTIC_SECONDS = 3_600.0
TELL_AGAIN = timedelta(minutes=1)
INTERRUPTED = timedelta(minutes=1)  # until then, whoever deletes a collection is taken to be at it
CLEARING_STEPS = 20


def run(ctx: Context, stop: threading.Event) -> None:
    """Reconcile every few seconds until told to stop. Several processes may do this at once."""
    rounds = 0
    while not stop.wait(ctx.settings.reconcile_seconds):
        try:
            once(ctx)
            if rounds % 30 == 0:
                ctx.blobs.sweep(ATTIC_SECONDS)
            remove.drop_orphans(ctx, f"{rounds % 256:02x}", ATTIC_SECONDS)
            rounds += 1
        except (RedisError, OperationalError) as error:
            logger.warning("reconciling waits: %s", error)


def once(ctx: Context) -> None:
    """One round: leases that ran out, messages that got lost, uploads and deletions that are done but not finished."""
    _take_back(ctx)
    _send_again(ctx)
    with reading(ctx.engine) as session:
        unsettled = uploads.unsettled(session, ctx.clock() - TELL_AGAIN)
    for upload_id in unsettled:
        settle.progress(ctx, upload_id)
    remove.finish(ctx, ctx.clock() - INTERRUPTED, CLEARING_STEPS)


def _take_back(ctx: Context) -> None:
    """Jobs whose worker is gone go back to their queue, unless they get nowhere at all."""
    with reading(ctx.engine) as session:
        dead = jobs.expired(session, ctx.clock())
    for job in dead:
        logger.warning("job %s: the lease of worker %s ran out", job.id, job.worker, extra={"job_id": job.id})
        strikes = job.strikes + 1
        kind = kind_named(job.kind)
        why = kind.died.format(strikes=strikes) if strikes >= ctx.settings.max_attempts else None
        if why:
            queue.dispatch(ctx, kind.gave_up(ctx, job.id, why))
        with transaction(ctx.engine) as session:
            _release(session, ctx, job, strikes, why)
        kind.ended(ctx, job.id)


def _release(session: Session, ctx: Context, job: Job, strikes: int, why: str | None) -> None:
    """End the job, with `why` it is given up, or give it back to its queue."""
    current = session.get(Job, job.id)
    if current is None or current.attempt != job.attempt or current.status != "running":
        return
    if current.lease_until and current.lease_until >= ctx.clock():
        return
    if current.cancel_requested:
        jobs.finish(session, current, "cancelled", ctx.clock())
    elif why:
        jobs.finish(session, current, "failed", ctx.clock(), error_message=why)
    else:
        jobs.requeue(session, current, None, strikes=strikes)


def _send_again(ctx: Context) -> None:
    """Queued jobs without a message get one."""
    before = ctx.clock() - timedelta(seconds=ctx.settings.redispatch_seconds)
    with reading(ctx.engine) as session:
        waiting = jobs.waiting(session, ctx.clock(), before)
    there = {name: queue.messages(ctx, name) for name in {job.queue or "" for job in waiting}}
    lost = [job for job in waiting if job.dispatched_at is None or queue.message_id(job) not in there[job.queue or ""]]
    queue.dispatch(ctx, [job.id for job in lost])
