"""Synthesis: the last stage of a query. The answer is written from the figures and put into the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from backend.context import Context
from backend.core.aggregation.answer_text import AnswerText
from backend.core.counts import sentence
from backend.events.log import Event
from backend.llm.errors import ModelFailed
from backend.mapreduce import figures
from backend.mapreduce.asker import Asker
from backend.mapreduce.figures import Figures
from backend.mapreduce.overview import overview
from backend.mapreduce.params import QueryParams
from backend.mapreduce.recorder import SqlRecorder
from backend.mapreduce.run_summary import Extra
from backend.mapreduce.stopping import until_stopped
from backend.mapreduce.themes import summarise
from backend.mapreduce.wording import word
from backend.store import conversations, documents, model_calls
from backend.store import figures as stored_figures
from backend.store.conversations import Conversation, Message
from backend.store.db import reading
from backend.store.jobs import Job
from backend.work import Work

UNWRITTEN = "No model could write the answer, so rules did: {why}"
FOREIGN = "The model's sentences held numbers that are not among the figures, so rules wrote the answer."
LOST = (
    "{count} call to a model has no known end, because a process died: it may have been paid.",
    "{count} calls to a model have no known end, because a process died: they may have been paid.",
)
EMPTY = "The collection is empty, so there is nothing to count. Add documents and ask again."


def run(ctx: Context, work: Work[QueryParams]) -> None:
    """Store the answer with the job and in the conversation, in one transaction, once (R2.6)."""
    with reading(ctx.engine) as session:
        made = figures.compute(session, work.job)
        names = {each.document_id for each in made.made.findings} if work.params.plan.operation == "summary" else set()
        known = {identity: each.name for identity, each in documents.by_id(session, list(names)).items()}
    text, extra = asyncio.run(until_stopped(work.check, _written(ctx, work, made, known)))
    whole = AnswerText((*text.parts, *made.missing))
    with work.writing() as session:
        said = _answer(session, ctx, work, replace(made, text=whole), extra)
    if said is not None:
        data = {"message": conversations.message_view(said)}
        work.publish([Event("message.added", work.job.owner_id, data, subject=work.job.id)])


async def _written(
    ctx: Context, work: Work[QueryParams], made: Figures, names: Mapping[str, str]
) -> tuple[AnswerText, Extra]:
    """The answer in words: a model's, where there is one and it keeps to the figures, else the rules'."""
    is_summary = work.params.plan.operation == "summary"
    by_rules = overview(made.made, names) if is_summary and made.made.counted else made.text
    models = ctx.models()
    if not models.available("synthesis") or not made.made.counted:
        return by_rules, Extra()
    async with models:
        asker = Asker(models, SqlRecorder(ctx, work.job.owner_id, work.job.id, models.names()))
        try:
            if is_summary:
                text = await summarise(asker, work.params.question, made.made.findings, made.made.counted)
                return text, Extra(tuple(asker.calls))
            words = await word(asker, work.params.question, made.made, by_rules)
        except ModelFailed as error:
            return by_rules, Extra(tuple(asker.calls), (UNWRITTEN.format(why=error.detail),))
    if words is None:
        return by_rules, Extra(tuple(asker.calls), (FOREIGN,))
    return words, Extra(tuple(asker.calls))


def _answer(session: Session, ctx: Context, work: Work[QueryParams], made: Figures, extra: Extra) -> Message | None:
    job = session.get_one(Job, work.job.id)
    conversation = session.get(Conversation, work.params.conversation_id)
    lost = model_calls.unknown(session, job.id)
    if lost:
        extra = replace(extra, warnings=(*extra.warnings, sentence(lost, *LOST)))
    models = ctx.models()
    shown = figures.shown(session, job, made, [models.model(name) for name in models.names()], ctx.clock(), extra)
    stored_figures.put(session, job.id, shown.held)
    answer = shown.answer
    covered = answer["coverage"]
    words = made.text.text if covered["total"] or covered["pending"] else EMPTY
    job.result = {key: answer[key] for key in ("coverage", "confidence", "plan")} | {"summary": words}
    session.add(job)
    earlier = conversations.answered(session, job.id)
    if earlier is not None:  # the stage ran before, or the job was tried again
        return conversations.reword(session, earlier, words, answer)
    if conversation is None:
        return None
    return conversations.say(session, conversation, "assistant", words, ctx.clock(), job_id=job.id, answer=answer)
