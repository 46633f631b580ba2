"""Filter: the first stage of a query. Every document of the collections is accounted for from here on (R3.16)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from backend.context import Context
from backend.mapreduce import readers
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report
from backend.store import batches, findings
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work

WITH_TEXT = ("embedding", "ready")  # an answer needs the text, not the vectors
DOCUMENTS_PER_BATCH = 50
CHARACTERS_PER_BATCH = 2_000_000


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Put the documents that can be read into batches; say of the others why not."""
    with reading(ctx.engine) as session:
        found = _documents(session, work.params.collection_ids)
    readable = [document for document in found if document.status in WITH_TEXT and document.characters]
    with work.writing() as session:
        for document in found:
            if document.status not in WITH_TEXT:
                why = document.reason or "It was still being read when the question was asked. Ask again in a while."
                findings.cover(session, work.job.id, document.id, document.name, "failed", why)
            elif not document.characters:
                why = "It holds no text of its own."
                findings.cover(session, work.job.id, document.id, document.name, "not_relevant", why)
        batches.plan(session, work.job.id, _packed(readable))
    report(work, total_items=len(found), processed_items=len(found) - len(readable), progress=0.05)


def _documents(session: Session, collection_ids: list[str]) -> list[Document]:
    query = select(Document).where(col(Document.collection_id).in_(collection_ids))
    return list(session.exec(query.order_by(col(Document.id))))


def _packed(documents: list[Document]) -> list[list[str]]:
    """Tables together, since copies among them show only then; the others in order, a large one alone."""
    tables = [document.id for document in documents if readers.is_table(document)]
    packed: list[list[str]] = [tables] if tables else []
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
