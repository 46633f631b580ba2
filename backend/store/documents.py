"""Document: a blob in a collection, on its way from queued to ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import JSON, Column, Index, UniqueConstraint, bindparam, func
from sqlmodel import Field, Session, SQLModel, col, select, update

from backend.core.clock import rfc3339
from backend.errors import NotFound
from backend.store.collections import Collection
from backend.store.db import UtcDateTime

Status = Literal["queued", "extracting", "chunking", "embedding", "ready", "failed", "cancelled"]
WORKING: tuple[Status, ...] = ("extracting", "chunking", "embedding")
PENDING: tuple[Status, ...] = ("queued", *WORKING)
UNREAD: tuple[Status, ...] = ("queued", "extracting", "chunking")  # no answer can be made of it yet
RETRYABLE: tuple[Status, ...] = ("failed", "cancelled")
ENDED: tuple[Status, ...] = ("ready", *RETRYABLE)


class Document(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("collection_id", "sha256"),
        Index("ix_document_listing", "collection_id", "status", "id"),
        Index("ix_document_counts", "collection_id", "status", "chunks_total", "size"),
        Index("ix_document_upload", "upload_id", "status"),
        Index("ix_document_job", "job_id", "status"),
    )

    id: str = Field(primary_key=True)
    collection_id: str = Field(foreign_key="collection.id", ondelete="CASCADE")
    upload_id: str | None = Field(default=None)
    job_id: str | None = Field(default=None)  # the group that ingests it
    parent_id: str | None = Field(default=None, foreign_key="document.id", ondelete="CASCADE", index=True)
    depth: int = 0  # 0 for a file sent, 1 for a member of one, and so on
    sha256: str = Field(index=True)
    name: str  # the relative path as sent; members read archive.zip/inner.txt
    size: int
    media_type: str = ""
    format: str = ""
    status: str = "queued"
    reason: str | None = None
    retryable: bool = True
    repeated: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # times it was read again by itself
    characters: int = 0
    chunks_total: int = 0
    chunks_done: int = 0
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    warnings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    ready_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


# asked for each file that is sent: built once
_TWINS = select(Document).where(
    Document.collection_id == bindparam("collection"), col(Document.sha256).in_(bindparam("hashes", expanding=True))
)


def get(session: Session, owner_id: str, document_id: str) -> Document:
    """The owner's document; NotFound also when it is somebody else's, or its collection is being deleted."""
    query = select(Document).join(Collection).where(Document.id == document_id, Collection.owner_id == owner_id)
    found = session.exec(query.where(col(Collection.deleted_at).is_(None))).first()
    if found is None:
        raise NotFound("There is no such document. It may have been deleted.")
    return found


def by_id(session: Session, document_ids: Sequence[str]) -> dict[str, Document]:
    """Those of the documents that still exist. For ids that were found in the caller's own collections."""
    return {each.id: each for each in session.exec(select(Document).where(col(Document.id).in_(document_ids)))}


def twins(session: Session, collection_id: str, hashes: Iterable[str]) -> dict[str, Document]:
    """The documents of this collection that have these bytes, by SHA-256."""
    wanted = {"collection": collection_id, "hashes": sorted(set(hashes))}
    return {each.sha256: each for each in session.execute(_TWINS, wanted).scalars()}


def page(
    session: Session, collection_id: str, limit: int, *, after: str | None = None, **narrow: Any
) -> list[Document]:
    """Documents of a collection in the order they arrived, those behind `after`.

    `narrow` takes those that have one of `statuses`, `words` in their name, came by `upload_id`.
    """
    query = _narrowed(select(Document), collection_id, **narrow)
    if after:
        query = query.where(col(Document.id) > after)
    return list(session.exec(query.order_by(col(Document.id)).limit(limit)))


def tally(session: Session, collection_id: str, **narrow: Any) -> dict[str, int]:
    """How many documents of a collection stand at each status; `narrow` as in `page`."""
    query = _narrowed(select(Document.status, func.count()), collection_id, **narrow)
    return dict(session.exec(query.group_by(Document.status)).all())


