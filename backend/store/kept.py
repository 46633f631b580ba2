"""What a backup must bring back. A table that is in neither list is one that somebody forgot.

A backup holds the whole database; the rows of these tables are counted when it is made, and again when it is verified.
"""

from __future__ import annotations

from sqlalchemy import func, select, table
from sqlmodel import Session

KEPT: tuple[str, ...] = (
    "access_key",
    "batch",
    "chunk",
    "collection",
    "conversation",
    "coverage",
    "document",
    "document_text",
    "figure",
    "finding",
    "job",
    "message",
    "model_call",
    "upload",
    "upload_file",
    "user_account",
    "vector",
)

REBUILT: dict[str, str] = {
    "alembic_version": "says which version the rest has",
    "blob_hold": "says what happens right now",
    "blob_place": "a restored copy keeps its files elsewhere",
    "chunk_fts": "made of chunk",
}


def counts(session: Session) -> dict[str, int]:
    """How many rows each table has that must be brought back."""
    connection = session.connection()
    return {name: int(connection.execute(select(func.count()).select_from(table(name))).scalar_one()) for name in KEPT}
