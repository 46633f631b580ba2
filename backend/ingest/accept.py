"""Accept: a received file becomes a document, or is known already, or is refused, decided by a unique key (R1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from backend.blobs.base import Received
from backend.context import Context
from backend.core.ids import new_id
from backend.errors import Conflict, NotFound, WinnowError
from backend.events.log import Event
from backend.events.names import Name
from backend.ingest.groups import Filling
from backend.store import documents, uploads
from backend.store.db import transaction
from backend.store.documents import RETRYABLE, Document
from backend.store.jobs import LIVE, Job
from backend.store.uploads import FileRecord, Outcome, Upload


@dataclass
class Accepted:
    """What became of one file: what the sender is told, what viewers are told, the new group to send a message for."""

    file: FileRecord
    events: list[Event] = field(default_factory=list)
    group: Job | None = None


@dataclass(frozen=True)
class Origin:
    """Where a file comes from: sent by a person, or found inside another document."""

    name: str
    parent_id: str | None = None
    depth: int = 0


@dataclass(frozen=True)
class Arrival:
    """A file that was received whole."""

    origin: Origin
    received: Received


def accept_all(ctx: Context, upload_id: str, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Give the received bytes their names and their documents, in one transaction that survives a power cut.

    What such a transaction costs is flushing the disk, so twenty small files together cost little more than one. The
    same bytes in this collection are one document: its twin is reported as a duplicate, or tried again if it had
    failed. The write lock of SQLite, and on any database the unique key on (collection, sha256), make this true for
    two connections at once.
    """
    for chance in (1, 2, 3):
        try:
            return _decide(ctx, upload_id, arrivals)
        except IntegrityError:
            if chance == 3:
                raise
    raise AssertionError


def _decide(ctx: Context, upload_id: str, arrivals: Sequence[Arrival]) -> list[Accepted]:
    first = {arrival.received.digest(): arrival for arrival in reversed(arrivals)}
    for sha256, arrival in first.items():
        if not ctx.blobs.has(sha256):
            arrival.received.seal()  # flushing the bytes to disk must not happen under the write lock
    with transaction(ctx.engine, durable=True) as session:
        desk = _Desk(ctx, session, _open_upload(session, upload_id), arrivals)
        taken = [desk.take(each) for each in arrivals]
        desk.store()
        for arrival in arrivals:
            arrival.received.secure()
    return taken


class _Desk:
    """One transaction that takes files into an upload: what is known of them is asked at once, and stored at once."""

    def __init__(self, ctx: Context, session: Session, upload: Upload, arrivals: Sequence[Arrival]) -> None:
        hashes = {each.received.digest() for each in arrivals}
        names = {each.origin.name for each in arrivals}
        self._session = session
        self._upload = upload
        self._now = ctx.clock()
        self._filling = Filling(session, ctx.settings, upload)
        self._files: list[FileRecord] = []
        self._known = documents.twins(session, upload.collection_id, hashes)  # those that come are added
        self._taken = uploads.taken_before(session, upload.id, names, hashes)  # likewise
        ready = [each.id for each in self._known.values() if each.status == "ready"]
        self._lacking = uploads.lacking_members(session, upload.collection_id, ready)

    def take(self, arrival: Arrival) -> Accepted:
        """Decide what becomes of one file."""
        origin, sha256 = arrival.origin, arrival.received.digest()
        twin = self._known.get(sha256)
        if twin is None:
            arrival.received.keep()
            document = _document(self._upload, origin, arrival.received, self._now)
            self._known[sha256] = document
            return self._record(document, origin, "accepted", self._filling.place(document, self._now))
        again = self._taken.get((origin.name, sha256))
        if again:  # the sender did not get our answer, or an archive is read a second time
            return Accepted(again)
        if twin.status in RETRYABLE or twin.id in self._lacking:
            arrival.received.keep()
            self._lacking.discard(twin.id)
            return self._record(twin, origin, "retried", requeue(self._filling, twin, self._now))
        return self._record(twin, origin, "duplicate")

    def store(self) -> None:
        """Write what was decided: the documents before the records that name them."""
        if not self._files:
            return
        self._session.flush()
        uploads.forget_refusals(self._session, self._upload.id, {file.name for file in self._files})
        uploads.add_files(self._session, self._upload, self._files, self._now)
        if self._upload.status == "finished":
            reopen(self._session, self._upload)

    def _record(self, document: Document, origin: Origin, outcome: Outcome, group: Job | None = None) -> Accepted:
        file = FileRecord(
            upload_id=self._upload.id,
            name=origin.name,
            size=document.size,
            outcome=outcome,
            created_at=self._now,
            document_id=document.id,
            sha256=document.sha256,
            member=origin.depth > 0,
            parent_id=origin.parent_id,
            same_as=document.name if outcome == "duplicate" else None,
        )
        self._files.append(file)
        self._taken[file.name, document.sha256] = file
        if outcome == "duplicate":
            return Accepted(file, [_told("file.duplicated", self._upload, file)])
        told = _told("file.accepted", self._upload, file)
        told.data["document"] = documents.view(document)
        return Accepted(file, [told], group)


def _open_upload(session: Session, upload_id: str) -> Upload:
    upload = session.get(Upload, upload_id, with_for_update=True)
    if upload is None:
        raise NotFound("This upload is gone. Its collection was deleted meanwhile.")
    if upload.status == "cancelled":
        raise Conflict("This upload was cancelled. Start a new one to send more files.")
    return upload


def refuse(ctx: Context, upload_id: str, name: str, size: int, error: WinnowError) -> Accepted:
    """Record a file that was not taken, with its reason, once however often it is sent."""
    with transaction(ctx.engine) as session:
        upload = _open_upload(session, upload_id)
        again = uploads.refused_before(session, upload.id, name)
        if again:
            return Accepted(again)
        file = FileRecord(upload.id, name, size, "rejected", ctx.clock(), reason=error.detail)
        uploads.add_files(session, upload, [file], ctx.clock())
        return Accepted(file, [_told("file.rejected", upload, file)])


def _document(upload: Upload, origin: Origin, received: Received, now: datetime) -> Document:
    return Document(
        id=new_id(),
        collection_id=upload.collection_id,
        upload_id=upload.id,
        parent_id=origin.parent_id,
        depth=origin.depth,
        sha256=received.digest(),
        name=origin.name,
        size=received.size,
        facts={},  # said, because finding out a default costs as much as the rest of the row
        warnings=[],
        created_at=now,
        updated_at=now,
    )


def requeue(filling: Filling, document: Document, now: datetime) -> Job | None:
    """Queue a failed or cancelled document again, in a group of the upload whose groups are being filled."""
    document.status, document.reason, document.updated_at = "queued", None, now
    document.chunks_done = document.repeated = 0
    return filling.place(document, now)


def reopen(session: Session, upload: Upload) -> None:
    """A file that comes after the end makes the upload, and its job, run on."""
    if upload.status == "finished":
        upload.status, upload.finished_at = "closed", None
        session.add(upload)
    job = session.get_one(Job, upload.job_id)
    if job.status not in LIVE:
        job.status, job.completed_at, job.error_message = "running", None, None
        session.add(job)


def _told(name: Name, upload: Upload, file: FileRecord) -> Event:
    data = {"upload_id": upload.id, "file": uploads.file_view(file)}
    return Event(name, upload.owner_id, data, subject=upload.id)
