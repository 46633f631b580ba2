"""Asker: asks models for one batch, and remembers what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.core.buckets import Priority
from backend.llm.calls import Recorder
from backend.llm.model import Role
from backend.llm.models import Models, Usable
from backend.llm.request import Message, Reply, Schema


@dataclass
class Asker:
    """`calls` are the replies so far: {model, tokens_in, tokens_out, milliseconds, attempts}; attempts 0: kept ones."""

    models: Models
    recorder: Recorder
    priority: Priority = "P1"
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def ask(
        self,
        role: Role,
        messages: Sequence[Message],
        schema: Schema | None,
        max_tokens: int,
        usable: Usable = lambda reply: True,
    ) -> Reply:
        """One reply, valid for the schema; one that is not `usable` is not kept for the next time.
        Raises a ModelFailed."""
        reply = await self.models.complete(
            role,
            messages,
            schema=schema,
            max_tokens=max_tokens,
            priority=self.priority,
            recorder=self.recorder,
            usable=usable,
        )
        kept = ("model", "tokens_in", "tokens_out", "milliseconds", "attempts")
        self.calls.append({name: getattr(reply, name) for name in kept})
        return reply
