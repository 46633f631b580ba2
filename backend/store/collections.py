"""Collection: a named set of documents; `#name` selects it in a question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core.clock import rfc3339
from backend.core.ids import new_id
from backend.errors import NotFound
from backend.store.db import UtcDateTime


class Collection(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: str = Field(primary_key=True)
    owner_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    name: str
    description: str = ""
    instructions: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


def add(
    session: Session, owner_id: str, name: str, now: datetime, description: str = "", instructions: str = ""
) -> Collection:
    """A new collection; an IntegrityError says that its owner has one of this name."""
    made = Collection(
        id=new_id(),
        owner_id=owner_id,
        name=name,
        description=description,
        instructions=instructions,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    return made


def get(session: Session, owner_id: str, collection_id: str) -> Collection:
    """The owner's collection; NotFound also when it is somebody else's."""
    found = session.get(Collection, collection_id)
    if found is None or found.owner_id != owner_id or found.deleted_at:
        raise NotFound("There is no such collection. It may have been deleted.")
    return found


def named(session: Session, owner_id: str, name: str) -> Collection | None:
    """The owner's collection of that name."""
    return session.exec(select(Collection).where(Collection.owner_id == owner_id, Collection.name == name)).first()


def page(session: Session, owner_id: str, limit: int, after: str | None = None) -> list[Collection]:
    """The owner's collections in the order they were made, those behind `after`."""
    query = select(Collection).where(Collection.owner_id == owner_id, col(Collection.deleted_at).is_(None))
    if after:
        query = query.where(col(Collection.id) > after)
    return list(session.exec(query.order_by(col(Collection.id)).limit(limit)))


def hide(session: Session, collection: Collection, now: datetime) -> None:
    """From now on nobody finds it, and its name is free: no name that a person may give has a space."""
    collection.deleted_at, collection.name = now, f"deleted {collection.id}"
    session.add(collection)


def hidden(session: Session, before: datetime) -> list[Collection]:
    """Everybody's collections that were deleted before then and are still not cleared."""
    return list(session.exec(select(Collection).where(col(Collection.deleted_at) < before)))


def view(collection: Collection, tally: dict[str, int]) -> dict[str, Any]:
    """What the API and the events show; `tally` comes from documents.counts."""
    return {
        "id": collection.id,
        "name": collection.name,
        "description": collection.description,
        "instructions": collection.instructions,
        "document_count": tally.get("documents", 0),
        "active_count": tally.get("active", 0),
        "ready_count": tally.get("ready", 0),
        "unread_count": tally.get("unread", 0),
        "failed_count": tally.get("failed", 0),
        "cancelled_count": tally.get("cancelled", 0),
        "chunk_count": tally.get("chunks", 0),
        "bytes": tally.get("bytes", 0),
        "created_at": rfc3339(collection.created_at),
        "updated_at": rfc3339(collection.updated_at),
    }
