"""Upload: one act of sending files; and UploadFile: what became of each file sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, get_args

import sqlalchemy
from sqlalchemy import Index, bindparam, exists, func, insert, or_
from sqlmodel import Field, Session, SQLModel, col, delete, select

from backend.core.clock import rfc3339
from backend.core.ids import new_id
from backend.errors import NotFound
from backend.store.db import UtcDateTime
from backend.store.documents import UNREAD, WORKING, Document

IDS_PER_QUERY = 500

Outcome = Literal["accepted", "duplicate", "retried", "rejected"]


class Upload(SQLModel, table=True):
    id: str = Field(primary_key=True)
    owner_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    collection_id: str = Field(foreign_key="collection.id", ondelete="CASCADE", index=True)
    job_id: str = Field(index=True)
    label: str = ""
    status: str = Field(default="open", index=True)  # open, closed, finished, cancelled
    expected_files: int | None = None
    bytes_received: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)  # when the last file arrived
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UploadFile(SQLModel, table=True):
    __tablename__ = "upload_file"
    __table_args__ = (
        Index("ix_upload_file_outcome", "upload_id", "outcome", "member"),
        Index("ix_upload_file_sha256", "upload_id", "sha256"),
    )

    id: str = Field(primary_key=True)
    upload_id: str = Field(foreign_key="upload.id", ondelete="CASCADE")
    document_id: str | None = Field(default=None, foreign_key="document.id", ondelete="SET NULL", index=True)
    name: str
    size: int
    sha256: str | None = None
    outcome: str
    member: bool = False  # found inside a file that was sent, such as a ZIP's member
    parent_id: str | None = Field(default=None, index=True)  # the document it was found in, which may be gone
    reason: str | None = None
    same_as: str | None = None  # the name of the document this file is a duplicate of
    created_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True)
class FileRecord:
    """The columns of an UploadFile. An archive may hold a hundred thousand files: a table's own class costs ten times
    as much to make.
    """

    upload_id: str
    name: str
    size: int
    outcome: Outcome
    created_at: datetime
    document_id: str | None = None
    sha256: str | None = None
    member: bool = False
    parent_id: str | None = None
    reason: str | None = None
    same_as: str | None = None
    id: str = field(default_factory=new_id)

    @staticmethod
    def of(stored: UploadFile) -> FileRecord:
        return FileRecord(**{each.name: getattr(stored, each.name) for each in fields(FileRecord)})


# Asked several times for each file that is sent: built once, and without the session's part they take a ninth.
_OUTCOMES = (
    select(UploadFile.outcome, UploadFile.member, func.count())
    .where(UploadFile.upload_id == bindparam("upload"))
    .group_by(UploadFile.outcome, col(UploadFile.member))
)
_STANDING = sqlalchemy.select(
    col(Document.status),
    func.count(),
    func.sum(Document.size),
    func.sum(Document.chunks_total),
    func.sum(Document.chunks_done),
).group_by(col(Document.status))
_OWN = _STANDING.where(col(Document.upload_id) == bindparam("upload"))
_SENT_AGAIN = select(UploadFile.document_id).where(
    UploadFile.upload_id == bindparam("upload"), UploadFile.outcome == "retried"
)
_OTHERS = _STANDING.where(col(Document.upload_id) != bindparam("upload"))
_RETRIED = _OTHERS.where(col(Document.id).in_(_SENT_AGAIN))


def get(session: Session, owner_id: str, upload_id: str) -> Upload:
    """The owner's upload; NotFound also when it is somebody else's."""
    found = session.get(Upload, upload_id)
    if found is None or found.owner_id != owner_id:
        raise NotFound("There is no such upload. Its collection may have been deleted.")
    return found


def add_files(session: Session, upload: Upload, files: Sequence[FileRecord], now: datetime) -> None:
    """Store what became of files and count their bytes; their documents must be stored already."""
    session.connection().execute(insert(UploadFile), [vars(file) for file in files])
    upload.received_at = now
    upload.bytes_received += sum(file.size for file in files if file.outcome != "rejected")
    session.add(upload)


def taken_before(
    session: Session, upload_id: str, names: Collection[str], hashes: Collection[str]
) -> dict[tuple[str, str], FileRecord]:
    """The records of files with these names and bytes that this upload took before, by name and SHA-256."""
    query = (
        select(UploadFile)
        .where(UploadFile.upload_id == upload_id, col(UploadFile.sha256).in_(hashes))
        .where(col(UploadFile.name).in_(names), UploadFile.outcome != "rejected")
    )
    return {(each.name, each.sha256 or ""): FileRecord.of(each) for each in session.exec(query)}


def has_taken(session: Session, upload_id: str, name: str) -> bool:
    """Whether a file of this name was taken in this upload."""
    query = select(UploadFile.id).where(UploadFile.upload_id == upload_id, UploadFile.outcome != "rejected")
    return session.exec(query.where(UploadFile.name == name)).first() is not None


def refused_before(session: Session, upload_id: str, name: str) -> FileRecord | None:
    """The record of a file of this name in this upload, when it was sent and refused before."""
    query = select(UploadFile).where(UploadFile.upload_id == upload_id, UploadFile.outcome == "rejected")
    found = session.exec(query.where(UploadFile.name == name)).first()
    return FileRecord.of(found) if found else None


def forget_refusals(session: Session, upload_id: str, names: Collection[str]) -> None:
    """Files of these names were taken after all: that is their outcome."""
    session.exec(
        delete(UploadFile)
        .where(col(UploadFile.upload_id) == upload_id, col(UploadFile.outcome) == "rejected")
        .where(col(UploadFile.name).in_(names))
    )


def places(session: Session, document_ids: Sequence[str]) -> Iterator[UploadFile]:
    """The records that say where these documents' bytes came from; of a document those sent by themselves first."""
    for first in range(0, len(document_ids), IDS_PER_QUERY):
        query = select(UploadFile).where(col(UploadFile.document_id).in_(document_ids[first : first + IDS_PER_QUERY]))
        query = query.where(UploadFile.outcome != "rejected")
        yield from session.exec(query.order_by(col(UploadFile.member), col(UploadFile.id)))


