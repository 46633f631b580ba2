"""Filter: the first stage of a query. Every document of the collections is accounted for from here on (R3.16)."""

from __future__ import annotations

from collections.abc import Mapping

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
from backend.store.findings import Outcome
from backend.work import Work

WITH_TEXT = ("embedding", "ready")  # an answer needs the text, not the vectors
CONTAINERS = frozenset({"zip", "gzip", "mbox"})
PATIENCE_SECONDS = 5.0  # that texts are waited for in any case
WAIT_SECONDS = 20.0  # within which all must be there that more patience is worth it
POLL_SECONDS = 0.5
UNREAD = "It was not read yet when the question was answered. Ask again once it is ready."
CONTAINER = "It only holds other files, which are read by themselves."
BLANK = "It holds no text of its own."
CANCELLED = "Its reading was cancelled. Try it again, then ask again."
DOCUMENTS_PER_BATCH = 50
CHARACTERS_PER_BATCH = 2_000_000
FRAME = 60  # tokens that a document costs beside its text: its name and the marks around it


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Put the documents that can be read into batches; say of the others why not."""
    _wait_for_texts(ctx, work)
    with reading(ctx.engine) as session:
        found = _documents(session, work.params.collection_ids)
        tokens = chunks.tokens_of(session, work.params.collection_ids)
    readable = [document for document in found if _unreadable(document) is None]
    packed = _for_rules(readable)
    if ctx.models().available("map"):
        packed = _for_models(readable, tokens, ctx.settings.max_tokens_per_job)
    with work.writing() as session:
        for document in found:
            if (outcome := _unreadable(document)) is not None:
                findings.cover(session, work.job.id, document.id, document.name, *outcome)
        batches.plan(session, work.job.id, packed)
    report(work, total_items=len(found), progress=0.05)


def _unreadable(document: Document) -> tuple[Outcome, str] | None:
    """What becomes of a document that there is nothing to read in, and why; None of any other."""
    if document.status in documents.UNREAD:
        return "pending", UNREAD
    if document.status not in WITH_TEXT:
        return "failed", document.reason or CANCELLED
    if document.format in CONTAINERS:
        return "not_relevant", CONTAINER
    return None if document.characters else ("not_relevant", BLANK)


def _wait_for_texts(ctx: Context, work: Work[QueryParams]) -> None:
    """Wait a moment for documents that are being read: they belong to the answer."""
    began, before = ctx.clock(), _unread(ctx, work)
    left = before
    while left and worth_waiting(before - left, left, (ctx.clock() - began).total_seconds()):
        work.check()
        work.stopping.wait(POLL_SECONDS)
        left = _unread(ctx, work)


def worth_waiting(read: int, left: int, seconds: float) -> bool:
    """Whether the texts that are `left` will soon be there, when `read` came in `seconds` so far.

    A few seconds are waited in any case; after that, only as long as at this pace all will be there
    before WAIT_SECONDS are over. Whoever asks during a large upload is not kept waiting in vain,
    nor is anybody behind them.
    """
    if seconds < PATIENCE_SECONDS:
        return True
    return seconds < WAIT_SECONDS and left * seconds <= read * (WAIT_SECONDS - seconds)


def _unread(ctx: Context, work: Work[QueryParams]) -> int:
    with reading(ctx.engine) as session:
        tallies = documents.counts(session, work.params.collection_ids).values()
    return sum(tally.get("unread", 0) for tally in tallies)


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
