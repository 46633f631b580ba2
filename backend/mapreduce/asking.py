"""Asking: a question about everything becomes a job; the same question asked meanwhile joins it (R2.8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.context import Context
from backend.core.ids import new_id
from backend.core.plan import Plan
from backend.mapreduce.estimate import estimate, strategy_of
from backend.mapreduce.params import QueryParams
from backend.store import jobs
from backend.store.conversations import Conversation
from backend.store.jobs import Job

KIND = "query"
JOINED = timedelta(minutes=5)


def open_query(
    session: Session,
    ctx: Context,
    conversation: Conversation,
    question: str,
    plan: Plan,
    collection_ids: list[str],
    intent: dict[str, Any],
) -> tuple[Job, bool]:
    """The job for this question and whether it is new; inside the transaction that stores the question."""
    strategy = strategy_of(plan.operation, plan.filters.meaning, by_model=ctx.models().available("map"))
    items, seconds = estimate(session, collection_ids, strategy)
    params = QueryParams(
        question=question,
        collection_ids=sorted(collection_ids),
        plan=plan,
        conversation_id=conversation.id,
        intent=intent | {"estimated_items": items, "estimated_time_seconds": round(seconds, 1)},
        strategy=strategy,
        estimated_seconds=round(seconds, 1),
    )
    running = _same(session, ctx, conversation, params)
    if running is not None:
        return running, False
    job = Job(
        id=new_id(),
        owner_id=conversation.owner_id,
        collection_id=collection_ids[0] if len(collection_ids) == 1 else None,
        conversation_id=conversation.id,
        kind=KIND,
        queue=KIND,
        title=question,
        params=params.model_dump(mode="json"),
        created_at=ctx.clock(),
    )
    session.add(job)
    session.flush()
    return job, True


def _same(session: Session, ctx: Context, conversation: Conversation, params: QueryParams) -> Job | None:
    query = (
        select(Job)
        .where(Job.conversation_id == conversation.id, Job.kind == KIND, col(Job.status).in_(jobs.LIVE))
        .where(col(Job.created_at) > ctx.clock() - JOINED)
    )
    same = ("question", "collection_ids", "plan")
    wanted = params.model_dump(mode="json", include=set(same))
    return next((job for job in session.exec(query) if {key: job.params.get(key) for key in same} == wanted), None)
