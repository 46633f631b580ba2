"""Chunk: a span of a document's text, the unit of search; and Vector: what the embedding model made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, bindparam, func, insert, text
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from backend.core import unspaced

PENDING = text("NOT embedded")


class Chunk(SQLModel, table=True):
    __table_args__ = (
        Index("ix_chunk_document", "document_id", "position"),
        Index("ix_chunk_pending", "document_id", "position", sqlite_where=PENDING, postgresql_where=PENDING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    document_id: str = Field(foreign_key="document.id", ondelete="CASCADE")
    collection_id: str = Field(index=True)
    embedded: bool = False
    position: int
    start: int  # characters into the document's text
    end: int
    tokens: int
    text: str
    words: str | None = None  # what is indexed instead of the text where its script has no spaces


class Vector(SQLModel, table=True):
    """`id` grows in the order of commits and is never reused, so what keeps vectors in memory can ask for new ones."""

    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    chunk_id: int = Field(foreign_key="chunk.id", ondelete="CASCADE", unique=True)
    collection_id: str
    windows: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # float16: (windows, dimensions)


def clear(session: Session, document_id: str) -> None:
    """Remove a document's chunks."""
    session.exec(delete(Chunk).where(col(Chunk.document_id) == document_id))


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store chunks. `rows` have the columns of Chunk except `id` and `words`."""
    session.connection().execute(insert(Chunk), [row | {"words": unspaced.indexed(row["text"])} for row in rows])


def tokens_of(session: Session, collection_ids: Sequence[str]) -> dict[str, int]:
    """The tokens of each document, counted over its chunks: never too few, because overlaps count twice."""
    query = select(Chunk.document_id, func.sum(Chunk.tokens)).where(col(Chunk.collection_id).in_(collection_ids))
    return {identity: int(tokens) for identity, tokens in session.exec(query.group_by(Chunk.document_id)).all()}


def without_vectors(session: Session, document_ids: Sequence[str], limit: int) -> list[tuple[int, str, str]]:
    """(id, document_id, text) of chunks still to embed, document by document."""
    query = (
        select(Chunk.id, Chunk.document_id, Chunk.text)
        .where(col(Chunk.document_id).in_(document_ids), PENDING)
        .order_by(Chunk.document_id, col(Chunk.position))
        .limit(limit)
    )
    return [(int(identity or 0), document, text) for identity, document, text in session.exec(query).all()]


def set_vectors(session: Session, vectors: Sequence[tuple[int, bytes]]) -> None:
    """Store embeddings: (chunk id, float16 bytes of one or more windows). Chunks that are gone or have them stay."""
    this = col(Chunk.id) == bindparam("chunk")
    value: Any = bindparam("value", type_=LargeBinary)
    source = select(Chunk.id, Chunk.collection_id, value).where(this, PENDING)
    rows = [{"chunk": identity, "value": windows} for identity, windows in vectors]
    connection = session.connection()
    connection.execute(insert(Vector).from_select(["chunk_id", "collection_id", "windows"], source), rows)
    connection.execute(update(Chunk).where(this).values(embedded=True), rows)