def lacking_members(session: Session, collection_id: str, document_ids: Collection[str]) -> set[str]:
    """Those of the collection's documents in which something was found that is no document of it any more."""
    found = select(UploadFile.parent_id).where(
        col(UploadFile.parent_id).in_(document_ids), UploadFile.outcome != "rejected"
    )
    same = exists().where(col(Document.collection_id) == collection_id, col(Document.sha256) == col(UploadFile.sha256))
    return {parent for parent in session.exec(found.where(~same).distinct()) if parent}


def outcomes(session: Session, upload_id: str) -> dict[str, int]:
    """How many files ended as accepted, duplicate, retried, rejected; `sent` counts those that are no members."""
    counts: dict[str, int] = {"sent": 0}
    for outcome, member, number in session.connection().execute(_OUTCOMES, {"upload": upload_id}):
        counts[outcome] = counts.get(outcome, 0) + number
        counts["sent"] += 0 if member else number
    return counts


Measure = Literal["documents", "bytes", "passages", "passages_done"]


def standing(session: Session, upload_id: str, *, retried: bool) -> dict[Measure, Counter[str]]:
    """By status, how many documents of this upload stand there, with how many bytes and passages.

    Its own and, when it `retried` any, those.
    """
    found = [*session.connection().execute(_OWN, {"upload": upload_id})]
    if retried:
        found += session.connection().execute(_RETRIED, {"upload": upload_id})
    at: dict[Measure, Counter[str]] = {name: Counter() for name in get_args(Measure)}
    for status, *numbers in found:
        for counter, number in zip(at.values(), numbers, strict=True):
            counter[status] += number
    return at


