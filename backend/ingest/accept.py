"""Accept: a received file becomes a document, or is known already, or is refused, decided by a unique key (R1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from backend.blobs.base import Incoming
from backend.context import Context
from backend.core.ids import new_id
from backend.errors import Conflict, NotFound, StoreUnavailable, WinnowError
from backend.events.log import Event
from backend.events.names import Name
from backend.ingest import holding
from backend.ingest.groups import Filling
from backend.store import documents, holds, uploads
from backend.store.db import transaction
from backend.store.documents import RETRYABLE, Document
from backend.store.jobs import LIVE, Job
from backend.store.uploads import Outcome, Upload, UploadFile


@dataclass
class Accepted:
    """What became of one file: what the sender is told, what viewers are told, the new group to send a message for."""

    file: UploadFile
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
    incoming: Incoming


def accept_all(ctx: Context, upload_id: str, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Give the received bytes their names and their documents: all bytes first, then one transaction for all.

    That transaction survives a power cut. What it costs is flushing the disk, so twenty small files together cost
    little more than one. The same bytes in this collection are one document: its twin is reported as a duplicate, or
    tried again if it had failed. The write lock of SQLite, and on any database the unique key on (collection, sha256),
    make this true for two connections at once.
    """
    hashes = {each.incoming.digest() for each in arrivals}
    with holding.storing(ctx, hashes) as hold:
        for arrival in arrivals:
            arrival.incoming.keep()
        for arrival in arrivals:
            arrival.incoming.secure()
        for chance in (1, 2, 3):
            try:
                return _decide(ctx, upload_id, arrivals, hashes, hold)
            except IntegrityError:
                if chance == 3:
                    raise
    raise AssertionError


def _decide(ctx: Context, upload_id: str, arrivals: Sequence[Arrival], hashes: set[str], hold: str) -> list[Accepted]:
    with transaction(ctx.engine, durable=True) as session:
        if holds.release(session, hold, ctx.clock()) < len(hashes):
            raise StoreUnavailable("Storing the file took too long. Send it again.")
        upload = _open_upload(session, upload_id)
        desk = _Desk(ctx, session, upload, documents.twins(session, upload.collection_id, hashes))
        taken = [desk.take(each) for each in arrivals]
        desk.store()
    return taken


class _Desk:
    """One transaction that takes files into an upload: they are stored together, documents before what names them."""

    def __init__(self, ctx: Context, session: Session, upload: Upload, known: dict[str, Document]) -> None:
        self._session = session
        self._upload = upload
        self._known = known  # the documents of the collection by SHA-256; those that come are added
        self._now = ctx.clock()
        self._filling = Filling(session, ctx.settings, upload)
        self._files: list[UploadFile] = []

    def take(self, arrival: Arrival) -> Accepted:
        """Decide what becomes of one file."""
        origin, incoming = arrival.origin, arrival.incoming
        twin = self._known.get(incoming.digest())
        if twin is None:
            self._known[incoming.digest()] = document = _document(self._upload, origin, incoming, self._now)
            group = self._filling.place(document, self._now)
            return self._record(document, origin, "accepted", group)
        self.store()
        again = uploads.sent_before(self._session, self._upload.id, origin.name, twin.sha256)
        if again:  # the sender did not get our answer, or an archive is read a second time
            return Accepted(again)
        if twin.status in RETRYABLE or (twin.status == "ready" and uploads.lacks_members(self._session, twin)):
            group = requeue(self._filling, twin, self._now)
            return self._record(twin, origin, "retried", group)
        return self._record(twin, origin, "duplicate")

    def store(self) -> None:
        """Write what was decided so far."""
        if self._files:
            self._session.flush()
            for file in self._files:
                uploads.add_file(self._session, self._upload, file, self._now)
            self._files = []
            self._session.flush()
            if self._upload.status == "finished":
                reopen(self._session, self._upload)

    def _record(self, document: Document, origin: Origin, outcome: Outcome, group: Job | None = None) -> Accepted:
        file = uploads.record(origin.name, document.size, outcome, self._upload.id, self._now)
        file.sha256, file.document_id, file.member = document.sha256, document.id, origin.depth > 0
        file.parent_id = origin.parent_id
        file.same_as = document.name if outcome == "duplicate" else None
        self._files.append(file)
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
        file = uploads.record(name, size, "rejected", upload.id, ctx.clock(), reason=error.detail)
        uploads.add_file(session, upload, file, ctx.clock())
        return Accepted(file, [_told("file.rejected", upload, file)])


def _document(upload: Upload, origin: Origin, incoming: Incoming, now: datetime) -> Document:
    return Document(
        id=new_id(),
        collection_id=upload.collection_id,
        upload_id=upload.id,
        parent_id=origin.parent_id,
        depth=origin.depth,
        sha256=incoming.digest(),
        name=origin.name,
        size=incoming.size,
        facts={},  # said, because finding out a default costs as much as the rest of the row
        warnings=[],
        created_at=now,
        updated_at=now,
    )


def requeue(filling: Filling, document: Document, now: datetime) -> Job | None:
    """Queue a failed or cancelled document again, in a group of the upload whose groups are being filled."""
    document.status, document.reason, document.updated_at = "queued", None, now
    document.chunks_done = 0
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


def _told(name: Name, upload: Upload, file: UploadFile) -> Event:
    data = {"upload_id": upload.id, "file": uploads.file_view(file)}
    return Event(name, upload.owner_id, data, subject=upload.id)
