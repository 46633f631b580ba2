"""Chat over HTTP: a question is answered at once from the best passages, or becomes a job that reads everything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from pydantic import Field
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from backend.api.endpoint import Body, Call, Endpoint, reply
from backend.api.problems import document
from backend.api.stream import EventStream
from backend.ask import quick
from backend.ask.quick import Answered, Passages
from backend.ask.understand import Before, understand
from backend.core.intent import Intent
from backend.core.plan import Plan
from backend.errors import WinnowError
from backend.events.log import Event
from backend.jobs.queue import dispatch
from backend.llm.models import Models
from backend.llm.request import Message as Said
from backend.llm.wire import Stream
from backend.mapreduce.asking import open_query
from backend.store import collections, conversations, jobs
from backend.store.collections import Collection
from backend.store.conversations import Conversation, Message
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from backend.work import publish

logger = logging.getLogger(__name__)

MAX_COLLECTIONS = 1_000
HISTORY, REMEMBERED = 20, 2_000  # messages that a model is given, and characters of each
EVENT_STREAM = "text/event-stream"


class Question(Body):
    """`plan` is one that the person has changed: it is run as it is, instead of what the question would give."""

    message: str = Field(min_length=1, max_length=4_000)
    conversation_id: str | None = None
    collection_ids: list[str] | None = Field(None, max_length=MAX_COLLECTIONS)
    mode: Literal["auto", "quick", "full"] = "auto"
    plan: Plan | None = None


@dataclass(frozen=True)
class Asked:
    """A question with what it is about, how it will be answered, and what was said before it."""

    question: Question
    about: list[Collection]
    intent: Intent
    history: Sequence[Said]


async def ask(call: Call) -> Response:
    """200 with the answer, or 202 with the job that works on it; or a stream that ends in the same."""
    async with _opened(call.ctx.models()) as models:
        asked = await _understand(call, models)
    if asked.intent.plan is not None and asked.about:
        result = await run_in_threadpool(_full, call, asked, asked.intent.plan)
        return _streamed(_ended(result)) if _wants_stream(call) else reply(result, 202)
    passages = await run_in_threadpool(quick.find, call.ctx, asked.intent.question, asked.about)
    conversation, said = await run_in_threadpool(_begin, call, asked)
    pieces: asyncio.Queue[str | None] = asyncio.Queue()
    wants_stream = _wants_stream(call)
    answering = _kept(call, _quick(call, asked, passages, conversation, pieces.put if wants_stream else None))
    if not wants_stream:
        return reply(await asyncio.shield(answering))
    answering.add_done_callback(lambda _: pieces.put_nowait(None))
    return _streamed(_told_live(_result(asked, conversation, said.id, "", passages.sources), answering, pieces))


async def _understand(call: Call, models: Models) -> Asked:
    question = call.body(Question)
    mine, chosen, history, before = await run_in_threadpool(_known, call, question)
    intent = await understand(
        models,
        question.message,
        today=call.ctx.clock().date(),
        collections=[each.name for each in mine],
        mode="full" if question.plan else question.mode,
        history=history,
        before=before,
    )
    if question.plan is not None:
        intent = intent.model_copy(update={"plan": question.plan, "reasoning": "You changed the plan yourself."})
    tagged = [each for each in mine if each.name in intent.hashtags.recognized]
    same = [each for each in mine if before and intent.follows and each.id in before.collection_ids]
    return Asked(question, tagged or chosen or same or mine, intent, history)


@asynccontextmanager
async def _opened(models: Models) -> AsyncIterator[Models]:
    """The models, open for calls if there are any."""
    async with models if models.names() else nullcontext():
        yield models


def _known(call: Call, question: Question) -> tuple[list[Collection], list[Collection], list[Said], Before | None]:
    """The person's collections, those that were chosen, what was said before, and the question before about all."""
    with reading(call.ctx.engine) as session:
        mine = collections.page(session, call.user_id, MAX_COLLECTIONS)
        chosen = [collections.get(session, call.user_id, each) for each in question.collection_ids or ()]
        earlier: list[Message] = []
        if question.conversation_id:
            conversations.get(session, call.user_id, question.conversation_id)
            earlier = conversations.last(session, question.conversation_id, HISTORY)
        before = _before(session, earlier)
    said = [Said("user" if it.role == "user" else "assistant", it.content[:REMEMBERED]) for it in earlier]
    return mine, chosen, said, before


def _before(session: Session, earlier: Sequence[Message]) -> Before | None:
    """The last question, if everything was read for it."""
    asked = next((it for it in reversed(earlier) if it.role == "user"), None)
    job = session.get(Job, asked.job_id) if asked and asked.job_id else None
    if asked is None or job is None:
        return None
    return Before(asked.content, Plan.model_validate(job.params["plan"]), job.params["collection_ids"])


async def _quick(
    call: Call, asked: Asked, passages: Passages, conversation: Conversation, stream: Stream | None
) -> dict[str, Any]:
    """Answer, and put the answer into the conversation whether or not somebody still waits for it."""
    async with _opened(call.ctx.models()) as models:
        if models.available("synthesis"):
            instructions = quick.instructions_of(asked.about)
            answered = await quick.by_model(
                models, asked.intent.question, passages, asked.history, instructions, stream
            )
        else:
            answered = quick.by_passages(passages)
    return await run_in_threadpool(_end, call, asked, conversation, answered)


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


def _wants_stream(call: Call) -> bool:
    return EVENT_STREAM in call.request.headers.get("accept", "")


def _streamed(pieces: AsyncGenerator[bytes, None]) -> Response:
    return EventStream(pieces)


async def _told_live(
    begun: dict[str, Any], answering: asyncio.Task[dict[str, Any]], pieces: asyncio.Queue[str | None]
) -> AsyncGenerator[bytes, None]:
    """What is known before any word, the words as they come, and the whole answer."""
    yield _event("answer.begun", begun)
    while (piece := await pieces.get()) is not None:
        yield _event("answer.streamed", {"text": piece})
    try:
        result = await answering
    except WinnowError as error:
        yield _event("answer.failed", document(error.status, error.code, error.title, error.detail))
    else:
        yield _event("answer.completed", result)


async def _ended(result: dict[str, Any]) -> AsyncGenerator[bytes, None]:
    yield _event("answer.completed", result)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\r\ndata: " + orjson.dumps(data) + b"\r\n\r\n"


def _full(call: Call, asked: Asked, plan: Plan) -> dict[str, Any]:
    ids = [each.id for each in asked.about]
    with transaction(call.ctx.engine) as session:
        conversation, said = _say(session, call, asked)
        job, new = open_query(session, call.ctx, conversation, asked.question.message, plan, ids, _intent(asked.intent))
        said.job_id = job.id
        session.add(said)
        view = jobs.view(job)
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
