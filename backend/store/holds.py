"""Holds: whoever stores or removes blobs says so first, so that nobody does the opposite meanwhile.

Bytes are stored and removed outside of any transaction: a store may be slow, and the database must not wait for it.
A hold is a promise with an end. When its holder dies, it is void after that.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from backend.store import references
from backend.store.db import UtcDateTime

EVERYTHING = "*"  # held in place of a SHA-256: nothing at all is removed


class BlobHold(SQLModel, table=True):
    __tablename__ = "blob_hold"

    sha256: str = Field(primary_key=True)
    holder: str = Field(primary_key=True, index=True)
    removing: bool = False
    until: datetime = Field(sa_type=UtcDateTime)


# asked with every file that is sent: built once
_HASHES: Any = bindparam("hashes", expanding=True)
_HELD = select(BlobHold.sha256).where(
    col(BlobHold.sha256).in_(_HASHES),
    col(BlobHold.removing) == bindparam("removing"),
    col(BlobHold.until) > bindparam("now", type_=UtcDateTime),
)
_RELEASE = delete(BlobHold).where(
    col(BlobHold.holder) == bindparam("of"), col(BlobHold.until) > bindparam("now", type_=UtcDateTime)
)
_PUT = insert(BlobHold)


def to_store(session: Session, holder: str, hashes: Collection[str], now: datetime, until: datetime) -> bool:
    """Hold blobs that are about to be stored or read; False, and nothing is held, while one of them is removed."""
    _one_at_a_time(session)
    if _held(session, hashes, now, removing=True):
        return False
    _put(session, holder, hashes, until, removing=False)
    return True


def to_remove(session: Session, holder: str, hashes: Collection[str], now: datetime, until: datetime) -> set[str]:
    """Hold those of the blobs that no row names and nobody stores, to remove them."""
    _one_at_a_time(session)
    held = _held(session, {*hashes, EVERYTHING}, now, removing=False)
    if EVERYTHING in held:
        return set()
    # Looked at last: whoever stored a blob lets go of it in the transaction that names it.
    free = set(hashes) - held - references.named(session, hashes)
    if free:
        _put(session, holder, free, until, removing=True)
    return free


def extend(session: Session, holder: str, now: datetime, until: datetime) -> bool:
    """Hold on for longer; False when the hold was void already."""
    still = update(BlobHold).where(col(BlobHold.holder) == holder, col(BlobHold.until) > now)
    return session.connection().execute(still.values(until=until)).rowcount > 0


def release(session: Session, holder: str, now: datetime) -> int:
    """Let go; returns how many blobs were still held: the hold on others was void already."""
    return session.connection().execute(_RELEASE, {"of": holder, "now": now}).rowcount


def forget_void(session: Session, now: datetime) -> None:
    """Clear away what the dead held."""
    session.connection().execute(delete(BlobHold).where(col(BlobHold.until) <= now))


def _held(session: Session, hashes: Collection[str], now: datetime, *, removing: bool) -> set[str]:
    asked = {"hashes": list(hashes), "removing": removing, "now": now}
    return set(session.connection().execute(_HELD, asked).scalars())


def _put(session: Session, holder: str, hashes: Collection[str], until: datetime, *, removing: bool) -> None:
    rows = [{"sha256": each, "holder": holder, "removing": removing, "until": until} for each in sorted(set(hashes))]
    session.connection().execute(_PUT, rows)


def _one_at_a_time(session: Session) -> None:
    """Looking and holding are one act: on SQLite by its write lock, elsewhere by this one."""
    if session.get_bind().dialect.name != "sqlite":
        session.connection().execute(text("LOCK TABLE blob_hold IN SHARE ROW EXCLUSIVE MODE"))
