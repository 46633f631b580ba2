"""Quick: answered from the best passages, by a model that cites them; without one the passages are the answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from backend.ask import retrieve
from backend.ask.pointing import point
from backend.context import Context
from backend.core.framing import DATA, frame
from backend.llm.errors import ModelFailed
from backend.llm.models import Models
from backend.llm.request import Message
from backend.llm.wire import Stream
from backend.store import documents
from backend.store.collections import Collection
from backend.store.db import reading

PASSAGES = 10
TOKENS = 1_200  # of an answer
NOTHING = "The documents do not say anything about this. Ask in other words, or add documents that do."
NOT_SAID = "The documents do not say."
LABELLED = (
    "No language model is set up, so this is not an answer in words: these are the {count} passages that fit the "
    "question best."
)
FAILED = "The model could not answer, so these are the {count} passages that fit the question best. {why}"
LEFT = "Whoever asked had gone before a model had answered."
LATE = "It did not answer within {seconds:g} seconds."
UNCITED = "{sentences} without a passage to prove it."

ORDERS = f"""You answer questions about documents, from numbered passages of them.
{DATA}
- Use nothing but the passages. Answer in the language of the question, in plain sentences without headings or links.
- End every sentence with the numbers of the passages that prove it, like this [1] or [2][5].
- Copy numbers, names and dates exactly as they stand there; never compute.
- When the passages do not answer the question, write only: {NOT_SAID}"""

_CITATION = re.compile(r"\s?\[(\d{1,3})\]")
_SENTENCE = re.compile(r"[^.!?…。！？]+(?:[.!?…。！？]+(?=\s|$|\[)|$)(?:\s?\[\d{1,3}\])*")


@dataclass(frozen=True)
class Passages:
    """The passages that fit a question best, numbered from 1, as the API shows them; `note` says what was unusual."""

    sources: list[dict[str, Any]]
    mode: str
    note: str | None


@dataclass(frozen=True)
class Answered:
    """The words of an answer, and what is shown beside them."""

    words: str
    shown: dict[str, Any]


def find(ctx: Context, question: str, collections: Sequence[Collection]) -> Passages:
    """The best passages, each with its sentence that fits the question best, and its place."""
    found = retrieve.search(ctx, question, [each.id for each in collections], PASSAGES)
    names = {each.id: each.name for each in collections}
    with reading(ctx.engine) as session:
        known = documents.by_id(session, [hit.document_id for hit in found.hits])
        sources = [
            {
                "number": number,
                "chunk_id": str(hit.chunk_id),
                "document_id": hit.document_id,
                "document_name": known[hit.document_id].name,
                "collection_id": hit.collection_id,
                "collection_name": names[hit.collection_id],
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "score": round(hit.score, 4),
                **point(session, hit.document_id, hit.start, hit.text, [question]),
            }
            for number, hit in enumerate((hit for hit in found.hits if hit.document_id in known), 1)
        ]
    return Passages(sources, found.mode, found.note)


def by_passages(passages: Passages, why: str = "") -> Answered:
    """The passages themselves as the answer; `why` says what kept a model from answering, if one was asked."""
    count = len(passages.sources)
    words = FAILED.format(count=count, why=why) if why else LABELLED.format(count=count)
    return _answered(words if count else NOTHING, "passages", passages, [])


async def by_model(
    models: Models,
    question: str,
    passages: Passages,
    history: Sequence[Message],
    instructions: str = "",
    stream: Stream | None = None,
) -> Answered:
    """A model's answer with its citations; the passages themselves when it fails. `stream` gets its words as they come.

    `history` are the messages before the question, `instructions` what the owner of the collections wants kept in mind.
    """
    if not passages.sources:
        return _answered(NOTHING, "passages", passages, [])
    shown = "\n".join(frame(str(each["number"]), each["document_name"], each["text"]) for each in passages.sources)
    messages = [
        Message("system", ORDERS + (f"\n\nThe owner of the documents adds:\n{instructions}" if instructions else "")),
        *history,
        Message("user", f"Passages:\n{shown}\n\nQuestion: {question}"),
    ]
    try:
        reply = await models.complete("synthesis", messages, max_tokens=TOKENS, priority="P0", stream=stream)
    except ModelFailed as error:
        return by_passages(passages, error.detail)
    words = checked(reply.text, len(passages.sources))
    return _answered(words, reply.model, passages, _warnings(words))


def proved(ctx: Context, question: str, answered: Answered) -> Answered:
    """The answer, its sources pointing at the sentence that fits what cites them best."""
    claims = _claims(answered.words)
    if not claims:
        return answered
    sources = []
    with reading(ctx.engine) as session:
        for each in answered.shown["sources"]:
            passage = each["document_id"], each["start"], each["text"]
            claim = claims.get(each["number"])
            sources.append(each | point(session, *passage, [claim, question]) if claim else each)
    return Answered(answered.words, answered.shown | {"sources": sources})


def _claims(words: str) -> dict[int, str]:
    """By the number of a source, the sentences of an answer that cite it."""
    found: dict[int, str] = {}
    for sentence in _SENTENCE.finditer(words):
        for number in dict.fromkeys(map(int, _CITATION.findall(sentence[0]))):
            found[number] = f"{found.get(number, '')} {_CITATION.sub('', sentence[0])}".strip()
    return found


async def in_time(
    answering: Coroutine[Any, Any, Answered],
    passages: Passages,
    seconds: float,
    left: asyncio.Future[None],
) -> Answered:
    """What `answering` makes; the passages, when it takes longer or nobody waits for it any more.

    It is cancelled then, and what it asks of a model with it. `left` is done when nobody waits.
    """
    task = asyncio.create_task(answering)
    both: set[asyncio.Future[Any]] = {task, left}
    try:
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        return by_passages(passages, LEFT if left.done() else LATE.format(seconds=seconds))
    finally:
        for each in both:
            each.cancel()
        await asyncio.wait(both)


def instructions_of(collections: Sequence[Collection]) -> str:
    """What their owner wrote for those who answer from them."""
    return "\n".join(f"#{each.name}: {each.instructions.strip()}" for each in collections if each.instructions.strip())


def checked(text: str, passages: int) -> str:
    """The answer without citations of passages that there are not."""
    return _CITATION.sub(lambda found: found[0] if 1 <= int(found[1]) <= passages else "", text).strip()


def uncited(text: str) -> int:
    """How many sentences name no passage."""
    sentences = [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]
    return sum(not _CITATION.search(sentence) for sentence in sentences)


def _warnings(words: str) -> list[str]:
    if words.startswith(NOT_SAID.rstrip(".")):
        return []
    count = uncited(words)
    if not count:
        return []
    sentences = "One of its sentences is" if count == 1 else f"{count} of its sentences are"
    return [UNCITED.format(sentences=sentences)]


def _answered(words: str, made_by: str, passages: Passages, warnings: list[str]) -> Answered:
    shown = {
        "kind": "quick",
        "made_by": made_by,
        "mode": passages.mode,
        "note": passages.note,
        "warnings": warnings,
        "sources": passages.sources,
    }
    return Answered(words, shown)
