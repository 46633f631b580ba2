"""Again: documents that failed or were cancelled are queued once more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.context import Context
from backend.errors import Conflict
from backend.events.log import Event
from backend.ingest import accept, settle
from backend.ingest.groups import Filling
from backend.store import documents, uploads
from backend.store.db import transaction
from backend.store.documents import RETRYABLE, Document
from backend.store.uploads import Upload
from backend.work import publish

NOTHING_FAILED = "None of its files failed, so there is nothing to try again."
HOPELESS = "Its failed files would fail again as they are. Each says why, and what to change."


def document(ctx: Context, owner_id: str, document_id: str) -> list[str]:
    """Queue one document again. Returns the groups to dispatch."""
    with transaction(ctx.engine) as session:
        found = documents.get(session, owner_id, document_id)
        if found.status not in RETRYABLE:
            raise Conflict("Only failed and cancelled documents can be tried again.")
        made, told = _queue(ctx, session, [found])
    return _tell(ctx, made, told)


def upload(ctx: Context, owner_id: str, upload_id: str) -> list[str]:
    """Queue all documents of an upload again that failed and may succeed, or were cancelled.

    Conflict when there are none: nothing would happen, and who asked would wait for it.
    """
    with transaction(ctx.engine) as session:
        found = uploads.get(session, owner_id, upload_id)
        query = select(Document).where(Document.upload_id == found.id, col(Document.status).in_(RETRYABLE))
        chosen = session.exec(query.where(col(Document.retryable)).order_by(col(Document.id))).all()
        if not chosen:
            failed = uploads.view(session, found)["failed"]
            raise Conflict(HOPELESS if failed else NOTHING_FAILED)
        made, told = _queue(ctx, session, chosen)
    return _tell(ctx, made, told)


def _queue(ctx: Context, session: Session, chosen: Sequence[Document]) -> tuple[list[str], list[Event]]:
    now, made, told = ctx.clock(), [], []
    fillings: dict[str, Filling] = {}
    for each in chosen:
        parent = session.get_one(Upload, each.upload_id)
        parent.status = "closed" if parent.status == "cancelled" else parent.status
        accept.reopen(session, parent)
        filling = fillings.setdefault(parent.id, Filling(session, ctx.settings, parent))
        group = accept.requeue(filling, each, now)
        made += [group.id] if group else []
        data = {"upload_id": parent.id, "document": documents.view(each)}
        told.append(Event("document.queued", parent.owner_id, data, subject=parent.id))
    return made, told


def _tell(ctx: Context, made: list[str], told: list[Event]) -> list[str]:
    publish(ctx, told)
    for upload_id in {event.subject for event in told}:
        settle.settle(ctx, upload_id)
    return made
