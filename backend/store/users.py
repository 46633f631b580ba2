"""User: who owns collections, jobs and keys. One owner exists from the start (R9.1)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, select

from backend.core.ids import new_id
from backend.store.db import UtcDateTime

OWNER = "owner"


class User(SQLModel, table=True):
    __tablename__ = "user_account"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


def owner(session: Session, now: datetime) -> User:
    """The owner of this installation, made on first use."""
    found = session.exec(select(User).where(User.name == OWNER)).first()
    if found is None:
        found = User(id=new_id(), name=OWNER, created_at=now)
        session.add(found)
        session.flush()
    return found
