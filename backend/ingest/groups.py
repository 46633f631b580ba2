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
FULL = 2**62  # bytes that leave no room


class GroupParams(BaseModel):
    """What a group of an ingestion knows: the upload it belongs to and how many bytes it took on."""

    upload_id: str
    bytes: int = 0


class Filling:
    """The group of an upload that takes documents, and those after it, within one write transaction."""

    def __init__(self, session: Session, settings: Settings, upload: Upload) -> None:
        self._session = session
        self._settings = settings
        self._upload = upload
        self._group: Job | None = None
        self._looked = False

    def place(self, document: Document, now: datetime) -> Job | None:
        """Put a queued document into the open group, or into a new one, which is returned.

        A new one counts as dispatched: sending its first message is left to whoever commits it.
        """
        if not self._looked and document.size < self._settings.group_bytes:
            self._group, self._looked = _open_group(self._session, self._upload), True
        group, made = self._group, None
        if group is None or not self._has_room(group, document.size):
            made = group = _group(self._upload, document.name, now)
            group.dispatch, group.dispatched_at = 1, now
            self._group, self._looked = group, True
        put(self._session, group, document)
        return made

    def _has_room(self, group: Job, size: int) -> bool:
        if group.total_items >= self._settings.group_documents:
            return False
        return bool(group.params["bytes"] + size <= self._settings.group_bytes)


def put(session: Session, group: Job, document: Document) -> None:
    """Make the document one of the group's."""
    group.total_items += 1
    group.params = {**group.params, "bytes": group.params["bytes"] + document.size}
    document.job_id = group.id
    session.add_all([group, document])


def alone(
    session: Session,
    upload: Upload,
    document: Document,
    now: datetime,
    not_before: datetime | None = None,
) -> str:
    """Move a document into a group of its own, which nothing else will join. Returns its id.

    The group is to be dispatched by the caller; with `not_before` the reconciler does it then.
    """
    if left := session.get(Job, document.job_id):
        left.total_items -= 1
        session.add(left)
    group = _group(upload, document.name, now)
    put(session, group, document)
    group.params = {**group.params, "bytes": FULL}
    group.not_before = not_before
    return group.id


def _group(upload: Upload, title: str, now: datetime) -> Job:
    return Job(
        id=new_id(),
        parent_id=upload.job_id,
        owner_id=upload.owner_id,
        collection_id=upload.collection_id,
        kind=KIND,
        queue=KIND,
        title=title,
        params=GroupParams(upload_id=upload.id).model_dump(),
        cursor={},
        created_at=now,
    )


def _open_group(session: Session, upload: Upload) -> Job | None:
    newest = (
        select(Job)
        .where(Job.parent_id == upload.job_id, Job.status == "queued", Job.attempt == 1)
        .where(col(Job.cancel_requested).is_(False))
        .order_by(col(Job.id).desc())
        .limit(1)
        .with_for_update()
    )
    return session.exec(newest).first()
