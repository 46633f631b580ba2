"""Question: what somebody asks over HTTP, with what it is about and how it will be answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from backend.api.endpoint import Body, Call
from backend.api.threads import to_read
from backend.ask.rules import Rules
from backend.ask.understand import understand
from backend.core.followup import Unread
from backend.core.intent import Intent
from backend.core.plan import Plan
from backend.llm.models import Models
from backend.llm.request import Message as Said
from backend.store import collections, conversations
from backend.store.collections import Collection
from backend.store.conversations import Message
from backend.store.db import reading
from backend.store.jobs import Job

MAX_COLLECTIONS = 1_000
HISTORY, REMEMBERED = 20, 2_000  # messages that a model is given, and characters of each


class Question(Body):
    """`plan` is one that the person has changed: it is run as it is, instead of what the question
    would give. With `keep` a quick answer is finished and kept although its client hangs up.
    """

    message: str = Field(min_length=1, max_length=4_000, title="the question")
    conversation_id: str | None = None
    collection_ids: list[str] | None = Field(None, max_length=MAX_COLLECTIONS)
    mode: Literal["auto", "quick", "full"] = "auto"
    plan: Plan | None = None
    keep: bool = False


@dataclass(frozen=True)
class Before:
    """The question before, how it was answered, and from which collections."""

    question: str
    plan: Plan
    collection_ids: Sequence[str]


@dataclass(frozen=True)
class Asked:
    """A question with what it is about, how it will be answered, and what was said before it."""

    question: Question
    about: list[Collection]
    intent: Intent
    history: Sequence[Said]


async def read_question(call: Call, models: Models) -> Asked:
    """The question of a call, understood."""
    question = call.body(Question)
    mine, chosen, history, before = await to_read(_known, call, question)
    unread = Unread(
        question=question.message,
        today=call.ctx.clock().date(),
        collections=tuple(each.name for each in mine),
        mode="full" if question.plan else question.mode,
        before=before.question if before else "",
        before_plan=before.plan if before else None,
    )
    rules: Rules = call.request.app.state.rules
    intent = await understand(rules, models, unread, history)
    if question.plan is not None:
        changed = {"plan": question.plan, "reasoning": "You changed the plan yourself.", "note": ""}
        intent = intent.model_copy(update=changed)
    tagged = [each for each in mine if each.name in intent.hashtags.recognized]
    same = [each for each in mine if before and intent.follows and each.id in before.collection_ids]
    return Asked(question, tagged or chosen or same or mine, intent, history)


@asynccontextmanager
async def opened(models: Models) -> AsyncIterator[Models]:
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
