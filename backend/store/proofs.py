"""Proofs: what must be true of a sound database. Each gives a sentence for whatever is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import text
from sqlmodel import Session, col, select

from backend.store import texts
from backend.store.chunks import Chunk
from backend.store.documents import Document

READY = "ready"


def whole(session: Session) -> Iterator[str]:
    """The file itself, as SQLite sees it."""
    if session.get_bind().dialect.name == "sqlite":
        found = session.connection().execute(text("PRAGMA integrity_check(20)")).scalars()
        yield from (f"The database file is damaged: {said}" for said in found if said != "ok")


def joined(session: Session) -> Iterator[str]:
    """Every row that another one needs is there; other databases see to that themselves."""
    if session.get_bind().dialect.name == "sqlite":
        for name, row, parent, _ in session.connection().execute(text("PRAGMA foreign_key_check")):
            yield f"Row {row} of {name} names a row of {parent} that is not there."


def quoted(session: Session) -> Iterator[str]:
    """Every passage stands in its document's text, where it says, and none is missing."""
    query = select(Document.id, Document.name, Document.chunks_total, Document.status)
    for document_id, name, expected, status in session.exec(query.order_by(col(Document.id))).all():
        content = texts.content(session, document_id) or ""
        spans = select(Chunk.start, Chunk.end, Chunk.text).where(Chunk.document_id == document_id)
        found = session.exec(spans).all()
        if any(content[start:end] != said for start, end, said in found):
            yield f"{name} ({document_id}): its passages are not what stands in its text."
        if status == READY and len(found) != expected:
            yield f"{name} ({document_id}): {len(found)} of its {expected} passages are there."


PROOFS: tuple[Callable[[Session], Iterator[str]], ...] = (whole, joined, quoted)
