"""Place: where blobs are kept, or were: what a change of the setting left behind is still found there."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, delete, select

from backend.core.ids import new_id
from backend.store.db import UtcDateTime


class BlobPlace(SQLModel, table=True):
    """`owner` marks a shared store as this Winnow's: two that do not know of each other would sweep each other's.

    `used_at` is when Winnow was last started with this place; None for one that is only being filled.
    """

    __tablename__ = "blob_place"

    url: str = Field(primary_key=True)  # as the setting says it: disk, s3://bucket/prefix
    owner: str
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def know(session: Session, url: str) -> BlobPlace:
    """The place, from now on known."""
    found = session.get(BlobPlace, url)
    if found is None:
        found = BlobPlace(url=url, owner=new_id())
        session.add(found)
        session.flush()
    return found


def use(session: Session, url: str, now: datetime) -> None:
    """From now on new blobs go to this place."""
    place = know(session, url)
    place.used_at = now
    session.add(place)


def current(session: Session) -> str | None:
    """Where Winnow puts new blobs, as it was last started; None before its first start."""
    used = select(BlobPlace.url).where(col(BlobPlace.used_at).is_not(None))
    return session.exec(used.order_by(col(BlobPlace.used_at).desc()).limit(1)).first()


def used(session: Session) -> list[str]:
    """All places that may hold a blob that is nowhere else, the latest first."""
    query = select(BlobPlace.url).where(col(BlobPlace.used_at).is_not(None))
    return list(session.exec(query.order_by(col(BlobPlace.used_at).desc())))


def forget(session: Session, url: str) -> None:
    """Nothing is there any more."""
    session.exec(delete(BlobPlace).where(col(BlobPlace.url) == url))


def start_over(session: Session, url: str, owner: str, now: datetime) -> None:
    """All blobs are at this place, and nowhere else; the owner's name is a new one."""
    session.exec(delete(BlobPlace))
    session.add(BlobPlace(url=url, owner=owner, used_at=now))
