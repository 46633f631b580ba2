"""Small makers for tests of query jobs: documents with their texts, questions, and models that answer from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import select

from backend.context import Context
from backend.core.ids import new_id
from backend.core.plan import Plan
from backend.core.text import Text
from backend.jobs.run import Runner
from backend.llm.models import Models
from backend.mapreduce.asking import open_query
from backend.store import conversations, texts
from backend.store.collections import Collection
from backend.store.conversations import Message
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from tests.fakes.model_server import Act, FakeServer, Seen
from tests.llm.making import a_model, words

SUM = Plan(operation="sum", what="spend")
_SHOWN = re.compile(r"^BEGIN (\w+) (\w+) \(file name: (.*)\)\n(.*?)\nEND \1 \2$", re.MULTILINE | re.DOTALL)


def with_models(ctx: Context, *servers: FakeServer, **more: Any) -> Context:
    """The same, with a model at each of these servers that hardly waits before it tries again."""
    made = [a_model(server, name=f"model-{number}", **more) for number, server in enumerate(servers, 1)]
    return replace(ctx, models=lambda: Models(made, count_tokens=words, backoff=0.001))


def documents_in(seen: Seen) -> dict[str, str]:
    """What a request shows of documents, by their ids in it."""
    return {found[1]: found[4] for found in _SHOWN.finditer(seen.text)}


def reads(judge: Callable[[str], dict[str, Any] | None]) -> Callable[[Seen], Act]:
    """A model that answers for each document what `judge` makes of its text; None leaves it out."""

    def answer(seen: Seen) -> Act:
        said = [{"id": identity, **made} for identity, text in documents_in(seen).items() if (made := judge(text))]
        return Act(json.dumps({"documents": said}))

    return answer


def yes(quote: str, label: str = "it says so", value: str | None = None, **more: Any) -> dict[str, Any]:
    claim = {"quote": quote, "label": label, "value": value, "date": None, "category": ""} | more
    return {"verdict": "yes", "findings": [claim]}


NO: dict[str, Any] = {"verdict": "no", "findings": []}


def receipt(shop: str, day: str, total: str) -> str:
    return f"{shop}\n12 Market Street\nDate: {day}\n\nBread 1 x 2.00\nTotal: £{total}\nThank you"


def put(
    ctx: Context, collection: Collection, name: str, content: str, status: str = "ready", format: str = "text"
) -> str:
    """A document with its text, as ingestion leaves it."""
    now, identity = ctx.clock(), new_id()
    document = Document(
        id=identity,
        collection_id=collection.id,
        sha256=identity.replace("-", "").ljust(64, "0"),
        name=name,
        size=len(content),
        format=format,
        status=status,
        characters=len(content),
        reason=None if status == "ready" else "The PDF is protected by a password.",
        created_at=now,
        updated_at=now,
    )
    with transaction(ctx.engine) as session:
        session.add(document)
        session.flush()
        texts.put(session, identity, Text(content))
    return identity


def ask(ctx: Context, collection: Collection, plan: Plan = SUM, question: str = "What did I spend?") -> Job:
    with transaction(ctx.engine) as session:
        talk = conversations.begin(session, collection.owner_id, question, ctx.clock())
        job, _ = open_query(session, ctx, talk, question, plan, [collection.id], {})
    return job


def run(ctx: Context, job: Job) -> Job:
    """One attempt by one worker."""
    with Runner(ctx, "anna", lambda _: None) as runner:
        runner.perform(job.id, now(ctx, job).attempt)
    return now(ctx, job)


def now(ctx: Context, job: Job) -> Job:
    with reading(ctx.engine) as session:
        return session.get_one(Job, job.id)


def answers(ctx: Context, job: Job) -> Sequence[Message]:
    with reading(ctx.engine) as session:
        return session.exec(select(Message).where(Message.job_id == job.id, Message.role == "assistant")).all()


def answer(ctx: Context, job: Job) -> dict[str, Any]:
    [message] = answers(ctx, job)
    assert message.answer is not None
    return message.answer
