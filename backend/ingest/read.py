"""Read: a file becomes text, members, and chunks that keyword search finds at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from backend.core.chunking import Span, chunk
from backend.core.text import Text
from backend.errors import Cancelled, ExtractionFailed, NotFound
from backend.events.log import Event
from backend.events.names import OF_ENDED, Name
from backend.ingest import groups, members, settle
from backend.ingest.groups import GroupParams
from backend.ingest.tools import Tools
from backend.store import chunks, documents, texts
from backend.store.db import reading
from backend.store.documents import Document, Status
from backend.store.uploads import Upload
from backend.work import Work

logger = logging.getLogger(__name__)

ROWS_PER_WRITE = 1_000
REPEATS = 1  # a file that failed for a reason that may pass is read so often again by itself
LATER = timedelta(seconds=30)


def read(work: Work[GroupParams], document: Document) -> None:
    """Bring a document to `embedding`, or to failed with its reason."""
    work.check()
    try:
        if document.status in ("queued", "extracting"):
            _extract(work, document)
        if document.status == "chunking":
            _chunk(work, document)
    except ExtractionFailed as failure:
        _fail(work, document, failure)
    settle.progress(work.ctx, work.params.upload_id)


def tell_again(work: Work[GroupParams]) -> None:
    """The last attempt may have died between storing and telling: tell where every document stands."""
    with reading(work.ctx.engine) as session:
        everything = documents.of_job(session, work.job.id, (*documents.PENDING, *documents.ENDED))
    for document in everything:
        tell(work, OF_ENDED.get(document.status, "document.started"), document)


def _extract(work: Work[GroupParams], document: Document) -> None:
    if not move(work, document, "extracting", ("queued", "extracting")):
        return
    tell(work, "document.started", document)
    tools: Tools = work.tools
    try:
        with work.ctx.blobs.local(document.sha256) as path:
            extraction = tools.sandbox.extract(path, document.name, stop=work.should_stop)
            members.take(work, document, extraction.members)
    except Cancelled:
        work.check()  # says which it was: cancelled, stopping, out of time
        raise
    except NotFound as gone:
        raise ExtractionFailed("The original file is missing from the store. Send it again.", retryable=True) from gone
    text = extraction.text
    values: dict[str, Any] = {
        "media_type": extraction.media_type,
        "format": extraction.format,
        "characters": len(text.content),
        "facts": text.facts,
        "warnings": list(text.warnings),
    }
    if move(
        work, document, "chunking", ("extracting",), lambda session: texts.put(session, document.id, text), **values
    ):
        tell(work, "document.extracted", document)


def _chunk(work: Work[GroupParams], document: Document) -> None:
    settings, tools = work.ctx.settings, work.tools
    with reading(work.ctx.engine) as session:
        text = texts.get(session, document.id)
    if text is None:
        raise ExtractionFailed("The extracted text is missing. Retry the file.", retryable=True)
    spans = chunk(text.content, tools.tokens, settings.chunk_tokens, settings.chunk_overlap)
    ends = [*range(ROWS_PER_WRITE, len(spans), ROWS_PER_WRITE), len(spans)]
    for first, end in pairwise([0, *ends]):
        work.check()
        rows = [_row(document, text, position, spans[position]) for position in range(first, end)]
        store = partial(_store_chunks, document_id=document.id, rows=rows, afresh=first == 0)
        to: Status = "embedding" if end == len(spans) else "chunking"
        if not move(work, document, to, ("chunking",), store, chunks_total=len(spans), chunks_done=0):
            return
    work.advance()
    tell(work, "document.chunked", document)


def _store_chunks(session: Session, document_id: str, rows: Sequence[dict[str, Any]], *, afresh: bool) -> None:
    if afresh:
        chunks.clear(session, document_id)
    if rows:
        chunks.add(session, rows)


def _row(document: Document, text: Text, position: int, span: Span) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "collection_id": document.collection_id,
        "position": position,
        "start": span.start,
        "end": span.end,
        "tokens": span.tokens,
        "text": text.content[span.start : span.end],
    }


def _fail(work: Work[GroupParams], document: Document, failure: ExtractionFailed) -> None:
    if failure.retryable and document.repeated < REPEATS:
        _put_off(work, document, failure)
    elif move(work, document, "failed", documents.PENDING, reason=failure.detail, retryable=failure.retryable):
        work.advance()
        tell(work, "document.failed", document)


def _put_off(work: Work[GroupParams], document: Document, failure: ExtractionFailed) -> None:
    """Let a document be read once more, alone and later: what stopped it may have passed by then."""
    logger.warning("document %s is read once more later: %s", document.id, failure.detail)
    now = work.ctx.clock()
    with work.writing() as session:
        values = {"repeated": document.repeated + 1, "chunks_done": 0, "chunks_total": 0}
        if not documents.move(session, document.id, work.job.id, "queued", now, source=documents.PENDING, **values):
            return
        stored = session.get_one(Document, document.id)
        upload = session.get_one(Upload, work.params.upload_id)
        groups.alone(session, upload, stored, now, not_before=now + LATER)
    work.advance()
    tell(work, "document.queued", stored)


def move(
    work: Work[GroupParams],
    document: Document,
    to: Status,
    source: tuple[Status, ...],
    store: Callable[[Session], None] = lambda _session: None,
    **values: Any,
) -> bool:
    """Change a document's status under the fence, with what `store` writes in the same transaction.

    False, and nothing is stored, when it was cancelled, deleted or taken by another group meanwhile.
    """
    now = work.ctx.clock()
    with work.writing() as session:
        moved = documents.move(session, document.id, work.job.id, to, now, source=source, **values)
        if moved:
            store(session)
    if moved:
        _now(document, status=to, updated_at=now, **values)
    return moved


def _now(document: Document, **values: Any) -> None:
    for name, value in values.items():
        setattr(document, name, value)


def tell(work: Work[GroupParams], name: Name, document: Document) -> None:
    """Publish where a document stands."""
    data: dict[str, Any] = {"upload_id": work.params.upload_id, "document": documents.view(document)}
    if name == "document.failed":
        data["reason"] = document.reason
    if name == "document.embedded":
        data |= {"chunks_done": document.chunks_done, "chunks_total": document.chunks_total}
    work.publish([Event(name, work.job.owner_id, data, subject=work.params.upload_id)])
