"""Library: a database of one collection in a folder of its own, filled as ingestion fills it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from backend.core.chunking import Span
from backend.core.ids import new_id
from backend.store import chunks, collections, migrate, users
from backend.store.db import create_engine, transaction
from backend.store.documents import Document


class Library:
    def __init__(self, folder: Path) -> None:
        self.engine = create_engine(f"sqlite:///{folder / 'winnow.db'}")
        migrate.upgrade(self.engine)
        with transaction(self.engine) as session:
            owner = users.owner(session, datetime.now(UTC))
            found = collections.named(session, owner.id, "bench")
            made = found or collections.add(session, owner.id, "bench", datetime.now(UTC))
            self.collection_id = made.id

    def add(self, name: str, text: str, spans: Sequence[Span], vectors: Sequence[bytes]) -> None:
        """Store a document with its chunks, then their vectors in a transaction of their own."""
        identity, now = new_id(), datetime.now(UTC)
        with transaction(self.engine) as session:
            session.add(
                Document(
                    id=identity,
                    collection_id=self.collection_id,
                    sha256=identity,
                    name=name,
                    size=len(text),
                    created_at=now,
                    updated_at=now,
                )
            )
            session.flush()
            chunks.add(
                session,
                [
                    {
                        "document_id": identity,
                        "collection_id": self.collection_id,
                        "position": position,
                        "start": span.start,
                        "end": span.end,
                        "tokens": span.tokens,
                        "text": text[span.start : span.end],
                    }
                    for position, span in enumerate(spans)
                ],
            )
        with transaction(self.engine) as session:
            waiting = chunks.without_vectors(session, [identity], len(spans))
            chunks.set_vectors(session, [(chunk[0], vector) for chunk, vector in zip(waiting, vectors, strict=True)])

    def names(self) -> dict[str, str]:
        """Document names by id."""
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, name FROM document")}
