"""An answer as it comes: what is known before any word, the words, and then the whole of it (SSE)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import orjson

from backend.api.endpoint import Call
from backend.api.problems import EXPLAINED, document_of

EVENT_STREAM = "text/event-stream"
Pieces = asyncio.Queue[str | None]  # of the words; None at their end


def wants_stream(call: Call) -> bool:
    return EVENT_STREAM in call.request.headers.get("accept", "")


async def told_live(
    begun: dict[str, Any], answering: asyncio.Task[dict[str, Any]], pieces: Pieces
) -> AsyncGenerator[bytes, None]:
    """The words as they are put into `pieces`, until the answer is there or has failed."""
    yield _event("answer.begun", begun)
    while (piece := await pieces.get()) is not None:
        yield _event("answer.streamed", {"text": piece})
    try:
        result = await answering
    except EXPLAINED as error:
        yield _event("answer.failed", document_of(error))
    else:
        yield _event("answer.completed", result)


async def ended(result: dict[str, Any]) -> AsyncGenerator[bytes, None]:
    """An answer, or the job that works on it, that needed no time."""
    yield _event("answer.completed", result)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\r\ndata: " + orjson.dumps(data) + b"\r\n\r\n"
