"""Map: the second stage of a query. A batch becomes findings and coverage, stored together, never mapped twice."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from sqlmodel import col, select

from backend.context import Context
from backend.errors import Hopeless, WinnowError
from backend.events.names import Name
from backend.llm.models import Models
from backend.mapreduce.asker import Asker
from backend.mapreduce.fan_out import Hooks, fan_out
from backend.mapreduce.mapped import Read
from backend.mapreduce.params import QueryParams
from backend.mapreduce.progress import report, tell
from backend.mapreduce.reading import Task, read
from backend.mapreduce.recorder import SqlRecorder
from backend.mapreduce.stopping import until_stopped
from backend.store import batches, findings
from backend.store.batches import Batch
from backend.store.db import reading
from backend.store.documents import Document
from backend.work import Work

BEGINS, ENDS = 0.05, 0.9  # the part of a job's progress that mapping is
NOTHING = "Not one of the documents could be read for this question."
ALONE = 1  # batches at a time without a model: rules keep a processor busy by themselves


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Map every batch that has no result yet. Raises when not one batch could be mapped."""
    asyncio.run(_Mapping(ctx, work).run())


class _Mapping:
    """One attempt at mapping a job's batches."""

    def __init__(self, ctx: Context, work: Work[QueryParams]) -> None:
        self._ctx, self._work = ctx, work
        self._task = Task(work.params.question, work.params.plan)
        self._models = ctx.models()
        self._askers: dict[int, Asker] = {}

    async def run(self) -> None:
        with reading(self._ctx.engine) as session:
            waiting = batches.pending(session, self._work.job.id)
        by_model = self._models.available("map")
        async with AsyncExitStack() as stack:
            if by_model:
                await stack.enter_async_context(self._models)
            hooks = Hooks(begins=self._begins, done=self._done, retried=self._retried, failed=self._failed)
            workers = _at_once(self._models) if by_model else ALONE
            await until_stopped(self._work.check, fan_out(waiting, self._read, hooks, workers=workers))
        with reading(self._ctx.engine) as session:
            at, why = batches.counts(session, self._work.job.id), batches.reasons(session, self._work.job.id)
        if at and not at.get("mapped"):
            raise Hopeless(" ".join([NOTHING, *why[:1]]))

    def _begins(self, batch: Batch) -> None:
        self._work.check()

    async def _read(self, batch: Batch) -> Read:
        documents = await asyncio.to_thread(self._documents, batch)
        asker = None
        if self._models.available("map"):
            job = self._work.job
            recorder = SqlRecorder(self._ctx, job.owner_id, job.id, self._models.names())
            asker = self._askers[batch.number] = Asker(self._models, recorder)
        return await read(self._ctx, documents, self._task, asker)

    def _documents(self, batch: Batch) -> list[Document]:
        with reading(self._ctx.engine) as session:
            query = select(Document).where(col(Document.id).in_(batch.document_ids))
            return list(session.exec(query.order_by(col(Document.id))))

    def _done(self, batch: Batch, read: Read) -> None:
        found = [finding for each in read.mapped for finding in each.findings]
        job = self._work.job
        batch.status, batch.notes, batch.rejected = "mapped", read.notes, read.rejected
        batch.calls = self._calls(batch)
        with self._work.writing() as session:
            findings.add(session, job.id, found)
            for each in read.mapped:
                findings.cover(session, job.id, each.document.id, each.document.name, each.outcome, each.reason)
            session.merge(batch)
        tokens = sum(call["tokens_in"] + call["tokens_out"] for call in batch.calls)
        model = ", ".join(dict.fromkeys(call["model"] for call in batch.calls))
        self._tell("batch.mapped", batch, documents=len(read.mapped), findings=len(found), model=model, tokens=tokens)

    def _failed(self, batch: Batch, error: Exception) -> None:
        why = error.detail if isinstance(error, WinnowError) else str(error)
        batch.status, batch.reason, batch.calls = "failed", why, self._calls(batch)
        names = {document.id: document.name for document in self._documents(batch)}
        with self._work.writing() as session:
            for identity in batch.document_ids:
                name = names.get(identity, "")
                findings.cover(session, self._work.job.id, identity, name, "failed", f"It could not be read: {why}")
            session.merge(batch)
        self._tell("batch.failed", batch, reason=why)

    def _retried(self, batch: Batch, error: Exception) -> None:
        why = error.detail if isinstance(error, WinnowError) else str(error)
        tell(self._work, "batch.retried", batch=batch.number, reason=why)

    def _calls(self, batch: Batch) -> list[dict[str, Any]]:
        asker = self._askers.pop(batch.number, None)
        return asker.calls if asker else []

    def _tell(self, name: Name, batch: Batch, **data: object) -> None:
        with reading(self._ctx.engine) as session:
            at = batches.counts(session, self._work.job.id)
        total = sum(at.values())
        share = (total - at.get("pending", 0)) / max(1, total)
        report(self._work, progress=BEGINS + (ENDS - BEGINS) * share)
        tell(self._work, name, batch=batch.number, **data)


def _at_once(models: Models) -> int:
    """As many batches as the models take calls together: each has one call under way most of the time."""
    return sum(models.model(name).concurrency for name in models.names())
