"""Findings of a job as they were read, and its coverage: what became of every document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import JSON, Column, Index, Row, func, insert
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from backend.core.finding import Finding, Quote

Outcome = Literal["contributing", "not_relevant", "excluded", "failed", "pending"]
OUTCOMES: tuple[Outcome, ...] = ("contributing", "not_relevant", "excluded", "failed")


class StoredFinding(SQLModel, table=True):
    """`value` is the exact decimal as text. `number` counts the findings of a job in the order they were read."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_document", "job_id", "document_id"),)

    job_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    document_id: str
    start: int
    end: int
    quote: str
    value: str | None = None
    unit: str = ""
    date: str | None = None
    category: str = ""
    vendor: str = ""
    label: str = ""
    row: int | None = None
    confidence: float = 1.0
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    fields: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Coverage(SQLModel, table=True):
    """One row for each document that belonged to the job's collections when it began (R3.16).

    `pending` is what was not read yet by then: the answer is about the others, whose four outcomes
    add up to its total, and says how many are pending beside them.
    """

    __table_args__ = (Index("ix_coverage_outcome", "job_id", "outcome"),)

    job_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    document_id: str = Field(primary_key=True)
    name: str
    outcome: str
    reason: str = ""


def add(session: Session, job_id: str, found: Iterable[Finding]) -> None:
    """Store findings behind those the job has. Call it in the transaction that marks their batch as mapped."""
    first = count(session, job_id)
    rows = [_row(job_id, number, finding) for number, finding in enumerate(found, first)]
    if rows:
        session.connection().execute(insert(StoredFinding), rows)


def count(session: Session, job_id: str) -> int:
    """How many findings a job has."""
    return int(session.exec(select(func.count()).where(StoredFinding.job_id == job_id)).one())


def all_of(session: Session, job_id: str) -> list[Finding]:
    """Every finding of a job, in order: a finding's place in this list is its number."""
    columns = StoredFinding.__table__.c  # type: ignore[attr-defined]
    query = sqlalchemy.select(columns).where(columns.job_id == job_id).order_by(columns.number)
    return [_finding(row) for row in session.connection().execute(query)]


def page(session: Session, job_id: str, limit: int, numbers: Sequence[int] | None, after: int) -> list[StoredFinding]:
    """Findings behind number `after`, of `numbers` only when given."""
    query = select(StoredFinding).where(StoredFinding.job_id == job_id, col(StoredFinding.number) > after)
    if numbers is not None:
        query = query.where(col(StoredFinding.number).in_(numbers))
    return list(session.exec(query.order_by(col(StoredFinding.number)).limit(limit)))


def cover(session: Session, job_id: str, document_id: str, name: str, outcome: Outcome, reason: str = "") -> None:
    """Say what became of a document; saying it again replaces what was said."""
    session.exec(delete(Coverage).where(col(Coverage.job_id) == job_id, col(Coverage.document_id) == document_id))
    session.add(Coverage(job_id=job_id, document_id=document_id, name=name, outcome=outcome, reason=reason))


def uncover(session: Session, job_id: str, document_ids: Sequence[str]) -> None:
    """Forget what became of these documents: they are read again."""
    mine = col(Coverage.job_id) == job_id
    session.exec(delete(Coverage).where(mine, col(Coverage.document_id).in_(document_ids)))


def judge(session: Session, job_id: str, document_id: str, outcome: Outcome, reason: str) -> None:
    """Change what became of a document that is accounted for already."""
    session.exec(
        update(Coverage)
        .where(col(Coverage.job_id) == job_id, col(Coverage.document_id) == document_id)
        .values(outcome=outcome, reason=reason)
    )


def covered(session: Session, job_id: str) -> dict[str, int]:
    """How many documents ended with each outcome, their `total`, and those `pending` beside it."""
    query = select(Coverage.outcome, func.count()).where(Coverage.job_id == job_id)
    found = dict(session.exec(query.group_by(Coverage.outcome)).all())
    counts: dict[str, int] = {outcome: found.get(outcome, 0) for outcome in OUTCOMES}
    return {**counts, "total": sum(counts.values()), "pending": found.get("pending", 0)}


def coverage(session: Session, job_id: str, outcome: str, limit: int, after: str | None) -> list[Coverage]:
    """The documents with one outcome, those behind `after`."""
    query = select(Coverage).where(Coverage.job_id == job_id, Coverage.outcome == outcome)
    if after:
        query = query.where(col(Coverage.document_id) > after)
    return list(session.exec(query.order_by(col(Coverage.document_id)).limit(limit)))


def view(row: StoredFinding) -> dict[str, Any]:
    """What the API shows of a finding."""
    return row.model_dump(exclude={"job_id"})


def _row(job_id: str, number: int, finding: Finding) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "number": number,
        "document_id": finding.document_id,
        "start": finding.quote.start,
        "end": finding.quote.end,
        "quote": finding.quote.text,
        "value": None if finding.value is None else format(finding.value, "f"),
        "unit": finding.unit,
        "date": None if finding.date is None else finding.date.isoformat(),
        "category": finding.category,
        "vendor": finding.vendor,
        "label": finding.label,
        "row": finding.row,
        "confidence": finding.confidence,
        "reasons": list(finding.reasons),
        "fields": finding.fields,
    }


def _finding(row: Row[Any]) -> Finding:
    return Finding(
        document_id=row.document_id,
        quote=Quote(row.start, row.end, row.quote),
        value=None if row.value is None else Decimal(row.value),
        unit=row.unit,
        date=None if row.date is None else date.fromisoformat(row.date),
        category=row.category,
        vendor=row.vendor,
        label=row.label,
        row=row.row,
        confidence=row.confidence,
        reasons=tuple(row.reasons),
        fields=row.fields,
    )
