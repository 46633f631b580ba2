"""Remove: documents and collections go, with their chunks, vectors and the blobs nothing else refers to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from backend.context import Context
from backend.errors import Conflict
from backend.events.log import Event
from backend.events.names import OF_ENDED
from backend.ingest import settle
from backend.ingest.holding import drop_blobs
from backend.store import chunks, collections, documents, jobs, references, uploads
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.store.documents import PENDING, WORKING, Document
from backend.store.jobs import Job
from backend.store.uploads import Upload
from backend.work import publish

DOCUMENTS_PER_WRITE = 50


def document(ctx: Context, owner_id: str, document_id: str) -> None:
    """Delete a document and its members; searches and answers find them no more.

    A member that was sent by itself as well, or lies in another document too, stays as that.
    """
    with transaction(ctx.engine) as session:
        found = documents.get(session, owner_id, document_id)
        kept = _keep_what_lies_elsewhere(session, ctx.clock(), _family(session, found))
        gone = _family(session, found)
        session.exec(delete(Document).where(col(Document.id) == found.id))
        stays = [_told(owner_id, each) for each in kept]
    drop_blobs(ctx, (sha256 for _, sha256 in gone))
    told = [{"document_id": identity, "collection_id": found.collection_id} for identity, _ in gone]
    publish(ctx, [Event("document.deleted", owner_id, data, subject=found.upload_id or "") for data in told])
    publish(ctx, stays)
    if found.upload_id:
        settle.settle(ctx, found.upload_id, at_once=True)


def collection(ctx: Context, owner_id: str, collection_id: str) -> None:
    """Delete a collection with everything in it.

    It disappears at once, with its uploads and jobs, so that workers lose their leases on them; its documents are
    cleared in small steps. When this is interrupted, `finish` does the rest.
    """
    with transaction(ctx.engine) as session:
        collections.hide(session, collections.get(session, owner_id, collection_id), ctx.clock())
        session.exec(delete(Upload).where(col(Upload.collection_id) == collection_id))
        session.exec(delete(Job).where(col(Job.collection_id) == collection_id))
    _tell_deleted(ctx, owner_id, collection_id)
    while not _clear_some(ctx, collection_id):
        pass


def finish(ctx: Context, before: datetime, steps: int) -> None:
    """Go on clearing the collections that were deleted before then, in at most so many steps for each."""
    with reading(ctx.engine) as session:
        left = collections.hidden(session, before)
    for each in left:
        if any(_clear_some(ctx, each.id) for _ in range(steps)):
            _tell_deleted(ctx, each.owner_id, each.id)  # whoever deleted it may not have come to tell


def _clear_some(ctx: Context, collection_id: str) -> bool:
    """Delete some documents of a hidden collection and, when there are none, itself; returns whether it is gone."""
    with transaction(ctx.engine) as session:
        query = select(Document.id, Document.sha256).where(Document.collection_id == collection_id, _childless())
        some = session.exec(query.limit(DOCUMENTS_PER_WRITE)).all()
        session.exec(delete(Document).where(col(Document.id).in_([identity for identity, _ in some])))
        if not some:
            session.exec(delete(Collection).where(col(Collection.id) == collection_id))
    drop_blobs(ctx, (sha256 for _, sha256 in some))
    return not some


def _tell_deleted(ctx: Context, owner_id: str, collection_id: str) -> None:
    publish(ctx, [Event("collection.deleted", owner_id, {"collection_id": collection_id})])


def cancel_upload(ctx: Context, owner_id: str, upload_id: str) -> None:
    """Stop an upload: what is ready stays, what waits or is being worked on is cancelled."""
    stopped: list[Document] = []
    with transaction(ctx.engine) as session:
        upload = uploads.get(session, owner_id, upload_id)
        settle.bring_up_to_date(session, ctx, upload)  # it may have ended and not say so yet
        ended = upload.status in ("finished", "cancelled")
        if not ended:
            stopped = _cancel(session, ctx, upload)
        view = uploads.view(session, upload)
    if ended:
        settle.settle(ctx, upload_id)
        raise Conflict("This upload has ended already. Delete its documents if you do not want them.")
    publish(ctx, [_cancelled(owner_id, upload_id, each) for each in stopped])
    publish(ctx, [Event("upload.cancelled", owner_id, {"upload": view}, subject=upload_id)])
    settle.settle(ctx, upload_id, at_once=True)


def _cancel(session: Session, ctx: Context, upload: Upload) -> list[Document]:
    """Cancel an upload with its groups; returns the documents that were stopped."""
    upload.status, upload.finished_at = "cancelled", ctx.clock()
    session.add(upload)
    groups = select(Job.id).where(Job.parent_id == upload.job_id)
    jobs.ask_cancel(session, groups, ctx.clock())
    return _stop(session, ctx, col(Document.job_id).in_(groups))


def cancel_document(ctx: Context, owner_id: str, document_id: str) -> None:
    """Stop one document; a worker that is reading it drops what it found."""
    with transaction(ctx.engine) as session:
        found = documents.get(session, owner_id, document_id)
        stopped = _stop(session, ctx, col(Document.id) == document_id)
    if not stopped:
        raise Conflict("This document is not being worked on, so there is nothing to cancel.")
    publish(ctx, [_cancelled(owner_id, found.upload_id or "", each) for each in stopped])
    if found.upload_id:
        settle.settle(ctx, found.upload_id, at_once=True)


def _stop(session: Session, ctx: Context, which: object) -> list[Document]:
    stopped = session.exec(select(Document).where(which, col(Document.status).in_(PENDING))).all()  # type: ignore[arg-type]
    for each in stopped:
        if each.status in WORKING:
            chunks.clear(session, each.id)
        each.status, each.updated_at, each.chunks_done, each.chunks_total = "cancelled", ctx.clock(), 0, 0
        session.add(each)
    return list(stopped)


def _cancelled(owner_id: str, upload_id: str, stopped: Document) -> Event:
    data = {"upload_id": upload_id, "document": documents.view(stopped)}
    return Event("document.cancelled", owner_id, data, subject=upload_id)


def _keep_what_lies_elsewhere(session: Session, now: datetime, family: Sequence[tuple[str, str]]) -> list[Document]:
    """Move the members to where else their bytes came from; returns those that were moved."""
    _, *members = [identity for identity, _ in family]
    gone = {identity for identity, _ in family}
    elsewhere = [place for place in uploads.places(session, members) if not place.member or place.parent_id not in gone]
    parents = documents.by_id(session, [place.parent_id for place in elsewhere if place.parent_id])
    kept: dict[str, Document] = {}
    for place in elsewhere:
        parent = parents.get(place.parent_id or "")
        if place.document_id in kept or (place.member and parent is None):
            continue
        member = session.get_one(Document, place.document_id)
        member.parent_id, member.depth = (parent.id, parent.depth + 1) if parent else (None, 0)
        member.name, member.updated_at = place.name, now
        session.add(member)
        kept[member.id] = member
    session.flush()
    return list(kept.values())


def _told(owner_id: str, document: Document) -> Event:
    """Tells viewers what a document is called now."""
    data = {"upload_id": document.upload_id, "document": documents.view(document)}
    name = OF_ENDED.get(document.status, "document.queued")
    return Event(name, owner_id, data, subject=document.upload_id or "")


def _family(session: Session, found: Document) -> list[tuple[str, str]]:
    """(id, sha256) of the document and all members below it."""
    family, level = [(found.id, found.sha256)], [found.id]
    while level:
        query = select(Document.id, Document.sha256).where(col(Document.parent_id).in_(level))
        members = list(session.exec(query).all())
        family += members
        level = [identity for identity, _ in members]
    return family


def _childless() -> ColumnElement[bool]:
    """Members go before what they were found in: the database would take them along, but not their blobs."""
    member = aliased(Document)
    return ~exists().where(col(member.parent_id) == col(Document.id))


def drop_orphans(ctx: Context, prefix: str, older_than: float) -> None:
    """Remove blobs without a document, which a process left that was killed at the wrong moment."""
    stored = ctx.blobs.stored(prefix, older_than)
    with reading(ctx.engine) as session:
        named = references.beginning(session, prefix)
    drop_blobs(ctx, stored - named)
