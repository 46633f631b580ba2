"""Recorder: keeps a job's calls to models in SQL, so that no reply that was received is paid for again (R3.4)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable

from backend.context import Context
from backend.llm.request import Reply
from backend.store import model_calls
from backend.store.db import reading, transaction


class SqlRecorder:
    """The calls of one owner; `job_id` is the job that pays for those that are made now.

    A reply is kept for the models that are configured: with others the same request is made anew.
    """

    def __init__(self, ctx: Context, owner_id: str, job_id: str | None, models: Iterable[str]) -> None:
        self._ctx, self._owner_id, self._job_id = ctx, owner_id, job_id
        self._scope = hashlib.sha256("\n".join(sorted(models)).encode()).hexdigest()[:16]

    async def kept(self, key: str) -> Reply | None:
        return await asyncio.to_thread(self._kept, self._scope + key)

    async def begin(self, key: str) -> None:
        await asyncio.to_thread(self._begin, self._scope + key)

    async def finish(self, key: str, reply: Reply) -> None:
        values: dict[str, str | int] = {
            "model": reply.model,
            "text": reply.text,
            "tokens_in": reply.tokens_in,
            "tokens_out": reply.tokens_out,
            "milliseconds": reply.milliseconds,
        }
        await asyncio.to_thread(self._end, self._scope + key, "done", values)

    async def fail(self, key: str, detail: str, text: str = "") -> None:
        values: dict[str, str | int] = {"detail": detail, "text": text}
        await asyncio.to_thread(self._end, self._scope + key, "failed", values)

    def _kept(self, key: str) -> Reply | None:
        with reading(self._ctx.engine) as session:
            row = model_calls.done(session, self._owner_id, key)
        if row is None:
            return None
        return Reply(row.text, None, row.model, row.tokens_in, row.tokens_out, row.milliseconds, 0)

    def _begin(self, key: str) -> None:
        with transaction(self._ctx.engine) as session:
            model_calls.begin(session, self._owner_id, key, self._job_id, self._ctx.clock())

    def _end(self, key: str, status: model_calls.Status, values: dict[str, str | int]) -> None:
        with transaction(self._ctx.engine) as session:
            model_calls.end(session, self._owner_id, key, status, self._ctx.clock(), **values)