def retryable(session: Session, upload_id: str) -> int:
    """How many failed documents of this upload may succeed when they are tried again."""
    query = select(func.count()).where(Document.upload_id == upload_id, Document.status == "failed")
    return int(session.exec(query.where(col(Document.retryable))).one())


def files(session: Session, upload_id: str, outcome: str, limit: int, after: str | None = None) -> list[UploadFile]:
    """The upload's files with this outcome, in the order they came."""
    query = select(UploadFile).where(UploadFile.upload_id == upload_id, UploadFile.outcome == outcome)
    if after:
        query = query.where(col(UploadFile.id) > after)
    return list(session.exec(query.order_by(col(UploadFile.id)).limit(limit)))


def page(
    session: Session, owner_id: str, limit: int, *, collection_id: str | None = None, after: str | None = None
) -> list[Upload]:
    """The owner's uploads, newest first."""
    query = select(Upload).where(Upload.owner_id == owner_id)
    if collection_id:
        query = query.where(Upload.collection_id == collection_id)
    if after:
        query = query.where(col(Upload.id) < after)
    return list(session.exec(query.order_by(col(Upload.id).desc()).limit(limit)))


def unsettled(session: Session, since: datetime) -> Sequence[str]:
    """Ids of the uploads that are not finished, or finished after `since`: viewers may not have been told."""
    live = col(Upload.status).in_(("open", "closed"))
    return session.exec(select(Upload.id).where(or_(live, col(Upload.finished_at) > since))).all()


def view(session: Session, upload: Upload) -> dict[str, Any]:
    """What the API and the events show of an upload. Every file received is in exactly one of the numbers.

    `documents` = queued + working + ready + failed + cancelled. Archives bring members along: those
    count as documents or duplicates, not as received. `indexing` are those of the working whose
    text has been read, so that it is found by its words. `work` measures what is to be done and
    has been.
    """
    sent = outcomes(session, upload.id)
    standing_at = standing(session, upload.id, retried="retried" in sent)
    at = standing_at["documents"]
    return {
        "id": upload.id,
        "job_id": upload.job_id,
        "collection_id": upload.collection_id,
        "label": upload.label,
        "expected_files": upload.expected_files,
        "files_received": sent["sent"],
        "accepted": sent.get("accepted", 0) + sent.get("retried", 0),
        "duplicates": sent.get("duplicate", 0),
        "rejected": sent.get("rejected", 0),
        "queued": at["queued"],
        "working": sum(at[status] for status in WORKING),
        "indexing": at["embedding"],
        "ready": at["ready"],
        "failed": at["failed"],
        "retryable": retryable(session, upload.id) if at["failed"] else 0,
        "cancelled": at["cancelled"],
        "documents": at.total(),
        "work": _work(standing_at),
        "bytes_received": upload.bytes_received,
        "created_at": rfc3339(upload.created_at),
        "received_at": rfc3339(upload.received_at),
        **state(upload),
    }


def _work(at: dict[Measure, Counter[str]]) -> dict[str, int]:
    """Documents and bytes in all and read, passages of what was read and those that are indexed."""

    def read(measure: Measure) -> int:
        return at[measure].total() - sum(at[measure][status] for status in UNREAD)

    return {
        "documents": at["documents"].total(),
        "documents_read": read("documents"),
        "bytes": at["bytes"].total(),
        "bytes_read": read("bytes"),
        "passages": at["passages"].total(),
        "passages_done": at["passages_done"].total(),
    }


def state(upload: Upload) -> dict[str, Any]:
    """The part of the view that stands in the row itself."""
    return {"status": upload.status, "finished_at": rfc3339(upload.finished_at)}


def file_view(file: UploadFile | FileRecord) -> dict[str, Any]:
    """What the API and the events show of one file sent."""
    return {
        "id": file.id,
        "upload_id": file.upload_id,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "document_id": file.document_id,
        "outcome": file.outcome,
        "reason": file.reason,
        "same_as": file.same_as,
    }
