"""Batch: documents that are mapped together. One whose result is stored is never mapped again (R3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Column, func
from sqlmodel import Field, Session, SQLModel, col, select


class Batch(SQLModel, table=True):
    """`calls` are the model's replies that its result was made of: {model, tokens_in, tokens_out, milliseconds,
    attempts}; `rejected` what a model said that is not in the documents: {document_id, quote, value, reason}."""

    job_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    document_ids: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    status: str = "pending"  # pending, mapped, failed
    reason: str | None = None
    notes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    calls: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    rejected: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )


def plan(session: Session, job_id: str, groups: Sequence[Sequence[str]]) -> None:
    """Fix which documents each batch reads. Planning twice keeps the first plan."""
    if counts(session, job_id):
        return
    for number, ids in enumerate(groups, 1):
        session.add(Batch(job_id=job_id, number=number, document_ids=list(ids)))
    session.flush()


def pending(session: Session, job_id: str) -> list[Batch]:
    """The batches without a result, in order."""
    query = select(Batch).where(Batch.job_id == job_id, Batch.status == "pending")
    return list(session.exec(query.order_by(col(Batch.number))))


def reasons(session: Session, job_id: str) -> list[str]:
    """Why batches failed, once each."""
    query = select(Batch.reason).where(Batch.job_id == job_id, Batch.status == "failed").order_by(col(Batch.number))
    return list(dict.fromkeys(why for why in session.exec(query) if why))


def reopen(session: Session, job_id: str) -> list[str]:
    """Put the failed batches back to those that wait; returns the documents in them."""
    failed = list(session.exec(select(Batch).where(Batch.job_id == job_id, Batch.status == "failed")))
    for batch in failed:
        batch.status, batch.reason = "pending", None
        session.add(batch)
    return [identity for batch in failed for identity in batch.document_ids]


def all_of(session: Session, job_id: str) -> list[Batch]:
    """All batches of a job, in order."""
    return list(session.exec(select(Batch).where(Batch.job_id == job_id).order_by(col(Batch.number))))


def counts(session: Session, job_id: str) -> dict[str, int]:
    """How many batches are pending, mapped, failed."""
    query = select(Batch.status, func.count()).where(Batch.job_id == job_id).group_by(Batch.status)
    return dict(session.exec(query).all())
