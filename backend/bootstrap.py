"""The only place that builds clients: settings in, Context out."""

from __future__ import annotations

import functools

import redis.asyncio as aioredis
from redis import Redis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from backend.blobs.disk import DiskBlobs
from backend.context import Context
from backend.core.clock import utc_now
from backend.embed.tokens import load_tokens
from backend.llm.model import configured
from backend.llm.models import Models
from backend.pulse import Pulse
from backend.settings import Settings
from backend.store.db import create_engine, create_serving_engine

SOCKET_SECONDS = 5.0
BLOCKING_SOCKET_SECONDS = 60.0
ASYNC_CONNECTIONS = 32


def build(settings: Settings, pulse: Pulse | None = None, *, serving: bool = False) -> Context:
    """Everything a process needs; `serving` is for one that answers many at once.

    Connects to nothing yet. Raises Misconfigured when no model can be made of the settings.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    tokens = functools.cache(lambda: load_tokens(settings.embedding_model))
    models = functools.partial(
        Models,
        configured(settings),
        count_tokens=lambda text: len(tokens().offsets(text)),
        connect=lambda: connect_async(settings),
        balance=settings.model_balance,
    )
    return Context(
        settings=settings,
        engine=(create_serving_engine if serving else create_engine)(settings.database),
        redis=connect(settings, SOCKET_SECONDS),
        blobs=DiskBlobs(settings.data_dir, settings.disk_reserve_bytes),
        clock=utc_now,
        pulse=pulse or Pulse(),
        models=models,
        tokens=tokens,
    )


def connect(settings: Settings, socket_seconds: float) -> Redis:
    """A Redis client that never repeats a command by itself: a repeated write would be done twice.

    Idle connections are checked before use instead, so that a restart of Redis goes unnoticed by the next command.
    """
    return Redis.from_url(
        settings.redis_url,
        socket_timeout=socket_seconds,
        socket_connect_timeout=SOCKET_SECONDS,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=1,
    )


def connect_blocking(settings: Settings) -> Redis:
    """A client for blocking reads: its socket waits longer than any of them."""
    return connect(settings, BLOCKING_SOCKET_SECONDS)


def connect_async(settings: Settings) -> aioredis.Redis:
    """The same rules, for an event loop; who finds all connections in use waits for one."""
    pool = aioredis.BlockingConnectionPool.from_url(
        settings.redis_url,
        socket_timeout=BLOCKING_SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
        retry=AsyncRetry(NoBackoff(), 0),
        max_connections=ASYNC_CONNECTIONS,
        timeout=BLOCKING_SOCKET_SECONDS,
    )
    return aioredis.Redis.from_pool(pool)
