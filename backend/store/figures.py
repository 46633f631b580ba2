"""Figure: a number of an answer, by its place in it, and the findings it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel, col, delete


class Figure(SQLModel, table=True):
    """`part` is the place: "parts.3", "details.summary.by_month.0"; `findings` are numbers of the job's findings."""

    job_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    part: str = Field(primary_key=True)
    findings: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def put(session: Session, job_id: str, held: Mapping[str, Sequence[int]]) -> None:
    """Store all figures of an answer, in place of those it had."""
    session.exec(delete(Figure).where(col(Figure.job_id) == job_id))
    session.add_all([Figure(job_id=job_id, part=part, findings=list(found)) for part, found in held.items()])
    session.flush()


def get(session: Session, job_id: str, part: str) -> list[int] | None:
    """The findings behind a number; None when the answer has no such number."""
    found = session.get(Figure, (job_id, part))
    return None if found is None else found.findings