def failures(
    session: Session, collection_id: str, limit: int, named: int, upload_id: str | None = None
) -> list[dict[str, Any]]:
    """Why documents of a collection failed, the commonest reason first, as the API shows it.

    Each reason has the number of its documents, how many of them may succeed when they are tried
    again, and the first `named` of them.
    """
    query = select(
        Document.reason,
        func.count(),
        func.sum(sqlalchemy.cast(Document.retryable, sqlalchemy.Integer)),
        func.min(Document.id),
    )
    query = _narrowed(query, collection_id, ("failed",), upload_id=upload_id)
    query = query.group_by(col(Document.reason))
    found = session.exec(query.order_by(func.count().desc(), func.min(Document.id)).limit(limit))
    return [
        {
            "reason": reason or "",
            "count": count,
            "retryable": retryable or 0,
            "documents": _failed_by(session, collection_id, reason, named, upload_id),
        }
        for reason, count, retryable, _ in found.all()
    ]


def _failed_by(
    session: Session, collection_id: str, reason: str, limit: int, upload_id: str | None
) -> list[dict[str, str]]:
    query = _narrowed(select(Document.id, Document.name), collection_id, ("failed",), "", upload_id)
    query = query.where(Document.reason == reason).order_by(col(Document.id)).limit(limit)
    return [{"id": identity, "name": name} for identity, name in session.exec(query)]


def _narrowed(
    query: Any, collection_id: str, statuses: Sequence[str] = (), words: str = "", upload_id: str | None = None
) -> Any:
    query = query.where(Document.collection_id == collection_id)
    if statuses:
        query = query.where(col(Document.status).in_(statuses))
    if words:
        query = query.where(func.lower(Document.name).contains(words.lower(), autoescape=True))
    if upload_id:
        query = query.where(Document.upload_id == upload_id)
    return query


def of_job(session: Session, job_id: str, statuses: Sequence[str] = PENDING) -> list[Document]:
    """The documents of one group that stand at one of `statuses`."""
    query = select(Document).where(Document.job_id == job_id, col(Document.status).in_(statuses))
    return list(session.exec(query.order_by(col(Document.id))))


def statuses(session: Session, job_id: str) -> dict[str, int]:
    """How many documents of one group stand at each status."""
    query = select(Document.status, func.count()).where(Document.job_id == job_id).group_by(Document.status)
    return dict(session.exec(query).all())


def move(
    session: Session, document_id: str, job_id: str, to: Status, now: datetime, *, source: Sequence[str], **values: Any
) -> bool:
    """Change the status if the document still belongs to this group and stands at one of `source`.

    False means somebody deleted, cancelled or took it meanwhile: the caller drops its result.
    """
    change = (
        update(Document)
        .where(col(Document.id) == document_id, col(Document.job_id) == job_id, col(Document.status).in_(source))
        .values(status=to, updated_at=now, **values)
    )
    return session.exec(change).rowcount == 1


def counts(session: Session, collection_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Per collection: documents at each status, those `unread` and those `active`, `chunks` and `bytes` of all."""
    found: dict[str, dict[str, int]] = {identity: {} for identity in collection_ids}
    query = (
        sqlalchemy.select(
            col(Document.collection_id),
            col(Document.status),
            func.count(),
            func.sum(Document.chunks_total),
            func.sum(Document.size),
        )
        .where(col(Document.collection_id).in_(collection_ids))
        .group_by(col(Document.collection_id), col(Document.status))
    )
    for collection_id, status, number, chunks, size in session.connection().execute(query):
        tally = found[collection_id]
        tally[status] = number
        tally["unread"] = tally.get("unread", 0) + number * (status in UNREAD)
        tally["active"] = tally.get("active", 0) + number * (status in PENDING)
        tally["documents"] = tally.get("documents", 0) + number
        tally["chunks"] = tally.get("chunks", 0) + int(chunks or 0)
        tally["bytes"] = tally.get("bytes", 0) + int(size or 0)
    return found


def view(document: Document) -> dict[str, Any]:
    """What the API and the events show of a document."""
    return {
        "id": document.id,
        "collection_id": document.collection_id,
        "upload_id": document.upload_id,
        "parent_id": document.parent_id,
        "name": document.name,
        "size": document.size,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "format": document.format,
        "status": document.status,
        "reason": document.reason,
        "retryable": document.retryable and document.status in RETRYABLE,
        "characters": document.characters,
        "chunks_done": document.chunks_done,
        "chunks_total": document.chunks_total,
        "facts": document.facts,
        "warnings": document.warnings,
        "created_at": rfc3339(document.created_at),
        "updated_at": rfc3339(document.updated_at),
        "ready_at": rfc3339(document.ready_at),
    }
