"""The extracted Text of each document, kept whole: offsets of chunks and citations point into it."""

from __future__ import annotations

import json

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, delete, select

from backend.core import text as core_text
from backend.core.text import Mark, Place, Text


class StoredText(SQLModel, table=True):
    __tablename__ = "document_text"

    document_id: str = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    marks: str = "[]"  # JSON: [[start, kind, number, label], ...]
    content: str = ""  # last, so that reading the marks does not walk a large text


def put(session: Session, document_id: str, text: Text) -> None:
    """Store a document's text, in place of an earlier one."""
    session.exec(delete(StoredText).where(col(StoredText.document_id) == document_id))
    marks = json.dumps([[mark.start, mark.kind, mark.number, mark.label] for mark in text.marks], ensure_ascii=False)
    session.add(StoredText(document_id=document_id, marks=marks, content=text.content))
    session.flush()


def marks(session: Session, document_id: str) -> tuple[Mark, ...]:
    """The marks of a document's text, empty when there is none."""
    stored = session.exec(select(StoredText.marks).where(StoredText.document_id == document_id)).first()
    return tuple(Mark(start, kind, number, label) for start, kind, number, label in json.loads(stored or "[]"))


def place(session: Session, document_id: str, offset: int) -> Place:
    """Where a character of a document's text stands: its page, sheet, row, slide or part."""

    def lines(start: int, end: int) -> int:
        return (span(session, document_id, start, end) or "").count("\n")

    return core_text.place(marks(session, document_id), offset, lines)


def get(session: Session, document_id: str) -> Text | None:
    """The whole text of a document."""
    found = content(session, document_id)
    return None if found is None else Text(found, marks(session, document_id))


def content(session: Session, document_id: str) -> str | None:
    """The same without its marks."""
    return session.exec(select(StoredText.content).where(StoredText.document_id == document_id)).first()


def span(session: Session, document_id: str, start: int, end: int) -> str | None:
    """Characters [start, end) of a document's text."""
    query = select(func.substr(StoredText.content, start + 1, max(0, end - start)))
    return session.exec(query.where(StoredText.document_id == document_id)).first()
