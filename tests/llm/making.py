"""Small makers for tests of models."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import redis.asyncio as aioredis

from backend.llm.errors import ModelFailed
from backend.llm.model import Model
from backend.llm.models import Models
from backend.llm.request import Message, Reply
from tests.fakes.model_server import FakeServer

KEY = "sk-test-1234567890"
ASKED = (Message("system", "You count."), Message("user", "How many?"))
SCHEMA = {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "share": {"type": "number"}},
    "required": ["count"],
    "additionalProperties": False,
}


def a_model(server: FakeServer, protocol: str = "openai", **more: Any) -> Model:
    made = {"provider": protocol, "model": "m-1", "base_url": server.base_url(protocol), "api_key": KEY}
    return Model.model_validate(made | more)


def words(text: str) -> int:
    """A way of counting tokens that a person can follow."""
    return len(text.split())


def models(*made: Model, redis_url: str = "", **more: Any) -> Models:
    """Models that wait hardly at all before they try again; limits in Redis with `redis_url`."""
    connect = (lambda: aioredis.Redis.from_url(redis_url)) if redis_url else None
    return Models(made, count_tokens=words, connect=connect, backoff=0.001, **more)


def run(made: Models, scene: Callable[[Models], Awaitable[Reply]]) -> Reply:
    async def opened() -> Reply:
        async with made:
            return await scene(made)

    return asyncio.run(opened())


def ask(made: Models, **more: object) -> Reply:
    return run(made, lambda opened: opened.complete("map", ASKED, **more))  # type: ignore[arg-type]


def error_of(made: Models, **more: object) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        ask(made, **more)
    assert KEY not in str(caught.value)
    assert caught.value.detail.endswith((".", "”"))
    return caught.value
