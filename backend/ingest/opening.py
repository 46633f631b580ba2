"""Opening: an upload begins, with the job that stands for its ingestion, and is closed when its sender is done."""

from __future__ import annotations

from backend.context import Context
from backend.core.ids import new_id
from backend.errors import Conflict
from backend.events.log import Event
from backend.ingest import accept, groups, settle
from backend.store import collections, jobs, uploads
from backend.store.db import transaction
from backend.store.jobs import Job
from backend.store.uploads import Upload
from backend.work import publish


def open_upload(ctx: Context, owner_id: str, collection_id: str, expected_files: int | None, label: str) -> Upload:
    """A new upload into the owner's collection, and its job."""
    now, identity, job_id = ctx.clock(), new_id(), new_id()
    with transaction(ctx.engine) as session:
        collection = collections.get(session, owner_id, collection_id)
        title = label or f"Upload to #{collection.name}"
        job = Job(
            id=job_id,
            owner_id=owner_id,
            collection_id=collection_id,
            kind=groups.KIND,
            title=title,
            params=groups.GroupParams(upload_id=identity).model_dump(),
            total_items=expected_files or 0,
            created_at=now,
        )
        upload = Upload(
            id=identity,
            owner_id=owner_id,
            collection_id=collection_id,
            job_id=job_id,
            label=label,
            expected_files=expected_files,
            created_at=now,
            received_at=now,
        )
        session.add_all([job, upload])
        session.flush()
        view, job_view = uploads.view(session, upload), jobs.view(job)
    publish(
        ctx,
        [
            Event("upload.opened", owner_id, {"upload": view}, subject=identity),
            Event("job.queued", owner_id, {"upload_id": identity, "job": job_view}, subject=identity),
        ],
    )
    return upload


def reopen_upload(ctx: Context, owner_id: str, upload_id: str) -> None:
    """More files are coming after all: who stopped sending goes on. Opening twice is harmless."""
    with transaction(ctx.engine) as session:
        upload = uploads.get(session, owner_id, upload_id)
        if upload.status == "cancelled":
            raise Conflict("This upload was cancelled. Start a new one to send more files.")
        accept.reopen(session, upload)
        upload.status, upload.received_at = "open", ctx.clock()
        session.add(upload)
        session.flush()
        view = uploads.view(session, upload)
    publish(ctx, [Event("upload.opened", owner_id, {"upload": view}, subject=upload_id)])
    settle.settle(ctx, upload_id)


def close_upload(ctx: Context, owner_id: str, upload_id: str) -> None:
    """No more files are coming; the upload finishes when all its documents are done. Closing twice is harmless."""
    with transaction(ctx.engine) as session:
        upload = uploads.get(session, owner_id, upload_id)
        if upload.status == "cancelled":
            raise Conflict("This upload was cancelled.")
        if upload.status != "open":
            return
        upload.status = "closed"
        session.add(upload)
        session.flush()
        view = uploads.view(session, upload)
    publish(ctx, [Event("upload.closed", owner_id, {"upload": view}, subject=upload_id)])
    settle.settle(ctx, upload_id)
