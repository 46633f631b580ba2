"""Again, or not at all: a query that ended is tried once more from where it stood, one that runs is cancelled."""

from __future__ import annotations

from backend.context import Context
from backend.errors import Conflict
from backend.mapreduce import ending
from backend.store import batches, findings, jobs
from backend.store.db import transaction
from backend.store.jobs import Job

ANSWERED = "It was answered, and nothing failed: there is nothing to try again. Ask it once more."


def cancel(ctx: Context, job: Job) -> None:
    """Stop it: at once when it waits, at its next step when it runs."""
    with transaction(ctx.engine) as session:
        jobs.ask_cancel(session, [job.id], ctx.clock())
    ending.ended(ctx, job.id)


def retry(ctx: Context, job: Job) -> list[str]:
    """Queue it again; batches that have a result are not read again, those that failed are.

    Returns the job to dispatch. Conflict when it was answered and nothing failed.
    """
    with transaction(ctx.engine) as session:
        failed = batches.reopen(session, job.id)
        if job.status == "completed" and not (failed or job.failed_items):
            raise Conflict(ANSWERED)
        if failed:
            findings.uncover(session, job.id, failed)
            jobs.go_back(session, job.id, "map")
        jobs.reopen(session, job.id)
    ending.ended(ctx, job.id)
    return [job.id]
