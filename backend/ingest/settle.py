"""Settle: bring an upload and its job up to date with their documents, and tell viewers. Always safe to repeat."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import orjson
from sqlmodel import Session, col, update

from backend.context import Context
from backend.events.log import Event
from backend.events.names import Name
from backend.store import collections, documents, jobs, uploads
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from backend.store.uploads import Upload
from backend.work import publish

PROGRESS_MILLISECONDS = 250
COLLECTION_MILLISECONDS = 1_000
REMEMBERED_SECONDS = 3_600
ABANDONED = timedelta(hours=1)
RESULT = ("ready", "failed", "retryable", "duplicates", "rejected", "cancelled")
JOB_EVENTS: dict[str, Name] = {"completed": "job.completed", "failed": "job.failed", "cancelled": "job.cancelled"}


def progress(ctx: Context, upload_id: str) -> None:
    """Settle at most four times a second per upload, however many workers are busy with it."""
    if ctx.redis.set(f"winnow:settled:{upload_id}", b"1", nx=True, px=PROGRESS_MILLISECONDS):
        settle(ctx, upload_id)


def group_ended(ctx: Context, job_id: str) -> None:
    """A group stopped: give back its documents if it was cancelled, then settle its upload."""
    with transaction(ctx.engine) as session:
        job = session.get(Job, job_id)
        if job is None:
            return
        upload_id = job.params["upload_id"]
        if job.status == "cancelled":
            _cancel_rest(session, job, ctx)
        at = documents.statuses(session, job.id)
        job.failed_items = at.get("failed", 0)
        job.processed_items = sum(at.get(status, 0) for status in documents.ENDED)
        session.add(job)
    settle(ctx, upload_id)


def settle(ctx: Context, upload_id: str, *, at_once: bool = False) -> None:
    """Count the upload's documents, end it when nothing is left to do, and tell viewers.

    `at_once` publishes the collection however lately that was done: nothing else may follow.
    """
    with transaction(ctx.engine) as session:
        upload = session.get(Upload, upload_id)
        if upload is None:
            return
        view = bring_up_to_date(session, ctx, upload)
        state = jobs.view(session.get_one(Job, upload.job_id))
    _tell(ctx, upload, view, state, at_once=at_once)


def bring_up_to_date(session: Session, ctx: Context, upload: Upload) -> dict[str, Any]:
    """Count the upload's documents and end it when nothing is left to do; returns its view."""
    view = uploads.view(session, upload)
    if upload.status == "open" and _all_here(upload, view, ctx):
        upload.status = "closed"
    if upload.status == "closed" and not view["queued"] + view["working"]:
        upload.status, upload.finished_at = "finished", ctx.clock()
    session.add(upload)
    _follow(session, ctx, session.get_one(Job, upload.job_id), upload, view)
    return view | uploads.state(upload)


def _tell(
    ctx: Context,
    upload: Upload,
    view: dict[str, Any],
    job: dict[str, Any],
    *,
    at_once: bool,
) -> None:
    """Publish what viewers were not told yet. What they were told is remembered only after it was published."""
    key, digest = f"winnow:told:{upload.id}", hashlib.sha256(orjson.dumps([view, job])).hexdigest()
    told, now = ctx.redis.get(key) or b"", f"{upload.status} {digest}".encode()
    if told == now:
        return
    ending = upload.status == "finished" and not bytes(told).startswith(b"finished")  # type: ignore[arg-type]
    name: Name = "upload.finished" if ending else "upload.progressed"
    job_name: Name = JOB_EVENTS.get(job["status"], "job.progressed")
    publish(
        ctx,
        [
            Event(name, upload.owner_id, _upload_data(name, view), subject=upload.id),
            Event(job_name, upload.owner_id, {"upload_id": upload.id, "job": job}, subject=upload.id),
        ],
    )
    ctx.redis.set(key, now, ex=REMEMBERED_SECONDS)
    _collection(ctx, upload.collection_id, at_once=ending or at_once)


def _collection(ctx: Context, collection_id: str, *, at_once: bool) -> None:
    """Tell the collection's new counts, at most once a second unless something ended."""
    once = ctx.redis.set(f"winnow:counted:{collection_id}", b"1", nx=True, px=COLLECTION_MILLISECONDS)
    if not (once or at_once):
        return
    with reading(ctx.engine) as session:
        collection = session.get(Collection, collection_id)
        if collection is not None and collection.deleted_at is None:
            tally = documents.counts(session, [collection_id])[collection_id]
            view = collections.view(collection, tally)
            publish(ctx, [Event("collection.updated", collection.owner_id, {"collection": view})])


def _all_here(upload: Upload, view: dict[str, Any], ctx: Context) -> bool:
    """Whether an open upload may be taken as complete: all announced files came, or nobody sends any more."""
    if upload.expected_files is not None and view["files_received"] >= upload.expected_files:
        return True
    busy = view["queued"] + view["working"]
    return not busy and ctx.clock() - upload.received_at > ABANDONED


def _follow(session: Session, ctx: Context, job: Job, upload: Upload, view: dict[str, Any]) -> None:
    """The upload's job shows what its documents do."""
    done = view["ready"] + view["failed"] + view["cancelled"]
    to_come = (upload.expected_files or 0) - view["files_received"] if upload.status == "open" else 0
    job.total_items = view["documents"] + max(0, to_come)
    job.processed_items, job.failed_items = done, view["failed"]
    job.progress = min(1.0, done / job.total_items) if job.total_items else 0.0
    job.stage = "embed" if view["working"] else ""
    if job.status == "queued" and done + view["working"]:
        job.status, job.started_at = "running", ctx.clock()
    if upload.status == "finished" and job.status in jobs.LIVE:
        nothing = view["failed"] > 0 and view["failed"] == view["documents"]
        job.status, job.completed_at = ("failed" if nothing else "completed"), upload.finished_at
        job.progress = 1.0
        job.started_at = job.started_at or upload.finished_at
        job.error_message = "None of the files could be read. Each says why." if nothing else None
        job.result = {key: view[key] for key in RESULT} | {"missing": missing(view)}
    if upload.status == "cancelled" and job.status in jobs.LIVE:
        job.status, job.completed_at = "cancelled", ctx.clock()
    session.add(job)


def missing(view: dict[str, Any]) -> int:
    """How many of the files that were announced never came."""
    expected: int = view["expected_files"] or 0
    return max(0, expected - int(view["files_received"]))


def _upload_data(name: Name, view: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"upload": view}
    if name == "upload.finished":
        data |= {key: view[key] for key in ("ready", "failed", "duplicates")}
    return data


def _cancel_rest(session: Session, job: Job, ctx: Context) -> None:
    session.exec(
        update(Document)
        .where(col(Document.job_id) == job.id, col(Document.status).in_(documents.PENDING))
        .values(status="cancelled", updated_at=ctx.clock())
    )
