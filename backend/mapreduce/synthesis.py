"""Synthesis: the last stage of a query. The answer is written from the figures and put into the conversation."""

from __future__ import annotations

from sqlmodel import Session

from backend.context import Context
from backend.events.log import Event
from backend.mapreduce import figures
from backend.mapreduce.params import QueryParams
from backend.store import conversations
from backend.store.conversations import Conversation, Message
from backend.store.jobs import Job
from backend.work import Work

EMPTY = "The collection is empty, so there is nothing to count. Add documents and ask again."


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Store the answer with the job and in the conversation, in one transaction, once (R2.6)."""
    with work.writing() as session:
        said = conversations.answered(session, work.job.id) or _answer(session, ctx, work)
    if said is not None:
        data = {"message": conversations.message_view(said)}
        work.publish([Event("message.added", work.job.owner_id, data, subject=work.job.id)])


def _answer(session: Session, ctx: Context, work: Work[QueryParams]) -> Message | None:
    job = session.get_one(Job, work.job.id)
    conversation = session.get(Conversation, work.params.conversation_id)
    made = figures.compute(session, job)
    answer = figures.shown(session, job, made)
    words = made.text.text if answer["coverage"]["total"] else EMPTY
    job.result = {key: answer[key] for key in ("coverage", "confidence", "plan")} | {"summary": words}
    session.add(job)
    if conversation is None:
        return None
    return conversations.say(session, conversation, "assistant", words, ctx.clock(), job_id=job.id, answer=answer)
