"""ModelCall: one request to a model with its reply, paid once (R3.4).

The row is written before the request and completed with the reply, so that a call whose fate is
unknown, because the process died while the model may have been answering, can be told from one that
was never made. A reply that could be used is never asked for again; one that could not is there to
be looked at, and the next time the model is asked again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, select

from backend.store.db import UtcDateTime

Status = Literal["begun", "done", "failed"]


class ModelCall(SQLModel, table=True):
    """`key` names everything that decides the reply: role, messages, schema and limits. Replies are an owner's own."""

    __tablename__ = "model_call"

    owner_id: str = Field(primary_key=True, foreign_key="user_account.id", ondelete="CASCADE")
    key: str = Field(primary_key=True)
    job_id: str | None = Field(default=None, foreign_key="job.id", ondelete="SET NULL", index=True)
    status: str = "begun"
    model: str = ""
    text: str = ""  # what the model said; of a failed call what could not be used
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: int = 0
    detail: str = ""  # why it failed
    begun_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def done(session: Session, owner_id: str, key: str) -> ModelCall | None:
    """The call of this key, if it has a reply that could be used."""
    found = session.get(ModelCall, (owner_id, key))
    return found if found is not None and found.status == "done" else None


def begin(session: Session, owner_id: str, key: str, job_id: str | None, now: datetime) -> None:
    """Note that the call of this key is about to be made."""
    found = session.get(ModelCall, (owner_id, key))
    row = found or ModelCall(owner_id=owner_id, key=key, begun_at=now)
    row.job_id, row.status, row.begun_at, row.ended_at = job_id, "begun", now, None
    row.detail = row.text = ""
    session.add(row)


def end(session: Session, owner_id: str, key: str, status: Status, now: datetime, **values: str | int) -> None:
    """Complete a call with its reply, or with why there is none."""
    row = session.get_one(ModelCall, (owner_id, key))
    row.status, row.ended_at = status, now
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


def unknown(session: Session, job_id: str) -> int:
    """How many calls of a job were begun and never ended: their process died, and they may have been paid for."""
    query = select(func.count()).select_from(ModelCall)
    return session.exec(query.where(col(ModelCall.job_id) == job_id, col(ModelCall.status) == "begun")).one()
