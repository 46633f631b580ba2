"""Small makers for tests of models."""

from __future__ import annotations

from typing import Any

import redis.asyncio as aioredis

from backend.llm.model import Model
from backend.llm.models import Models
from tests.fakes.model_server import FakeServer

KEY = "sk-test-1234567890"


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
