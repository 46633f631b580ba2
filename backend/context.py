"""Context: everything a piece of Winnow may use, built once in bootstrap and passed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from redis import Redis
from sqlalchemy import Engine

from backend.blobs.base import Blobs
from backend.core.chunking import Tokens
from backend.core.clock import Clock
from backend.llm.models import Models
from backend.pulse import Pulse
from backend.settings import Settings


@dataclass(frozen=True)
class Context:
    """`redis` returns bytes (RQ needs it so), never waits long, and never repeats a write by itself.

    `pulse` is touched by whatever works in a loop, so that a supervisor sees that the process gets on.
    `models` makes the configured language models, to be opened in one event loop; there may be none. `tokens` gives
    the tokenizer by which texts are measured, loaded when it is first asked for.
    """

    settings: Settings
    engine: Engine
    redis: Redis
    blobs: Blobs
    clock: Clock
    pulse: Pulse
    models: Callable[[], Models]
    tokens: Callable[[], Tokens]
