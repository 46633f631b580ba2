"""Embed: chunks of all documents of a group that were read get their vectors, 100 at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from backend.events.names import Name
from backend.ingest import settle
from backend.ingest.groups import GroupParams
from backend.ingest.read import tell
from backend.store import chunks, documents
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work


def embed_some(work: Work[GroupParams]) -> bool:
    """Embed the next batch, of the documents that lack least; stored with the progress it made. False: none is left."""
    ctx, tools = work.ctx, work.tools
    work.check()
    with reading(ctx.engine) as session:
        waiting = documents.of_job(session, work.job.id, ("embedding",))
        waiting.sort(key=lambda each: (each.chunks_total - each.chunks_done, each.id))
        batch = _next(session, waiting, ctx.settings.embedding_batch)
    if not waiting:
        return False
    vectors = tools.embedder.embed([text for _, _, text in batch])
    stored = list(zip((identity for identity, _, _ in batch), vectors, strict=True))
    made = Counter(document_id for _, document_id, _ in batch)
    with work.writing() as session:
        chunks.set_vectors(session, stored)
        changed = _advance(session, work, waiting, made)
    work.advance()
    for document in changed:
        name: Name = "document.ready" if document.status == "ready" else "document.embedded"
        tell(work, name, document)
    settle.progress(ctx, work.params.upload_id)
    return True


def _next(session: Session, waiting: Sequence[Document], limit: int) -> list[tuple[int, str, str]]:
    """The next chunks to embed, document by document."""
    batch: list[tuple[int, str, str]] = []
    for document in waiting:
        if len(batch) >= limit:
            break
        batch += chunks.without_vectors(session, [document.id], limit - len(batch))
    return batch


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
