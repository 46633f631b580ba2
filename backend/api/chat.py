"""Chat over HTTP: a question is answered at once from the best passages, or becomes a job that reads everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from backend.api.endpoint import Body, Call, Endpoint, reply
from backend.ask import quick
from backend.core.intent import Intent, classify
from backend.core.plan import Plan
from backend.events.log import Event
from backend.jobs.queue import dispatch
from backend.mapreduce.asking import open_query
from backend.store import collections, conversations, jobs
from backend.store.collections import Collection
from backend.store.conversations import Conversation, Message
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from backend.work import publish

MAX_COLLECTIONS = 1_000


class Question(Body):
    message: str = Field(min_length=1, max_length=4_000)
    conversation_id: str | None = None
    collection_ids: list[str] | None = Field(None, max_length=MAX_COLLECTIONS)
    mode: Literal["auto", "quick", "full"] = "auto"


@dataclass(frozen=True)
class Asked:
    """A question with what it is about and how it will be answered."""

    question: Question
    about: list[Collection]
    intent: Intent


def ask(call: Call) -> Response:
    """200 with the answer, or 202 with the job that works on it."""
    asked = _understand(call)
    if asked.intent.plan is not None and asked.about:
        return _full(call, asked, asked.intent.plan)
    return _quick(call, asked)


def _understand(call: Call) -> Asked:
    question = call.body(Question)
    with reading(call.ctx.engine) as session:
        mine = collections.page(session, call.user_id, MAX_COLLECTIONS)
        if question.conversation_id:
            conversations.get(session, call.user_id, question.conversation_id)
        chosen = [collections.get(session, call.user_id, each) for each in question.collection_ids or ()]
    names = [each.name for each in mine]
    intent = classify(question.message, today=call.ctx.clock().date(), collections=names, mode=question.mode)
    tagged = [each for each in mine if each.name in intent.hashtags.recognized]
    return Asked(question, tagged or chosen or mine, intent)


def _quick(call: Call, asked: Asked) -> Response:
    words, shown = quick.answer(call.ctx, asked.intent.question or asked.question.message, asked.about)
    shown["intent"] = _intent(asked.intent)
    with transaction(call.ctx.engine) as session:
        conversation, said = _say(session, call, asked)
        answer = conversations.say(session, conversation, "assistant", words, call.ctx.clock(), answer=shown)
    _tell(call, conversation, said, answer)
    return reply(_result(asked, conversation, answer.id, words, shown))


def _full(call: Call, asked: Asked, plan: Plan) -> Response:
    ids = [each.id for each in asked.about]
    with transaction(call.ctx.engine) as session:
        conversation, said = _say(session, call, asked)
        job, new = open_query(session, call.ctx, conversation, asked.question.message, plan, ids, _intent(asked.intent))
        said.job_id = job.id
        session.add(said)
        view = jobs.view(job)
    _tell(call, conversation, said)
    publish(call.ctx, [Event("job.queued", call.user_id, {"job_id": job.id, "job": view}, subject=job.id)])
    if new:
        dispatch(call.ctx, [job.id])
    return reply(_result(asked, conversation, said.id, "", None, job), 202)


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
    shown: dict[str, Any] | None,
    job: Job | None = None,
) -> dict[str, Any]:
    tags = asked.intent.hashtags
    sources = (shown or {}).get("sources", [])
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
        made |= {"job_id": job.id, "job_status": job.status, "estimated_completion_seconds": None}
    return made


ENDPOINTS = (Endpoint("POST", "/chat", ask, "Ask a question", body=Question, errors=(404,)),)
