"""Context: everything a piece of Winnow may use, built once in bootstrap and passed on."""

from __future__ import annotations

from dataclasses import dataclass

from redis import Redis
from sqlalchemy import Engine

from backend.blobs.base import Blobs
from backend.core.clock import Clock
from backend.settings import Settings


@dataclass(frozen=True)
class Context:
    """`redis` returns bytes (RQ needs it so), never waits long, and never repeats a write by itself."""

    settings: Settings
    engine: Engine
    redis: Redis
    blobs: Blobs
    clock: Clock
