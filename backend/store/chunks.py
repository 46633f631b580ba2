"""Chunk: a span of a document's text, the unit of search, with its vectors beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, bindparam
from sqlmodel import Field, Session, SQLModel, col, delete, select, update


class Chunk(SQLModel, table=True):
    """`id` grows and is never reused, so a process that keeps vectors in memory can ask for what is new."""

    __table_args__ = (Index("ix_chunk_document", "document_id", "position"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    document_id: str = Field(foreign_key="document.id", ondelete="CASCADE")
    collection_id: str = Field(index=True)
    position: int
    start: int  # characters into the document's text
    end: int
    tokens: int
    text: str
    vectors: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


def replace(session: Session, document_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Store a document's chunks in place of earlier ones. `rows` have the columns of Chunk except `id`."""
    session.exec(delete(Chunk).where(col(Chunk.document_id) == document_id))
    if rows:
        session.connection().execute(Chunk.__table__.insert(), list(rows))  # type: ignore[attr-defined]


def without_vectors(session: Session, document_ids: Sequence[str], limit: int) -> list[tuple[int, str, str]]:
    """(id, document_id, text) of chunks still to embed, document by document."""
    query = (
        select(Chunk.id, Chunk.document_id, Chunk.text)
        .where(col(Chunk.document_id).in_(document_ids), col(Chunk.vectors).is_(None))
        .order_by(Chunk.document_id, col(Chunk.position))
        .limit(limit)
    )
    return [(int(identity or 0), document, text) for identity, document, text in session.exec(query).all()]


def set_vectors(session: Session, vectors: Sequence[tuple[int, bytes]]) -> None:
    """Store embeddings: (chunk id, float16 bytes of one or more windows)."""
    statement = update(Chunk).where(col(Chunk.id) == bindparam("chunk")).values(vectors=bindparam("value"))
    session.connection().execute(statement, [{"chunk": chunk, "value": value} for chunk, value in vectors])
