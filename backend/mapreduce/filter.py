"""Filter: the first stage of a query. Every document of the collections is accounted for from here on (R3.16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session, col, select

from backend.context import Context
from backend.core.chunking import Span
from backend.core.packing import Sized, pack
from backend.mapreduce import readers
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report
from backend.store import batches, chunks, documents, findings
from backend.store.collections import Collection
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work

WITH_TEXT = ("embedding", "ready")  # an answer needs the text, not the vectors
CONTAINERS = frozenset({"zip", "gzip", "mbox"})
BEING_READ = ("queued", "extracting", "chunking")
WAIT_SECONDS, POLL_SECONDS = 60.0, 0.5
DOCUMENTS_PER_BATCH = 50
CHARACTERS_PER_BATCH = 2_000_000
FRAME = 60  # tokens that a document costs beside its text: its name and the marks around it


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Put the documents that can be read into batches; say of the others why not."""
    _wait_for_texts(ctx, work)
    with reading(ctx.engine) as session:
        found = _documents(session, work.params.collection_ids)
        tokens = chunks.tokens_of(session, work.params.collection_ids)
    readable = [document for document in found if _is_readable(document)]
    packed = _for_rules(readable)
    if ctx.models().available("map"):
        packed = _for_models(readable, tokens, ctx.settings.max_tokens_per_job)
    with work.writing() as session:
        for document in found:
            if document.format in CONTAINERS and document.status in WITH_TEXT:
                why = "It only holds other files, which are read by themselves."
                findings.cover(session, work.job.id, document.id, document.name, "not_relevant", why)
            elif document.status not in WITH_TEXT:
                why = document.reason or "It was still being read when the question was asked. Ask again in a while."
                findings.cover(session, work.job.id, document.id, document.name, "failed", why)
            elif not document.characters:
                why = "It holds no text of its own."
                findings.cover(session, work.job.id, document.id, document.name, "not_relevant", why)
        batches.plan(session, work.job.id, packed)
    report(work, total_items=len(found), progress=0.05)


def _is_readable(document: Document) -> bool:
    return document.status in WITH_TEXT and document.characters > 0 and document.format not in CONTAINERS


def _wait_for_texts(ctx: Context, work: Work[QueryParams]) -> None:
    """Wait a while for documents that are being read at this moment: they belong to the answer."""
    until = ctx.clock() + timedelta(seconds=WAIT_SECONDS)
    while ctx.clock() < until:
        with reading(ctx.engine) as session:
            at = documents.counts(session, work.params.collection_ids).values()
        if not any(status in statuses for statuses in at for status in BEING_READ):
            return
        work.check()
        work.stopping.wait(POLL_SECONDS)


def _documents(session: Session, collection_ids: list[str]) -> list[Document]:
    query = select(Document).join(Collection, col(Collection.id) == col(Document.collection_id))
    query = query.where(col(Document.collection_id).in_(collection_ids), col(Collection.deleted_at).is_(None))
    return list(session.exec(query.order_by(col(Document.id))))


def _for_rules(documents: list[Document]) -> list[list[str]]:
    """Tables together, since copies among them show only then; the others in order, a large one alone."""
    packed = _tables(documents)
    room = 0
    for document in documents:
        if readers.is_table(document):
            continue
        if room < document.characters or len(packed[-1]) >= DOCUMENTS_PER_BATCH:
            packed.append([])
            room = CHARACTERS_PER_BATCH
        packed[-1].append(document.id)
        room -= document.characters
    return packed


def _for_models(documents: list[Document], tokens: Mapping[str, int], budget: int) -> list[list[str]]:
    """Tables together; of the others as many as fit into one request, one that is too large alone (R3.2)."""
    sized = [
        Sized(document.id, document.characters, tokens.get(document.id, document.characters))
        for document in documents
        if not readers.is_table(document)
    ]
    held = pack(sized, lambda identity: [Span(0, 0, 0)], budget, FRAME)
    return [*_tables(documents), *([piece.document_id for piece in batch.pieces] for batch in held)]


def _tables(documents: list[Document]) -> list[list[str]]:
    tables = [document.id for document in documents if readers.is_table(document)]
    return [tables] if tables else []
