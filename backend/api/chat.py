"""Chat over HTTP: a question is answered at once from the best passages, or becomes a job that reads everything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from backend.api.answer_stream import Pieces, ended, told_live, wants_stream
from backend.api.endpoint import Call, Endpoint, reply
from backend.api.question import Asked, Question, opened, read_question
from backend.api.stream import EventStream
from backend.api.threads import to_search, to_write
from backend.ask import quick
from backend.ask.quick import Answered, Passages
from backend.core.intent import Intent
from backend.core.plan import Plan
from backend.events.log import Event
from backend.jobs.queue import dispatch
from backend.llm.wire import Stream
from backend.mapreduce.asking import open_query
from backend.store import conversations, line
from backend.store.conversations import Conversation, Message
from backend.store.db import transaction
from backend.work import publish

logger = logging.getLogger(__name__)


async def ask(call: Call) -> Response:
    """200 with the answer, or 202 with the job that works on it; or a stream that ends in the same."""
    async with opened(call.ctx.models()) as models:
        asked = await read_question(call, models)
    if asked.intent.plan is not None and asked.about:
        result = await to_write(_full, call, asked, asked.intent.plan)
        return EventStream(ended(result)) if wants_stream(call) else reply(result, 202)
    passages = await to_search(_passages, call, asked)
    conversation, said = await to_write(_begin, call, asked)
    pieces: Pieces = asyncio.Queue()
    streams = wants_stream(call)
    answering = _kept(call, _quick(call, asked, passages, conversation, pieces.put if streams else None))
    if not streams:
        return reply(await asyncio.shield(answering))
    answering.add_done_callback(lambda _: pieces.put_nowait(None))
    begun = _result(asked, conversation, said.id, "", passages.sources)
    return EventStream(told_live(begun, answering, pieces))


async def _quick(
    call: Call,
    asked: Asked,
    passages: Passages,
    conversation: Conversation,
    stream: Stream | None,
) -> dict[str, Any]:
    """Answer, and put the answer into the conversation whether or not somebody still waits for it.

    A model is asked as long as its time lasts and, unless the answer is to be kept, its client waits.
    """
    async with opened(call.ctx.models()) as models:
        if models.available("synthesis"):
            instructions = quick.instructions_of(asked.about)
            question = asked.intent.question
            answering = quick.by_model(models, question, passages, asked.history, instructions, stream)
            seconds = call.ctx.settings.answer_seconds
            answered = await quick.in_time(answering, passages, seconds, _left(call, asked))
        else:
            answered = quick.by_passages(passages)
    return await to_write(_end, call, asked, conversation, answered)


def _left(call: Call, asked: Asked) -> asyncio.Future[None]:
    """Done when the client has hung up; never, when its answer is to be kept."""
    if asked.question.keep:
        return asyncio.get_running_loop().create_future()
    return asyncio.create_task(_hung_up(call.request))


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _passages(call: Call, asked: Asked) -> Passages:
    found = quick.find(call.ctx, asked.intent.question, asked.about)
    note = " ".join(filter(None, (asked.intent.note, found.note)))
    return replace(found, note=note or None)


def _begin(call: Call, asked: Asked) -> tuple[Conversation, Message]:
    with transaction(call.ctx.engine) as session:
        conversation, said = _say(session, call, asked)
    _tell(call, conversation, said)
    return conversation, said


def _end(call: Call, asked: Asked, conversation: Conversation, answered: Answered) -> dict[str, Any]:
    answered = quick.proved(call.ctx, asked.intent.question, answered)
    shown = answered.shown | {"intent": _intent(asked.intent)}
    with transaction(call.ctx.engine) as session:
        current = session.get(Conversation, conversation.id)
        if current is None:  # deleted meanwhile
            return _result(asked, conversation, "", answered.words, shown["sources"], shown)
        answer = conversations.say(session, current, "assistant", answered.words, call.ctx.clock(), answer=shown)
    _tell(call, current, answer)
    return _result(asked, conversation, answer.id, answered.words, shown["sources"], shown)


def _kept(call: Call, answering: Coroutine[Any, Any, dict[str, Any]]) -> asyncio.Task[dict[str, Any]]:
    """A task that goes on when its viewer leaves."""
    running: set[asyncio.Task[Any]] = call.request.app.state.answering
    task = asyncio.create_task(answering)
    running.add(task)
    task.add_done_callback(running.discard)
    task.add_done_callback(_noted)
    return task


def _noted(task: asyncio.Task[Any]) -> None:
    """Say in the log why an answer was not written: its viewer may be gone."""
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.warning("a question was not answered: %s", error)


def _full(call: Call, asked: Asked, plan: Plan) -> dict[str, Any]:
    ids = [each.id for each in asked.about]
    with transaction(call.ctx.engine) as session:
        conversation, said = _say(session, call, asked)
        job, new = open_query(session, call.ctx, conversation, asked.question.message, plan, ids, _intent(asked.intent))
        said.job_id = job.id
        session.add(said)
        [view] = line.views(session, [job])
        estimated = {name: job.params["intent"].get(name) for name in ("estimated_items", "estimated_time_seconds")}
    _tell(call, conversation, said)
    publish(call.ctx, [Event("job.queued", call.user_id, {"job_id": job.id, "job": view}, subject=job.id)])
    if new:
        dispatch(call.ctx, [job.id])
    result = _result(asked, conversation, said.id, "", [], None, view)
    return result | {"intent": result["intent"] | estimated}


def _say(session: Session, call: Call, asked: Asked) -> tuple[Conversation, Message]:
    """The question as a message of its conversation, which begins with it if there is none."""
    now, question = call.ctx.clock(), asked.question
    if question.conversation_id:
        conversation = conversations.get(session, call.user_id, question.conversation_id)
    else:
        conversation = conversations.begin(session, call.user_id, question.message, now)
    return conversation, conversations.say(session, conversation, "user", question.message, now)


def _tell(call: Call, conversation: Conversation, *messages: Message) -> None:
    view = conversations.view(conversation)
    said = [Event("message.added", call.user_id, {"message": conversations.message_view(each)}) for each in messages]
    publish(call.ctx, [Event("conversation.updated", call.user_id, {"conversation": view}), *said])


def _intent(intent: Intent) -> dict[str, Any]:
    shown = intent.model_dump(mode="json", exclude={"hashtags", "plan"})
    return shown | {"requires_full_scan": intent.requires_full_scan, "requires_async": intent.requires_async}


def _result(
    asked: Asked,
    conversation: Conversation,
    message_id: str,
    words: str,
    sources: list[dict[str, Any]],
    shown: dict[str, Any] | None = None,
    job: dict[str, Any] | None = None,
) -> dict[str, Any]:
    tags = asked.intent.hashtags
    made: dict[str, Any] = {
        "response": words,
        "conversation_id": conversation.id,
        "message_id": message_id,
        "sources": sources,
        "context_count": len(sources),
        "hashtag_info": {
            "detected_hashtags": tags.detected,
            "recognized_folders": tags.recognized,
            "unrecognized_hashtags": tags.unrecognized,
            "folder_filtered": bool(tags.recognized),
        },
        "intent": _intent(asked.intent),
        "answer": shown,
    }
    if job is not None:
        made |= {name: job[name] for name in ("job_id", "estimated_completion_seconds")} | {"job_status": job["status"]}
    return made


ENDPOINTS = (Endpoint("POST", "/chat", ask, "Ask a question", body=Question, streams=True, errors=(404,)),)
