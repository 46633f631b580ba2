"""Map: the second stage of a query. A batch becomes findings and coverage, stored together, never mapped twice."""

from __future__ import annotations

from sqlmodel import col, select

from backend.context import Context
from backend.mapreduce import readers
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report, tell
from backend.store import batches, findings
from backend.store.batches import Batch
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work

BEGINS, ENDS = 0.05, 0.9  # the part of a job's progress that mapping is


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Map every batch that has no result yet."""
    with reading(ctx.engine) as session:
        waiting = batches.pending(session, work.job.id)
        done = batches.counts(session, work.job.id)
    total = sum(done.values())
    for number, batch in enumerate(waiting, total - len(waiting) + 1):
        work.check()
        read = readers.read(ctx, _documents(ctx, batch), work.params.plan)
        found = [finding for each in read.mapped for finding in each.findings]
        with work.writing() as session:
            findings.add(session, work.job.id, found)
            for each in read.mapped:
                findings.cover(session, work.job.id, each.document.id, each.document.name, each.outcome, each.reason)
            batch.status, batch.notes = "mapped", read.notes
            session.merge(batch)
            covered = sum(findings.covered(session, work.job.id).values())
        report(work, processed_items=covered, progress=BEGINS + (ENDS - BEGINS) * number / max(1, total))
        tell(work, "batch.mapped", batch=batch.number, documents=len(read.mapped), findings=len(found))


def _documents(ctx: Context, batch: Batch) -> list[Document]:
    with reading(ctx.engine) as session:
        query = select(Document).where(col(Document.id).in_(batch.document_ids))
        return list(session.exec(query.order_by(col(Document.id))))
