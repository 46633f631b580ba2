"""Serve: a search worker. It keeps the model and all vectors in memory and answers the questions that wait in Redis.

Any number of workers may serve, on any machine that reaches the same Redis and database.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from backend.ask.presence import Presence
from backend.ask.retrieve import HITS, KEPT, MEANING, REPLIES, REQUESTS, WAIT, Request
from backend.context import Context
from backend.embed.model import Embedder
from backend.index import hybrid
from backend.index.hybrid import Hit
from backend.index.vectors import Vectors

TOGETHER = 16  # questions that are embedded in one go
REFRESH_SECONDS = 1.0
RECLAIM_SECONDS = 30.0
PAUSE = 1.0  # seconds before Redis or the database is tried again

logger = logging.getLogger(__name__)


def run(ctx: Context, stop: threading.Event) -> None:
    """Load the model and the vectors, then answer until `stop` is set.

    Outlasts a Redis or a database that goes away. Raises Unavailable when the model can not be loaded.
    """
    worker = Worker(ctx, Embedder.load(ctx.settings.embedding_model))
    while not stop.is_set():
        try:
            worker.turn()
        except (RedisError, SQLAlchemyError) as error:
            logger.warning("The search worker waits: %s", error)
            stop.wait(PAUSE)
    with suppress(RedisError):
        worker.leave()


class Worker:
    """One search worker; `turn` is all it does, again and again."""

    def __init__(self, ctx: Context, embedder: Embedder) -> None:
        self._ctx = ctx
        self._embedder = embedder
        self._vectors = Vectors(embedder.dimensions)
        self._presence = Presence(ctx.redis, ctx.clock, os.getpid())
        self._refreshed = self._reclaimed = -RECLAIM_SECONDS

    def turn(self) -> int:
        """Take up new vectors, then answer those who wait, or wait for them a moment; returns how many."""
        self._ctx.pulse.touch()
        self._keep_up(time.monotonic())
        self._presence.tell("idle")
        requests = self._waiting()
        if requests:
            self._presence.tell("busy", len(requests))
            meanings = self._embedder.embed_queries([request.text for request in requests])
            for request, meaning in zip(requests, meanings, strict=True):
                self._answer(request, meaning)
        return len(requests)

    def leave(self) -> None:
        """Tell that nobody should count on this worker any more."""
        self._presence.leave()

    def _keep_up(self, now: float) -> None:
        if now - self._reclaimed >= RECLAIM_SECONDS:
            with self._ctx.engine.connect() as connection:
                self._vectors.reclaim(connection)
            self._reclaimed = self._refreshed = now
        elif now - self._refreshed >= REFRESH_SECONDS:
            with self._ctx.engine.connect() as connection:
                self._vectors.refresh(connection)
            self._refreshed = now

    def _waiting(self) -> list[Request]:
        """The questions that wait and can still be answered in time; waits a moment for the first one."""
        first = self._ctx.redis.blpop([REQUESTS], timeout=WAIT)
        if first is None:
            return []
        with self._ctx.redis.pipeline(transaction=False) as pipe:
            pipe.lpop(REQUESTS, TOGETHER - 1)
            pipe.time()
            more, (seconds, microseconds) = pipe.execute()
        now = seconds + microseconds / 1e6
        return [request for request in _understood([first[1], *(more or ())]) if request.deadline > now]

    def _answer(self, request: Request, meaning: NDArray[np.float32]) -> None:
        if request.wants == "meaning":
            self._reply(request, MEANING.dump_json(meaning.tolist()))
            return
        hits: list[Hit] | None = None
        try:
            with self._ctx.engine.connect() as connection:
                hits = hybrid.search(
                    connection, self._vectors, request.text, meaning, request.collection_ids, request.limit
                )
        except SQLAlchemyError:
            logger.exception("A search failed", extra={"request": request.id})
        self._reply(request, HITS.dump_json(hits))

    def _reply(self, request: Request, message: bytes) -> None:
        key = REPLIES + request.id
        with self._ctx.redis.pipeline(transaction=False) as pipe:
            pipe.rpush(key, message)
            pipe.expire(key, KEPT)
            pipe.execute()


def _understood(messages: Sequence[bytes | str]) -> Iterator[Request]:
    for message in messages:
        try:
            yield Request.model_validate_json(message)
        except ValidationError as error:
            logger.warning("A search request could not be understood: %s", error)
