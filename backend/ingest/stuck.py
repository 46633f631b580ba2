"""Stuck: a group whose workers died or failed again and again is taken apart until the guilty file stands alone."""

from __future__ import annotations

from backend.context import Context
from backend.events.log import Event
from backend.ingest import groups
from backend.store import chunks, documents
from backend.store.db import transaction
from backend.store.jobs import Job
from backend.store.uploads import Upload
from backend.work import publish


def give_up(ctx: Context, job_id: str, reason: str) -> list[str]:
    """Give each unfinished document a group of its own, or fail the one that was alone. Returns groups to dispatch."""
    with transaction(ctx.engine) as session:
        job = session.get_one(Job, job_id)
        upload = session.get_one(Upload, job.params["upload_id"])
        left = documents.of_job(session, job.id)
        if job.total_items > 1:
            return [groups.alone(session, upload, document, ctx.clock()) for document in left]
        for document in left:
            document.status, document.reason, document.retryable = "failed", reason, True
            document.updated_at = ctx.clock()
            chunks.clear(session, document.id)
            document.chunks_done = document.chunks_total = 0
            session.add(document)
        session.flush()
        left = documents.of_job(session, job.id, ("failed",))  # also one that failed just before a crash: nobody told
    data = [{"upload_id": upload.id, "reason": reason, "document": documents.view(document)} for document in left]
    publish(ctx, [Event("document.failed", upload.owner_id, each, subject=upload.id) for each in data])
    return []
