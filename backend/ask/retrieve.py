"""Retrieve: passages for a question, from a search worker; by words alone, in this process, while none answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from redis import RedisError

from backend.context import Context
from backend.core.ids import new_id
from backend.errors import Unavailable
from backend.index.hybrid import Hit, search_words

REQUESTS = "winnow:search:requests"
REPLIES = "winnow:search:replies:"
ALIVE = "winnow:search:alive"  # exists while a search worker is ready
KEPT = 60  # seconds until what nobody fetched is gone from Redis
WAIT = 0.5  # seconds in one blocking call: less than the client waits for any answer

STARTING = "Searched by words only: the search worker is still starting."
LATE = "Searched by words only: the search worker did not answer in time. Try again in a moment."
FAILED = "Searched by words only: the search worker could not read the index. Try again in a moment."
NO_REDIS = "Searched by words only: Redis does not answer. Check that it is running."

HITS = TypeAdapter(list[Hit] | None)  # a reply; None when the worker could not search
MEANING = TypeAdapter(list[float])  # a reply: the vector of a text, of length 1


class Request(BaseModel):
    """What a search worker is asked: for hits, or for the vector of a text. `deadline` is by the clock of Redis, which
    all machines share."""

    wants: Literal["hits", "meaning"] = "hits"

    id: str = Field(pattern=r"^[\w-]{1,64}$")
    text: str = Field(max_length=100_000)
    collection_ids: list[str]
    limit: int = Field(ge=1, le=1_000)
    deadline: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`note` is a sentence for a person when the search was not what it should be."""

    hits: list[Hit]
    mode: Literal["hybrid", "keywords"] = "hybrid"
    note: str | None = None


def search(ctx: Context, text: str, collection_ids: Sequence[str], limit: int) -> SearchResult:
    """The best passages of these collections, best first. Raises only when the database can not be read."""
    try:
        hits = _ask(ctx, text, collection_ids, limit)
    except (RedisError, _NoAnswer) as problem:
        note = str(problem) if isinstance(problem, _NoAnswer) else NO_REDIS
        with ctx.engine.connect() as connection:
            return SearchResult(search_words(connection, text, collection_ids, limit), "keywords", note)
    return SearchResult(hits)


def meaning(ctx: Context, text: str) -> list[float]:
    """The vector of a text, of length 1. Raises Unavailable while no search worker answers."""
    try:
        message = _reply(ctx, _send(ctx, text, [], 1, "meaning"))
        return MEANING.validate_json(message)
    except (RedisError, ValidationError, _NoAnswer) as problem:
        raise Unavailable("The search worker does not answer yet. Try again in a moment.") from problem


class _NoAnswer(Exception):
    """No search worker answered; the message says why, for the person who searches."""


def _ask(ctx: Context, text: str, collection_ids: Sequence[str], limit: int) -> list[Hit]:
    """What a search worker finds. Raises _NoAnswer or RedisError."""
    message = _reply(ctx, _send(ctx, text, collection_ids, limit, "hits"))
    try:
        hits = HITS.validate_json(message)
    except ValidationError as error:
        raise _NoAnswer(FAILED) from error
    if hits is None:
        raise _NoAnswer(FAILED)
    return hits


def _send(ctx: Context, text: str, collection_ids: Sequence[str], limit: int, wants: Literal["hits", "meaning"]) -> str:
    """Put the request where search workers find it; returns its id. Raises _NoAnswer when none is ready."""
    with ctx.redis.pipeline(transaction=False) as pipe:
        pipe.exists(ALIVE)
        pipe.time()
        alive, (seconds, microseconds) = pipe.execute()
    if not alive:
        raise _NoAnswer(STARTING)
    request = Request(
        id=new_id(),
        wants=wants,
        text=text.encode("utf-8", "replace").decode(),  # a lone surrogate can not be sent
        collection_ids=list(collection_ids),
        limit=limit,
        deadline=seconds + microseconds / 1e6 + ctx.settings.search_seconds,
    )
    with ctx.redis.pipeline(transaction=False) as pipe:
        pipe.rpush(REQUESTS, request.model_dump_json())
        pipe.expire(REQUESTS, KEPT)
        pipe.execute()
    return request.id


def _reply(ctx: Context, request_id: str) -> bytes:
    """Wait for the reply, a short blocking call at a time, because the client's socket does not wait long."""
    turns = max(1, round(ctx.settings.search_seconds / WAIT))
    for _ in range(turns):
        found = ctx.redis.blpop([REPLIES + request_id], timeout=min(WAIT, ctx.settings.search_seconds))
        if found is not None:
            return cast(bytes, found[1])
    raise _NoAnswer(LATE)
