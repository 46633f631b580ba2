"""Embed: the second stage of an ingestion. Chunks of all documents of the group get their vectors, 100 at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from backend.context import Context
from backend.events.names import Name
from backend.ingest import settle
from backend.ingest.groups import GroupParams
from backend.ingest.read import tell
from backend.ingest.tools import Tools
from backend.store import chunks, documents
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work


def run(ctx: Context, work: Work[GroupParams]) -> None:
    """Embed until no document of the group waits any more. Every batch is stored with the progress it made."""
    tools: Tools = work.tools
    while True:
        work.check()
        with reading(ctx.engine) as session:
            waiting = {document.id: document for document in documents.of_job(session, work.job.id, ("embedding",))}
            batch = chunks.without_vectors(session, list(waiting), ctx.settings.embedding_batch)
        if not waiting:
            return
        vectors = tools.embedder.embed([text for _, _, text in batch])
        stored = list(zip((identity for identity, _, _ in batch), vectors, strict=True))
        made = Counter(document_id for _, document_id, _ in batch)
        with work.writing() as session:
            chunks.set_vectors(session, stored)
            changed = _advance(session, work, list(waiting.values()), made)
        work.advance()
        for document in changed:
            name: Name = "document.ready" if document.status == "ready" else "document.embedded"
            tell(work, name, document)
        settle.progress(ctx, work.params.upload_id)


def _advance(
    session: Session, work: Work[GroupParams], waiting: Sequence[Document], made: Counter[str]
) -> list[Document]:
    """Count the new vectors; a document whose chunks all have theirs is ready. Returns what changed."""
    now, changed = work.ctx.clock(), []
    for document in waiting:
        done = document.chunks_done + made[document.id]
        ready = done >= document.chunks_total
        if not made[document.id] and not ready:
            continue
        moved = documents.move(
            session,
            document.id,
            work.job.id,
            "ready" if ready else "embedding",
            now,
            source=("embedding",),
            chunks_done=done,
            ready_at=now if ready else None,
        )
        if moved:
            document.status, document.chunks_done, document.updated_at = "ready" if ready else "embedding", done, now
            document.ready_at = now if ready else None
            changed.append(document)
    return changed
