"""Key: a secret that signs its user in. Only its SHA-256 is stored.

Three kinds: a `link` signs a browser in once, a `session` is the cookie it gets for that, an `api` key is a script's.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from backend.core.ids import new_id
from backend.store.db import UtcDateTime

Kind = Literal["link", "session", "api"]
PREFIX: dict[Kind, str] = {"link": "wl_", "session": "ws_", "api": "wk_"}
LIFETIME: dict[Kind, timedelta | None] = {"link": timedelta(days=1), "session": timedelta(days=90), "api": None}


class Key(SQLModel, table=True):
    __tablename__ = "access_key"

    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    kind: str
    name: str = ""
    digest: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


# asked with every request: built once
_USER = select(Key.user_id, Key.expires_at).where(Key.digest == bindparam("digest"), Key.kind == bindparam("kind"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(session: Session, user_id: str, kind: Kind, now: datetime, name: str = "") -> str:
    """Make a key and return its secret; it can not be shown again. Expired ones are cleared away meanwhile.

    A new sign-in link ends the one before: at most one lies about in terminals and logs.
    """
    session.exec(delete(Key).where(col(Key.expires_at) < now))
    if kind == "link":
        session.exec(delete(Key).where(col(Key.user_id) == user_id, col(Key.kind) == "link"))
    secret = PREFIX[kind] + secrets.token_urlsafe(32)
    lifetime = LIFETIME[kind]
    expires = now + lifetime if lifetime else None
    session.add(
        Key(
            id=new_id(),
            user_id=user_id,
            kind=kind,
            name=name,
            digest=_digest(secret),
            created_at=now,
            expires_at=expires,
        )
    )
    return secret


def user_of(session: Session, secret: str, kind: Kind, now: datetime) -> str | None:
    """The user whose key this is, or None when it is unknown, of another kind, or expired."""
    found = session.connection().execute(_USER, {"digest": _digest(secret), "kind": kind}).first()
    if found is None or (found.expires_at is not None and found.expires_at < now):
        return None
    return str(found.user_id)


def is_redeemable(session: Session, secret: str, now: datetime) -> bool:
    """Whether `redeem` would take this sign-in link."""
    return session.exec(select(Key.id).where(*_good_link(secret, now))).first() is not None


def redeem(session: Session, secret: str, now: datetime) -> str | None:
    """Use a sign-in link: its user the first time, None ever after."""
    claim = update(Key).where(*_good_link(secret, now)).values(used_at=now)
    if session.exec(claim).rowcount != 1:
        return None
    return session.exec(select(Key.user_id).where(Key.digest == _digest(secret))).one()


def _good_link(secret: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Key.digest) == _digest(secret),
        col(Key.kind) == "link",
        col(Key.used_at).is_(None),
        col(Key.expires_at) >= now,
    )


def revoke(session: Session, secret: str) -> None:
    """Sign out: the key is gone."""
    session.exec(delete(Key).where(col(Key.digest) == _digest(secret)))


def used(session: Session, secret: str, now: datetime) -> None:
    """Note that a session or an API key was used; a link keeps the moment when it was redeemed."""
    same = (col(Key.digest) == _digest(secret), col(Key.kind) != "link")
    session.exec(update(Key).where(*same).values(used_at=now))


def of_user(session: Session, user_id: str, now: datetime) -> list[Key]:
    """The keys of a user that are good for something, the oldest first."""
    good = select(Key).where(Key.user_id == user_id)
    good = good.where(col(Key.expires_at).is_(None) | (col(Key.expires_at) >= now))
    spent = (col(Key.kind) == "link") & col(Key.used_at).is_not(None)
    return list(session.exec(good.where(~spent).order_by(col(Key.created_at), col(Key.id))))


def end(session: Session, key: Key) -> None:
    """From now on the key signs nobody in."""
    session.exec(delete(Key).where(col(Key.id) == key.id))
