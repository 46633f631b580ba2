"""Groups: documents that are ingested by one job, so that embedding batches fill across small files.

A group takes documents for as long as no worker took it. So a lone file starts at once, and under a backlog groups
fill up by themselves.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Session, col, select

from backend.core.ids import new_id
from backend.settings import Settings
from backend.store.documents import Document
from backend.store.jobs import Job
from backend.store.uploads import Upload

KIND = "ingestion"


class GroupParams(BaseModel):
    """What a group of an ingestion knows: the upload it belongs to and how many bytes it took on."""

    upload_id: str
    bytes: int = 0


def place(session: Session, settings: Settings, upload: Upload, document: Document, now: datetime) -> str | None:
    """Put a queued document into an open group of its upload, or into a new one, whose id is returned.

    Must run inside the write transaction that queues the document.
    """
    group = _open_group(session, settings, upload, document.size)
    made = None
    if group is None:
        group = Job(
            id=new_id(),
            parent_id=upload.job_id,
            owner_id=upload.owner_id,
            collection_id=upload.collection_id,
            kind=KIND,
            queue=KIND,
            title=document.name,
            params=GroupParams(upload_id=upload.id).model_dump(),
            created_at=now,
        )
        made = group.id
    group.total_items += 1
    group.params = {**group.params, "bytes": group.params["bytes"] + document.size}
    session.add(group)
    session.flush()
    document.job_id = group.id
    session.add(document)
    return made


def alone(session: Session, upload: Upload, document: Document, now: datetime) -> str:
    """Put a document into a group of its own, which nothing else will join. Returns its id to dispatch."""
    unbounded = Settings.model_construct(group_documents=0, group_bytes=0)
    made = place(session, unbounded, upload, document, now)
    if made is None:  # a group without room takes nothing, so a new one was made
        raise AssertionError
    session.get_one(Job, made).params = GroupParams(upload_id=upload.id, bytes=2**62).model_dump()
    return made


def _open_group(session: Session, settings: Settings, upload: Upload, size: int) -> Job | None:
    newest = (
        select(Job)
        .where(Job.parent_id == upload.job_id, Job.status == "queued", Job.attempt == 1)
        .where(col(Job.cancel_requested).is_(False))
        .order_by(col(Job.id).desc())
        .limit(1)
        .with_for_update()
    )
    group = session.exec(newest).first()
    if group is None or group.total_items >= settings.group_documents:
        return None
    return group if group.params["bytes"] + size <= settings.group_bytes else None
